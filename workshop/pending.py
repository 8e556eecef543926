"""Records about people whom the register does not know (yet): they are kept, and count once the person is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from processors.engine import Engine


def pending(engine: Engine) -> int:
    """Of how many people an office has records, but not the register."""
    from processors.store.facts import BIT

    has = engine.link.facts.dense["has"][: engine.link.facts.size]
    return int(np.count_nonzero((has != 0) & (has & BIT["register.person"] == 0)))
