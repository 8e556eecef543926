"""The whole town in containers, brought up once for all tests here."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.cli.calling import nayose
from tests.live.broker import free_port

RESIDENTS = 600


@pytest.fixture(scope="session")
def project() -> Iterator[dict[str, str]]:
    """The whole thing, under a name and ports of the tests' own."""
    from workshop.kafka import containers  # Docker's SDK is not there on a bare machine

    try:
        containers.engine().close()
    except containers.Letter as none:
        if os.environ.get("NAYOSE_REQUIRE_BROKER"):
            pytest.fail(none.key, pytrace=False)
        pytest.skip("no Docker engine: start one to run this test")
    settings = {
        "COMPOSE_PROJECT_NAME": "nayose-test", "NAYOSE_KAFKA_PORT": str(free_port()), "NAYOSE_PORT": str(free_port()), "NAYOSE_UI_PORT": str(free_port()),
        "NAYOSE_RESIDENTS": str(RESIDENTS), "NAYOSE_RATE": "150",
    }  # fmt: skip
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        done = nayose("kafka", "up", "--processors", 2)
        assert done.code == 0 and "It is up." in done.out, done.err
        yield settings
    finally:
        down = nayose("kafka", "down")
        left = containers.containers()
        os.environ.clear()
        os.environ.update(before)
    assert down.code == 0 and "It is down." in down.out and not left, down.err
