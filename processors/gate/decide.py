"""The gate's one rule: may this kind of this resident's data pass to this duty, today? Pure, and deny by default.

The reasons are asked in the order of `schemas/law/national.toml` [reasons]; where several rows name duty and kind, the
one that lets the data pass counts, else the one that came furthest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from schemas.catalogue import Kind
from schemas.law import PIA_LEVELS, law
from schemas.ordinance import Ordinance, Row
from schemas.ordinance.dates import CASE_DAYS, law_day, retention_end, sweep_opening, sweep_rows
from schemas.ordinance.position import Ground, Position, position

__all__ = [
    "CASE_DAYS",
    "REASONS",
    "Concern",
    "Decision",
    "Request",
    "asked_kinds",
    "concern",
    "decide",
    "law_day",
    "retention_end",
    "sweep_opening",
    "sweep_rows",
]

REASONS = tuple(law().reasons)
"""Reason codes of a refusal, in the order in which the gate asks."""
_RANK = {code: place for place, code in enumerate((*REASONS, ""))}
"""How far a request came; "" (nothing against it) is the furthest."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the gate is asked. Days are ordinals of the run's own calendar.

    `duty`, `kind`: ids of the catalogue (the organs follow from them). `roles`: what the subject is in this household.
    `opened`: the day on which the newest open case of "application" and of "life-event" opened; absent: none is open.
    `registered_since`: since when the household is registered, for sweeps. `sweeps`: row -> opening day of the sweeps
    that are open; where given it is used instead of `registered_since`. `law_day`: the day as which rows and national
    law see `day` (see `law_day`; None: the same). `file_size`: persons in all files of the duty.
    """

    duty: str
    kind: str
    roles: frozenset[str]
    opened: Mapping[str, int]
    registered_since: int
    day: int
    consent: bool
    protected: bool
    objected: bool
    taxed_here: bool
    file_size: int
    sweeps: Mapping[str, int] | None = None
    law_day: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The gate's answer. `code` is "permitted", "masked" or "answer-only" where allowed, else one of REASONS.

    `row` names the row (or pair) that decided. `articles` are ids of `schemas.law` articles and assumptions, and
    `article_ja`, `article_en` their words. `trigger` and `opened_on` are those of the case that permits (None for
    `standing`: always open). `attributes` are what passes (None: all of the kind). `fallen` are the number's gates
    that fall away because the number is not the key.
    """

    allowed: bool
    code: str
    row: str | None
    article_ja: str
    article_en: str
    masked: bool = False
    answer_only: bool = False
    trigger: str | None = None
    opened_on: int | None = None
    attributes: frozenset[str] | None = None
    articles: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()


class _Case(NamedTuple):
    """An open case: its trigger (None: no case is open) and the day on which it opened."""

    trigger: str | None
    opened_on: int


_NO_CASE = _Case(None, 0)


class _Answer(NamedTuple):
    """What one ground answers: what stands against it ("" if nothing), and the newest open case that it lists."""

    ground: Ground
    against: str
    case: _Case


def decide(request: Request, ordinance: Ordinance) -> Decision:
    """The answer to a request under an ordinance. KeyError: the catalogue knows no such duty or kind."""
    stands = position(ordinance, request.duty, request.kind, _law_day_of(request))
    if stands.prohibition:
        reason = stands.prohibition.reason
        return Decision(False, "prohibited", stands.prohibition.row, reason, reason)
    if not stands.grounds:
        return _refused(stands.refusal, None, (stands.refusal_cites,))
    answers = [_answer(request, ordinance, stands, ground) for ground in stands.grounds]
    best = max(answers, key=_how_far)
    if best.against:
        return _refused(best.against, best.ground.row.row, (_cited(best),))
    return _permitted(request, ordinance, stands, best, [a for a in answers if not a.against])


def _how_far(answer: _Answer) -> tuple[int, int]:
    """How far it came; then the newest case. Without the number, `no-purpose` stands for `number-not-permitted`."""
    early = answer.ground.refusal == "no-purpose"
    return _RANK["number-not-permitted" if early else answer.against], answer.case.opened_on


