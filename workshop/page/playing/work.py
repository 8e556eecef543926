"""The one thread that does what is heavy: what was asked for first, and in between steps of what can wait."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
THREAD = "town"
"""The thread's name."""
_WAIT = 0.05
"""Seconds after which it looks again whether there is something to do."""


class Worker:
    """`spare` does one step of what can wait, and says whether there was one."""

    def __init__(self, spare: Callable[[], bool]) -> None:
        self._spare = spare
        self._asked: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._lock = threading.Lock()

    def do(self, work: Callable[[], T]) -> Future[T]:
        """Does some work soon; whoever asks in the thread itself has it done at once."""
        future: Future[T] = Future()
        if threading.current_thread() is self._thread:
            done(work, future)
            return future
        self._asked.put((work, future))
        self.start()
        return future

    def start(self) -> None:
        """Starts the thread, where it does not run."""
        with self._lock:
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._run, name=THREAD, daemon=True)
                self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def close(self) -> None:
        """Ends it after the step at hand."""
        self._closing = True

    def _run(self) -> None:
        idle = False
        while not self._closing:
            try:
                done(*self._asked.get(idle, _WAIT if idle else None))
                idle = False
            except queue.Empty:
                idle = not self._spare()


def done(work: Callable[[], T], future: Future[T]) -> None:
    """Does some work; whoever waits for the future has what came of it, be it an error."""
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
