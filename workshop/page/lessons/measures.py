"""What a lesson measures in its arrangements beside their scores: in ledgers, in what people answered, and in the habits of residents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from processors.assess.answers import ACCEPTED
from processors.assess.phases import assessed, candidates
from processors.gate.entries import DISCLOSED, KINDS
from processors.gate.lane import LaneGate
from processors.gate.table import CODES
from schemas.catalogue import catalogue
from schemas.vocabulary import EVENT_TYPES
from schemas.vocabulary.declare import DUTIES
from workshop.page.lessons.trial import Trial
from workshop.page.playing.history import Standing

MONTH = 30
_LINKED = "linked-to-another:"
_MASKED = CODES.index("masked")


def differing(one: Any, other: Any) -> int:
    """How many figures of two scores differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return sum(differing(one.get(key), other.get(key)) for key in {**one, **other})
    return int(one != other)


def _gate(standing: Standing) -> LaneGate:
    engine = standing.runner.engine
    assert engine is not None
    return engine.gate.lanes[standing.name]


def _disclosed(standing: Standing) -> np.ndarray:
    """All disclosures of a lane between offices."""
    entries = _gate(standing).ledger.entries()
    known = catalogue()
    between = np.array([[known.duties[duty].office != known.kinds[kind].office for kind in KINDS] for duty in DUTIES])
    return entries[(entries["act"] == DISCLOSED) & between[entries["duty"], entries["kind"]]]


def _looked_up(standing: Standing, duty: str, kind: str) -> np.ndarray:
    some = _disclosed(standing)
    found: np.ndarray = np.unique(some["subject"][(some["duty"] == DUTIES.index(duty)) & (some["kind"] == KINDS.index(kind))])
    return found


def _unasked(trial: Trial, standing: Standing) -> int:
    """Whose tax record passed for the cash benefit although nothing passed for it where only applications open."""
    before = _looked_up(trial.arranged["before"], "exempt-household-benefit", "local-tax")
    return len(np.setdiff1d(_looked_up(standing, "exempt-household-benefit", "local-tax"), before))


def _recent(_: Trial, standing: Standing) -> int:
    """Disclosures between offices within the last 30 days."""
    headers = _gate(standing).ledger.headers
    days = np.array([header.day for header in headers] or [0])
    return int((days[_disclosed(standing)["batch"]] > standing.day - MONTH).sum())


def _joined(trial: Trial, standing: Standing, writes: bool) -> tuple[int, int]:
    """Applicants who write the number (or do not), and of how many of them records passed."""
    habits = trial.habits
    keys = habits.keys[habits.applied & (habits.writes == writes)]
    return len(keys), int(np.isin(keys, _disclosed(standing)["subject"]).sum())


def _protected(trial: Trial) -> np.ndarray:
    """Whose address is hidden somewhere in the arrangement `before`, which keeps the safeguard: opaque keys."""
    some = _disclosed(trial.arranged["before"])
    found: np.ndarray = np.unique(some["subject"][some["code"] == _MASKED])
    return found


def _addresses(trial: Trial, standing: Standing) -> np.ndarray:
    """Disclosures of an address of somebody protected, in full."""
    return _in_full(trial, _disclosed(standing))


def _before_the_flag(trial: Trial, standing: Standing) -> int:
    """How many of them came before the first one of the same person that was hidden."""
    some = _disclosed(standing)
    first: dict[int, int] = {}
    for place in np.flatnonzero(some["code"] == _MASKED).tolist():
        first.setdefault(int(some["subject"][place]), place)
    early = [place < first.get(int(subject), -1) for place, subject in enumerate(some["subject"])]
    return len(_in_full(trial, some[np.array(early, dtype=bool)]))


def _in_full(trial: Trial, some: np.ndarray) -> np.ndarray:
    open_ = (some["kind"] == KINDS.index("resident-record")) & (some["code"] != _MASKED)
    found: np.ndarray = some[open_ & np.isin(some["subject"], _protected(trial))]
    return found


