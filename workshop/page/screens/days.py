"""Days as answers carry them."""

from __future__ import annotations

import datetime


def iso(day: int) -> str:
    """An ordinal day as ISO text."""
    return datetime.date.fromordinal(day).isoformat()
