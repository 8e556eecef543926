"""The same town on the page of both runners: played by workers over a broker, and in this process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from processors.kafka.settings import Settings
from schemas.ordinance.reader import load
from tests.live.towns import LANES, put_in_force, send
from tests.live.workers import Worker, workers
from tests.page.asking import Answer, ask
from tests.page.test_mirror import moment
from workshop.kafka import topics
from workshop.kafka.serving import routes
from workshop.page.playing.in_process import TownInProcess
from workshop.page.playing.on_kafka import KafkaTown
from workshop.page.playing.town import Town
from workshop.page.server import app_of


class Both:
    """`town` is on Kafka, `alone` in this process; each has its page."""

    def __init__(self, address: str, prefix: str, folder: Path, worker: Worker) -> None:
        self.address, self.prefix, self.worker, self.folder = address, prefix, worker, folder
        self.alone = TownInProcess(folder, {lane: load(lane) for lane in LANES})
        self.town = self.page()
        self.app, self.app_alone = app_of(self.town, more=routes(self.town)), app_of(self.alone)

    @property
    def towns(self) -> tuple[Town, Town]:
        """Both towns, that on Kafka first."""
        return self.town, self.alone

    def page(self) -> KafkaTown:
        """One more page over the topics."""
        return KafkaTown(Settings(self.address, prefix=self.prefix), self.folder, people=True)

    def change(self, lane: str, what: str, **said: Any) -> Any:
        """Changes a lane of both by a request; the answer on Kafka."""
        answers = [self._asked(town, f"/api/lanes/{lane}/{what}", {"base": town.lane(lane).revision, **said}) for town in self.towns]
        assert [answer.status for answer in answers] == [200, 200], answers
        self.alone.settle()
        return answers[0].json

    def asked(self, path: str, said: Any = None) -> tuple[Any, Any]:
        """What both pages answer, that on Kafka first."""
        answers = [self._asked(town, path, said) for town in self.towns]
        assert [answer.status for answer in answers] == [200, 200], answers
        return answers[0].json, answers[1].json

    def _asked(self, town: Town, path: str, said: Any = None) -> Answer:
        return ask(self.app if town is self.town else self.app_alone, path, None if said is None else json.dumps(said).encode())

    def agree(self, lane: str) -> bool:
        """Whether both show the same figures of the moment."""
        return moment(self.town.picture(lane)) == moment(self.alone.picture(lane))


@contextmanager
def both_of(address: str, folder: Path, log: Path) -> Iterator[Both]:
    """A town whose records have all been worked on."""
    prefix = f"page-{os.getpid()}-{log.parent.name}."
    topics.make(address, prefix)
    for lane in LANES:
        put_in_force(address, prefix, lane, 1)
    with workers(Worker(address, prefix, log, NAYOSE_PEOPLE="1")) as running:
        running[0].wait_ready()
        made = Both(address, prefix, folder, running[0])
        send(address, prefix, folder)
        made.town.settle()
        try:
            yield made
        finally:
            for town in made.towns:
                town.closing()
    topics.drop(address, prefix)
