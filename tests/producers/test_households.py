"""Who lives with whom: on the register at every day's end, and in truth."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producers.errors import Errors
from producers.simulate import simulate
from tests.producers.helpers import events, run_of, truths

GONE = {"resident.died", "resident.moved-out", "resident.moved-abroad", "resident.deleted-ex-officio"}
RUNS = [(10_000, 1), (3000, 7)]


class Register:
    """The register by its events alone: each record's household and relation."""

    def __init__(self):
        self.where, self.birth, self.members, self.absent = {}, {}, defaultdict(dict), {}

    def take(self, event):
        data = event["data"]
        record = data["record"]
        self.birth[record] = data.get("birth", self.birth.get(record))
        if event["type"] in GONE:
            self.absent[record] = (self.leave(record), self.members)
        elif event["type"] == "resident.restored":
            home, relation = self.absent.pop(record)[0]
            self.enter(record, home, relation)
        elif "household" in data:
            self.leave(record)
            self.enter(record, data["household"], data["relation"])

    def leave(self, record):
        home = self.where.pop(record, None)
        return (home, self.members[home].pop(record)) if home is not None else None

    def enter(self, record, home, relation):
        self.where[record] = home
        self.members[home][record] = relation


def _days(run):
    register = Register()
    for day, of_day in groupby(events(run, "register"), key=lambda event: event["time"][:10]):
        touched = set()
        for event in of_day:
            touched.add(register.where.get(event["data"]["record"]))
            register.take(event)
            touched.add(register.where.get(event["data"]["record"]))
        yield day, register, touched - {None}


@pytest.mark.parametrize(("residents", "seed"), RUNS)
def test_at_the_end_of_every_day_each_household_has_one_head_and_at_most_one_spouse(residents, seed):
    for day, register, touched in _days(run_of(residents, seed)):
        for home in touched:
            relations = Counter(register.members[home].values())
            assert not relations or relations["head"] == 1, (day, home, relations)
            assert relations["spouse"] <= 1, (day, home, relations)


@pytest.mark.parametrize(("residents", "seed"), RUNS)
def test_it_is_never_in_doubt_who_the_parent_of_a_grandchild_is(residents, seed):
    for day, register, touched in _days(run_of(residents, seed)):
        for home in touched:
            assert _parents(register, home, day) == 1, (day, home, register.members[home])


def _parents(register, home, day):
    members = register.members[home]
    grandchildren = [record for record, relation in members.items() if relation == "grandchild"]
    if not grandchildren:
        return 1
    eldest = min(register.birth[record] for record in grandchildren)
    limit = str(int(eldest[:4]) - 15) + eldest[4:]
    grown = str(int(day[:4]) - 18) + day[4:]
    children = [record for record, relation in members.items() if relation == "child"]
    found = [record for record in children if register.birth[record] <= min(limit, grown)]
    return len(found) or ("child-spouse" in members.values())


@pytest.mark.parametrize(("residents", "seed"), RUNS)
def test_who_is_born_has_a_parent_in_the_household(residents, seed):
    births = 0
    register = Register()
    for event in events(run_of(residents, seed), "register"):
        register.take(event)
        if event["type"] == "resident.born":
            births += 1
            data = event["data"]
            relations = set(register.members[data["household"]].values())
            assert {"child": {"head"}, "grandchild": {"child"}}[data["relation"]] <= relations
    assert births


@pytest.mark.parametrize(("residents", "seed"), RUNS)
def test_when_a_household_changes_all_who_stay_are_told_the_same_day(residents, seed):
    """It is their own event that opens a case for the household."""
    told = {"resident.household-changed", "resident.head-changed", "resident.divorced", "resident.married"}
    by_day = defaultdict(set)
    register = Register()
    stayed = []
    for event in events(run_of(residents, seed), "register"):
        record, day = event["data"]["record"], event["time"][:10]
        home = register.where.get(record)
        register.take(event)
        by_day[day].update([record] if event["type"] in told else [])
        if event["type"] in GONE or event["type"] == "resident.household-split":
            stayed.append((day, home, list(register.members[home])))
    for day, home, members in stayed:
        for member in members:
            assert member in by_day[day] or register.where.get(member) != home or _gone_too(register, member), (
                day,
                home,
            )


def _gone_too(register, member):
    return member in register.absent


@pytest.mark.parametrize(("residents", "seed"), RUNS)
def test_in_truth_everybody_who_lives_here_is_in_one_home_with_one_head(residents, seed):
    homes = defaultdict(list)
    for row in truths(run_of(residents, seed)):
        assert (row["home"] is not None) == (row["residency"] == "registered")
        homes[row["home"]].append(row["facts"]["relation"])
    homes.pop(None, None)
    for home, relations in homes.items():
        assert relations.count("head") == 1 and relations.count("spouse") <= 1, (home, relations)


@settings(max_examples=12)
@given(st.integers(50, 250), st.integers(0, 2**63), st.integers(0, 16), st.booleans())
def test_any_small_town_keeps_its_households_whole(residents, seed, months, flawless):
    run = simulate(residents, months, seed, errors=Errors.none() if flawless else None)
    for day, register, touched in _days(run):
        for home in touched:
            relations = Counter(register.members[home].values())
            assert not relations or (relations["head"] == 1 and relations["spouse"] <= 1), (day, relations)
            assert _parents(register, home, day) == 1


def test_children_are_younger_than_their_parents_and_adults_head_households():
    for row in truths(run_of(10_000)):
        age = 2025 - datetime.date.fromisoformat(row["facts"]["birth"]).year
        assert (
            row["facts"]["relation"] not in ("head", "spouse", "parent", "child-spouse")
            or age >= 17
            or row["home"] is None
        )
