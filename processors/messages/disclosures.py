"""A household's disclosures in one lane as a message: who lives there as far as it may be known, what passed to which duty, and why.

A message says all that the lane discloses about the household; a later one (by `version`) replaces it. A duty that is not named
has no open case. A household without members is one that nobody belongs to any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from pydantic_core import from_json, to_json

from processors.disclosures import Disclosures, DutyDisclosures
from processors.duties import ASSESSED, needs, tax_year
from processors.gate.full import permitted_in
from processors.gate.table import CODES
from processors.gate.values import ABSENT, STALE
from processors.messages import findings
from processors.messages.words import Version, iso, ordinal, spelled, stored
from processors.store.texts import TextPool
from schemas.attributes import ATTRIBUTES
from schemas.keys import read, shown
from schemas.ordinance import Ordinance
from schemas.ordinance.model import Safeguards, TownFacts

Document = dict[str, Any]
_REST = b',"members":['
"""Where the head of a message ends."""
PASSING = frozenset({"permitted", "masked"})
"""The codes under which values of a kind pass."""


def rules_of(ordinance: Ordinance) -> Document:
    """What the formulas need to know of an ordinance."""
    return {**vars(ordinance.facts), "human_assessment": ordinance.safeguards.human_assessment}


def ordinance_of(lane: str, rules: Mapping[str, Any]) -> Ordinance:
    """As much of an ordinance as `rules_of` said."""
    facts = {name: value for name, value in rules.items() if name != "human_assessment"}
    safeguards = Safeguards(human_assessment=rules["human_assessment"])
    return replace(nothing(lane), safeguards=safeguards, facts=TownFacts(**facts))


def nothing(lane: str) -> Ordinance:
    """An ordinance that says nothing."""
    return Ordinance(name=lane, title="", municipality="", instrument="none")


def written(d: Disclosures, lane: str, rules: Document, versions: Sequence[Version], gone: Sequence[Version], texts: TextPool) -> list[tuple[bytes, bytes]]:
    """Keys and messages: of the households (versions [n]), then of those that are `gone`."""
    order = np.argsort(d.place, kind="stable")
    ends = np.cumsum(d.counts).tolist()
    spans = list(zip([0, *ends[:-1]], ends))
    members = [shown(key) for key in d.members[order].tolist()]
    head = {"lane": lane, "day": iso(d.day), "rules": rules}
    keys = [shown(key) for key in d.homes.tolist()]
    made: list[Document] = [
        {"household": key, **head, "version": version, "members": members[a:b], "values": {}, "duties": {}}
        for key, version, (a, b) in zip(keys, versions, spans)
    ]
    if made:
        _values(d, lane, order, spans, made, texts)
    for duty, said in d.lanes[lane].items():
        _duty(duty, said, d.day, order, spans, made)
    empty: Document = {"members": [], "values": {}, "duties": {}}
    left = [shown(key) for key in d.gone.tolist()]
    made += [{"household": key, **head, "version": version, **empty} for key, version in zip(left, gone)]
    return [(document["household"].encode(), to_json(document)) for document in made]


def _values(d: Disclosures, lane: str, order: np.ndarray, spans: Sequence[tuple[int, int]], made: Sequence[Document], texts: TextPool) -> None:
    """Puts in the values that some duty of the lane may know; what none may is null."""
    for (name, year), flags in permitted_in({lane: d.lanes[lane]}, d.day).items():
        values, states = d.columns[name, year]
        known = np.broadcast_to(np.asarray(flags), len(order)) if states is None else (states == 0) & flags
        old = None if states is None else (states == STALE) & flags
        stale = old[order] if old is not None and old.any() else None
        words = np.full(len(order), None, dtype=object)
        known = known[order]
        at = np.flatnonzero(known)
        words[at] = spelled(ATTRIBUTES[name].field, values[order[at]], texts)
        listed, said = words.tolist(), f"{name}/{year}" if year else name
        for home in _with(known if stale is None else known | stale, d, order):
            a, b = spans[home]
            made[home]["values"][said] = listed[a:b]
        if stale is not None:
            _stale(stale, said, d, order, spans, made)


def _stale(stale: np.ndarray, name: str, d: Disclosures, order: np.ndarray, spans: Sequence[tuple[int, int]], made: Sequence[Document]) -> None:
    """Says of which members only an older year of an attribute is there."""
    for home in _with(stale, d, order):
        a, b = spans[home]
        made[home].setdefault("stale", {})[name] = np.flatnonzero(stale[a:b]).tolist()


def _with(flags: np.ndarray, d: Disclosures, order: np.ndarray) -> list[int]:
    """The households of which some member is flagged."""
    counts: np.ndarray = np.bincount(d.place[order[flags]], minlength=len(d.homes))
    return np.flatnonzero(counts).tolist()


def _duty(duty: str, said: DutyDisclosures, day: int, order: np.ndarray, spans: Sequence[tuple[int, int]], made: Sequence[Document]) -> None:
    contexts, since = said.contexts[order].tolist(), said.since.tolist()
    year, terms = tax_year(duty, day), {context: _terms(said, context) for context in set(contexts)}
    answers: dict[tuple[int, ...], list[Document]] = {}
    for home in np.flatnonzero(said.asked).tolist():
        a, b = spans[home]
        pattern = tuple(contexts[a:b])
        if pattern not in answers:
            answers[pattern] = _answers([terms[context] for context in pattern])
        made[home]["duties"][duty] = {"since": iso(since[home]), "year": year, "answers": answers[pattern]}
        if said.found is not None and said.found.answered[home]:
            made[home]["duties"][duty]["found"] = findings.written(said.found, home, order[a:b])


def _terms(said: DutyDisclosures, context: int) -> tuple[tuple[Any, ...], Document]:
    """What a context was answered, to compare and to say."""
    codes = said.codes[context].tolist()
    hidden = sorted(name for name, contexts in said.hidden.items() if context in contexts)
    answer = {"kinds": {kind: CODES[code] for kind, code in zip(said.kinds, codes)}} | ({"hidden": hidden} if hidden else {})
    return (*codes, *hidden), answer


def _answers(terms: Sequence[tuple[tuple[Any, ...], Document]]) -> list[Document]:
    """What was answered about the members of a household: one answer for all of whom it is the same."""
    alike: dict[tuple[Any, ...], Document] = {}
    for place, (codes, answer) in enumerate(terms):
        alike.setdefault(codes, {"members": [], **answer})["members"].append(place)
    return list(alike.values())


def document_of(message: bytes) -> Document:
    """What a message says. ValueError if it is no JSON object."""
    document = from_json(message)
    if not isinstance(document, dict):
        raise ValueError("not an object")
    return document


def head_of(message: bytes) -> tuple[str, str, Version]:
    """Lane, household and version, without reading the rest: `written` puts them first. ValueError or KeyError if they are not there."""
    head = from_json(message[: message.index(_REST)] + b"}")
    return head["lane"], head["household"], version_of(head)


def version_of(document: Document) -> Version:
    """The version of a message. ValueError: it is not three whole numbers, so that nothing can be said to be newer or older."""
    version = document["version"]
    if not isinstance(version, list) or [type(part) for part in version] != [int, int, int]:
        raise ValueError("its version is not three whole numbers")
    return version[0], version[1], version[2]


def read_all(documents: Sequence[Document], texts: TextPool, duties: Sequence[str] = ASSESSED, wanted: Set[str] | None = None) -> Disclosures:
    """The disclosures of different households in one lane, of one day and one revision, as one batch; of the attributes all, or those `wanted`."""
    there = sorted((d for d in documents if d["members"]), key=lambda d: -len(d["members"]))
    counts = np.array([len(d["members"]) for d in there], dtype=np.int64)
    place = np.repeat(np.arange(len(there)), counts)
    level = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.lexsort((place, level))
    members = np.array([read(key) for d in there for key in d["members"]], dtype=np.int64)
    homes = np.array([read(d["household"]) for d in there], dtype=np.int64)
    gone = np.array([read(d["household"]) for d in documents if not d["members"]], dtype=np.int64)
    lane, day = documents[0]["lane"], ordinal(documents[0]["day"])
    made = Disclosures(day, homes, counts, members[order], place[order], gone)
    for name in {name: None for d in there for name in d["values"]}:
        attribute, _, year = name.partition("/")
        if wanted is not None and attribute not in wanted:
            continue
        values, states = _column(there, name, texts)
        made.columns[attribute, int(year) if year else None] = (values[order], None if states is None else states[order])
    made.lanes[lane] = {duty: _read_duty(duty, there, order) for duty in duties}
    _note_absent(made, lane)
    return made


def _note_absent(made: Disclosures, lane: str) -> None:
    """Adds the columns that a formula may read though nothing is in them about anybody here: that is unknown, and not withheld."""
    for duty in (duty for duty in made.lanes[lane] if duty in ASSESSED):
        for column in needs(duty, made.day).items():
            attribute = ATTRIBUTES[column[0]]
            if column not in made.columns and np.any(made.lanes[lane][duty].of_attribute(attribute)):
                nobody = np.zeros(len(made.members), dtype=attribute.field.dtype), np.full(len(made.members), ABSENT, dtype=np.uint8)
                made.columns[column] = nobody


def _column(there: Sequence[Document], name: str, texts: TextPool) -> tuple[np.ndarray, np.ndarray | None]:
    words: list[Any] = []
    stale: list[int] = []
    for d in there:
        if "stale" in d and name in d["stale"]:
            stale += [len(words) + place for place in d["stale"][name]]
        words += d["values"].get(name) or [None] * len(d["members"])
    return stored(ATTRIBUTES[name.partition("/")[0]].field, words, stale, texts)


@dataclass
class _Contexts:
    """The different answers that a duty got, numbered; number 0 is that of no open case."""

    kinds: tuple[str, ...] = ()
    numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def number(self, answer: Document) -> int:
        """The number of an answer."""
        self.kinds = self.kinds or tuple(answer["kinds"])
        key = (*answer["kinds"].values(), *answer.get("hidden", ()))
        return self.numbers.setdefault(key, len(self.numbers) + 1)


def _read_duty(duty: str, there: Sequence[Document], order: np.ndarray) -> DutyDisclosures:
    seen, asked, since, contexts = _Contexts(), [], [], []
    for d in there:
        said = d["duties"].get(duty)
        of = [0] * len(d["members"])
        asked.append(said is not None)
        since.append(ordinal(said["since"]) if said else 0)
        for answer in said["answers"] if said else ():
            number = seen.number(answer)
            for member in answer["members"]:
                of[member] = number
        contexts += of
    k = len(seen.kinds)
    rows = [key[:k] for key in seen.numbers]
    codes = np.array([[0] * k, *([CODES.index(code) for code in row] for row in rows)], dtype=np.uint8).reshape(len(rows) + 1, k)
    allowed = np.array([[False] * k, *([code in PASSING for code in row] for row in rows)], dtype=bool).reshape(len(rows) + 1, k)
    hidden: dict[str, list[int]] = {}
    for key, number in seen.numbers.items():
        for name in key[k:]:
            hidden.setdefault(name, []).append(number)
    ids = np.array(contexts, dtype=np.int16)[order]
    found = findings.read([(d["duties"].get(duty, {}).get("found"), len(d["members"])) for d in there], order)
    return DutyDisclosures(seen.kinds, np.array(asked, dtype=bool), ids, codes, allowed, np.array(since, dtype=np.int32), hidden, found=found)
