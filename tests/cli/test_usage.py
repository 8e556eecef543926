"""The command line itself: help in both languages, letters about mistakes, exit codes, and a quick start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.calling import nayose
from workshop.trouble import Unusable

ROOT = Path(__file__).parent.parent.parent
COMMANDS = (
    ("run",), ("replay",), ("assess",), ("scenario",), ("simulate",), ("resident",), ("verify",), ("why",), ("why-not",),
    ("ordinance",), ("ordinance", "list"), ("ordinance", "lint"), ("ordinance", "pairs"), ("ordinance", "layers"), ("schemas",), ("schemas", "export"),
    ("ordinance", "show"), ("ordinance", "diff"), ("ordinance", "coverage"), ("ordinance", "reach"), ("parameters",),
    ("export",), ("export", "pia"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_command_explains_itself_in_both_languages(command: tuple[str, ...], lang: str) -> None:
    done = nayose(*command, "--help", lang=lang)
    assert done.code == 0
    assert done.out.startswith("使い方：" if lang == "ja" else "Usage:")
    assert " ".join(("nayose", *command)) in done.out
    assert "--help" in done.out


def test_help_names_every_command_and_nothing_else_is_needed() -> None:
    done = nayose()
    assert done.code == 0
    for command in {command[0] for command in COMMANDS}:
        assert f"  {command} " in done.out


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in (("ordinance",), ("schemas",), ("export",), ("export", "pia"))], ids=" ".join)
def test_every_command_that_prints_results_prints_them_for_programs_too(command: tuple[str, ...]) -> None:
    assert "--json" in nayose(*command, "--help").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["rnu"], "Did you mean run?"),
        (["ordinance"], "needs a command: list, show, lint"),
        (["ordinance", "lst"], "Did you mean list?"),
        (["replay"], "DIR is missing"),
        (["replay", "nowhere", "--ordinance", "G"], 'no folder "nowhere"'),
        (["replay", ".", "--ordinanc", "G"], "Did you mean --ordinance?"),
        (["replay", ".", "--ordinance"], "--ordinance"),
        (["replay", ".", "extra", "--ordinance", "G"], "is too much"),
        (["run", "--residents", "many"], "--residents cannot be"),
        (["run", "--residents", "0"], "from 50 to"),
        (["run", "--residents", "-5"], "from 50 to"),
        (["run", "--start", "2024-11-15"], "give 2024-11-01"),
        (["run", "--months", "1.5"], "whole number"),
        (["run", "--seed", "9" * 40], "--seed cannot be"),
        (["run", "--start", "2024-02-30"], "day of the calendar"),
        (["run", "--assessor", "writen"], "Did you mean written?"),
        (["run", "--ordinance", "Z"], 'no ordinance "Z"'),
        (["simulate"], "--out is missing"),
        (["page"], "no command page"),
        (["assess", "nothing.toml"], "cannot be read"),
        (["--no-such-option"], "no option --no-such-option"),
    ],
    ids=" ".join,
)
def test_a_mistake_on_the_command_line_is_a_letter(arguments: list[str], told: str) -> None:
    done = nayose(*arguments)
    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    "arguments",
    [["rnu"], ["replay"], ["run", "--residents", "many"], ["run", "--ordinance", "Z"], ["--lang", "fr"]],
    ids=" ".join,
)
def test_letters_are_in_japanese_where_that_is_the_language(arguments: list[str]) -> None:
    done = nayose(*arguments, lang="ja" if "--lang" not in arguments else "")
    assert done.code == 2
    assert "--lang" in arguments or any("぀" <= letter <= "ヿ" for letter in done.err)


def test_what_the_system_and_the_parsers_say_is_told_in_japanese_too(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("date = 2025-02-30", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"date": 1', encoding="utf-8")
    (tmp_path / "half.toml").write_text('title = "', encoding="utf-8")
    for name in (".", "none.toml", "a.toml", "a.json", "half.toml"):
        done = nayose("assess", tmp_path / name, lang="ja")
        why = re.search("（(.*?)）", done.err)
        assert done.code == 2 and why
        assert not re.search("[A-Za-z]{3}", why[1])
    assert "permission denied" in Unusable(PermissionError(13, "")).reason_in("en")
    assert Unusable(OSError(5, "Input/output error")).reason_in("ja") == "Input/output error"


@pytest.mark.parametrize("start", ["1950-01-01", "2099-02-01", "9999-12-01"])
@pytest.mark.parametrize("command", ["run", "simulate"])
def test_a_town_of_days_whose_law_or_calendar_is_not_known_is_a_letter(command: str, start: str, tmp_path: Path) -> None:
    options = ["--out", tmp_path] if command == "simulate" else []
    done = nayose(command, "--residents", 50, "--start", start, *options)
    assert done.code == 2
    assert "cannot be made" in done.err
    assert not re.search("[A-Za-z]{9}", nayose(command, "--start", start, *options, lang="ja").err.replace("schemas/programmes/parameters", ""))


def test_the_language_may_stand_anywhere_and_be_written_with_an_equals_sign() -> None:
    for arguments in (
        ["--lang", "ja", "ordinance", "list"],
        ["ordinance", "--lang=ja", "list"],
        ["ordinance", "list", "--lang", "ja"],
    ):
        assert "条例案 A" in nayose(*arguments, lang="").out


def test_an_unknown_language_is_a_letter() -> None:
    assert nayose("--lang", "fr", lang="").code == 2
    assert nayose("run", "--lang", lang="").code == 2


def test_no_letter_repeats_a_number() -> None:
    digits = "".join(str(n % 10) for n in range(12))
    for arguments in (
        ["resident", digits],
        ["replay", digits],
        [digits],
        ["run", "--seed", digits + "x"],
        ["run", f"--{digits}"],
    ):
        done = nayose(*arguments)
        assert done.code == 2
        assert digits not in done.err


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )


def test_help_comes_at_once() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        assert run_python("-m", "workshop", "--help").returncode == 0
        return time.perf_counter() - began

    assert min(seconds() for _ in range(5)) < 1


def test_help_imports_nothing_that_is_slow() -> None:
    code = "import sys; from workshop.cli import main; main(['--help']); print([m for m in ('numpy', 'pydantic', 'rich') if m in sys.modules])"
    assert run_python("-c", code).stdout.strip().endswith("[]")


def test_the_module_is_the_command() -> None:
    done = run_python("-m", "workshop", "ordinance", "list", "--json")
    assert done.returncode == 0
    assert '"name": "A"' in done.stdout
    assert run_python("-m", "workshop", "rnu").returncode == 2


def test_who_stops_reading_gets_no_complaint() -> None:
    code = "import sys; from workshop.cli import main; sys.exit(main(['ordinance', 'list']))"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    process.wait()
    assert b"Traceback" not in process.stderr.read()