def _law_day_of(request: Request) -> int:
    return request.day if request.law_day is None else request.law_day


def _answer(request: Request, ordinance: Ordinance, stands: Position, ground: Ground) -> _Answer:
    if ground.row.table == "own":
        case = _any_case(request, ordinance)
        return _Answer(ground, _against_own(request, ordinance, case), case)
    case = _newest_case(request, ground.row)
    return _Answer(ground, ground.refusal or _against(request, ordinance, stands.kind, ground, case), case)


def _against_own(request: Request, ordinance: Ordinance, case: _Case) -> str:
    """What can stand against a duty's looking at its own records: that there is no case, and an objection."""
    if case.trigger is None:
        return "wrong-trigger"
    return "objected" if ordinance.safeguards.objection and request.objected else ""


def _against(request: Request, ordinance: Ordinance, kind: Kind, ground: Ground, case: _Case) -> str:
    """The first reason against one row, of those that depend on the request."""
    keep = ordinance.safeguards
    elsewhere = ground.by_number and kind.id in law().network_kinds and not request.taxed_here
    if keep.network_first and elsewhere:
        return "network-first"
    if keep.tax_consent and kind.secrecy and not request.consent and not ground.lifts_secrecy:
        return "tax-secrecy"
    if request.roles.isdisjoint(ground.row.subjects):
        return "subject-beyond"
    if case.trigger is None:
        return "wrong-trigger"
    if ground.against_purpose:
        return "no-purpose"
    if keep.objection and request.objected:
        return "objected"
    if case.trigger != "standing" and retention_end(ordinance, case.opened_on) <= request.day:
        return "retention-over"
    return "file-beyond-need" if ground.by_number and _file_too_large(keep.pia_level, request.file_size) else ""


def _newest_case(request: Request, row: Row) -> _Case:
    """The newest open case that the row lists; of two of one day, that of the trigger which it names first."""
    newest = _NO_CASE
    for trigger in row.triggers:
        opened_on = _opening(request, row, trigger)
        if opened_on is not None and (newest.trigger is None or opened_on > newest.opened_on):
            newest = _Case(trigger, opened_on)
    return newest


def _opening(request: Request, row: Row, trigger: str) -> int | None:
    if trigger == "standing":
        return request.day
    if trigger != "sweep":
        return request.opened.get(trigger)
    if request.sweeps is not None:
        return request.sweeps.get(row.row)
    opened_on = sweep_opening(row, request.day, _law_day_of(request) - request.day)
    return opened_on if opened_on is not None and request.registered_since <= opened_on else None


def _any_case(request: Request, ordinance: Ordinance) -> _Case:
    """For a duty's own records: the newest case of whatever trigger that is open for the duty."""
    day = _law_day_of(request)
    cases = [(opened_on, trigger) for trigger, opened_on in request.opened.items()]
    for row in ordinance.rows_of(request.duty):
        special = [trigger for trigger in row.triggers if trigger in ("sweep", "standing")] if row.valid(day) else []
        found = [(_opening(request, row, trigger), trigger) for trigger in special]
        cases += [(opened_on, trigger) for opened_on, trigger in found if opened_on is not None]
    if not cases:
        return _NO_CASE
    opened_on, trigger = max(cases)
    return _Case(trigger, opened_on)


@lru_cache(maxsize=1024)
def _file_too_large(level: str, persons: int) -> bool:
    return PIA_LEVELS.index(level) < PIA_LEVELS.index(law().pia_needed(persons))


def _cited(answer: _Answer) -> str:
    ground = answer.ground
    return ground.refusal_cites or law().reasons[answer.against][0 if ground.by_number else 1]


def _refused(code: str, row: str | None, articles: tuple[str, ...]) -> Decision:
    ja, en = _words(articles)
    return Decision(False, code, row, ja, en, articles=articles)


