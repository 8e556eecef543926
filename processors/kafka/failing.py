"""Fail points: places at which a test lets a worker die (design 6), named in NAYOSE_FAIL as `stage:point:times`."""

from __future__ import annotations

import os
import signal

POINTS = ("state", "sending", "commit", "redecide")
"""After state before send; after the first of several messages; between send and commit; in the middle of deciding everything anew."""
_STAGE, _POINT, _TIMES = (os.environ.get("NAYOSE_FAIL", "") + "::").split(":")[:3]
_left = [int(_TIMES or 1)]


def fail_point(stage: str, point: str) -> None:
    """Dies here, the hard way, if that was asked for."""
    if (stage, point) == (_STAGE, _POINT):
        _left[0] -= 1
        if _left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
