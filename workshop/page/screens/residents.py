"""One resident: the picker, and all that the page shows of one. By synthetic id only: there is no search by number."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from starlette.routing import Route

from schemas.ages import ages_on
from schemas.catalogue import catalogue
from schemas.facts import FACTS
from schemas.keys import shown
from workshop.letters import Letter
from workshop.one_resident import OneResident, find_key
from workshop.page.playing.town import Town
from workshop.page.screens.acts import people_said, possible
from workshop.page.screens.asking import Asked, get
from workshop.page.screens.csv import Table
from workshop.page.screens.days import iso
from workshop.page.screens.entries import entry_of
from workshop.page.screens.jigsaw import pieces_told, viewers_told
from workshop.page.screens.ledger import table_of as table_of_entries
from workshop.page.screens.picks import picked
from workshop.page.screens.timeline import timeline
from workshop.page.screens.verdicts import Case
from workshop.page.texts import L, named, worded
from workshop.why.kept import Event, Kept, read_again


def routes(town: Town) -> list[Route]:
    """The routes of the screen."""
    path = "/api/lanes/{lane}/residents"
    one = path + "/{id}"
    return [
        get(town, path, picks, table_of_picks), get(town, one, resident), get(town, f"{one}/timeline", events, table_of_events),
        get(town, f"{one}/verdicts", verdicts, table_of_verdicts), get(town, f"{one}/ledger", entries, table_of_entries),
        get(town, f"{one}/why-not", why_not), get(town, f"{one}/truth", truth),
    ]  # fmt: skip


def one_of(asked: Asked) -> OneResident:
    """The resident of the path. Letter: nobody has that id."""
    return OneResident(asked.engine, asked.standing.runner.texts, find_key(asked.engine, asked.path["id"]))


def case_of(asked: Asked, one: OneResident) -> Case:
    """The resident with the lane's ordinance and events."""
    return Case(one, asked.standing, asked.ordinance, asked.town.folder, asked.town.acted(asked.lane))


def name_of(one: OneResident) -> L:
    """A synthetic name, as the register has it."""
    facts = one.engine.link.facts.dense
    family, given = (one.texts[int(facts[name][one.row])] for name in ("family_name", "given_name"))
    return worded("screens.name", family=family, given=given)


def age_of(one: OneResident) -> int:
    """Full years on the day."""
    return int(ages_on(one.engine.day).of(one.engine.link.facts.dense["birth"][one.row : one.row + 1])[0])


def picks(asked: Asked) -> list[dict[str, Any]]:
    """Some residents by a case (`pick`), each with why."""
    truth, _ = asked.town.truths.of(asked.standing.day)
    found = picked(asked.query.get("pick", "missed"), asked.standing, truth, asked.town.lane(asked.lane))
    texts, engine = asked.standing.runner.texts, asked.engine
    some = [(OneResident(engine, texts, row), why) for row, why in found]
    return [{"id": shown(one.key), "name": name_of(one), "age": age_of(one), "why": why} for one, why in some]


def table_of_picks(found: list[dict[str, Any]]) -> Table:
    """The picked ones as a table."""
    columns = ("id", "name", "age", "why")
    return Table("residents", tuple(worded(f"screens.column.{name}") for name in columns), tuple(tuple(one[name] for name in columns) for one in found))


def resident(asked: Asked) -> dict[str, Any]:
    """All that is shown of one resident; `?day=` puts the jigsaw together as of an earlier day. No number, no address, no value of the data."""
    one = one_of(asked)
    case, ledger, protected = case_of(asked, one), _entries(asked, one), _protected(asked, one)
    return {
        "id": shown(one.key), "name": name_of(one), "age": age_of(one), "home": shown(one.home) if one.home else None, "day": iso(asked.standing.day),
        "protected": protected, "viewers": viewers_told(),
        "pieces": pieces_told(asked.engine.gate.lanes[asked.standing.name].ledger.of(one.key), asked.engine.link.facts.dense["has"][one.row], _until(asked), protected and asked.ordinance.safeguards.protected_address),
        "timeline": _timeline(asked, one), "verdicts": case.told(), "phases": _phases(asked, one), "people": people_said(asked.town.acted(asked.lane), one.home or -1), "ledger": ledger,
        "portal": {"shown": sum(entry["portal"] for entry in ledger), "all": len(ledger)}, "acts": possible(one, asked.standing),
    }  # fmt: skip


