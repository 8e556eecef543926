"""A run needs what `make run` installs, and nothing else: the packages of the extras are asked for by what needs them alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HIDDEN = ("jsonschema", "kafka", "aiokafka", "faust", "docker", "prometheus_client", "hypothesis", "pytest")
WITHOUT = f"""
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {HIDDEN!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Hidden())
from workshop.cli import main
sys.exit(main(sys.argv[1:]))
"""
ROOT = Path(__file__).parent.parent.parent


def without_extras(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the command says where no package of an extra can be imported."""
    environment = {"NAYOSE_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return subprocess.run([sys.executable, "-c", WITHOUT, *arguments], cwd=home, env=environment, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--residents", "200", "--months", "1"), ("assess", str(ROOT / "docs/household.toml")), ("ordinance", "show", "C"), ("ordinance", "reach", "C"),
        ("why", str(ROOT / "docs/household.toml"), "--programme", "school-aid"), ("export", "pia", "--ordinance", "C", "--residents", "200"),
        ("schemas", "export", "--out", "events"), ("scenario", str(ROOT / "tests/scenarios/E")), ("parameters",),
    ],
    ids=lambda command: " ".join(word for word in command[:2] if "/" not in word),
)  # fmt: skip
def test_a_command_works_without_the_packages_of_any_extra(command: tuple[str, ...], tmp_path: Path) -> None:
    done = without_extras(tmp_path, *command)
    assert done.returncode == 0, done.stderr[-2000:]


def test_checking_disclosures_without_its_package_says_how_to_get_it(tmp_path: Path) -> None:
    assert without_extras(tmp_path, "simulate", "--residents", "200", "--months", "1", "--out", "town").returncode == 0
    done = without_extras(tmp_path, "replay", "town", "--ordinance", "C", "--check-disclosures", "--lang", "en")
    assert "requirements-dev.lock" in done.stderr and "Traceback" not in done.stderr
    assert without_extras(tmp_path, "replay", "town", "--ordinance", "C").returncode == 0