def _address_holders(trial: Trial, standing: Standing) -> int:
    """Offices that were given the address of somebody protected, over all of them: distinct (resident, office)."""
    some = _addresses(trial, standing)
    return len({(subject, catalogue().duties[DUTIES[duty]].office) for subject, duty in zip(some["subject"].tolist(), some["duty"].tolist())})


def _cause(standing: Standing, place: int) -> tuple[str, int]:
    counts = sorted(standing.score.total["causes"].items(), key=lambda one: (-one[1], one[0]))
    return counts[place]


def _linked_wrongly(_: Trial, standing: Standing) -> int:
    """Residents whose record stands, or stood, under another's number."""
    assessor: Any = standing.runner.assessor
    rows = [rows for error, rows in assessor.truth.errors.items() if error.startswith(_LINKED)]
    return len(np.unique(np.concatenate(rows))) if rows else 0


OPTIONS = ("income-lag", "not-filed", "wrong-link", "no-record")
"""Causes that no gate is to blame for."""


def _largest_option(_: Trial, standing: Standing) -> str:
    counts = standing.score.total["causes"]
    return max(OPTIONS, key=lambda cause: (counts[cause], cause))


def _days(_: Trial, standing: Standing) -> float:
    """Days from the one on which somebody became a candidate until a person answered: the median of all who were accepted; 0 where nobody was."""
    engine = standing.runner.engine
    assert engine is not None
    waited: list[int] = []
    for programme in engine.assess.lanes[standing.name].answers:
        some = candidates(engine.assess, standing.name, programme)
        decision, days = assessed(engine.assess, standing.name, programme, some)
        waited += (days - some.since)[decision == ACCEPTED].tolist()
    return float(np.median(waited)) if waited else 0


def _withdrawn(_: Trial, standing: Standing) -> int:
    return sum(tally.withdrawals for (lane, _), tally in standing.runner.tallies.items() if lane == standing.name)


MEASURES: Mapping[str, Callable[[Trial, Standing], float | str]] = {
    "card_percent": lambda trial, _: trial.habits.percent,
    "card_records": lambda *_: sum("card" in type_.split(".")[0] for type_ in EVENT_TYPES),
    "changed": lambda trial, standing: differing(trial.arranged["before"].score.total, standing.score.total),
    "recent": _recent,
    "unasked": _unasked,
    "blank": lambda trial, standing: _joined(trial, standing, False)[0],
    "blank_joined": lambda trial, standing: _joined(trial, standing, False)[1],
    "written": lambda trial, standing: _joined(trial, standing, True)[0],
    "written_joined": lambda trial, standing: _joined(trial, standing, True)[1],
    "marked": lambda _, standing: standing.score.total["rightly_marked"] + standing.score.total["wrongly_marked"],
    "listed": lambda _, standing: sum(standing.score["overpayment-check"][name] for name in ("rightly_marked", "wrongly_marked")),
    "protected": lambda trial, _: len(_protected(trial)),
    "address_holders": _address_holders,
    "flags_after_a_move": lambda trial, _: len(trial.flags.days),
    "flag_days": lambda trial, _: trial.flags.median,
    "before_the_flag": _before_the_flag,
    "largest": lambda _, standing: _cause(standing, 0)[0],
    "largest_of": lambda _, standing: _cause(standing, 0)[1],
    "largest_option": _largest_option,
    "second": lambda _, standing: _cause(standing, 1)[0],
    "second_of": lambda _, standing: _cause(standing, 1)[1],
    "linked_wrongly": _linked_wrongly,
    "looks": lambda _, standing: standing.score.total["shown_on_portal"] + standing.score.total["not_shown_on_portal"],
    "items_per_resident": lambda _, standing: round(standing.score.total["items"] / max(standing.score.total["residents"], 1), 1),
    "days_until_answered": _days,
    "withdrawn": _withdrawn,
}
"""What is not in a score by itself."""
