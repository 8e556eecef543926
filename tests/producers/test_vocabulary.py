"""Every type of event occurs, is valid, and comes in order."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from producers.log import OFFICES
from schemas.events import ADAPTER
from schemas.number import is_somebodys
from tests.nightly import rest_at_night
from tests.producers.helpers import ALL_TYPES, events, run_of

SEEDS = rest_at_night((1, 2, 3), lambda seed: seed == 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_type_of_event_occurs_in_ten_thousand_residents_and_a_year(seed, capsys):
    counts = run_of(10_000, seed).counts()
    with capsys.disabled():
        print(f"\nseed {seed}: {sum(counts.values())} events; rarest", sorted(counts.items(), key=lambda c: c[1])[:12])
    assert list(counts) == ALL_TYPES
    assert [type_ for type_, count in counts.items() if not count] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_resident_has_four_to_five_events_of_about_four_hundred_bytes_in_the_year(seed):
    lines = [line for office in OFFICES for line in run_of(10_000, seed).lines(office)]
    assert 4 < len(lines) / 10_000 < 5
    assert 330 < sum(len(line.encode()) for line in lines) / len(lines) < 440


@pytest.mark.parametrize("seed", SEEDS)
def test_every_event_is_valid_by_the_models_of_the_vocabulary(seed):
    for office in OFFICES:
        for line in run_of(10_000, seed).lines(office):
            event = ADAPTER.validate_json(line)
            assert event["source"] == f"/aobano/{office}"


def test_the_counts_are_those_of_the_lines():
    counts = Counter(event["type"] for event in events(run_of(1500)))
    assert {t: c for t, c in run_of(1500).counts().items() if c} == counts


@pytest.mark.parametrize("months", rest_at_night((1, 12, 25), lambda months: months < 25))
def test_times_never_fall_and_each_record_counts_its_events_from_one(months):
    run = run_of(1500, months=months)
    for office in OFFICES:
        last, counted = "", Counter[int]()
        for event in events(run, office):
            assert last <= event["time"]
            last = event["time"]
            counted[event["data"]["record"]] += 1
            assert event["data"]["sequence"] == counted[event["data"]["record"]]
        assert last[:10] <= "2026-11-30"


def test_all_offices_together_are_merged_by_the_time_recorded():
    run = run_of(1500)
    merged = [(office, json.loads(line)["time"]) for office, line in run.merged()]
    assert [time for _, time in merged] == sorted(time for _, time in merged)
    assert Counter(office for office, _ in merged) == {office: sum(1 for _ in run.lines(office)) for office in OFFICES}


def test_what_was_on_file_comes_before_anything_of_the_first_day():
    for office in OFFICES:
        first = [e["time"][11:16] for e in events(run_of(1500), office) if e["time"][:10] == "2024-11-01"]
        early = [time for time in first if time < "08:00"]
        assert early and first[: len(early)] == early


def test_notices_are_given_after_they_took_effect_and_before_they_are_recorded_but_for_announced_moves():
    for event in events(run_of(10_000)):
        data, day = event["data"], event["time"][:10]
        assert data["notified"] <= day, event
        assert data["effective"] <= data["notified"] or event["type"] == "resident.move-out-planned", event


def test_no_number_can_be_somebodys_and_each_is_one_residents():
    numbers, records = Counter[str](), {}
    for event in events(run_of(10_000), "register"):
        numbers[event["subject"]] += 1
        if event["type"] != "resident.number-changed":
            records.setdefault(event["subject"], set()).add(event["data"]["record"])
    assert not is_somebodys(np.array([int(number) for number in numbers])).any()
    assert all(len(found) == 1 for found in records.values())


def test_texts_say_that_they_are_fictitious():
    for event in events(run_of(1500)):
        for name in ("district", "school", "consultation_note"):
            assert "架空" in event["data"].get(name, "架空")
