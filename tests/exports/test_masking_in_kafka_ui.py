"""kafbat/kafka-ui (profile `observe` of Compose) masks fields whose whole name fits a pattern: every field of an event that holds a My Number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NUMBER = "^[0-9]{12}$"


def of_numbers(schema: Any, name: str = "") -> Iterator[str]:
    """The names of the fields under which a schema wants a My Number."""
    if isinstance(schema, list):
        for one in schema:
            yield from of_numbers(one, name)
    elif isinstance(schema, dict):
        if schema.get("pattern") == NUMBER:
            yield name
        for key, value in schema.items():
            for field, one in value.items() if key in ("properties", "$defs") else ():
                yield from of_numbers(one, field)
            if key not in ("properties", "$defs"):
                yield from of_numbers(value, name)


def test_every_field_of_an_event_that_holds_a_my_number_is_masked() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    pattern = re.search(r'MASKING_0_FIELDSNAMEPATTERN: "([^"]+)"', compose)
    assert pattern is not None
    fields = {name for path in (ROOT / "schemas/exported/events").glob("*.json") for name in of_numbers(json.loads(path.read_text(encoding="utf-8")))}
    assert {"subject", "other_number"} <= fields
    assert not [name for name in fields if not re.fullmatch(pattern[1], name)]
