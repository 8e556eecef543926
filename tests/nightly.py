"""Cases of which some are tried in every run, and all of them at night (`-m slow`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def rest_at_night(cases: Iterable[Any], by_day: Callable[[Any], bool]) -> list[Any]:
    """The cases as parameters (tuples: of several arguments); those that are not for every run are marked `slow`."""
    return [case if by_day(case) else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow) for case in cases]
