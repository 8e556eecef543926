"""What the process does with memory that is free again."""

from __future__ import annotations

_LARGE = 31 << 20


def keep_freed() -> None:
    """Lets glibc keep up to twice as many bytes as _LARGE for what comes next, instead of giving them back after every batch and taking
    fresh pages for the next one (a tenth of the time of a replay; the peak does not rise). Other systems do not mind.

    It learns from the largest block that was ever freed; there is no other way to tell it from here.
    """
    bytearray(_LARGE)
