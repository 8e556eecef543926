"""`python -m benchmarks.one ENGINE FOLDER` runs one engine once, in a process of its own, and prints JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.engines import ENGINES
from benchmarks.memory import peak_bytes


def main(name: str, folder: Path) -> None:
    """Memory is looked at after the imports and after the run, so that the difference is the run's own."""
    run = ENGINES[name].load()
    before = peak_bytes()
    seen = run(folder)
    print(json.dumps(asdict(seen) | {"engine": name, "peak_bytes": peak_bytes(), "start_bytes": before}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
