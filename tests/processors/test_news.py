"""What the stages hear besides their parts' records: ordinances, and what people say of candidates."""

from __future__ import annotations

import json

import pytest

from processors.parts.log import Out, Taken
from processors.parts.news import Answers, Ordinances


@pytest.mark.parametrize(
    ("type_", "said", "found"),
    [
        ("assessment.decided", {"decision": "accept"}, "taken"), ("response.planned", {"outcome": "planned"}, "passed over"),
        ("support.connected", {"outcome": "declined"}, "passed over"), ("support.connected", {"outcome": "lost"}, "dead letter"), ("day.ended", {}, "dead letter"),
    ],
)  # fmt: skip
def test_of_what_people_say_an_answer_is_taken_and_what_follows_it_is_passed_over_without_a_dead_letter(type_: str, said: dict[str, str], found: str) -> None:
    data = {"lane": "G", "programme": "school-aid", "unit": "0123456789abcdef-0123456789abcdef-739000", **said}
    event = {
        "specversion": "1.0", "id": "5f0b4c5e-8d0e-5a4e-9b1e-0123456789ab", "source": "/desk", "type": type_, "time": "2025-02-03T12:00:00+09:00",
        "data": data if said else {"day": "2025-02-03"},
    }  # fmt: skip
    read = Answers().read(Taken("assessments", 0, 0, b"", json.dumps(event).encode()))
    assert found == ("passed over" if read is None else "dead letter" if isinstance(read, Out) else "taken")


def test_an_ordinance_that_does_not_load_is_a_dead_letter_that_says_that_the_one_before_stays_in_force() -> None:
    read = Ordinances().read(Taken("ordinances", 0, 7, b"C", b'{"lane": "C", "change": 2, "run_start": "2024-11-01", "file_size": 1, "toml": "rows = 3"}'))
    assert isinstance(read, Out) and read.topic == "dead-letters"
    said = json.loads(read.value)
    assert said["offset"] == 7 and "C.toml" in said["reason"] and "stays in force" in said["reason"]
