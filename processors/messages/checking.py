"""What a disclosure message lets each duty know of each member: what its answers say, and what it holds beyond them."""

from __future__ import annotations

from functools import cache

from processors.messages.disclosures import PASSING, Document
from schemas.attributes import attributes_of


def passing(document: Document, duty: str) -> list[frozenset[str]]:
    """By member, the attributes that the answers to a duty let pass."""
    known: list[frozenset[str]] = [frozenset()] * len(document["members"])
    for answer in document["duties"][duty]["answers"]:
        names = frozenset(name for kind, code in answer["kinds"].items() if code in PASSING for name in _names(kind)) - frozenset(answer.get("hidden", ()))
        for place in answer["members"]:
            known[place] = names
    return known


@cache
def _names(kind: str) -> tuple[str, ...]:
    return tuple(attribute.name for attribute in attributes_of(kind))
