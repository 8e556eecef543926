"""Outcome words, whose numbers of causes mean something to one process alone, and what they say."""

from __future__ import annotations

import numpy as np

from processors.assess.causes import Causes
from processors.assess.units import ELIGIBLE, UNTOLD, code_of, pack, payload_of
from processors.disclosures import Said


def said_of(words: np.ndarray, causes: Causes) -> Said:
    """What outcome words (uint32 [n]) say."""
    codes, payload = code_of(words).astype(np.uint8), payload_of(words).astype(np.int64)
    why = np.zeros(len(words), dtype=np.uint64)
    untold = codes == UNTOLD
    why[untold] = np.array(causes.sets, dtype=np.uint64)[payload[untold]]
    return Said(codes, np.where(codes == ELIGIBLE, payload, 0), why)


def words_of(said: Said, causes: Causes) -> np.ndarray:
    """The outcome words for what is said: uint32 [n]."""
    payload, untold = said.yen.copy(), said.codes == UNTOLD
    payload[untold] = causes.numbers(said.why[untold])
    return pack(said.codes, payload)
