"""From link to gate by message: the changed slots of residents, in custody, under opaque keys, sent to their household's shard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from processors.link.index import NumberIndex
from processors.link.stage import Link
from processors.messages.shards import shard_of
from processors.messages.wire import pack, unpack
from processors.store.facts import BIT, DATED, DATING, OFFICES, Changes, Facts, newest_name, stamp_name
from processors.store.growing import Growing
from processors.store.texts import TextPool
from schemas.facts import FACTS, Fact
from schemas.keys import RESIDENT, opaque

MEMBERSHIP = BIT["register.residence"] | BIT["register.status"]
"""The facts that say to which household a resident belongs."""
_EVERYTHING = np.uint64(2 ** len(FACTS) - 1)
_WHOLE = MEMBERSHIP | BIT["register.person"]
"""Facts whose change makes link send everything about the resident."""
_TEXTS = {f"{fact.id}/{f.name}" for fact in FACTS.values() for f in fact.fields if f.type == "text"}


MOST_TOLD = 1500
"""Residents in a message, at most."""


def outgoing(link: Link, changes: Changes, shards: int, texts: TextPool) -> Iterator[tuple[int, bytes]]:
    """Messages (gate shard, bytes) that tell about changed residents.

    A resident's slots go to the shard of the present household: all of them after a move, else those that changed. Every
    household in which the resident was ever seen hears of the membership, and so that the resident is elsewhere.
    Slots carry their stamps, and what a shelved row says its version (see Shelves.version), so that messages may come in any order.
    """
    dense = link.facts.dense
    known = (dense["has"][changes.rows] & MEMBERSHIP) == MEMBERSHIP
    rows, bits = changes.rows[known], changes.facts[known]
    whole = ((bits & _WHOLE) != 0) | link.records["shelved"][rows]
    bits = np.where(whole, _EVERYTHING, bits)
    target = shard_of(dense["household"][rows], shards)
    past_rows, past_shards = _past(link, rows, shards)
    left = _not_joined(link, changes.rows, shards)
    for shard in range(shards):
        here = target == shard
        if not here.any() and not (past_shards == shard).any() and not left[shard]:
            continue
        also = past_rows[past_shards == shard]
        also = np.unique(also[~np.isin(also, rows[here])])
        sent = np.concatenate([rows[here], also])
        sets = np.concatenate([bits[here], np.full(len(also), MEMBERSHIP)])
        for at in range(0, len(sent), MOST_TOLD):
            yield shard, _message(link, sent[at : at + MOST_TOLD], sets[at : at + MOST_TOLD], texts)
        if left[shard]:
            yield shard, pack(_withdrawals(left[shard]), texts)


def _past(link: Link, rows: np.ndarray, shards: int) -> tuple[np.ndarray, np.ndarray]:
    pairs = [(row, home) for row in rows.tolist() for home in link.past_homes.get(row, ())]
    homes = np.array([home for _, home in pairs], dtype=np.int64)
    return np.array([row for row, _ in pairs], dtype=np.int64), shard_of(homes, shards)


def _not_joined(link: Link, rows: np.ndarray, shards: int) -> list[set[tuple[int, int, int]]]:
    """By shard, the records of the register of which a row says nothing (any more), with the version of that: (record, since, weight)."""
    told: list[set[tuple[int, int, int]]] = [set() for _ in range(shards)]
    for row in rows[link.records["shelved"][rows]].tolist():
        homes = shard_of(np.array(link.homes_of(row), dtype=np.int64), shards).tolist()
        for record in link.shelves.not_joined(row):
            for shard in homes:
                told[shard].add((record, *link.shelves.version(row, record)))
    return told


def _withdrawals(left: set[tuple[int, int, int]]) -> dict[str, np.ndarray]:
    """The columns of a message by which some residents are nobody here."""
    record, since, weight = (np.array(column, dtype=np.int64) for column in zip(*sorted(left)))
    none = {newest_name(kind): np.zeros(len(record), dtype=np.int16) for kind in DATING}
    return {"resident": opaque(record, RESIDENT), "since": since, "weight": weight, **none}


def _message(link: Link, rows: np.ndarray, sets: np.ndarray, texts: TextPool) -> bytes:
    versions = np.zeros((2, len(rows)), dtype=np.int64)
    for at in np.flatnonzero(link.records["shelved"][rows]).tolist():
        row = int(rows[at])
        versions[:, at] = link.shelves.version(row, int(link.records["record:register"][row]))
    columns = {"resident": link.keys(rows), "since": versions[0], "weight": versions[1]}
    for kind in DATING:
        columns[newest_name(kind)] = link.facts.dense[newest_name(kind)][rows]
    there = np.bitwise_or.reduce(sets & link.facts.dense["has"][rows])
    for fact in (fact for fact in FACTS.values() if there & BIT[fact.id]):
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
    """The facts that a gate of its own was told, by resident. `keys` names the rows, as a Gate wants it.

    A join: of two things said of a resident the one of the newer version (`since`, `weight`) replaces all slots, one of an equal
    version joins slot by slot, and an older one is nothing. So messages may come in any order, and as often as they like.
    """

    def __init__(self, texts: TextPool) -> None:
        self.facts = Facts()
        self._index = NumberIndex()
        self._residents = Growing({"key": np.dtype(np.int64), "since": np.dtype(np.int64), "weight": np.dtype(np.int64)})
        self._texts = texts

    def keys(self, rows: np.ndarray) -> np.ndarray:
        """The residents' opaque keys."""
        return self._residents["key"][rows]

    def rows(self, keys: np.ndarray) -> np.ndarray:
        """The rows of residents, new ones made."""
        rows = self._index.rows(keys)
        self.facts.dense.grow(self._index.size)
        self._residents.grow(self._index.size)
        self._residents["key"][rows] = keys
        return rows

    def take(self, message: bytes) -> Changes:
        """Takes a message; returns whose facts changed."""
        return self.join(unpack(message, self._texts))

    def join(self, columns: Mapping[str, np.ndarray]) -> Changes:
        """Takes the columns of a message; returns whose facts changed."""
        rows = self.rows(columns["resident"])
        good, parts = self._newer(rows, columns["since"], columns["weight"])
        parts += [(self.facts.date(kind, rows[good], columns[newest_name(kind)][good]), DATED[kind]) for kind in DATING]
        for fact in FACTS.values():
            if f"{fact.id}/at" in columns:
                place = columns[f"{fact.id}/at"]
                said = good[place]
                owner = rows[place[said]]
                values = {f.name: columns[f"{fact.id}/{f.name}"][said] for f in fact.fields}
                periods, stamps = columns[f"{fact.id}/period"][said], columns[f"{fact.id}/stamp"][said]
                parts.append((self.facts.merge(fact, owner, periods, stamps, values), BIT[fact.id]))
        return Changes.of(parts)

    def _newer(self, rows: np.ndarray, since: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, list[tuple[np.ndarray, np.uint64]]]:
        """Where the version is not older (bool [n]); whoever is told of under a newer one is forgotten first."""
        held = self._residents
        older = (since < held["since"][rows]) | ((since == held["since"][rows]) & (weight < held["weight"][rows]))
        newer = ~older & ((since != held["since"][rows]) | (weight != held["weight"][rows]))
        parts = [self._forget(row) for row in rows[newer].tolist()]
        held["since"][rows[newer]], held["weight"][rows[newer]] = since[newer], weight[newer]
        return ~older, parts

    def _forget(self, row: int) -> tuple[np.ndarray, np.uint64]:
        bits = self.facts.dense["has"][row]
        for office in OFFICES:
            self.facts.forget(row, office)
        for kind in DATING:
            self.facts.dense[newest_name(kind)][row] = 0
        return np.array([row]), bits


def together(messages: Sequence[Mapping[str, np.ndarray]]) -> Mapping[str, np.ndarray]:
    """The columns of several messages, each about other residents, as those of one."""
    if len(messages) == 1:
        return messages[0]
    columns: dict[str, list[np.ndarray]] = {}
    start = 0
    for message in messages:
        for name, column in message.items():
            columns.setdefault(name, []).append(column + start if name.endswith("/at") else column)
        start += len(message["resident"])
    return {name: np.concatenate(parts) for name, parts in columns.items()}


def joined(changes: Iterable[Changes]) -> Changes:
    """Several batches of changes as one."""
    return Changes.of([(c.rows, c.facts) for c in changes])
