"""`nayose ordinance`: list, show, lint, diff, coverage, reach; pairs and layers in a file of their own. A NAME may be the path of a TOML file."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workshop.commands import ordinance_parts, ordinance_serves
from workshop.help import Command, Group

if TYPE_CHECKING:
    from schemas.ordinance.difference import Join
    from schemas.ordinance.errors import Problem
    from schemas.ordinance.reach import Step
    from workshop.desk import Desk
    from workshop.ordinances.examples import Compared, Example

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)
FINDINGS = 1
Name = Annotated[str, typer.Argument(metavar="NAME")]
Json = Annotated[bool, typer.Option("--json")]
On = Annotated[str, typer.Option("--on", metavar="DATE")]
FIRST = ordinance_parts.FIRST


@app.callback()
def ordinance() -> None:
    """The group itself does nothing."""


@app.command("list", cls=Command)
def list_(ctx: typer.Context, json_: Json = False) -> int:
    """The ordinances at hand."""
    from schemas.ordinance import load, names
    from workshop.tables import title_of

    desk: Desk = ctx.obj
    found = [load(name) for name in names()]
    if json_:
        desk.json(
            [
                {
                    "name": o.name,
                    "title": o.title,
                    "instrument": o.instrument,
                    "caption": o.caption,
                    "hash": o.content_hash,
                }
                for o in found
            ]
        )
        return 0
    for one in found:
        desk.line(title_of(desk.words, one.name, one))
    return 0


@app.command("show", cls=Command)
def show(
    ctx: typer.Context,
    name: Name,
    switch: ordinance_parts.Switches = [],  # noqa: B006
    without: ordinance_parts.Without = "",
    json_: Json = False,
) -> int:
    """Shows an ordinance as a council member would read it."""
    import json

    from schemas.law import law
    from workshop.ordinances.show import lines_of

    desk: Desk = ctx.obj
    found = ordinance_parts.given(name, switch, without)
    if json_:
        set_by = {rule.id: rule.set_by for rule in law().safeguards.values()}
        desk.json({"name": found.name, "hash": found.content_hash, **json.loads(found.as_json()), "set_by": set_by})
        return 0
    for line in lines_of(found, desk.words):
        desk.line(line)
    return 0


@app.command("lint", cls=Command)
def lint(ctx: typer.Context, name: Name, json_: Json = False) -> int:
    """What a drafter should look at again; 1 if there is anything."""
    desk: Desk = ctx.obj
    found = _findings(name)
    if json_:
        desk.json(
            [
                {"code": p.code, "row": p.where, "file": p.file, "line": p.line, "text": p.letter(desk.words.lang)}
                for p in found
            ]
        )
        return FINDINGS if found else 0
    for problem in found:
        desk.line(problem.letter(desk.words.lang))
    desk.say("ordinance.findings" if found else "ordinance.no_findings", name=name, count=len(found))
    return FINDINGS if found else 0


def _findings(name: str) -> tuple[Problem, ...]:
    from schemas.ordinance import load, names
    from schemas.ordinance.lint import lint
    from schemas.ordinance.reader import SHIPPED
    from workshop.asking import formula_kinds

    ordinance = load(name)
    path = SHIPPED / f"{name}.toml" if name in names() else Path(name)
    return lint(ordinance, formula_kinds(), path.read_text(encoding="utf-8-sig"), path.name)


@app.command("diff", cls=Command)
def diff(
    ctx: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    on: On = "",
    residents: Annotated[str, typer.Option("--residents", metavar="N")] = "1000",
    town: Annotated[str, typer.Option("--town", metavar="DIR")] = "",
    json_: Json = False,
) -> int:
    """The joins that one allows and the other does not, each with a resident as an example."""
    from schemas.ordinance import load
    from workshop.commands.replay import prepared, to_the_day
    from workshop.ordinances.examples import Compared, handed
    from workshop.ordinances.names import Names

    desk: Desk = ctx.obj
    one, other = load(a), load(b)
    _day("--on", on)
    made = prepared(_town(town, residents), handed(one, other), None, on)
    made.run()
    to_the_day(made)
    compared = Compared.of_run(one, other, made.runner)
    found = {"only_a": compared.joins(), "only_b": compared.joins(of_b=True)}
    if json_:
        day = datetime.date.fromordinal(compared.day).isoformat()
        sides = {side: [_join(*pair) for pair in pairs] for side, pairs in found.items()}
        desk.json({"a": one.name, "b": other.name, "day": day, "residents": compared.residents, **sides})
        return 0
    _print_side(desk, a, b, compared, found["only_a"])
    _print_side(desk, b, a, compared, found["only_b"])
    desk.line()
    desk.say("diff.town", residents=f"{compared.residents:,}", day=Names(desk.words).day(compared.day))
    return 0


def _day(option: str, text: str) -> datetime.date:
    """The day that an option names, or the first of a run."""
    from workshop.options import day_of_records

    return day_of_records(option, text) if text else FIRST


def _town(folder: str, residents: str) -> Path:
    """The folder of the town of the examples; the small one is made once and kept."""
    from workshop.commands.replay import records_in
    from workshop.commands.run import town
    from workshop.towns import make

    return records_in(folder) if folder else make(town(residents, "12", "1", FIRST.isoformat()))


def _join(join: Join, example: Example | None) -> dict[str, Any]:
    return {**vars(join), "example": None if example is None else vars(example)}


def _print_side(desk: Desk, a: str, b: str, compared: Compared, joins: list[tuple[Join, Example | None]]) -> None:
    from workshop.ordinances.names import Names

    names = Names(desk.words)
    desk.line()
    desk.say("diff.title", a=a, b=b, count=len(joins), day=names.day(compared.day))
    if not joins:
        desk.say("diff.none")
    for join, example in joins:
        row = desk.words("diff.pair" if join.row.startswith("S-") else "diff.row", row=join.row)
        desk.say("diff.join", duty=names.duty(join.duty), kind=names.kinds([join.kind]), row=row)
        desk.say("diff.attributes", attributes=_items(desk, names, join))
        desk.say("diff.subjects", subjects=names.subjects(join.subjects), triggers=names.triggers(join.triggers))
        if example is None:
            desk.say("diff.nobody")
        else:
            key = "diff.example" if example.passed else "diff.would"
            desk.say(key, id=example.id, subjects=names.subjects(example.subjects))


def _items(desk: Desk, names: Any, join: Join) -> str:
    from schemas.attributes import attributes_of

    every = len(attributes_of(join.kind)) == len(join.attributes) > 1
    return desk.words("diff.every", count=len(join.attributes)) if every else str(names.attributes(join.attributes))


@app.command("coverage", cls=Command)
def coverage(
    ctx: typer.Context,
    name: Name,
    scenarios: Annotated[str, typer.Option("--scenarios", metavar="DIR")] = "tests/scenarios",
    json_: Json = False,
) -> int:
    """The rows that no scenario exercises."""
    from workshop.commands.scenario import files
    from workshop.ordinances.coverage import coverage

    desk: Desk = ctx.obj
    found = coverage(name, files([_scenarios(scenarios)]))
    if json_:
        desk.json(
            {
                "name": found.ordinance.name,
                "scenarios": found.scenarios,
                "rows": [row.row for row in found.rows],
                "missing": [row.row for row in found.missing],
            }
        )
        return 0
    _print_coverage(desk, name, found)
    return 0


def _scenarios(folder: str) -> str:
    """A folder that is there, or of that name in the checkout."""
    from workshop.letters import Letter
    from workshop.towns import ROOT

    for path in (Path(folder), ROOT / folder):
        if path.exists():
            return str(path)
    raise Letter("coverage.no_folder", folder=folder)


def _print_coverage(desk: Desk, name: str, found: Any) -> None:
    from schemas.ordinance import Row
    from workshop.ordinances.names import Names

    names = Names(desk.words)
    exercised = len(found.rows) - len(found.missing)
    desk.say("coverage.title", name=name, count=len(found.rows), exercised=exercised, scenarios=found.scenarios)
    for row in found.missing:
        barred = desk.words("coverage.prohibition", kinds=names.kinds(row.kinds if not isinstance(row, Row) else ()))
        desk.say("coverage.row", row=row.row, what=names.duty(row.duty) if isinstance(row, Row) else barred)
    if not found.missing:
        desk.say("coverage.whole")


@app.command("reach", cls=Command)
def reach(ctx: typer.Context, name: Name, on: On = "", json_: Json = False) -> int:
    """What can be learned about a person under it."""
    from schemas.ordinance import load
    from schemas.ordinance.dates import law_day
    from schemas.ordinance.reach import reach

    desk: Desk = ctx.obj
    found, day = load(name), _day("--on", on)
    reached = reach(found, law_day(found, FIRST.toordinal(), day.toordinal()))
    if json_:
        plain = [{"duty": r.duty, **{part: [vars(s) for s in getattr(r, part)] for part in PARTS}} for r in reached]
        desk.json({"name": found.name, "day": day.isoformat(), "duties": plain})
        return 0
    _print_reach(desk, name, day, reached)
    return 0


PARTS = ("own", "one", "two")


def _print_reach(desk: Desk, name: str, day: datetime.date, reached: Any) -> None:
    from schemas.catalogue import catalogue
    from workshop.ordinances.names import Names

    names = Names(desk.words)
    desk.say("reach.title", name=name, day=names.day(day.toordinal()))
    for one in reached:
        organ = names.organ(catalogue().duties[one.duty].organ)
        desk.say("reach.duty", duty=names.duty(one.duty), organ=organ)
        for part in PARTS:
            desk.say(f"reach.{part}", count=one.count(part))
            for step in getattr(one, part):
                _print_step(desk, names, step)
    totals = {
        part: len({(s.kind, a) for r in reached for s in getattr(r, part) for a in s.attributes}) for part in PARTS
    }
    desk.say("reach.all", one=totals["one"], two=totals["two"])


def _print_step(desk: Desk, names: Any, step: Step) -> None:
    desk.say("reach.step", kind=names.kinds([step.kind]), attributes=names.attributes(step.attributes))
    if step.rows:
        desk.say("reach.by", rows=desk.words("show.and").join(step.rows))
    if step.through:
        desk.say("reach.through", duties=desk.words("show.and").join(map(names.duty, step.through)))


app.command("pairs", cls=Command)(ordinance_parts.pairs)
app.command("layers", cls=Command)(ordinance_parts.layers)
app.command("serves", cls=Command)(ordinance_serves.serves)
