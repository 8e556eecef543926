"""The summary of a lane on two pages: figures, gates and three sentences; then the ordinance as tables, what it changed, and what it rests on."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from schemas.law import law
from schemas.ordinance import Ordinance
from workshop.page.playing.picture import Picture
from workshop.page.playing.town import Town
from workshop.page.screens.asking import Asked, get
from workshop.page.screens.csv import Table
from workshop.page.screens.days import iso
from workshop.page.screens.ordinance import ordinance
from workshop.page.screens.tables import article_of, sure
from workshop.page.texts import L, both, named, worded
from workshop.tables import switches_of

MOST_MARKS = 200
"""So many marks the waffle of a figure has at most."""
STEPS = (1, 2, 5)
FIGURES = ("reached", "missed", "wrong", "items", "items_per_resident", "profiled", "profiled_per_benefit")


def routes(town: Town) -> list[Route]:
    """The routes of the screen."""
    return [get(town, "/api/lanes/{lane}/summary", summary, table_of)]


def summary(asked: Asked) -> dict[str, Any]:
    """L pages of a lane."""
    standing, now, whole = asked.standing, asked.ordinance, ordinance(asked)
    picture, start = standing.picture, asked.engine.run_start
    return {
        "title": whole["title"], "hash": whole["hash"], "town": _town(asked), "from": iso(start), "to": iso(standing.day), "exact": standing.exact,
        "picture": picture, "figures": {name: picture[name] for name in FIGURES}, "marks": picture["marks"], "waffle": waffle(picture), "sentences": sentences(picture),
        "gates": gates(whole["tables"], whole["clauses"]), "tables": whole["tables"], "safeguards": whole["safeguards"],
        "switches": both(lambda words: switches_of(words, now)), "diff": whole["diff"], "sources": sources(now), "synthetic": worded("page.synthetic"), "footer": worded("page.footer"),
    }  # fmt: skip


def _town(asked: Asked) -> dict[str, Any]:
    about = asked.town.about
    return {"name": both(lambda _: asked.ordinance.municipality), "residents": asked.town.truths.residents, "seed": about.seed, "months": about.months, "start": about.start}


def waffle(picture: Picture) -> dict[str, Any]:
    """Benefits owed as marks: how many cases one mark stands for, and how many marks are reached, missed and wrong."""
    owed = picture["reached"] + picture["missed"]
    each = next(step * 10**power for power in range(10) for step in STEPS if step * 10**power * MOST_MARKS >= max(owed, picture["wrong"]))
    return {"each": each, **{name: -(-picture[name] // each) for name in ("reached", "missed", "wrong")}, "said": worded("screens.mark", each=each)}


def sentences(picture: Picture) -> list[L]:
    """Three sentences made from the run: whom it reached, what was learned for that, and who was told wrongly."""
    return [
        worded("screens.sentence.reached", reached=f"{picture['reached']:,}", missed=f"{picture['missed']:,}"),
        worded("screens.sentence.items", items=picture["items_per_resident"], profiled=f"{picture['profiled']:,}"),
        worded("screens.sentence.wrong", wrong=f"{picture['wrong']:,}"),
    ]  # fmt: skip


def gates(tables: list[dict[str, Any]], clauses: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The gates that are open and those that are closed: each row that lets data pass, and the clause, with what it says and cites."""
    rows = [(row["on"], {"row": row["row"], **row["said"], "citation": row["citation"]}) for t in tables if t["id"] not in ("table1", "prohibit") for row in t["rows"]]
    rows += [(one["on"], {"row": one["id"], "ja": one["ja"], "en": one["en"], "citation": named(law().articles["blanket-clause"])}) for one in clauses if one["id"] == "statutory_pairs"]
    return {"open": [gate for on, gate in rows if on], "closed": [gate for on, gate in rows if not on]}


def sources(now: Ordinance) -> list[dict[str, Any]]:
    """The articles that the rows and safeguards rest on, with where each was read and how sure it is."""
    cited = [article_of(row) for row in now.rows] + [rule.article for rule in law().safeguards.values()]
    articles = [law().articles[id_] for id_ in dict.fromkeys(cited)]
    return [{"id": one.id, **named(one), "source": one.source, "confidence": sure(one.confidence)} for one in articles]


def table_of(found: dict[str, Any]) -> Table:
    """The figures as a table."""
    return Table("summary", (worded("screens.compare.figure"), worded("screens.compare.value")), tuple((worded(f"screens.figure.{name}"), found["figures"][name]) for name in FIGURES))
