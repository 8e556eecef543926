"""Workers with the real stages over a broker in memory, under a clock that runs only while everybody waits: death, frost and wire as chance has them."""

from __future__ import annotations

import asyncio
import contextvars
import random
import selectors
import weakref
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from aiokafka.errors import CommitFailedError, IllegalStateError
from aiokafka.structs import OffsetAndMetadata, TopicPartition

SESSION, REBALANCE = 6.0, 10.0
"""Seconds after which a member that says nothing is given up, and for which a rebalance waits for the others."""
LARGEST = 2_000
"""Bytes of a batch: small, so that whatever is sent is several."""


class Read(NamedTuple):
    """A record as a consumer gives it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    timestamp: int = 0


class _Hurried(selectors.DefaultSelector):
    """Waits for nothing: the clock jumps to the next moment at which something is due."""

    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise RuntimeError("everybody waits for ever")
        self.now += max(timeout, 0)
        return super().select(0)


class Clock(asyncio.SelectorEventLoop):
    """A loop with such a clock."""

    def __init__(self) -> None:
        self._hurried = _Hurried()
        super().__init__(self._hurried)

    def time(self) -> float:
        """Seconds since it began."""
        return self._hurried.now


_here: contextvars.ContextVar[Worker] = contextvars.ContextVar("worker")
_OUTSIDE = contextvars.copy_context()


class World:
    """The broker: topics as lists, groups with what they committed, and all workers there ever were."""

    def __init__(self, seed: int, parts: int, made: Callable[[World], list[Any]]) -> None:
        self.chance, self.parts, self.made = random.Random(seed), parts, made
        self.topics: dict[tuple[str, int], list[Read]] = {}
        self.groups: dict[str, Group] = {}
        self.workers: list[Worker] = []
        self.errors: list[BaseException] = []
        self.said: list[str] = []
        self._speed = self.chance.choice([200, 20])

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop that runs."""
        return asyncio.get_running_loop()

    def note(self, what: str) -> None:
        """Writes down what happens."""
        self.said.append(f"{self.loop.time():8.3f} {what}")

    def outside(self, task: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs something that is no worker's."""
        return self.loop.create_task(task, context=_OUTSIDE.copy())

    def append(self, topic: str, partition: int, messages: Iterable[tuple[bytes | None, bytes | None]]) -> None:
        """Writes records."""
        log = self.topics.setdefault((topic, partition), [])
        for key, value in messages:
            log.append(Read(topic, partition, len(log), key, value))

    def log(self, partition: TopicPartition) -> list[Read]:
        """A partition's records."""
        return self.topics.setdefault((partition.topic, partition.partition), [])

    def group(self, name: str) -> Group:
        """A consumer group, made if need be."""
        if name not in self.groups:
            self.groups[name] = Group(self, name)
        return self.groups[name]

    def wire(self) -> float:
        """How long a message takes; now and then long."""
        return self.chance.expovariate(self._speed) if self.chance.random() < 0.9 else self.chance.random() / 2

    def worker(self, fail: tuple[str, str, int] | None = None) -> Worker:
        """Starts one more."""
        made = Worker(self, len(self.workers), fail)
        self.workers.append(made)
        made.run(made.start())
        return made


class Worker:
    """A process. `fail`: stage, point and how often it is passed before the worker dies there."""

    def __init__(self, world: World, number: int, fail: tuple[str, str, int] | None) -> None:
        self.world, self.number, self.fail, self.passed = world, number, fail, 0
        self.dead, self.silent_since = False, float("inf")
        self.runs = asyncio.Event()
        self.runs.set()
        self.tasks: weakref.WeakSet[asyncio.Task[Any]] = weakref.WeakSet()
        self.wires: list[Wire] = []
        self.stages: list[Any] = []
        self.context = _OUTSIDE.copy()
        self.context.run(_here.set, self)

    def run(self, task: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Runs something of this worker."""
        return self.world.loop.create_task(task, context=self.context.copy())

    async def start(self) -> None:
        """Starts the stages and their agents."""
        self.stages = self.world.made(self.world)
        for stage in self.stages:
            stage.fail = self.failed
            self.run(self._agent(stage))
        for stage in self.stages:
            await stage.maybe_start()

    async def _agent(self, stage: Any) -> None:
        await asyncio.sleep(self.world.chance.random() * 2)
        stage.inbox.subscriber_count = 1
        while True:
            await stage.handle(await stage.inbox.get())

    def failed(self, error: BaseException) -> None:
        """What ends a process."""
        self.world.errors.append(error)
        self.kill()

    def passes(self, stage: str, point: str) -> None:
        """A fail point."""
        if self.fail and self.fail[:2] == (stage, point):
            self.passed += 1
            if self.passed >= self.fail[2]:
                self.kill()
                raise asyncio.CancelledError

    def kill(self) -> None:
        """SIGKILL: what is on the wire may still arrive, up to some message; nothing else happens any more."""
        if not self.dead:
            self.world.note(f"worker {self.number} dies")
            self.dead, self.silent_since = True, min(self.silent_since, self.world.loop.time())
            self.runs.set()
            for wire in self.wires:
                wire.cut()
            self._end()

    def _end(self) -> None:
        """Cancels what still runs, as often as it takes: some tasks start others when they are cancelled."""
        for task in (left := [task for task in self.tasks if not task.done()]):
            task.cancel()
        if left:
            self.world.loop.call_soon(self._end, context=_OUTSIDE.copy())

    def freeze(self) -> None:
        """SIGSTOP, as the broker sees it."""
        self.world.note(f"worker {self.number} freezes")
        self.silent_since = self.world.loop.time()
        self.runs.clear()

    def thaw(self) -> None:
        """SIGCONT."""
        if not self.dead:
            self.world.note(f"worker {self.number} thaws")
            self.silent_since = float("inf")
            self.runs.set()

    async def stop(self) -> None:
        """SIGTERM."""
        self.world.note(f"worker {self.number} stops")

        async def stop() -> None:
            for stage in self.stages:
                await stage.stop()

        try:
            await self.run(stop())
        except Exception as error:
            self.world.errors.append(error)
        finally:
            self.kill()


class Wire:
    """A connection of a worker to the broker: what is asked is done in order."""

    def __init__(self) -> None:
        self.worker = _here.get()
        self.world = self.worker.world
        self.worker.wires.append(self)
        self._asked: deque[tuple[Callable[[], Any], asyncio.Future[Any]]] = deque()
        self._pump: asyncio.Task[Any] | None = None

    async def ask(self, do: Callable[[], Any]) -> Any:
        """Lets the broker do something; what it answers."""
        future = self.world.loop.create_future()
        self._asked.append((do, future))
        if self._pump is None or self._pump.done():
            self._pump = self.world.outside(self._work())
        return await future

    async def _work(self) -> None:
        while self._asked:
            await asyncio.sleep(self.world.wire())
            await self.worker.runs.wait()
            if self._asked:
                do, future = self._asked.popleft()
                answer = do()
                self.world.loop.call_later(self.world.wire(), self._answer, future, answer)

    @staticmethod
    def _answer(future: asyncio.Future[Any], answer: Any) -> None:
        if not future.done():
            future.set_result(answer)

    def cut(self) -> None:
        """The worker died: only some of what was asked is still on the way."""
        for _ in range(self.world.chance.randint(0, len(self._asked))):
            self._asked.pop()


class Builder:
    """A batch of messages for one partition."""

    def __init__(self) -> None:
        self.messages: list[tuple[bytes | None, bytes]] = []
        self._size = 0

    def append(self, *, timestamp: int | None, key: bytes | None, value: bytes) -> object | None:
        """None if it is full."""
        if self.messages and self._size + len(value) > LARGEST:
            return None
        self._size += len(value)
        self.messages.append((key, value))
        return self

    def close(self) -> None:
        """Nothing more comes."""


class Producer:
    """Sends batches: of each partition one is on the way, and one waits."""

    def __init__(self, **_: Any) -> None:
        self._worker = _here.get()
        self._wires: dict[tuple[str, int], Wire] = {}
        self._waiting: dict[tuple[str, int], tuple[Builder, asyncio.Future[Any], asyncio.Event]] = {}
        self._going: dict[tuple[str, int], asyncio.Task[Any]] = {}

    async def start(self) -> None:
        """Connects."""

    async def stop(self) -> None:
        """Sends what is left."""
        await asyncio.gather(*self._going.values())

    create_batch = staticmethod(Builder)

    async def send_batch(self, batch: Builder, topic: str, *, partition: int) -> asyncio.Future[Any]:
        """Takes a batch as soon as none waits; the future is done when it is acknowledged."""
        place = topic, partition
        while place in self._waiting:
            await self._waiting[place][2].wait()
        future = self._worker.world.loop.create_future()
        self._waiting[place] = batch, future, asyncio.Event()
        if place not in self._going or self._going[place].done():
            self._going[place] = asyncio.get_running_loop().create_task(self._send(place))
        return asyncio.shield(future)

    async def _send(self, place: tuple[str, int]) -> None:
        wire = self._wires.setdefault(place, Wire())
        while place in self._waiting:
            batch, future, drained = self._waiting.pop(place)
            drained.set()
            await wire.ask(lambda batch=batch: self._worker.world.append(*place, batch.messages))  # type: ignore[misc]
            future.set_result(None)


class Consumer:
    """Reads, as a member of a group or by itself."""

    def __init__(self, group_id: str = "", **_: Any) -> None:
        self.worker = _here.get()
        self._world, self._wire = self.worker.world, Wire()
        self.group: Any = self._world.group(group_id) if group_id else None
        self.generation = -1
        self.positions: dict[TopicPartition, int] = {}
        self._paused: set[TopicPartition] = set()
        self.settled, self.turn = asyncio.Event(), asyncio.Lock()
        self._coordinator = SimpleNamespace(fetch_committed_offsets=self._committed)
        self.topics: list[str] = []
        self.listener: Any = None

    async def start(self) -> None:
        """Connects."""

    async def stop(self) -> None:
        """Leaves the group."""
        if self.group:
            await self._wire.ask(lambda: self.group.leave(self))

    def subscribe(self, topics: list[str], listener: Any) -> None:
        """Joins the group."""
        self.topics, self.listener = topics, listener
        self.group.join(self)

    def assign(self, partitions: Iterable[TopicPartition]) -> None:
        """Reads partitions by itself, or those that the group gave it: from what was committed on, and at once."""
        committed = self.group.committed if self.group else {}
        self.positions = {p: committed[p].offset if p in committed else 0 for p in partitions}
        self._paused = set()
        self.settled.set()

    def assignment(self) -> set[TopicPartition]:
        """What is read."""
        return set(self.positions)

    def _known(self, partitions: Iterable[TopicPartition]) -> None:
        if any(p not in self.positions for p in partitions):
            raise IllegalStateError("not assigned")

    def pause(self, *partitions: TopicPartition) -> None:
        """Reads them no more for now."""
        self._known(partitions)
        self._paused.update(partitions)

    def resume(self, *partitions: TopicPartition) -> None:
        """Reads them again."""
        self._known(partitions)
        self._paused.difference_update(partitions)

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Reads on from there."""
        self._known([partition])
        self.positions[partition] = offset

    async def seek_to_beginning(self, partition: TopicPartition) -> None:
        """Reads all."""
        self.seek(partition, 0)

    async def position(self, partition: TopicPartition) -> int:
        """Where it reads next."""
        return self.positions[partition]

    async def end_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Where they end."""
        return await self._wire.ask(lambda: {p: len(self._world.log(p)) for p in partitions})

    async def beginning_offsets(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """Where they begin."""
        return await self._wire.ask(lambda: dict.fromkeys(partitions, 0))

    def highwater(self, partition: TopicPartition) -> int:
        """Where it ends."""
        return len(self._world.log(partition))

    async def _committed(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, OffsetAndMetadata]:
        return await self._wire.ask(lambda: {p: self.group.committed[p] for p in partitions if p in self.group.committed})

    async def commit(self, offsets: Mapping[TopicPartition, OffsetAndMetadata]) -> None:
        """Commits. CommitFailedError if the group has gone on without it."""
        self._known(offsets)
        generation, said = self.generation, dict(offsets)
        if not await self._wire.ask(lambda: self.group.commit(self, generation, said)):
            raise CommitFailedError("the group has gone on")

    async def getmany(self, timeout_ms: int, max_records: int = 10_000) -> dict[TopicPartition, list[Read]]:
        """Some of what there is."""
        end = self._world.loop.time() + timeout_ms / 1000
        while True:
            await asyncio.sleep(self._world.wire())
            await self.worker.runs.wait()
            await self.settled.wait()
            if found := self._read(max_records):
                return found
            if self._world.loop.time() >= end:
                return {}
            await asyncio.sleep(0.02)

    def _read(self, most: int) -> dict[TopicPartition, list[Read]]:
        chance, found = self._world.chance, {}
        ready = sorted(p for p in self.positions if p not in self._paused and self.positions[p] < len(self._world.log(p)))
        for partition in chance.sample(ready, chance.randint(min(1, len(ready)), len(ready))):
            at = self.positions[partition]
            records = self._world.log(partition)[at : at + (chance.randint(1, 40) if chance.random() < 0.5 else most)]
            self.positions[partition] = at + len(records)
            found[partition] = records
        return found


class Group:
    """A consumer group: gives partitions to those who live, by ranges, and takes commits of the present generation only."""

    def __init__(self, world: World, name: str) -> None:
        self._world, self.name = world, name
        self.committed: dict[TopicPartition, OffsetAndMetadata] = {}
        self.history: list[tuple[float, int, dict[TopicPartition, OffsetAndMetadata]]] = []
        self.members: list[Consumer] = []
        self.generation = 0
        self._changed = asyncio.Event()
        world.outside(self._run())

    def join(self, member: Consumer) -> None:
        """One more."""
        if member not in self.members:
            self.members.append(member)
        self._changed.set()

    def leave(self, member: Consumer) -> None:
        """One less."""
        if member in self.members:
            self.members.remove(member)
        self._changed.set()

    def commit(self, member: Consumer, generation: int, offsets: Mapping[TopicPartition, OffsetAndMetadata]) -> bool:
        """Whether it was taken."""
        if member not in self.members or generation != self.generation:
            return False
        self.committed.update(offsets)
        self.history.append((self._world.loop.time(), member.worker.number, dict(offsets)))
        return True

    async def _run(self) -> None:
        self._world.outside(self._watch())
        while True:
            await self._changed.wait()
            self._changed.clear()
            await asyncio.sleep(self._world.chance.random())
            await self._rebalance()

    async def _watch(self) -> None:
        """Gives up members that say nothing; those that are back join again."""
        away: set[Consumer] = set()
        while True:
            await asyncio.sleep(0.5)
            now = self._world.loop.time()
            for member in [m for m in self.members if now - m.worker.silent_since > SESSION]:
                self.leave(member)
                away.add(member)
            for member in [m for m in away if not m.worker.dead and m.worker.runs.is_set()]:
                away.discard(member)
                self.join(member)

    async def _rebalance(self) -> None:
        ready: set[Consumer] = set()
        asked: set[Consumer] = set()
        end = self._world.loop.time() + REBALANCE
        while any(m not in ready for m in self.members) and self._world.loop.time() < end:
            for member in [m for m in self.members if m not in asked and m.worker.runs.is_set() and not m.worker.dead]:
                asked.add(member)
                member.worker.run(self._prepare(member, ready))
            await asyncio.sleep(0.05)
        late = [m for m in self.members if m not in ready]
        self.members = [m for m in self.members if m in ready]
        self.generation += 1
        for place, member in enumerate(self.members):
            member.generation = self.generation
            member.worker.run(self._give(member, self._range(place, len(self.members)), self.generation))
        for member in late:
            self._world.outside(self._rejoin(member, ready))

    async def _rejoin(self, member: Consumer, ready: set[Consumer]) -> None:
        while member not in ready and not member.worker.dead:
            await asyncio.sleep(0.1)
        if not member.worker.dead:
            self.join(member)

    def _range(self, place: int, members: int) -> list[int]:
        each, more = divmod(self._world.parts, members)
        start = place * each + min(place, more)
        return list(range(start, start + each + (place < more)))

    @staticmethod
    async def _prepare(member: Consumer, ready: set[Consumer]) -> None:
        async with member.turn:
            member.settled.clear()
            await member.listener.on_partitions_revoked(set(member.positions))
            ready.add(member)

    async def _give(self, member: Consumer, numbers: list[int], generation: int) -> None:
        async with member.turn:
            if generation != self.generation:
                return  # a later one comes
            member.assign([TopicPartition(topic, number) for topic in member.topics for number in numbers])
            await asyncio.sleep(self._world.chance.random() / 100)
            await member.listener.on_partitions_assigned(set(member.positions))


def task_factory(loop: asyncio.AbstractEventLoop, task: Any, **more: Any) -> asyncio.Task[Any]:
    """Tasks know whose they are, so that they die with their worker."""
    made: asyncio.Task[Any] = asyncio.Task(task, loop=loop, **more)
    context = more.get("context")
    worker = context.get(_here) if context is not None else _here.get(None)
    if worker is not None:
        worker.tasks.add(made)
        if worker.dead:
            made.cancel()
    return made


def play(story: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Lets a story happen."""
    loop = Clock()
    loop.set_task_factory(task_factory)
    loop.set_exception_handler(lambda *_: None)
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(story())
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        asyncio.set_event_loop(None)
        loop.close()


def here() -> Worker:
    """The worker in which this runs."""
    return _here.get()
