"""A lane that people change: switches, undo and redo, and two people at once."""

from __future__ import annotations

import pytest

from schemas.ordinance import OrdinanceError, load
from workshop.page.playing.lane import MOST_UNDONE, Lane, Stale
from workshop.page.telling.rules import rules_of


def rows(lane: Lane) -> set[str]:
    return {row.row for row in lane.ordinance.rows}


def test_a_row_that_is_taken_out_and_put_back_leaves_the_ordinance_as_it_was() -> None:
    lane = Lane(load("C"))
    lane.switch(1, "-row:3-1")
    assert "3-1" not in rows(lane) and lane.revision == 2
    lane.switch(2, "-row:3-1")
    assert lane.switches == () and lane.ordinance.content_hash == load("C").content_hash and lane.revision == 3


def test_the_holders_can_be_told_to_answer_only() -> None:
    lane = Lane(load("C"))
    lane.switch(1, "safeguards.answer_only=on")
    assert lane.ordinance.safeguards.answer_only and "safeguards.answer_only" in {rule["id"] for rule in rules_of(lane)}


def test_undo_and_redo_go_through_all_changes_and_count_as_revisions() -> None:
    lane = Lane(load("C"))
    lane.switch(1, "-row:3-1")
    lane.switch(2, "-row:2-1")
    lane.undo(3)
    lane.undo(4)
    assert lane.switches == () and lane.undone is None and lane.redone and lane.revision == 5
    lane.redo(5)
    lane.redo(6)
    assert lane.switches == ("-row:3-1", "-row:2-1") and lane.redone is None
    lane.redo(7)
    assert lane.revision == 7


def test_a_new_change_forgets_what_could_have_been_made_again() -> None:
    lane = Lane(load("C"))
    lane.switch(1, "-row:3-1")
    lane.undo(2)
    lane.switch(3, "-row:2-1")
    assert lane.redone is None


def test_who_changes_an_older_revision_is_told_the_newest_one_and_changes_nothing() -> None:
    lane = Lane(load("C"))
    lane.switch(1, "-row:3-1")
    for late in (lambda: lane.switch(1, "-row:2-1"), lambda: lane.undo(1), lambda: lane.redo(1)):
        with pytest.raises(Stale) as stale:
            late()
        assert stale.value.newest == 2 and lane.switches == ("-row:3-1",)


def test_a_switch_that_cannot_be_leaves_the_lane_as_it_was() -> None:
    lane = Lane(load("C"))
    with pytest.raises(OrdinanceError):
        lane.switch(1, "-row:9-9")
    assert (lane.revision, lane.switches, lane.undone) == (1, (), None)


def test_a_hundred_changes_can_be_taken_back() -> None:
    lane = Lane(load("C"))
    for _ in range(MOST_UNDONE + 5):
        lane.switch(lane.revision, "-row:3-1")
    undone = 0
    while lane.undone:
        lane.undo(lane.revision)
        undone += 1
    assert undone == MOST_UNDONE
