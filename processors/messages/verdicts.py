"""Verdicts and notices as messages: one unit of one programme in one lane each, with the version of the disclosure that was judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from pydantic_core import to_json

from processors.assess.causes import Causes
from processors.assess.stage import Told
from processors.assess.units import ELIGIBLE, NONE, NOT_ELIGIBLE, UNTOLD, code_of, payload_of
from processors.messages.words import Version, iso
from schemas.causes import ABSENT, STALE, STATES, WITHHELD, bit, causes
from schemas.keys import shown
from schemas.programmes import PROGRAMMES

VERDICTS = {NONE: "none", ELIGIBLE: "eligible", NOT_ELIGIBLE: "not-eligible", UNTOLD: "cannot-be-told"}
_STATE = dict(zip(STATES, (WITHHELD, ABSENT, STALE)))


def written(told: Told, versions: Mapping[int, Version], answers: Mapping[int, int], known: Causes) -> Iterator[tuple[str, bytes, bytes]]:
    """(topic, key, message): a verdict where the outcome changed, a notice where one was sent or withdrawn, or its amount is another.

    `versions` are those of the disclosures, by household; `answers` counts the assessments that touched it.
    """
    codes, payloads = code_of(told.words).tolist(), payload_of(told.words).tolist()
    changed, day = told.words != told.before, iso(told.day)
    nature = PROGRAMMES[told.programme].nature
    columns = zip(told.homes.tolist(), told.units.tolist(), codes, payloads, changed.tolist(), told.noticed.tolist(), told.was_noticed.tolist())
    for home, unit, code, payload, other, noticed, was in columns:
        version, key = versions[home], shown(home)
        head = {
            "lane": told.lane, "programme": told.programme, "household": key, "unit": shown(unit) if unit else "", "day": day,
        }  # fmt: skip
        if other:
            said: dict[str, Any] = {"version": version, "verdict": VERDICTS[code]}
            if code == ELIGIBLE:
                said["yen"] = payload
            elif code == UNTOLD:
                said["causes"] = [f"{cause.kind}:{cause.state}" for cause in causes(known.sets[payload])]
            yield "verdicts", key.encode(), to_json(head | said)
        if noticed != was or (noticed and other):
            said = {"version": (*version, answers.get(home, 0)), "nature": nature, "in_force": noticed}
            if noticed:
                said["yen"] = payload
            yield "notices", key.encode(), to_json(head | said)


def outcome(document: Mapping[str, Any]) -> tuple[int, np.uint64]:
    """The code of a verdict, and its yen or the set of its causes: what the digest covers."""
    code = {word: code for code, word in VERDICTS.items()}[document["verdict"]]
    if code == UNTOLD:
        pairs = (cause.rpartition(":") for cause in document["causes"])
        return code, np.bitwise_or.reduce([np.uint64(bit(kind, _STATE[state])) for kind, _, state in pairs] or [np.uint64(0)])
    return code, np.uint64(document.get("yen", 0))
