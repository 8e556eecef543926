"""The log that is measured on: what `python -m producers` writes for a size and a seed, made once and kept."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import ROOT, Failure
from benchmarks.reading import paths


def log(residents: int, months: int, seed: int, keep: Path | None = None) -> Path:
    """The folder of a log, made by the producers where it is not there yet. Failure if they stop with an error."""
    name = f"{residents}-{months}-{seed}-{_version()}"
    folder = (keep or Path(tempfile.gettempdir()) / "nayose-benchmarks") / name
    if not all(path.is_file() for path in paths(folder)):
        _make(residents, months, seed, folder)
    return folder


def residents_of(folder: Path) -> int:
    """How many residents a log speaks of: those of its first day, and who was born or moved in since."""
    with (folder / "truth.jsonl").open("rb") as truth:
        return sum(1 for _ in truth)


def _version() -> str:
    """Another one as soon as the code or the data changes from which a log is made."""
    digest = hashlib.sha256()
    for package in ("schemas", "producers"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _make(residents: int, months: int, seed: int, folder: Path) -> None:
    options = {"--residents": residents, "--months": months, "--seed": seed, "--out": folder}
    command = [sys.executable, "-m", "producers", *(str(part) for option in options.items() for part in option)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=3600)
    if done.returncode:
        raise Failure(f"The log could not be made:\n{done.stderr}\nRun it alone: python -m producers --help")
