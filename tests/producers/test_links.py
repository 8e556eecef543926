"""Numbers that change, and records that stand under the wrong number."""

from __future__ import annotations

from collections import defaultdict

from producers.errors import Errors
from tests.producers.helpers import events, run_of, truths


def _numbers_by_record(run, office):
    numbers = defaultdict(list)
    for event in events(run, office):
        numbers[event["data"]["record"]].append((event["subject"], event))
    return numbers


def test_a_record_under_a_wrong_number_is_one_in_ten_thousand_and_some_are_found_and_set_right():
    run = run_of(10_000)
    wrong, relinked = 0, 0
    owners = {(office, record): row for row in truths(run) for office, record in row["records"].items()}
    for office in ("tax", "welfare", "child"):
        for record, told in _numbers_by_record(run, office).items():
            row = owners[office, record]
            under = [number for number, _ in told if number not in row["numbers"]]
            if not under:
                continue
            wrong += 1
            assert len(set(under)) == 1 and f"linked-to-another:{office}" in row["errors"]
            repair = [(number, event["data"]) for number, event in told if event["type"] == "record.relinked"]
            relinked += len(repair) // 2
            if repair:
                (first, left), (second, right) = repair
                assert (left["role"], right["role"]) == ("from", "to")
                assert (first, second) == (right["other_number"], left["other_number"]) == (under[0], row["numbers"][0])
                assert left["office"] == right["office"] == office
    assert 1 <= wrong <= 6 and relinked >= 1


def test_after_the_repair_the_record_goes_on_under_its_own_number():
    run = run_of(10_000)
    for office in ("tax", "welfare", "child"):
        for told in _numbers_by_record(run, office).values():
            types = [event["type"] for _, event in told]
            if "record.relinked" in types:
                second = len(types) - 1 - types[::-1].index("record.relinked")
                assert len({number for number, _ in told[second:]}) == 1
                assert len({number for number, _ in told[:second]}) == 1


def test_a_wrong_record_was_linked_after_the_right_one_so_that_it_hides_it():
    run = run_of(10_000)
    for (office, resident), link in run.town.links.wrong.items():
        first = {}
        for event in events(run, office):
            first.setdefault(event["data"]["record"], (event["time"], event["subject"]))
        rows = truths(run)
        mine, theirs = rows[resident]["records"][office], rows[link.other]["records"].get(office)
        if theirs in first and first[theirs][0] < "2024-11-01T08":
            assert first[mine][0] >= first[theirs][0]
            assert first[mine][1] == first[theirs][1]


def test_without_that_error_every_record_is_under_its_residents_number():
    run = run_of(3000, errors=Errors.only("lag"))
    owners = {record: row["numbers"] for row in truths(run) for record in row["records"].values()}
    assert all(event["subject"] in owners[event["data"]["record"]] for event in events(run))


def test_a_changed_number_is_told_under_both_and_the_register_goes_on_under_the_new_one():
    run = run_of(10_000)
    changed = [row for row in truths(run) if len(row["numbers"]) == 2]
    assert changed
    told = _numbers_by_record(run, "register")
    for row in changed:
        old, new = row["numbers"]
        mine = told[row["records"]["register"]]
        both = [(number, event["data"]) for number, event in mine if event["type"] == "resident.number-changed"]
        assert [(number, data["role"], data["other_number"]) for number, data in both] == [
            (old, "from", new),
            (new, "to", old),
        ]
        assert both[1][1]["sequence"] == both[0][1]["sequence"] + 1
        assert row["number"] == new
        place = [event["type"] for _, event in mine].index("resident.number-changed")
        assert {number for number, _ in mine[:place]} == {old} and {number for number, _ in mine[place + 1 :]} == {new}
