"""What tests in a browser do again and again."""

from __future__ import annotations

import time
from typing import Any

Figures = dict[str, float]


def until(page: Any, holds: str, seconds: float = 10) -> None:
    """Waits until an expression holds in the page (whose policy forbids the driver's own way of waiting, which evaluates texts there)."""
    end = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < end, f"not within {seconds} s: {holds}"
        page.wait_for_timeout(30)


def settled(page: Any) -> None:
    """Waits until nothing is asked for, and the numbers are of the whole run."""
    page.wait_for_selector("#happened .figure")
    until(page, "!nayose.pending && nayose.frames > 0 && !/計算中|Calculating/.test(document.getElementById('happened').innerText)")


def turn(page: Any, rule: str, *, on: bool) -> None:
    """Chooses one of a rule's two radios."""
    page.locator(f"[id='{rule}-{str(on).lower()}']").evaluate("(one) => one.click()")


def figures(served: Any, lane: str = "C") -> Figures:
    """The four figures as the server tells them."""
    picture = served.asked(f"api/lanes/{lane}")["picture"]
    return {**{name: float(picture[name]) for name in ("reached", "missed", "wrong")}, "items": float(picture["items_per_resident"])}


def reset(served: Any, lane: str = "C") -> None:
    """The lane as it is shipped, at the end of the town."""
    now = served.asked(f"api/lanes/{lane}")
    if now["switches"]:
        served.asked(f"api/lanes/{lane}/ordinance", {"base": now["revision"], "name": lane})
    served.asked("api/time", {"do": "pause"})
    served.asked("api/time", {"do": "now"})
