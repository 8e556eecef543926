"""A room: its code, its roles, its tables, and how long it lasts."""

from __future__ import annotations

import re

import pytest

from schemas.number import sandbox_number
from workshop.page.requests.rights import Forbidden
from workshop.page.rooms.doorkeeper import MOST_WRONG, SLOWED, Doorkeeper
from workshop.page.rooms.room import HOURS, LETTERS, MOST_TABLES, BadName, Ended, NoRoom, Room


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_codes_have_six_letters_that_are_taken_for_no_other() -> None:
    codes = {Room().code for _ in range(300)}
    assert len(codes) > 290 and all(re.fullmatch(f"[{LETTERS}]{{6}}", code) for code in codes)
    assert set("".join(codes)) == set(LETTERS) and not set("01ILOSZ") & set(LETTERS)


def test_a_code_is_read_however_it_is_typed() -> None:
    room = Room(code="K7M2QX")
    for typed in ("K7M2QX", "k7m2qx", " k7m 2qx ", "K7M-2QX", "Ｋ７Ｍ２ＱＸ"):
        room.join(typed, "みどり")
    assert room.phones == 5 and len(room.tables) == 1


def test_each_token_has_one_role_and_a_forged_one_has_none() -> None:
    room = Room()
    token, table, new = room.join(room.code, "みどり")
    assert new and room.rights(room.facilitator).leads and room.rights(room.projector).role == room.rights("").role == "projector"
    assert (room.rights(token).role, room.rights(token).lane) == ("participant", table.lane)
    for forged in ("x", token[:-1], room.facilitator + "x", room.code, "みどり"):
        with pytest.raises(Forbidden):
            room.rights(forged)


def test_a_table_changes_its_own_lane_and_no_other() -> None:
    room = Room()
    first, one, _ = room.join(room.code, "一")
    second, other, _ = room.join(room.code, "二")
    again, same, new = room.join(room.code, "一")
    assert same is one and not new and other.lane != one.lane and len({first, second, again}) == 3
    room.rights(first).change(one.lane)
    room.rights(room.facilitator).change(one.lane)
    for token, lane in ((first, other.lane), (second, one.lane), (room.projector, one.lane), ("", one.lane)):
        with pytest.raises(Forbidden):
            room.rights(token).change(lane)
    with pytest.raises(Forbidden):
        room.rights(first).lead()


def test_an_unknown_code_opens_nothing() -> None:
    room = Room(code="K7M2QX")
    for code in ("", "K7M2QY", "K7M2Q", "K7M2QXX"):
        with pytest.raises(NoRoom):
            room.join(code, "みどり")
    assert room.tables == [] and room.phones == 0


def test_a_room_ends_twelve_hours_after_its_last_message() -> None:
    hands = Hands()
    room = Room(hands)
    token, _, _ = room.join(room.code, "みどり")
    hands.now += HOURS * 3600 - 1
    room.rights(token)
    hands.now += HOURS * 3600 - 1
    assert not room.ended
    room.rights("")  # who only looks keeps no room open
    hands.now += 2
    assert room.ended
    with pytest.raises(Ended):
        room.join(room.code, "みどり")
    with pytest.raises(Forbidden) as over:
        room.rights(token)
    assert over.value.key == "page.room.ended"


NUMBER = sandbox_number(10**10 - 1)


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "no_name"), ("   ", "no_name"), ("a\u0007b", "no_name"), ("一二三四五六七八九十一二三", "long_name"), (NUMBER, "number_in_name"), (NUMBER.translate({ord(d): 0xFF10 + int(d) for d in "0123456789"}), "number_in_name")],
)
def test_a_table_is_called_something_short_that_is_nobodys_number(name: str, why: str) -> None:
    room = Room()
    with pytest.raises(BadName) as bad:
        room.join(room.code, name)
    assert bad.value.key == f"page.room.{why}" and room.tables == []


def test_a_hidden_name_is_told_to_the_facilitator_alone() -> None:
    room = Room()
    token, table, _ = room.join(room.code, "みどり")
    table.hidden = True
    assert room.told(room.rights(room.facilitator))["tables"][0] == {"number": 1, "name": "みどり", "lane": "T1", "hidden": True}
    for who in (token, room.projector):
        assert "みどり" not in str(room.told(room.rights(who)))


def test_no_token_is_told_with_the_room() -> None:
    room = Room()
    token, _, _ = room.join(room.code, "みどり")
    for who in (room.facilitator, token, room.projector):
        assert not [secret for secret in (room.facilitator, room.projector, token) if secret in str(room.told(room.rights(who)))]


def test_a_room_that_is_full_takes_no_more_tables() -> None:
    room = Room()
    for number in range(MOST_TABLES):
        room.join(room.code, f"table {number}")
    with pytest.raises(BadName):
        room.join(room.code, "one more")
    assert not room.join(room.code, "table 3")[2]


def test_the_tenth_wrong_code_in_a_minute_slows_that_address_and_no_other() -> None:
    hands = Hands()
    keeper = Doorkeeper(hands)
    for _ in range(MOST_WRONG):
        assert keeper.wait("10.0.0.5") == 0
        keeper.wrong("10.0.0.5")
        hands.now += 1
    assert keeper.wait("10.0.0.5") == SLOWED and keeper.wait("10.0.0.6") == 0
    hands.now += 61
    assert keeper.wait("10.0.0.5") == 0