def _until(asked: Asked) -> int:
    said = asked.query.get("day", "")
    try:
        return datetime.date.fromisoformat(said).toordinal() if said else asked.standing.day
    except ValueError:
        raise Letter("screens.not_said", name="day", found=said[:40], allowed=iso(asked.standing.day)) from None


def _protected(asked: Asked, one: OneResident) -> bool:
    """Whether the resident is under 支援措置 on the day."""
    _, _, _, columns = one.engine.link.facts.slots(one.row, FACTS["register.protection"])
    return bool((columns["protected_until"] > asked.standing.day).any())


def _phases(asked: Asked, one: OneResident) -> list[dict[str, Any]]:
    """The resident as a candidate, phase by phase."""
    return [
        {
            "programme": phase["programme"], **named(catalogue().duties[phase["programme"]]), "unit": phase["unit"], "stands": worded(f"phase.{phase['stands']}"),
            "steps": [{"day": step["day"], "said": _step(step)} for step in phase["steps"]],
        }
        for phase in one.phases(asked.standing.name)
    ]  # fmt: skip


def _step(step: dict[str, Any]) -> L:
    return worded("phase.verdict" if step["phase"] == "verdict" else f"phase.said.{step['phase']}.{step['outcome']}")


def _timeline(asked: Asked, one: OneResident) -> list[dict[str, Any]]:
    number = f"{int(one.engine.link.index.keys_of(np.array([one.row]))[0]):012d}"
    acted: list[Event] = [event for event in asked.town.acted(asked.lane) if event.get("subject") == number]
    return timeline(Kept(read_again(asked.town.folder, [number], asked.standing.day) + acted), number)


def _entries(asked: Asked, one: OneResident) -> list[dict[str, Any]]:
    """The entries about the resident, the newest first."""
    ledger = asked.engine.gate.lanes[asked.standing.name].ledger
    return [entry_of(*found) for found in ledger.of(one.key)][::-1]


def events(asked: Asked) -> list[dict[str, Any]]:
    """The timeline alone."""
    return _timeline(asked, one_of(asked))


def table_of_events(found: list[dict[str, Any]]) -> Table:
    """The timeline as a table."""
    columns = ("event", "office", "effective", "notified", "recorded", "late_days")
    rows = ((e["what"], named(catalogue().offices[e["office"]]), e["effective"], e["notified"], e["recorded"], e["late_days"]) for e in found)
    return Table("timeline", tuple(worded(f"screens.column.{name}") for name in columns), tuple(rows))


def verdicts(asked: Asked) -> list[dict[str, Any]]:
    """The verdicts alone."""
    return case_of(asked, one_of(asked)).told()


def table_of_verdicts(found: list[dict[str, Any]]) -> Table:
    """The verdicts as a table."""
    columns = ("programme", "verdict", "notified_by", "amount_yen")
    yes = {value: worded("resident.yes" if value else "resident.no") for value in (True, False)}
    rows = (({"ja": v["ja"], "en": v["en"]}, v["said"], yes[v["notified"]], v["amount_yen"]) for v in found)
    return Table("verdicts", tuple(worded(f"screens.column.{name}") for name in columns), tuple(rows))


def entries(asked: Asked) -> dict[str, Any]:
    """The ledger of the resident alone."""
    return {"entries": _entries(asked, one_of(asked))}


def why_not(asked: Asked) -> dict[str, Any]:
    """The smallest changes that would turn the verdict of a programme (`programme`). Letter: it is not judged for the resident."""
    case = case_of(asked, one_of(asked))
    programmes = [result["programme"] for result in case.results]
    programme = asked.query.get("programme", "")
    if programme not in programmes:
        raise Letter("screens.not_said", name="programme", found=programme[:40], allowed=", ".join(programmes))
    return case.why_not(programme)


def truth(asked: Asked) -> dict[str, Any]:
    """What only the simulation knows of the resident, marked so."""
    found, day = asked.town.truths.of(asked.standing.day)
    return {"mark": worded("screens.truth"), "note": worded("screens.truth_note"), "truth_of": iso(day), "verdicts": case_of(asked, one_of(asked)).truth(found)}
