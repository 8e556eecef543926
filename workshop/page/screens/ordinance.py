"""The ordinance of a lane: tables, safeguards, lint with rows, the difference to another one with a resident for each join, and its TOML."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from starlette.routing import Route

from processors.gate.ledger import Ledger
from schemas.catalogue import catalogue
from schemas.law import law
from schemas.number import is_somebodys, mask
from schemas.ordinance import Ordinance, OrdinanceError, Problem, load, names, read_text
from schemas.ordinance.difference import Join
from schemas.ordinance.lint import lint as findings_of
from workshop.asking import formula_kinds
from workshop.letters import Letter
from workshop.ordinances.examples import Compared, Example
from workshop.ordinances.names import Names
from workshop.ordinances.passed import passed, passed_by_number
from workshop.ordinances.toml import as_toml
from workshop.page.playing.town import Town
from workshop.page.screens.asking import Asked, get, post
from workshop.page.screens.csv import Table
from workshop.page.screens.days import iso
from workshop.page.screens.tables import Shown, safeguards_of
from workshop.page.texts import L, both, named, worded
from workshop.tables import title_of
from workshop.words import LANGS, Words

PASTED = "pasted.toml"
MOST_EXAMPLES = 200


def routes(town: Town) -> list[Route]:
    """The routes of the screen."""
    path = "/api/lanes/{lane}/ordinance"
    return [
        get(town, path, ordinance, table_of_rows), get(town, f"{path}/diff", diff, table_of_joins), post(town, "/api/lanes/{lane}/lint", lint),
    ]  # fmt: skip


def ordinance(asked: Asked) -> dict[str, Any]:
    """All of it. `diff` is against what the lane began with, or against `?against=NAME` (a lane, or one that is shipped)."""
    now, base = asked.ordinance, asked.town.lane(asked.lane).base
    ledger = _ledger(asked)
    shown = Shown(base, now, passed(ledger) | passed_by_number(ledger, now))
    toml = as_toml(now)
    return {
        "name": now.name, "title": both(lambda words: title_of(words, asked.lane, now)), "hash": now.content_hash[:12], "day": iso(asked.standing.day),
        "instrument": worded(f"instrument.{now.instrument}"), "municipality": both(lambda _: now.municipality),
        "tables": shown.tables(), "clauses": _clauses(now), "safeguards": safeguards_of(now), "join_key": _join_key(now), "facts": _facts(now),
        "lint": [_finding(problem) for problem in _linted(now, toml, "")], "diff": diff(asked), "toml": toml,
    }  # fmt: skip


def _ledger(asked: Asked) -> Ledger:
    return asked.engine.gate.lanes[asked.standing.name].ledger


def _clauses(now: Ordinance) -> list[dict[str, Any]]:
    """The clauses of the main text, each with the switch that turns it over."""
    found = vars(now.clauses)
    return [{"id": name, **worded(f"show.{name}"), "on": on, "switch": f"clauses.{name}={'off' if on else 'on'}"} for name, on in found.items()]


def _join_key(now: Ordinance) -> dict[str, Any]:
    """The key of every row, the switch to the other one, and the gates of the number's Act that fall away with it where the table is unlinkable."""
    other = "atena_number" if now.join_key == "my_number" else "my_number"
    gates = [named(law().articles[id_]) for id_ in law().number_gates]
    return {"key": now.join_key, **worded(f"show.key_{now.join_key}"), "other": worded(f"show.key_{other}"), "switch": f"join_key={other}", "gates": gates,
            "unlinkable": [row.row for row in now.rows if row.unlinkable]}  # fmt: skip


def _facts(now: Ordinance) -> list[dict[str, Any]]:
    """What the town sets for the formulas."""
    factor = now.facts.school_aid_factor_permille / 1000
    values = {
        "class_of_area": both(lambda _: now.facts.class_of_area), "school_aid_factor_permille": worded("show.times", factor=f"{factor:g}"),
        "taxed_on": both(lambda words: Names(words).of_year([now.facts.taxed_on])),
    }  # fmt: skip
    return [{"id": name, **worded(f"show.{name}"), "value": value} for name, value in values.items()]


def table_of_rows(found: dict[str, Any]) -> Table:
    """All rows of all tables as one."""
    columns = ("table", "row", "contents", "on", "basis", "passed")
    yes = {value: worded("show.on" if value else "show.off") for value in (True, False)}
    rows = ((table["caption"], row["row"], _contents(row["cells"][1:]), yes[row["on"]], row["citation"], row["passed"]) for table in found["tables"] for row in table["rows"])
    return Table("ordinance", tuple(worded(f"screens.table.{name}") for name in columns), tuple(rows))


def _contents(cells: list[L]) -> L:
    return both(lambda words: words("screens.of").join(cell[words.lang] for cell in cells if cell[words.lang]))


