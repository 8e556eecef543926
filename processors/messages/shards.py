"""Which part of the work a key belongs to."""

from __future__ import annotations

import numpy as np


def shard_of(keys: np.ndarray, shards: int) -> np.ndarray:
    """The shard of My Numbers or of opaque household keys: int64 [n] -> int64 [n] in 0..shards - 1."""
    return (keys.view(np.uint64) % np.uint64(shards)).astype(np.int64)
