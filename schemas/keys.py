"""Opaque keys: what stands for a household or a resident outside custody, instead of a number that somebody could look up."""

from __future__ import annotations

import numpy as np

HOUSEHOLD, RESIDENT = np.uint64(0x486F757365686F6C), np.uint64(0x5265736964656E74)
_SALT = np.uint64(0x4E61796F73650001)


def _mix(x: np.ndarray) -> np.ndarray:
    """Splitmix64's finaliser (Steele, Lea & Flood 2014): a bijection of 64-bit words."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def opaque(values: np.ndarray, domain: np.uint64) -> np.ndarray:
    """Keys of household or record numbers: int [n] -> int64 [n], never 0; equal on every runner."""
    with np.errstate(over="ignore"):
        mixed = _mix(_mix(values.astype(np.uint64) + domain) ^ _SALT)
    return np.where(mixed == 0, np.uint64(1), mixed).view(np.int64)


def shown(key: int) -> str:
    """A key as people and messages see it: 16 hexadecimal digits."""
    return f"{key & 0xFFFFFFFFFFFFFFFF:016x}"


def read(text: str) -> int:
    """The key that `shown` wrote. ValueError if it is none."""
    value = int(text, 16)
    return value - (1 << 64) if value >> 63 else value
