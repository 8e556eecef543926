"""The requirements*.lock files hold what pyproject.toml asks for, with hashes, and fit together."""

import re
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
# Lock file: the direct dependencies it has to hold.
LOCKS = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-dev.lock": PROJECT["dependencies"] + EXTRAS["dev"],
    "requirements-kafka.lock": PROJECT["dependencies"] + EXTRAS["kafka"],
    "requirements-browser.lock": PROJECT["dependencies"] + EXTRAS["browser"],
    "requirements-bench.lock": PROJECT["dependencies"] + EXTRAS["bench"],
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
SYSTEMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}


def machines() -> Iterator[dict[str, str]]:
    """Yield the marker values of each Python on each system."""
    for python, (platform, (system, os_name)) in product(PYTHONS, SYSTEMS.items()):
        yield {
            "python_version": python,
            "python_full_version": f"{python}.1",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "sys_platform": platform,
            "platform_system": system,
            "os_name": os_name,
        }


def entries(lock: str) -> list[str]:
    """Return a lock's entries, each with its continuation lines joined and its comments left out."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]


def requirements(lock: str) -> list[Requirement]:
    return [Requirement(entry.split(" --hash", 1)[0]) for entry in entries(lock)]


def pins(lock: str, machine: dict[str, str]) -> dict[str, str]:
    """Return {package: version} of what a lock installs on a machine; each package only once."""
    found: dict[str, str] = {}
    for requirement in requirements(lock):
        if requirement.marker is None or requirement.marker.evaluate(machine):
            assert requirement.name not in found, f"{lock} has {requirement.name} twice for {machine}"
            found[requirement.name] = str(requirement.specifier).removeprefix("==")
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_direct_dependencies_are_locked_at_allowed_versions(lock: str) -> None:
    for machine in machines():
        locked = pins(lock, machine)
        for wanted in map(Requirement, LOCKS[lock]):
            if wanted.marker is None or wanted.marker.evaluate(machine):
                assert wanted.name in locked, f"run `make lock`: {lock} lacks {wanted} for {machine}"
                assert wanted.specifier.contains(locked[wanted.name]), f"run `make lock`: {lock} breaks {wanted}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_one_version_with_hashes(lock: str) -> None:
    assert entries(lock)
    for entry in entries(lock):
        assert re.match(r"[a-z0-9.-]+==[^\s;*]+ ", entry), entry
        assert re.search(r" --hash=sha256:[0-9a-f]{64}\b", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_no_index_and_no_machine_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|[ =](/|~|[A-Z]:\\)", text)


def test_locks_fit_into_one_environment() -> None:
    for machine in machines():
        together: dict[str, str] = {}
        for lock in LOCKS:
            for name, version in pins(lock, machine).items():
                assert together.setdefault(name, version) == version, f"{lock} has another {name} for {machine}"


def test_every_extra_has_its_lock() -> None:
    assert {f"requirements-{extra}.lock" for extra in EXTRAS} | {"requirements.lock"} == set(LOCKS)
