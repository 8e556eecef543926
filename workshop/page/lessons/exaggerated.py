"""The same town with many times as many wrong links, so that what they do can be seen."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path

from producers.errors import Errors
from producers.simulate import simulate, write
from schemas.ordinance import Ordinance
from workshop.page.playing.cuts import kept
from workshop.page.playing.history import Ground, History, Standing
from workshop.scoring import assessor

Play = Callable[[Ordinance, int], Standing]


def exaggerated(residents: int, months: int, seed: int, start: str) -> Callable[[int], Play]:
    """Makes such a town when it is asked for, and gives what plays an ordinance over it to a day."""

    def made(links: int) -> Play:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            write(simulate(residents, months, seed, datetime.date.fromisoformat(start), Errors(wrong_links=links)), place)
            someone = assessor(place)
            assert someone is not None
            ground = Ground(kept(place), someone, lambda _: someone.truth)
        return lambda ordinance, day: History(ground, ordinance).at(day)

    return made
