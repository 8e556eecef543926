"""The documents: every command and every example in them works."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.calling import nayose
from tests.nightly import rest_at_night
from workshop.words import strings

ROOT = Path(__file__).parent.parent.parent
READMES = ("README.md", "README.ja.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_ENDS = re.compile(r"# exit code (\d)$")
_SCREEN = 50
"""Lines of the first screen."""


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a document in a language."""
    return [text for kind, text in _BLOCK.findall((ROOT / name).read_text(encoding="utf-8")) if kind == language]


def commands(name: str) -> list[str]:
    """The commands of a document's `console` blocks, without the prompt."""
    return [line[2:] for text in blocks(name, "console") for line in text.splitlines() if line.startswith("$ ")]


def run_all(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Runs a document's `nayose` commands in order, in a folder of their own; returns what the others were."""
    monkeypatch.chdir(folder)
    for path in (ROOT / "docs").rglob("*.toml"):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    shutil.copytree(ROOT / "tests" / "scenarios", folder / "tests" / "scenarios")
    others = []
    for command in commands(name):
        words = shlex.split(command, comments=True)
        ends = _ENDS.search(command)
        if words[0] != "nayose":
            others.append(" ".join(words))
            continue
        lang = () if "--lang" in words else ("--lang", "ja" if ".ja." in name else "en")
        done = nayose(*words[1:], *lang, lang="")
        assert done.code == (int(ends[1]) if ends else 0), (command, done.err)
    return others


@pytest.mark.parametrize("name", rest_at_night(READMES, lambda name: name == READMES[0]))
def test_every_command_of_the_readme_works(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = run_all(name, tmp_path, monkeypatch)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in others:
        if command.startswith("make "):
            assert f"\n{command.split()[1]}: " in makefile
        else:
            assert command.startswith((". .venv", "git clone", "cd nayose"))


@pytest.mark.parametrize("name", ["docs/features.md", "docs/ordinance.md", pytest.param("docs/ordinance.ja.md", marks=pytest.mark.slow)])
def test_every_command_about_ordinances_works(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_all(name, tmp_path, monkeypatch) == []


def test_both_documents_about_ordinances_show_the_same_commands() -> None:
    assert commands("docs/ordinance.md") == commands("docs/ordinance.ja.md")


@pytest.mark.parametrize("name", READMES)
def test_the_first_screen_says_what_it_is_and_how_to_start(name: str) -> None:
    first = "\n".join((ROOT / name).read_text(encoding="utf-8").splitlines()[:_SCREEN])
    for needed in ("make run", "make test", r"py tools\bootstrap.py run", "docs/page.png"):
        assert needed in first


def test_both_readmes_show_the_same_commands() -> None:
    def bare(name: str) -> list[str]:
        return [re.sub(r"\s*#.*|--lang \w+ ?", "", command).strip() for command in commands(name)]

    assert bare("README.md") == bare("README.ja.md")


@pytest.mark.parametrize("name", [*READMES, "docs/why.md", "docs/why.ja.md", "docs/scenario.md", "docs/scenario.ja.md", "docs/ordinance.md", "docs/ordinance.ja.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    assert targets
    assert [target for target in targets if not ((ROOT / name).parent / target).exists()] == []


@pytest.mark.parametrize("name", ["docs/scenario.md", "docs/scenario.ja.md"])
def test_the_complete_example_of_the_form_is_assessed_and_played(name: str, tmp_path: Path) -> None:
    (example,) = blocks(name, "toml")
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    played = nayose("scenario", path)
    assert played.code == 0, played.out + played.err
    results = nayose("assess", path, "--json").json["results"]
    assert {r["programme"]: r["amount_yen"] for r in results}["child-allowance"] == 10_000


def test_the_form_in_json_is_the_form_in_toml(tmp_path: Path) -> None:
    import tomllib

    (example,) = blocks("docs/scenario.md", "toml")
    path = tmp_path / "example.json"
    path.write_text(json.dumps(tomllib.loads(example), default=str), encoding="utf-8")
    assert nayose("scenario", path).code == 0


def test_the_picture_is_one_and_shows_nobodys_number() -> None:
    picture = (ROOT / "docs" / "run.svg").read_text(encoding="utf-8")
    assert picture.startswith("<svg")
    assert strings("ja")["column.programme"] in picture
    assert not re.search(r"(?<![\d.])\d{12}(?!\d)", picture)
