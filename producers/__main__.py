"""`python -m producers --residents 1000 --months 12 --seed 1 --out DIR` writes a town's five files."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from producers.simulate import START, simulate, write


def main() -> None:
    """Reads the options, makes the town, writes it."""
    parser = argparse.ArgumentParser(
        prog="producers", description="Make a synthetic town and write the files of its four offices."
    )
    parser.add_argument("--residents", type=int, default=1000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=datetime.date.fromisoformat, default=START)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write(simulate(options.residents, options.months, options.seed, options.start), options.out)


if __name__ == "__main__":
    main()
