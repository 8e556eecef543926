"""The peers on Kafka do the same work as all other peers, and the lock of the one that needs its own is whole."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.kafka import join, quix_place
from benchmarks.peers import plain_dicts
from benchmarks.work import Answer
from tests.benchmarks.test_peers_agree import EXPECTED, LOG, Event


def streamed(events: Sequence[Event]) -> tuple[Answer, int]:
    """The two stages, one message at a time, and how many verdicts were told."""
    people: dict[str, list[int]] = {}
    homes: dict[int, list[int]] = {}
    verdicts: dict[int, list[int]] = {}
    told = 0
    for event in events:
        change = join.change_of(json.dumps(event).encode())
        made = join.link(people.get(event["subject"]), *change) if change else None
        if made is None:
            continue
        people[event["subject"]] = made[0]
        for shares in made[1]:
            before = homes.get(shares[0])
            homes[shares[0]] = join.judge(before, shares)
            if (verdict := join.verdict_of(homes[shares[0]])) != join.verdict_of(before):
                verdicts[shares[0]] = verdict
                told += 1
    return join.answer_of(verdicts.values()), told


def test_the_two_stages_find_what_all_other_peers_find():
    assert streamed(LOG)[0] == EXPECTED


@pytest.mark.parametrize("seed", range(5))
def test_they_do_so_in_any_order_and_with_every_event_twice(seed):
    town = plain_dicts.Town()
    doubled = [*LOG, *LOG]
    random.Random(seed).shuffle(doubled)
    for event in doubled:
        town.take(event)
    assert streamed(doubled)[0] == town.answer() == EXPECTED


def test_an_event_that_comes_again_tells_nothing():
    once, again = streamed(LOG), streamed([*LOG, *LOG])
    assert once == again


def test_the_lock_of_quix_streams_holds_it_with_hashes_and_names_no_index():
    text = quix_place.LOCK.read_text(encoding="utf-8")
    entries = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.lstrip().startswith("#")]
    assert any(entry.startswith("quixstreams==3.") for entry in entries)
    assert all(re.match(r"[a-z0-9.-]+==[^\s;*]+ .*--hash=sha256:[0-9a-f]{64}\b", entry) for entry in entries)
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text)
    assert "quixstreams" in (Path(quix_place.LOCK).parent / "quix.in").read_text(encoding="utf-8")
