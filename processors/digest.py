"""The digest of a final state: SHA-256 over four sorted lists of (id, value), the same on every runner and for every order.

Facts, disclosures, verdicts and notices in force; no versions, no change numbers. Ids and values enter as 64-bit hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from processors.assess.stage import Assess
from processors.assess.units import ELIGIBLE, UNTOLD, Units, code_of, payload_of
from processors.disclosures import Disclosures, DutyDisclosures
from processors.duties import tax_year
from processors.gate.full import everything
from processors.gate.lane import KINDS, LaneGate
from processors.gate.stage import Gate
from processors.gate.table import ANSWER_ONLY
from processors.gate.town import Households, look_at
from processors.gate.values import ABSENT, KNOWN
from processors.store.facts import BIT, Facts
from processors.store.texts import TextPool
from schemas.attributes import Attribute, attributes_of
from schemas.facts import FACTS
from schemas.fields import Field
from schemas.keys import opaque
from schemas.vocabulary.declare import DUTIES

Item = tuple[np.ndarray, np.ndarray]
"""Ids and values, as hashes: uint64 [n] each."""


def hash_of(*parts: np.ndarray | int) -> np.ndarray:
    """One hash of several columns: uint64 [n]. Order matters."""
    made = np.zeros(1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            column = np.asarray(part)
            word = column if column.dtype == np.uint64 else column.astype(np.int64).view(np.uint64)
            made = opaque(made * np.uint64(0x9E3779B97F4A7C15) + word, np.uint64(7)).view(np.uint64)
    return made


class Digester:
    """Makes items of the state of the stages."""

    def __init__(self, texts: TextPool) -> None:
        raw = [int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little") for text in texts.texts]
        self._texts = np.array(raw, dtype=np.uint64)

    def _word(self, field: Field, column: np.ndarray) -> np.ndarray:
        return self._texts[column] if field.type == "text" else column

    def facts(self, facts: Facts, rows: np.ndarray, keys: np.ndarray) -> Iterator[Item]:
        """All slots of some residents (rows ascending), named by their keys."""
        for number, fact in enumerate(FACTS.values()):
            has = (facts.dense["has"][rows] & BIT[fact.id]) != 0
            if fact.dense:
                owner, periods = keys[has], np.zeros(int(has.sum()), dtype=np.int64)
                columns = {f.name: facts.dense[f.name][rows[has]] for f in fact.fields}
            else:
                place, periods, columns = facts.series[fact.id].rows_of(rows[has])
                owner = keys[has][place]
            if len(owner):
                values = [self._word(f, columns[f.name]) for f in fact.fields]
                yield hash_of(owner, number, periods), hash_of(*values)

    def disclosures(self, lane: LaneGate, households: Households) -> Iterator[Item]:
        """All that is disclosed now in a lane about the members of some households."""
        homes = households.facts.dense["household"][households.rows]
        for duty, table in lane.tables.items():
            if not table.question.kinds or lane.contexts.size == 0:
                continue
            ids = lane.contexts[duty][households.rows]
            hidden = {name: np.isin(ids, contexts) for name, contexts in table.hidden.items()}
            for at, kind in enumerate(table.question.kinds):
                who = np.flatnonzero((table.allowed & (table.codes != ANSWER_ONLY))[ids, at])
                if len(who):
                    values = self._record(households, kind, duty, who, hidden)
                    yield hash_of(households.keys[who], homes[who], DUTIES.index(duty), KINDS.index(kind)), values

    def _record(self, households: Households, kind: str, duty: str, who: np.ndarray, hidden: dict[str, np.ndarray]) -> np.ndarray:
        """The hash of the record of a kind that is handed out about each of some members."""
        duty_year = tax_year(duty, households.day)
        parts: list[np.ndarray] = [np.zeros(len(who), dtype=np.int64)]
        for attribute in attributes_of(kind):
            year = duty_year if attribute.how == "duty-year" else None
            if attribute.how == "duty-year" and year is None:
                continue
            values, states = households.values.column(attribute.name, year)
            word = self._word(attribute.field, values)[who]
            state = np.zeros(len(who), dtype=np.int64) if states is None else states[who].astype(np.int64)
            if attribute.name in hidden:
                state = np.where(hidden[attribute.name][who], 9, state)
            parts += [state, np.where(state == KNOWN, word, np.zeros(1, dtype=word.dtype))]
        return hash_of(*parts)

    def disclosed(self, disclosures: Disclosures, lane: str) -> Iterator[Item]:
        """All that some disclosures say in a lane."""
        homes = disclosures.homes[disclosures.place]
        for duty, said in disclosures.lanes[lane].items():
            for at, kind in enumerate(said.kinds):
                who = np.flatnonzero(said.allowed[said.contexts, at])
                if len(who):
                    values = self._disclosed_record(disclosures, kind, duty, said, who)
                    yield hash_of(disclosures.members[who], homes[who], DUTIES.index(duty), KINDS.index(kind)), values

    def _disclosed_record(self, disclosures: Disclosures, kind: str, duty: str, said: DutyDisclosures, who: np.ndarray) -> np.ndarray:
        parts: list[np.ndarray] = [np.zeros(len(who), dtype=np.int64)]
        years = everything(duty, (kind,), disclosures.day)
        for attribute in (a for a in attributes_of(kind) if a.name in years):
            values, states = disclosures.columns.get((attribute.name, years[attribute.name]), (None, None))
            if values is None:
                values, states = np.zeros(len(homes := disclosures.place), dtype=np.int64), np.full(len(homes), ABSENT, dtype=np.uint8)
            parts += self._state_and_word(attribute, values, states, said.hidden.get(attribute.name, ()), said.contexts, who)
        return hash_of(*parts)

    def _state_and_word(
        self, attribute: Attribute, values: np.ndarray, states: np.ndarray | None, hidden: Sequence[int], contexts: np.ndarray, who: np.ndarray
    ) -> list[np.ndarray]:
        word = self._word(attribute.field, values)[who]
        state = np.zeros(len(who), dtype=np.int64) if states is None else states[who].astype(np.int64)
        state = np.where(np.isin(contexts[who], hidden), 9, state)
        return [state, np.where(state == KNOWN, word, np.zeros(1, dtype=word.dtype))]

    def verdicts(self, assess: Assess, lane: str) -> Iterator[Item]:
        """All verdicts of a lane: code, and yen or causes."""
        causes = np.array([*assess.causes.sets, 0], dtype=np.uint64)
        for number, programme in enumerate(DUTIES):
            for ids, words, _ in _outcomes(assess.units, lane, programme, number):
                code, payload = code_of(words), payload_of(words)
                said = np.where(code == UNTOLD, causes[np.where(code == UNTOLD, payload, len(causes) - 1)], payload.astype(np.uint64))
                yield ids, hash_of(code, said)

    def notices(self, assess: Assess, lane: str) -> Iterator[Item]:
        """All notices and marks in force in a lane."""
        for number, programme in enumerate(DUTIES):
            for ids, _words, noticed in _outcomes(assess.units, lane, programme, number):
                yield ids[noticed], np.full(int(noticed.sum()), ELIGIBLE, dtype=np.uint64)


def _outcomes(units: Units, lane: str, programme: str, number: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Ids, words and notices of all units that have an outcome."""
    if (lane, programme) not in units.words:
        return
    homes, members = units.home_words[lane, programme], units.words[lane, programme]
    at = np.flatnonzero(code_of(homes["word"]))
    yield hash_of(number, units.key_of(at), np.zeros(len(at), dtype=np.int64)), homes["word"][at], homes["noticed"][at]
    at = np.flatnonzero(code_of(members["word"]))
    yield hash_of(number, units.key_of(units.members["home"][at]), units.members["key"][at]), members["word"][at], members["noticed"][at]


def of_lists(lists: Sequence[Iterable[Item]]) -> str:
    """The digest of several lists of items."""
    whole = hashlib.sha256()
    for items in lists:
        pairs = list(items)
        ids = np.concatenate([np.broadcast_to(i, v.shape) for i, v in pairs] + [np.empty(0, dtype=np.uint64)])
        values = np.concatenate([v for _, v in pairs] + [np.empty(0, dtype=np.uint64)])
        order = np.argsort(ids, kind="stable")
        whole.update(len(ids).to_bytes(8, "little") + np.column_stack([ids[order], values[order]]).astype("<u8").tobytes())
    return whole.hexdigest()


def digest(gate: Gate, assess: Assess, lane: str, texts: TextPool) -> str:
    """The digest of one lane, of a gate and an assess in one process."""
    make = Digester(texts)
    everyone = look_at(gate.facts, gate.keys, gate.homes, np.arange(gate.homes.size), None, gate.day)
    rows = np.sort(everyone.rows)
    keys = gate.keys(rows)
    return of_lists([
        make.facts(gate.facts, rows, keys), make.disclosures(gate.lanes[lane], everyone), make.verdicts(assess, lane), make.notices(assess, lane),
    ])  # fmt: skip
