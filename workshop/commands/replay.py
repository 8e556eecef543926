"""`nayose replay`: the files of a folder through one or more ordinances, once, to the end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workshop.letters import Letter, listing
from workshop.options import ASSESSORS, day_of_records, folder, one_of

if TYPE_CHECKING:
    from processors.decoding.letters import Rejection
    from processors.inprocess import Replay, Runner
    from workshop.desk import Desk

SHOWN_REJECTIONS = 5
FIRST_DAY = datetime.date(1970, 1, 1).toordinal()
"""The day of a run in which nothing was ever recorded."""


def replay(
    ctx: typer.Context,
    directory: Annotated[str, typer.Argument(metavar="DIR")],
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    switch: Annotated[list[str], typer.Option("--switch", metavar="SWITCH")] = [],  # noqa: B006
    without: Annotated[str, typer.Option("--without", metavar="LAYER")] = "",
    assessor: Annotated[str, typer.Option("--assessor", metavar="written|off")] = "",
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE")] = "",
    rejected: Annotated[str, typer.Option("--rejected", metavar="PATH")] = "",
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=0, max=16)] = 0,
    check_disclosures: Annotated[bool, typer.Option("--check-disclosures")] = False,
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Streams a folder, and prints what each ordinance came to."""
    from workshop.lanes import lanes
    from workshop.measure import Stopwatch
    from workshop.rejected import checked

    desk: Desk = ctx.obj
    if check_disclosures and not _there("jsonschema"):
        raise Letter("replay.no_checker")
    place = records_in(directory)
    refused_go_to = checked(rejected, place) if rejected else None
    made = prepared(place, lanes(ordinance, switch, without), assessor_of(desk, place, assessor), as_of, workers, check_disclosures)
    for name in made.missing:
        desk.note("replay.missing", file=name)
    watch = Stopwatch()
    _run(made)
    seconds = watch.seconds
    scored = _scored(desk, made.runner, place)
    figures = report(made, scored, seconds)
    _tell_rejections(desk, made.rejections, refused_go_to)
    _tell_pending(desk, made.runner)
    _tell_unknown_law(desk, made)
    if json_:
        desk.json(figures)
    else:
        desk.say(
            "replay.title" if figures["events"] else "replay.title_empty",
            folder=place,
            events=f"{figures['events']:,}",
            rejected=f"{figures['rejected']:,}",
            day=_day_of(made),
        )
        print_figures(desk, made, figures, scored)
    return 0


def _scored(desk: Desk, runner: Runner, place: Path) -> Mapping[str, Any]:
    """The score of each lane; nothing, and a note, if the truth is of another town."""
    from workshop.score.recorded import OtherTruth
    from workshop.scoring import scores

    try:
        return scores(runner, place)
    except OtherTruth:
        desk.note("replay.other_truth")
        return {}


def records_in(directory: str) -> Path:
    """A folder with the file of one office at least."""
    from processors.inprocess import OFFICE_FILES

    place = folder(directory)
    if not any((place / name).is_file() for name in OFFICE_FILES):
        raise Letter("replay.no_file", folder=place, files=listing(OFFICE_FILES))
    return place


def prepared(place: Path, ordinances: Mapping[str, Any], assessor: Any, as_of: str, workers: int = 0, check: bool = False) -> Replay:
    """A replay that is ready to run."""
    from processors.inprocess import Replay

    last = day_of_records("--as-of", as_of).toordinal() if as_of else None
    return Replay(place, ordinances, assessor, last, workers=workers, check=check)


def _there(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def _run(made: Replay) -> None:
    """Runs a replay. Letter: a disclosure was checked, and does not fit the schema of its lane's join."""
    from processors.messages.leak import Leak

    try:
        made.run()
        to_the_day(made)
    except Leak as leak:
        raise Letter("replay.leak", household=leak.household, lane=leak.lane, faults=leak.faults) from None


def to_the_day(made: Replay) -> None:
    """Ends the days up to that of `--as-of`, where nothing was recorded any more."""
    from processors.decoding.stream import Cut

    runner, last = made.runner, made.as_of or FIRST_DAY
    if runner.engine is None:
        runner.start(last)
    if runner.engine is None or runner.engine.day < last:
        runner.take(Cut(last))


def assessor_of(desk: Desk, place: Path, asked: str) -> Any:
    """The written assessor, or None; what is not there is said."""
    from workshop.scoring import assessor

    choice = one_of("--assessor", asked, ASSESSORS) if asked else ""
    found = None if choice == "off" else assessor(place)
    if found is None:
        desk.note(
            "replay.no_assessor_asked"
            if choice == "written"
            else "replay.assessor_off"
            if choice
            else "replay.no_assessor"
        )
    return found


def report(made: Replay, scored: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """What a run came to: the object that `--json` prints."""
    from workshop.figures import of_lanes
    from workshop.measure import peak_mb

    events = made.runner.events
    return {
        "lanes": of_lanes(made.runner, scored), "events": events, "rejected": len(made.rejections),
        "seconds": round(seconds, 3), "events_per_second": round(events / seconds) if seconds else 0, "peak_mb": peak_mb(),
    }  # fmt: skip


def _tell_rejections(desk: Desk, rejections: Sequence[Rejection], path: Path | None) -> None:
    """The first few as letters; all of them into a file where one is named."""
    for rejection in rejections[:SHOWN_REJECTIONS]:
        desk.note("replay.rejection", file=rejection.file, line=rejection.line, reason=rejection.reason_in(desk.words.lang))
    if len(rejections) > SHOWN_REJECTIONS:
        desk.note("replay.more_rejections", count=len(rejections) - SHOWN_REJECTIONS)
    if path:
        from workshop.rejected import write

        write(path, rejections, desk.words.lang)


def _tell_pending(desk: Desk, runner: Runner) -> None:
    """Of how many people records are kept although the register does not know them."""
    from workshop.pending import pending

    people = pending(runner.engine) if runner.engine else 0
    if people:
        desk.note("replay.pending", people=f"{people:,}")


def _tell_unknown_law(desk: Desk, made: Replay) -> None:
    """Which programmes could not be judged, because the law of the day is not in the parameters."""
    from processors.duties import ASSESSED
    from schemas.catalogue import catalogue
    from schemas.programmes import PROGRAMMES

    engine = made.runner.engine
    unknown = [id_ for id_ in ASSESSED if engine and made.runner.events and not PROGRAMMES[id_].covers(engine.day)]
    if unknown:
        named = desk.words("replay.between_programmes").join(desk.words.label(catalogue().duties[id_]) for id_ in unknown)
        desk.note("replay.no_law", day=_day_of(made), programmes=named)


def print_figures(desk: Desk, made: Replay, figures: Mapping[str, Any], scored: Mapping[str, Any]) -> None:
    """The lanes one after another, and how long it took."""
    from workshop.side_by_side import print_both
    from workshop.tables import print_lane

    engine = made.runner.engine
    assert engine is not None
    for name, ordinance in made.ordinances.items():
        print_lane(desk, name, ordinance, figures["lanes"][name])
        print_both(desk, engine, name, scored.get(name))
        desk.say("replay.digest", digest=figures["lanes"][name]["digest"], revision=figures["lanes"][name]["revision"])
    desk.line()
    desk.say("replay.took", seconds=f"{figures['seconds']:.1f}", rate=f"{figures['events_per_second']:,}")


def _day_of(made: Replay) -> str:
    engine = made.runner.engine
    assert engine is not None
    return datetime.date.fromordinal(engine.day).isoformat()
