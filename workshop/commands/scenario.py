"""`nayose scenario`: plays scenario files; 1 if one did not come as expected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workshop.letters import Letter

if TYPE_CHECKING:
    from workshop.desk import Desk

FAILED = 1


def scenario(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...")],
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Plays every scenario of the files and folders named."""
    desk: Desk = ctx.obj
    found = [played(path) for path in files(paths)]
    failed = sum(bool(one["differences"]) for one in found)
    if json_:
        desk.json({"scenarios": found, "failed": failed})
    else:
        for one in found:
            _print(desk, one)
        desk.say("scenario.some_failed" if failed else "scenario.all_well", count=len(found), failed=failed)
    return FAILED if failed else 0


def files(paths: list[str]) -> list[Path]:
    """The scenario files of paths: files as they are, folders searched."""
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        listed = sorted(p for p in path.rglob("*") if p.suffix in (".toml", ".json")) if path.is_dir() else [path]
        if not listed:
            raise Letter("scenario.none", folder=name)
        found += listed
    return found


def played(path: Path) -> dict[str, Any]:
    """The title of a scenario, and what did not come as expected."""
    from workshop.household.playing import Play
    from workshop.household.scenario import read_scenario

    read = read_scenario(path)
    differences = [vars(difference) for difference in Play(read, path.parent).play()]
    return {"file": path.as_posix(), "title": read.written.title, "differences": differences}


def _print(desk: Desk, one: dict[str, Any]) -> None:
    desk.say("scenario.failed" if one["differences"] else "scenario.passed", title=one["title"], file=one["file"])
    for difference in one["differences"]:
        desk.say("scenario.difference", **difference)
