"""The hashes of two tiny towns, kept in `hashes.json`. `python -m tests.producers.stored` writes them anew."""

from __future__ import annotations

import datetime
import hashlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from producers.errors import Errors
from producers.simulate import simulate, write

PATH = Path(__file__).parent / "hashes.json"
FILES = ("register.jsonl", "tax.jsonl", "welfare.jsonl", "child.jsonl", "truth.jsonl")
HOW = (
    "The town has other bytes than stored. If its making, the vocabulary or a programme was changed on purpose, "
    "run `python -m tests.producers.stored`; if not, something depends on the machine."
)


def _usual(folder: Path) -> None:
    write(simulate(400, 12, seed=1), folder)


def _without_errors(folder: Path) -> None:
    write(simulate(300, 3, seed=2, start=datetime.date(2025, 4, 1), errors=Errors.none()), folder)


TOWNS: dict[str, Callable[[Path], None]] = {
    "400 residents, 12 months, seed 1": _usual,
    "300 residents, 3 months from 2025-04-01, seed 2, no errors": _without_errors,
}


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a town."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def main() -> None:
    """Writes the hashes of all tiny towns."""
    found = {}
    for name, make in TOWNS.items():
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder))
            found[name] = hashes(Path(folder))
    PATH.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
