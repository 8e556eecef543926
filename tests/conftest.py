"""Settings every test shares: property tests draw the same examples on every machine and run; what is for the night has time."""

import signal
import threading

import pytest
from hypothesis import settings

settings.register_profile("nayose", derandomize=True, deadline=None)
settings.load_profile("nayose")

if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores Ctrl+C, and so would the servers that tests start

AT_NIGHT = 900
"""Seconds that a test for the night may take at most, on a machine that also does other things."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests for the night may take longer than those of every run."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(AT_NIGHT))
