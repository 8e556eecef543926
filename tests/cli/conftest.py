"""One small town for all tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from producers.simulate import simulate, write


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred residents, four months: the five files."""
    folder = tmp_path_factory.mktemp("town")
    write(simulate(300, 4, 1), folder)
    return folder


@pytest.fixture(autouse=True)
def kept_towns(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Towns that commands keep go to one folder of the tests."""
    folder = tmp_path_factory.getbasetemp() / "nayose-home"
    monkeypatch.setenv("NAYOSE_HOME", str(folder))
    return folder
