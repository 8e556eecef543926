"""The decoder takes a short cut past the models; it refuses what they refuse, and takes what they take."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.decode import Decoder
from processors.texts import TextPool
from tests.exports.test_schema_agreement import by_check, events, mutated


def taken(event: dict[str, Any]) -> bool:
    """Whether the decoder takes the event, as far as its form goes: whose number it is, its time and its candidate are other checks."""
    refused = Decoder("lines", TextPool()).decode([json.dumps(event).encode()]).rejections
    beyond = ("a My Number", "time: ", "data.unit: ")
    return not refused or (refused[0].reason.startswith(beyond) and by_check(event))


@settings(max_examples=300)
@given(st.one_of(events, mutated()))
def test_the_decoder_takes_an_event_if_and_only_if_the_models_do(event: dict[str, Any]) -> None:
    assert taken(event) == by_check(event)
