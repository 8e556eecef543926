"""A small town on which lessons are played, each ordinance from the first day on, as `nayose replay --switch` does."""

from __future__ import annotations

import datetime
from pathlib import Path

from processors.inprocess import Replay
from schemas.ordinance import Ordinance
from workshop.commands.replay import to_the_day
from workshop.page.lessons.exaggerated import exaggerated
from workshop.page.lessons.flags import flags_of
from workshop.page.lessons.habits import habits_of
from workshop.page.lessons.stage import Stage
from workshop.page.playing.history import Standing
from workshop.score import Scorer
from workshop.scoring import assessor, followed_up

FIRST, LAST = datetime.date(2024, 11, 1).toordinal(), datetime.date(2025, 10, 31).toordinal()


def stage_of(folder: Path) -> Stage:
    """Lessons over a town of twelve months."""
    someone = assessor(folder)
    assert someone is not None

    def play(ordinance: Ordinance, day: int) -> Standing:
        answering = assessor(folder)
        replay = Replay(folder, {ordinance.name: ordinance}, answering, day)
        replay.run()
        to_the_day(replay)
        followed_up(replay.runner)
        return Standing(replay.runner, ordinance.name, day, Scorer(replay.runner, someone.town.truth, someone.town).score(ordinance.name))

    return Stage(play, FIRST, LAST, lambda: habits_of(folder), lambda: flags_of(folder), exaggerated(3000, 12, 1, "2024-11-01"))