def _linted(found: Ordinance, toml: str, file: str) -> tuple[Problem, ...]:
    return findings_of(found, formula_kinds(), toml, file)


def _finding(problem: Problem) -> dict[str, Any]:
    """A letter about an ordinance in both languages, with row and line where there are any."""
    return {"code": problem.code, "row": problem.where or None, "line": problem.line, **{lang: problem.letter(lang) for lang in LANGS}}


def lint(asked: Asked) -> dict[str, Any]:
    """A pasted TOML: whether it can be read (`read`), else the letters of what is wrong (`problems`); what a drafter should look at again (`lint`). Letter: a
    number in it may be somebody's."""
    toml = asked.body.get("toml")
    asked.town.lane(asked.lane)
    if not isinstance(toml, str):
        raise Letter("screens.not_said", name="toml", found=str(toml)[:20], allowed="TOML")
    if _may_be_somebodys(toml):
        raise Letter("screens.number_in_text")
    try:
        found = read_text(toml, PASTED, "pasted")
    except OrdinanceError as wrong:
        return {"read": False, "problems": [_finding(problem) for problem in wrong.problems], "lint": []}
    return {"read": True, "title": both(lambda words: title_of(words, "", found)), "problems": [], "lint": [_finding(problem) for problem in _linted(found, toml, PASTED)]}


def _may_be_somebodys(toml: str) -> bool:
    numbers = [int(run) for run in re.findall(r"(?<!\d)\d{12}(?!\d)", re.sub(r"(?<=\d)[-\s](?=\d)", "", toml)) if run.isascii()]
    return mask(toml) != toml and bool(is_somebodys(np.array(numbers, dtype=np.int64)).any())


def diff(asked: Asked) -> dict[str, Any]:
    """The joins that the lane's ordinance allows and another does not (`only_here`), and the other way round (`only_there`), each with an example."""
    against = asked.query.get("against", "")
    there = _other(asked, against)
    here = asked.ordinance
    ledgers = _ledger(asked), _ledger_of(asked, there, against)
    compared = Compared(here, there, asked.engine, ledgers if ledgers[1] is not None else (Ledger(), Ledger()))  # type: ignore[arg-type]
    return {
        "against": against or there.name, "title": both(lambda words: title_of(words, against or there.name, there)), "played": ledgers[1] is not None,
        "only_here": [_join(*pair) for pair in compared.joins()[:MOST_EXAMPLES]], "only_there": [_join(*pair) for pair in compared.joins(of_b=True)[:MOST_EXAMPLES]],
    }  # fmt: skip


def _other(asked: Asked, against: str) -> Ordinance:
    if not against:
        return asked.town.lane(asked.lane).base
    if against in asked.town.lanes:
        return asked.town.lane(against).ordinance
    if against in names():
        return load(against)
    raise Letter("screens.not_said", name="against", found=against[:40], allowed=", ".join([*asked.town.lanes, *names()]))


def _ledger_of(asked: Asked, there: Ordinance, against: str) -> Ledger | None:
    """What the other ordinance came to over the same events; None where nobody played it yet."""
    played = asked.town.standing(against) if against in asked.town.lanes else asked.town.of_ordinance(there)
    return played.runner.engine.gate.lanes[played.name].ledger if played is not None and played.runner.engine is not None else None


def _join(join: Join, example: Example | None) -> dict[str, Any]:
    """A join in words, with its row and a resident as an example."""
    known = catalogue()
    row = worded("diff.pair" if join.row.startswith("S-") else "diff.row", row=join.row)
    whole = {
        "duty": named(known.duties[join.duty]), "kind": named(known.kinds[join.kind]), "row": row,
        "attributes": both(lambda words: Names(words).attributes(join.attributes)), "subjects": both(lambda words: Names(words).subjects(join.subjects)),
        "triggers": both(lambda words: Names(words).triggers(join.triggers)),
    }  # fmt: skip
    said = both(lambda words: words("screens.join", **{name: value[words.lang] for name, value in whole.items()}))
    return {**said, **whole, "row_id": join.row, "example": None if example is None else _example(example)}


def _example(example: Example) -> dict[str, Any]:
    def told(words: Words) -> str:
        return words("diff.example" if example.passed else "diff.would", id=example.id, subjects=Names(words).subjects(example.subjects)).strip()

    return {"id": example.id, "passed": example.passed, **both(told)}


def table_of_joins(found: dict[str, Any]) -> Table:
    """The joins as a table."""
    columns = ("side", "duty", "kind", "row", "attributes", "subjects", "triggers", "example")
    rows = (
        (worded(f"screens.{side}"), *(join[name] for name in columns[1:-1]), (join["example"] or {"ja": "", "en": ""}))
        for side in ("only_here", "only_there") for join in found[side]
    )  # fmt: skip
    return Table("diff", tuple(worded(f"screens.table.{name}") for name in columns), tuple(rows))
