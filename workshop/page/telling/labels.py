"""What a row, a safeguard, a clause or a change is called on the page, in both languages."""

from __future__ import annotations

import re

from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance import Ordinance, Row
from workshop.ordinances.names import Names
from workshop.page.playing.lane import Step
from workshop.page.texts import L, both, named, worded
from workshop.tables import title_of
from workshop.words import LANGS

CLAUSES = ("statutory_pairs", "deemed_submission")
KIND = "関係情報"
"""The end of each statutory name of a kind of data, in Japanese."""


def row_label(row: Row) -> L:
    """A row as people cite it: 別表第3の1."""
    return worded(f"page.label.{row.table}", row=re.sub(r"^\d-", "", row.row))


def row_said(row: Row) -> L:
    """What a row lets pass, in one plain sentence: which kinds (without the word that all statutory ones end in), what for, and when."""
    return both(lambda words: words("page.row", kinds=Names(words).kinds(row.kinds).replace(KIND, ""), duty=Names(words).duty(row.duty), triggers=Names(words).triggers(row.triggers)))


def goes_to(row: Row, office: str) -> L:
    """To whom a row lets an office's data pass: another organ, or the duty."""
    known = catalogue()
    other = known.duties[row.duty].organ != known.offices[office].organ
    return worded("page.label.to", to=named(known.organs[row.organ] if other else known.duties[row.duty]))


def article_of(row: Row) -> L:
    """The article that a row rests on."""
    article = law().bases[row.basis].article if row.basis else row.article or law().permits[row.table].article
    return both(lambda words: Names(words).article(article)) if article else row_label(row)


def rule_label(rule: str, ordinances: tuple[Ordinance, ...]) -> L:
    """What the rule with this id (row:3-1, safeguards.tax_consent, clauses.statutory_pairs) is called."""
    kind, _, name = rule.partition(":" if rule.startswith("row:") else ".")
    if kind == "safeguards":
        return named(law().safeguards[name])
    if kind == "clauses":
        return both(lambda words: words(f"show.{name}"))
    found = next((row for ordinance in ordinances if isinstance(row := ordinance.find_row(name), Row)), None)
    return row_label(found) if found else dict.fromkeys(LANGS, name)


def step_label(step: Step) -> L:
    """What a change did: 別表第3の1を「止める」にした."""
    (base, _), (target, switches) = step.source, step.target
    if not step.switch:
        return worded("page.label.took", title=both(lambda words: title_of(words, target.name, target)))
    if found := re.fullmatch(r"row:(.+)\.triggers=([a-z,-]+)(?:;.*)?", step.switch):
        row, triggers = found.groups()
        named_triggers = both(lambda words: Names(words).triggers(triggers.split(",")))
        return worded("page.label.triggers", rule=rule_label(f"row:{row}", (base, target)), to=named_triggers)
    on = step.switch in switches
    found = re.fullmatch(r"-(row:.+)|(safeguards|clauses)\.(\w+)=(on|off)", step.switch)
    if not found:
        return worded("page.label.switched", switch=step.switch)
    if found[1]:
        return worded("page.label.set", rule=rule_label(found[1], (base, target)), to=both(lambda words: words("page.stop" if on else "page.connect")))
    there = (found[4] == "on") == on
    words_for = ("page.keep", "page.lift") if found[2] == "safeguards" else ("page.connect", "page.stop")
    return worded("page.label.set", rule=rule_label(f"{found[2]}.{found[3]}", (base,)), to=both(lambda words: words(words_for[0 if there else 1])))
