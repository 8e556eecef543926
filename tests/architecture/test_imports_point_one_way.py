"""Imports point one way, and only named modules know a framework."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from source_tree import PACKAGES, Module, imports, modules, read

MAY_IMPORT = {
    "schemas": {"schemas"},
    "producers": {"schemas", "producers"},
    "processors": {"schemas", "processors"},
    "workshop": {"schemas", "producers", "processors", "workshop"},
}
"""schemas <- producers <- workshop; schemas <- processors <- workshop. Tests and benchmarks import what they like."""

ONLY_IN: dict[str, tuple[str, ...]] = {
    "kafka": ("producers.kafka_sender", "workshop.kafka"),
    "aiokafka": ("processors.kafka", "workshop.kafka.following"),
    "faust": ("processors.kafka",),
    "mode": ("processors.kafka",),
    "prometheus_client": ("processors.kafka",),
    "starlette": ("workshop.page", "workshop.kafka.serving"),
    "uvicorn": ("workshop.commands.serve", "workshop.page.serving"),
    "docker": ("workshop.kafka.containers",),
    "jsonschema": ("processors.messages.checking",),
}
"""Which modules, or packages, may import a framework: the Kafka producer, the runners, the page's server and the
container commands, each named here when it comes."""


OF_THE_PAGE = {
    "texts": set[str](),
    "playing": {"texts"},
    "telling": {"texts", "playing"},
    "requests": {"playing"},
    "lessons": {"playing"},
    "rooms": {"playing", "telling", "requests", "lessons"},
    "screens": {"texts", "playing", "telling", "requests"},
}
"""The rooms of `workshop.page`, and which others each may import; its server imports them all."""


def wrong_rooms(found: Iterable[Module]) -> list[str]:
    wrong = []
    for module in found:
        room = _room(module.name)
        if room not in OF_THE_PAGE:
            continue
        for use in imports(module):
            other = _room(use.name)
            if other and other not in OF_THE_PAGE[room] | {room}:
                wrong.append(f"{module.path}:{use.line} imports {use.name}; workshop.page.{room} may not import {other}")
    return wrong


def _room(name: str) -> str:
    return name.removeprefix("workshop.page.").partition(".")[0] if name.startswith("workshop.page.") else ""


def wrong_ways(found: Iterable[Module]) -> list[str]:
    wrong = []
    for module in found:
        for use in imports(module):
            package = use.name.partition(".")[0]
            others = (set(MAY_IMPORT) | {"tests", "benchmarks", "tools"}) - MAY_IMPORT[module.package]
            if package in others:
                wrong.append(f"{module.path}:{use.line} imports {use.name}; {module.package} may not import {package}")
    return wrong


def frameworks(found: Iterable[Module], only_in: dict[str, tuple[str, ...]]) -> list[str]:
    wrong = []
    for module in found:
        for use in imports(module):
            allowed = only_in.get(use.name.partition(".")[0])
            if allowed is not None and not any(module.name == a or module.name.startswith(f"{a}.") for a in allowed):
                wrong.append(f"{module.path}:{use.line} imports {use.name}; only {', '.join(allowed) or 'nobody'} may")
    return wrong


def test_schemas_import_no_other_package_and_producers_and_processors_never_each_other():
    assert wrong_ways(modules(*PACKAGES)) == []


def test_the_rooms_of_the_page_import_each_other_in_one_direction():
    assert wrong_rooms(modules("workshop")) == []
    assert {room for module in modules("workshop") if (room := _room(module.name)) in OF_THE_PAGE} == set(OF_THE_PAGE), "each is there"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("workshop/page/playing/a.py", "from workshop.page.telling.labels import row_label"),
        ("workshop/page/lessons/a.py", "from workshop.page import rooms\nimport workshop.page.rooms.held"),
        ("workshop/page/screens/a.py", "from workshop.page.lanes import view_of"),
    ],
)
def test_a_room_of_the_page_that_imports_one_above_it_is_found(path, text):
    assert wrong_rooms([read(path, text)]) != []


def test_the_server_of_the_page_may_import_every_room():
    assert wrong_rooms([read("workshop/page/server.py", "from workshop.page.rooms.held import Held")]) == []


def test_only_the_named_modules_import_a_broker_a_server_or_docker():
    assert frameworks(modules(*PACKAGES), ONLY_IN) == []


def test_a_module_that_may_import_a_framework_is_there():
    names = {module.name for module in modules(*PACKAGES)}
    assert [name for allowed in ONLY_IN.values() for name in allowed if name not in names] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("schemas/a.py", "import processors"),
        ("schemas/a.py", "def f():\n    from workshop.page import serve"),
        ("producers/life/a.py", "from processors import engine"),
        ("processors/a.py", "if TYPE_CHECKING:\n    import producers.town as town"),
        ("processors/a.py", "importlib.import_module('producers')"),
        ("processors/a.py", "from workshop import cli"),
        ("workshop/a.py", "from tests import helper"),
    ],
)
def test_an_import_in_the_wrong_direction_is_found(path, text):
    assert len(wrong_ways([read(path, text)])) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("schemas/a.py", "from schemas.fields import yen\nimport numpy"),
        ("producers/life/a.py", "from .. import town\nfrom . import birth"),
        ("processors/gate/__init__.py", "from .table import table\nfrom ..facts import Facts"),
        ("workshop/a.py", "import producers, processors, schemas"),
    ],
)
def test_an_import_in_the_right_direction_is_not(path, text):
    assert wrong_ways([read(path, text)]) == []


def test_a_framework_is_found_wherever_it_is_imported_but_in_the_modules_named_for_it():
    text = "def later():\n    from kafka.admin import NewTopic"
    only_in = {"kafka": ("producers.kafka_sender", "workshop.containers")}
    assert len(frameworks([read("producers/town.py", text)], only_in)) == 1
    assert len(frameworks([read("producers/kafka_sender_too.py", text)], only_in)) == 1
    assert frameworks([read("producers/kafka_sender.py", text)], only_in) == []
    assert frameworks([read("workshop/containers/topics.py", text)], only_in) == []
    assert frameworks([read("schemas/a.py", "import kafkaesque")], only_in) == []
