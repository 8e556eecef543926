"""A worker: a Faust app whose agents take batches from the stages' readers. `python -m processors.kafka`, told by the environment."""

from __future__ import annotations

import gc
import logging
import tempfile
from typing import Any

import faust
from faust.app.base import BootStrategy
from faust.web import Request, Response, View

from processors.kafka.metrics import exposition
from processors.kafka.settings import HEARTBEAT_SECONDS, SESSION_SECONDS, Settings
from processors.kafka.stage import Stage
from processors.kafka.stages import STAGES
from processors.kafka.topology import IDLE


class _Boot(BootStrategy):  # type: ignore[misc, unused-ignore]
    def agents(self) -> list[Any]:
        """The agents, and then the stages: they need not wait for Faust's own consumer, its rebalance and its tables (2 s when a worker joins)."""
        app: Any = self.app
        return [*super().agents(), *app.stages]


class Worker(faust.App):  # type: ignore[misc, unused-ignore]
    """The app. Its stages start and stop with it."""

    BootStrategy = _Boot
    stages: list[Stage]


def app_of(settings: Settings) -> faust.App:
    """The app with one agent a stage."""
    app = Worker(
        f"{settings.prefix}nayose-worker", broker=f"kafka://{settings.broker}", store="memory://", topic_disable_leader=True,
        broker_session_timeout=SESSION_SECONDS, broker_heartbeat_interval=HEARTBEAT_SECONDS, stream_wait_empty=False,
        web_bind=settings.web_host, web_port=settings.web_port or 6066, web_enabled=bool(settings.web_port),
        datadir=tempfile.mkdtemp(prefix="nayose-worker-"), worker_redirect_stdouts=False,
    )  # fmt: skip
    stages = app.stages = [STAGES[name](app, settings) for name in settings.stages]
    for place, stage in enumerate(stages):
        stage.later = stages[place + 1 :]
        _agent(app, stage)
    _idle(app, settings)
    _pages(app, stages)
    return app


def _agent(app: faust.App, stage: Stage) -> None:
    async def agent(batches: Any) -> None:
        async for batch in batches:
            await stage.handle(batch)

    agent.__name__ = f"{stage.name}_agent"
    app.agent(stage.inbox, name=f"{stage.name}_agent")(agent)


def _idle(app: faust.App, settings: Settings) -> None:
    """Faust wants one real topic; nobody writes to this one."""

    async def idle(records: Any) -> None:
        async for _ in records:
            pass

    app.agent(app.topic(settings.topic(IDLE), partitions=1, value_serializer="raw"), name="idle_agent")(idle)


def _pages(app: faust.App, stages: list[Stage]) -> None:
    @app.page("/ready")
    async def ready(view: View, request: Request) -> Response:
        """200 and `ready` when all parts are live; 503 and `recovering` before."""
        standing = {stage.name: {"ready": stage.ready, "parts": {n: held.live for n, held in stage.parts.items()}} for stage in stages}
        good = all(stage.ready for stage in stages)
        return view.json({"state": "ready" if good else "recovering", "stages": standing}, status=200 if good else 503)

    @app.page("/metrics")
    async def metrics(view: View, request: Request) -> Response:
        """Numbers for Prometheus."""
        return view.text(exposition().decode(), content_type="text/plain")


def work(settings: Settings) -> None:
    """Runs a worker until it is told to stop."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)  # state is arrays and long-lived; to look through it again and again costs a third
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    faust.Worker(app_of(settings), loglevel="INFO").execute_from_commandline()
