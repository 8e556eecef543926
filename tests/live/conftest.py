"""A broker for the live tests. None: they are skipped with one line, or fail if NAYOSE_REQUIRE_BROKER is set."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.broker import NoBroker, broker

if TYPE_CHECKING:
    from tests.live.both import Both

_NUMBERS = itertools.count()
ALONE = "the tests on a broker run by themselves: `make test-kafka` (it finds Docker, or Java 17 and Maven, or NAYOSE_TEST_BROKER=host:port)"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the broker listens. Not beside other tests: these kill, freeze and count seconds."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip(ALONE)
    try:
        with broker() as found:
            yield found
    except NoBroker as none:
        if os.environ.get("NAYOSE_REQUIRE_BROKER"):
            pytest.fail(str(none), pytrace=False)
        pytest.skip(str(none))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small town's records."""
    from producers.simulate import simulate, write

    made = tmp_path_factory.mktemp("town")
    write(simulate(300, months=8, seed=5), made)
    return made


@pytest.fixture(scope="module")
def both(address: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """That town on the page of both runners; its records have all been worked on."""
    from tests.live.both import both_of

    with both_of(address, folder, tmp_path_factory.mktemp("page") / "log") as made:
        yield made


@pytest.fixture
def prefix(address: str) -> Iterator[str]:
    """Topics of the test's own."""
    from workshop.kafka import topics

    name = f"test-{os.getpid()}-{next(_NUMBERS)}."
    topics.make(address, name)
    yield name
    topics.drop(address, name)
