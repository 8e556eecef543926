"""`nayose resident`: one resident of a run: facts by office, what each duty was given and by which row, verdicts, ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from processors.inprocess import Replay, Runner
    from schemas.ordinance import Ordinance
    from workshop.desk import Desk
    from workshop.one_resident import OneResident

LEDGER_SHOWN = 20
STATUS = "resident-tax-exempt"


def resident(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="NUMBER-OR-ID")],
    directory: Annotated[str, typer.Argument(metavar="DIR")],
    ordinance: Annotated[list[str], typer.Option("--ordinance", metavar="NAME")] = [],  # noqa: B006
    switch: Annotated[list[str], typer.Option("--switch", metavar="SWITCH")] = [],  # noqa: B006
    without: Annotated[str, typer.Option("--without", metavar="LAYER")] = "",
    assessor: Annotated[str, typer.Option("--assessor", metavar="written|off")] = "",
    json_: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Streams a folder, and shows one resident."""
    from workshop.commands.replay import assessor_of, prepared, records_in
    from workshop.lanes import lanes
    from workshop.one_resident import OneResident, find
    from workshop.scoring import followed_up

    desk: Desk = ctx.obj
    place = records_in(directory)
    made: Replay = prepared(place, lanes(ordinance, switch, without), assessor_of(desk, place, assessor), "")
    runner: Runner = made.run()
    assert runner.engine is not None
    followed_up(runner)
    one = OneResident(runner.engine, runner.texts, find(runner.engine, who))
    found = shown_of(one, made)
    if json_:
        desk.json(found)
    else:
        _print(desk, found, made)
    return 0


def shown_of(one: OneResident, made: Replay) -> dict[str, Any]:
    """All that is shown of a resident. No number of the resident is in it."""
    from schemas.keys import shown

    return {
        "id": shown(one.key), "household": shown(one.home) if one.home else None, "facts": one.facts(),
        "lanes": {name: _lane(one, name, ordinance) for name, ordinance in made.ordinances.items()},
    }  # fmt: skip


def _lane(one: OneResident, lane: str, ordinance: Ordinance) -> dict[str, Any]:
    from schemas.keys import shown
    from schemas.vocabulary.declare import DUTIES
    from workshop.household.results import HOUSEHOLD_UNIT, HomeResults
    from workshop.household.view import HomeView

    if not one.home:
        return {"verdicts": [], "gate": {}, "phases": [], "ledger": one.ledger(lane)}
    called = {key: shown(key) for key in HomeView(one.engine, lane, one.home).members}
    results = HomeResults(one.engine, lane, ordinance, one.home, called)
    mine = (HOUSEHOLD_UNIT, shown(one.key))
    gate = {duty: [a for a in results.gate(duty) if a["member"] == mine[1]] for duty in DUTIES}
    verdicts = [result for result in results.all() if result["unit"] in mine]
    return {
        "verdicts": verdicts,
        "gate": {duty: answers for duty, answers in gate.items() if answers},
        "phases": one.phases(lane),
        "ledger": one.ledger(lane),
    }


def _print(desk: Desk, found: dict[str, Any], made: Replay) -> None:
    from workshop.commands.assess import print_result, summary
    from workshop.tables import title_of

    desk.say("resident.title" if found["household"] else "resident.gone", id=found["id"], household=found["household"])
    _print_facts(desk, found["facts"])
    for name, lane in found["lanes"].items():
        desk.line()
        desk.line(title_of(desk.words, name, made.ordinances[name]))
        _print_given(desk, lane["gate"])
        desk.console.print(summary(desk, lane["verdicts"]))
        for result in lane["verdicts"]:
            if result["programme"] != STATUS and result["trace"].get("reason", "answered") == "answered":
                desk.line()
                print_result(desk, result | {"trace": result["trace"] | {"gate": []}})
        _print_phases(desk, lane["phases"])
        _print_ledger(desk, lane["ledger"])


def _print_facts(desk: Desk, facts: dict[str, Any]) -> None:
    from schemas.catalogue import catalogue
    from schemas.facts import FACTS

    for office, slots in facts.items():
        desk.say("resident.office", office=desk.words.label(catalogue().offices[office]))
        for slot in slots:
            fields = {field.name: field for field in FACTS[f"{office}.{slot['fact']}"].fields}
            said = desk.words("resident.between").join(
                desk.words("resident.value", label=desk.words.label(fields[name]), value=_value(desk, name, value))
                for name, value in slot["values"].items()
            )
            period = desk.words("resident.period", period=slot["period"]) if slot["period"] is not None else ""
            desk.line(f"  {period}{said}".rstrip())


def _value(desk: Desk, name: str, value: Any) -> str:
    from schemas.choices import choice_label

    if isinstance(value, bool):
        return desk.words("resident.yes" if value else "resident.no")
    if isinstance(value, int):
        return f"{value:,}"
    if desk.words.has(f"word.{name}.{value}"):
        return desk.words(f"word.{name}.{value}")
    return choice_label(name, value, desk.words.lang) if value else desk.words("resident.nothing")


def _print_given(desk: Desk, gate: dict[str, Any]) -> None:
    from schemas.catalogue import catalogue
    from workshop.commands.assess import print_gate

    for duty, answers in gate.items():
        desk.say("resident.duty", duty=desk.words.label(catalogue().duties[duty]))
        if all(answer["code"] == "not-asked" for answer in answers):
            desk.say("resident.not_asked")
        else:
            print_gate(desk, [answer | {"member": desk.words("resident.self")} for answer in answers])


def _print_phases(desk: Desk, phases: list[dict[str, Any]]) -> None:
    """The resident as a candidate, phase by phase."""
    from schemas.catalogue import catalogue

    words = desk.words
    for one in phases:
        steps = words("phase.between").join(_step(desk, step) for step in one["steps"])
        unit = words("phase.household" if one["unit"] == "household" else "phase.self")
        stands = words(f"phase.{one['stands']}")
        desk.say("phase.candidate", programme=words.label(catalogue().duties[one["programme"]]), unit=unit, steps=steps, stands=stands)


def _step(desk: Desk, step: dict[str, Any]) -> str:
    from schemas.wording import WORDS

    said = desk.words("phase.verdict" if step["phase"] == "verdict" else f"phase.said.{step['phase']}.{step['outcome']}")
    return desk.words("phase.step", day=WORDS[desk.words.lang].date(step["day"]), said=said) if step["day"] else said


def _print_ledger(desk: Desk, entries: list[dict[str, Any]]) -> None:
    from schemas.catalogue import catalogue

    desk.say("resident.ledger", count=f"{len(entries):,}")
    if len(entries) > LEDGER_SHOWN:
        desk.say("resident.ledger_cut", count=LEDGER_SHOWN)
    for entry in entries[-LEDGER_SHOWN:]:
        kind, duty = (
            desk.words.label(catalogue().kinds[entry["kind"]]),
            desk.words.label(catalogue().duties[entry["duty"]]),
        )
        reason = desk.words(f"code.{entry['reason']}") if entry["reason"] else ""
        row = desk.words("resident.by_row", row=entry["row"]) if entry["row"] else ""
        desk.say(f"resident.{entry['act']}", day=entry["day"], kind=kind, duty=duty, reason=reason, row=row)
