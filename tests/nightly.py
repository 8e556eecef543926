"""Cases of which some are tried in every run, and all of them at night (`-m slow`, or NAYOSE_NIGHTLY in the environment)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import settings


def rest_at_night(cases: Iterable[Any], by_day: Callable[[Any], bool]) -> list[Any]:
    """The cases as parameters (tuples: of several arguments); those that are not for every run are marked `slow`."""
    return [case if by_day(case) else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow) for case in cases]


def tries(at_night: int, by_day: int) -> int:
    """How often something drawn by chance is tried: `by_day`, or `at_night` where NAYOSE_NIGHTLY is set (`.ci/run --nightly`)."""
    return at_night if os.environ.get("NAYOSE_NIGHTLY") else by_day


def examples(at_night: int, by_day: int, **more: Any) -> settings:
    """The settings of a property that is tried on so many examples."""
    return settings(max_examples=tries(at_night, by_day), **more)
