"""From link to gate by message: the changed slots of residents, in custody, under opaque keys, sent to their household's shard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from processors.facts import BIT, DATED, DATING, OFFICES, Changes, Facts, newest_name, stamp_name
from processors.growing import Growing
from processors.link.index import NumberIndex
from processors.link.stage import Link
from processors.shards import shard_of
from processors.texts import TextPool
from processors.wire import pack, unpack
from schemas.facts import FACTS, Fact

MEMBERSHIP = BIT["register.residence"] | BIT["register.status"]
"""The facts that say to which household a resident belongs."""
_EVERYTHING = np.uint64(2 ** len(FACTS) - 1)
_WHOLE = MEMBERSHIP | BIT["register.person"]
"""Facts whose change makes link send everything about the resident."""
_TEXTS = {f"{fact.id}/{f.name}" for fact in FACTS.values() for f in fact.fields if f.type == "text"}


def outgoing(link: Link, changes: Changes, shards: int, texts: TextPool) -> Iterator[tuple[int, bytes]]:
    """Messages (gate shard, bytes) that tell about changed residents.

    A resident's slots go to the shard of the present household: all of them after a move, else those that changed. Every
    household in which the resident was ever seen hears of the membership, and so that the resident is elsewhere.
    """
    dense = link.facts.dense
    known = (dense["has"][changes.rows] & MEMBERSHIP) == MEMBERSHIP
    rows, bits = changes.rows[known], changes.facts[known]
    whole = ((bits & _WHOLE) != 0) | link.records["shelved"][rows]
    bits = np.where(whole, _EVERYTHING, bits)
    target = shard_of(dense["household"][rows], shards)
    past_rows, past_shards = _past(link, rows, shards)
    for shard in range(shards):
        here = target == shard
        also = past_rows[past_shards == shard]
        also = also[~np.isin(also, rows[here])]
        if here.any() or len(also):
            sent = np.concatenate([rows[here], also])
            sets = np.concatenate([bits[here], np.full(len(also), MEMBERSHIP)])
            yield shard, _message(link, sent, sets, texts)


def _past(link: Link, rows: np.ndarray, shards: int) -> tuple[np.ndarray, np.ndarray]:
    pairs = [(row, home) for row in rows.tolist() for home in link.past_homes.get(row, ())]
    homes = np.array([home for _, home in pairs], dtype=np.int64)
    return np.array([row for row, _ in pairs], dtype=np.int64), shard_of(homes, shards)


def _message(link: Link, rows: np.ndarray, sets: np.ndarray, texts: TextPool) -> bytes:
    columns = {"resident": link.keys(rows), "whole": sets == _EVERYTHING}
    for kind in DATING:
        columns[newest_name(kind)] = link.facts.dense[newest_name(kind)][rows]
    for fact in FACTS.values():
        columns |= _slots(link.facts, fact, rows, sets)
    return pack(columns, texts, frozenset(_TEXTS & columns.keys()))


def _slots(facts: Facts, fact: Fact, rows: np.ndarray, sets: np.ndarray) -> dict[str, np.ndarray]:
    wanted = np.flatnonzero(((sets & BIT[fact.id]) != 0) & ((facts.dense["has"][rows] & BIT[fact.id]) != 0))
    if not len(wanted):
        return {}
    if fact.dense:
        place, periods = wanted, np.zeros(len(wanted), dtype=np.int64)
        values = {f.name: facts.dense[f.name][rows[wanted]] for f in fact.fields}
        stamps = facts.dense[stamp_name(fact)][rows[wanted]]
    else:
        at, periods, values = facts.series[fact.id].rows_of(rows[wanted])
        place, stamps = wanted[at], values.pop("stamp")
    made = {"at": place, "period": periods, "stamp": stamps, **values}
    return {f"{fact.id}/{name}": column for name, column in made.items()}


class Copy:
    """The facts that a gate of its own was told, by resident. `keys` names the rows, as a Gate wants it."""

    def __init__(self, texts: TextPool) -> None:
        self.facts = Facts()
        self._index = NumberIndex()
        self._keys = Growing({"key": np.dtype(np.int64)})
        self._texts = texts

    def keys(self, rows: np.ndarray) -> np.ndarray:
        """The residents' opaque keys."""
        return self._keys["key"][rows]

    def take(self, message: bytes) -> Changes:
        """Takes a message; returns whose facts changed."""
        columns = unpack(message, self._texts)
        rows = self._index.rows(columns["resident"])
        self.facts.dense.grow(self._index.size)
        self._keys.grow(self._index.size)
        self._keys["key"][rows] = columns["resident"]
        parts = [(self.facts.date(kind, rows, columns[newest_name(kind)]), DATED[kind]) for kind in DATING]
        parts += self._forget(rows[columns["whole"]])
        for fact in FACTS.values():
            if f"{fact.id}/at" in columns:
                owner = rows[columns[f"{fact.id}/at"]]
                values = {f.name: columns[f"{fact.id}/{f.name}"] for f in fact.fields}
                changed = self.facts.merge(fact, owner, columns[f"{fact.id}/period"], columns[f"{fact.id}/stamp"], values)
                parts.append((changed, BIT[fact.id]))
        return Changes.of(parts)

    def _forget(self, rows: np.ndarray) -> list[tuple[np.ndarray, np.uint64]]:
        """Whoever is told whole is told anew: what is not said any more has left the resident."""
        parts = []
        for row in rows[self.facts.dense["has"][rows] != 0].tolist():
            parts.append((np.array([row]), self.facts.dense["has"][row]))
            for office in OFFICES:
                self.facts.forget(row, office)
        return parts


def joined(changes: Iterable[Changes]) -> Changes:
    """Several batches of changes as one."""
    return Changes.of([(c.rows, c.facts) for c in changes])