def _permitted(
    request: Request, ordinance: Ordinance, stands: Position, best: _Answer, permits: list[_Answer]
) -> Decision:
    ground, keep = best.ground, ordinance.safeguards
    own = ground.row.table == "own"
    lifted = stands.kind.secrecy and keep.tax_consent and not request.consent and ground.lifts_secrecy
    articles = (*ground.cites, ground.lifts_secrecy) if lifted else ground.cites
    attributes = _passing([answer.ground.row for answer in permits], request.kind)
    hidden = stands.kind.masked if request.protected and keep.protected_address and not own else ()
    masked = bool(hidden) and (attributes is None or not attributes.isdisjoint(hidden))
    answer_only = keep.answer_only and not own
    ja, en = _words(articles, ground.row.table)
    return Decision(
        True,
        "answer-only" if answer_only else "masked" if masked else "permitted",
        ground.row.row,
        ja,
        en,
        masked,
        answer_only,
        best.case.trigger,
        None if best.case.trigger == "standing" else best.case.opened_on,
        attributes,
        articles,
        () if ground.by_number else law().number_gates,
    )


def _passing(rows: list[Row], kind: str) -> frozenset[str] | None:
    """What the permitting rows let pass together; None: all."""
    parts = [row.passes(kind) for row in rows]
    named = [part for part in parts if part is not None]
    return frozenset().union(*named) if len(named) == len(parts) else None


@cache
def _words(articles: tuple[str, ...], table: str = "") -> tuple[str, str]:
    """The citation in both languages."""
    known = law()
    cited = [known.articles.get(id_) or known.assumptions[id_] for id_ in articles]
    ja, en = [a.label_ja for a in cited], [a.label_en for a in cited]
    if table:
        ja.insert(1, known.permits[table].label_ja)
        en.insert(1, known.permits[table].label_en)
    return "・".join(ja), "; ".join(en)


def asked_kinds(ordinance: Ordinance, duty: str, formula_kinds: Iterable[str] = ()) -> tuple[str, ...]:
    """The kinds that the gate is asked for: those the duty's formula reads and those that its rows name."""
    return ordinance.asked(duty, formula_kinds)


@dataclass(frozen=True, slots=True)
class Concern:
    """What of a request can change what is decided about a duty and a kind (`row` and cited case apart), as long as no
    case opens after the day. Requests that differ in nothing else need be decided once.

    `subjects`: sets of roles, of which it counts whether the subject has any. `triggers`, `sweeps`: triggers and sweep
    rows of which it counts whether a case is open, and since when.
    """

    subjects: tuple[frozenset[str], ...]
    triggers: frozenset[str]
    sweeps: frozenset[str]
    consent: bool
    protected: bool
    objected: bool
    taxed_here: bool


def concern(ordinance: Ordinance, duty: str, kind: str, law_day: int) -> Concern:
    """What the answer about a duty and a kind can turn on, on a day as the law sees it."""
    stands, keep = position(ordinance, duty, kind, law_day), ordinance.safeguards
    rows = () if stands.prohibition else tuple(ground.row for ground in stands.grounds)
    valid = [row for row in ordinance.rows_of(duty) if row.valid(law_day)]
    own, standing = any(row.table == "own" for row in rows), any("standing" in row.triggers for row in valid)
    always = all(standing if row.table == "own" else "standing" in row.triggers for row in rows)
    listed = [row for row in (*rows, *(valid if own else ())) if not always]
    return Concern(
        tuple({row.subjects: frozenset(row.subjects) for row in rows if row.table != "own"}.values()),
        frozenset({"application", "life-event"})
        if own and not always
        else frozenset(t for row in listed for t in row.triggers),
        frozenset(row.row for row in listed if "sweep" in row.triggers),
        keep.tax_consent and bool(stands.kind.secrecy),
        keep.protected_address and bool(stands.kind.masked),
        keep.objection,
        keep.network_first and stands.kind.id in law().network_kinds,
    )
