"""What `nayose why` and `nayose why-not` are asked about: a household of a file, or a resident of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workshop.letters import Letter, listing, nearest

if TYPE_CHECKING:
    from processors.engine import Engine
    from workshop.household.engine import HomeRun
    from workshop.household.form import Written
    from workshop.why.world import World


@dataclass
class Asked:
    """A household with its world. `title`: what it is called; `unit`: the resident that is asked about ("": everybody; so too where the
    resident is no unit, for a parent may ask about a child); `town`: the engine of everybody who is there, under the
    ordinance in its first lane; others may be tried in it."""

    title: str
    world: World
    unit: str
    programmes: tuple[str, ...]
    town: Engine

    def units(self, programme: str) -> list[tuple[str, str]]:
        """The units of a programme that are asked about, with their verdicts."""
        from workshop.household.results import HOUSEHOLD_UNIT

        said = self.world.results().verdicts(programme)
        mine = [(unit, verdict) for unit, verdict in said.items() if unit in (self.unit, HOUSEHOLD_UNIT)]
        return (self.unit and mine) or list(said.items())


def asked(subject: str, directory: str, ordinance: list[str], programme: str) -> Iterator[Asked]:
    """The households asked about. Letter: nothing can be read, nobody is found, or no such programme."""
    chosen = _programmes(programme)
    if directory:
        yield _of_folder(subject, directory, ordinance, chosen)
    else:
        yield from _of_file(Path(subject), ordinance, chosen)


def _programmes(named: str) -> tuple[str, ...]:
    from processors.duties import ASSESSED

    if named and named not in ASSESSED:
        near = nearest(named, ASSESSED)
        raise Letter("why.no_programme_near" if near else "why.no_programme", found=named, allowed=listing(ASSESSED), nearest=near)
    return (named,) if named else ASSESSED


def _of_folder(who: str, directory: str, ordinance: list[str], programmes: tuple[str, ...]) -> Asked:
    from schemas.keys import shown
    from workshop.commands.replay import prepared, records_in
    from workshop.lanes import lanes
    from workshop.one_resident import OneResident, find
    from workshop.why.world import world_of_folder

    if len(ordinance) > 1:
        raise Letter("why.one_ordinance")
    place = records_in(directory)
    made = prepared(place, lanes(ordinance), None, "")
    runner: Any = made.run()
    if runner.engine is None:
        raise Letter("resident.nobody", found=who)
    one = OneResident(runner.engine, runner.texts, find(runner.engine, who))
    (lane,) = made.ordinances
    world = world_of_folder(place, made.ordinances[lane], one, lane)
    return Asked(shown(one.home), world, shown(one.key), _judged(world, programmes), runner.engine)


def _judged(world: World, programmes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the programmes that are judged under the ordinance. Letter: none of them is."""
    judged = tuple(programme for programme in programmes if world.ordinance.judges(programme))
    if not judged:
        raise Letter("why.not_judged", found=listing(programmes), allowed=listing(world.ordinance.programmes))
    return judged


def _of_file(path: Path, ordinance: list[str], programmes: tuple[str, ...]) -> Iterator[Asked]:
    from workshop.why.world import world_of_form

    run, written = _played(path, ordinance)
    chosen = tuple(p for p in programmes if p in written.programmes) if written.programmes and len(programmes) > 1 else programmes
    worlds = [world_of_form(run, home) for home in dict.fromkeys(person.household for person in written.people)]
    there = [world for world in worlds if world.results().names]
    if not there:
        raise Letter("why.nobody_there", title=written.title or path.name)
    for world in there:
        yield Asked(written.title or path.name, world, "", _judged(world, chosen), run.engine)


def _played(path: Path, ordinance: list[str]) -> tuple[HomeRun, Written]:
    """The form's household at the end of whatever happens in it, under an ordinance of one's own if one is named."""
    from workshop.household.engine import HomeRun
    from workshop.household.playing import Play
    from workshop.household.reading import read_file
    from workshop.household.scenario import read_scenario

    if len(ordinance) > 1:
        raise Letter("why.one_ordinance")
    written = read_file(path)
    scenario = read_scenario(path, expecting=False) if written.scenario else None
    written = scenario.written if scenario else written
    if ordinance:
        written.ordinance = ordinance[0]
    if scenario is None:
        run = HomeRun.of(written, path.parent)
    else:
        play = Play(scenario, path.parent)
        play.play()
        run = play.run
    if run.rejections and scenario is None:
        raise Letter("form.refused", file=path.name, reason=run.rejections[0])
    return run, written
