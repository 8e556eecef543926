"""The same seed gives the same bytes: what makes and judges the town reads no clock and draws no chance of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from source_tree import Module, modules, read, uses

FORBIDDEN = re.compile(
    r"""
    datetime\.(datetime|date)\.(now|today|utcnow)$
    | time\.(time|time_ns|monotonic|monotonic_ns|perf_counter|perf_counter_ns|localtime|gmtime|ctime|strftime)$
    | random(\.|$) | numpy\.random(\.|$) | secrets(\.|$)
    | uuid\.uuid[14]$ | os\.(urandom|getrandom)$
    """,
    re.VERBOSE,
)
"""By full names. (How long something took is measured in workshop and benchmarks, which are not looked at here.)"""


def clocks_and_chance(found: Iterable[Module]) -> list[str]:
    seen = {(module.path, use.line, use.name) for module in found for use in uses(module) if FORBIDDEN.match(use.name)}
    return [f"{path}:{line} uses {name}" for path, line, name in sorted(seen)]


def test_schemas_producers_and_processors_read_no_clock_and_draw_no_chance():
    assert clocks_and_chance(modules("schemas", "producers", "processors")) == []


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\nx = datetime.datetime.now()",
        "import datetime as dt\nx = dt.date.today()",
        "from datetime import date\nx = date.today()",
        "from datetime import datetime\nclock = datetime.now",
        "import time\nx = time.time()",
        "from time import time as moment",
        "import time\nx = time.perf_counter()",
        "import random",
        "from random import shuffle",
        "import numpy as np\nx = np.random.default_rng(1)",
        "from numpy.random import PCG64",
        "import uuid\nx = uuid.uuid4()",
        "from uuid import uuid4",
        "import os\nx = os.urandom(8)",
        "from os import urandom",
        "import secrets",
    ],
)
def test_a_clock_or_chance_is_found_under_any_name(text):
    assert clocks_and_chance([read("schemas/a.py", text)])


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\nx = datetime.datetime.fromisoformat('2025-06-10')",
        "from uuid import uuid5",
        "import time\ntime.sleep(0)",
        "random = 4\nx = random",
        "class Town:\n    today = 1\nx = Town().today",
        "from producers.random_words import words",
    ],
)
def test_what_only_looks_like_a_clock_or_chance_is_not(text):
    assert clocks_and_chance([read("schemas/a.py", text)]) == []
