"""Writes one real answer of each screen to a folder, for who draws them: `python -m tests.page.screens.fixtures FOLDER`."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from producers.simulate import simulate, write
from schemas.ordinance import load
from tests.page.asking import ask
from workshop.page.playing.in_process import TownInProcess
from workshop.page.server import app_of

ASKED = {
    "ledger": "/api/lanes/G/ledger?decision=allowed", "ledger-denied": "/api/lanes/C/ledger/denied", "ledger-matrix": "/api/lanes/G/ledger/matrix",
    "compare": "/api/compare?base=C", "summary": "/api/lanes/C/summary", "ordinance": "/api/lanes/C/ordinance", "ordinance-diff": "/api/lanes/C/ordinance/diff?against=G",
    "ledger-verify": "/api/lanes/G/ledger/verify", "ledger-tamper": "POST /api/lanes/G/ledger/tamper",
}  # fmt: skip


OF_ONE = {
    "residents": "/api/lanes/G/residents?pick=missed", "resident": "/api/lanes/G/residents/{}", "resident-truth": "/api/lanes/G/residents/{}/truth",
    "resident-why-not": "/api/lanes/G/residents/{}/why-not?programme=school-aid",
}  # fmt: skip


def _someone(app: Any) -> str:
    """A child for whom row 3-1 matters, so that there is something to see."""
    return str(ask(app, "/api/lanes/G/residents?pick=keep:3-1").json[0]["id"])


def main(folder: Path) -> None:
    """All of them, of a town of 200."""
    place = Path(tempfile.mkdtemp())
    write(simulate(200, months=12, seed=1), place)
    town = TownInProcess(place, {name: load(name) for name in ("C", "G")})
    app = app_of(town)
    ask(app, ASKED["compare"])  # begins to play the seven
    town.settle()
    someone = _someone(app)
    for name, path in {**ASKED, **{name: path.format(someone) for name, path in OF_ONE.items()}}.items():
        how, _, rest = path.rpartition(" ")
        answer = ask(app, rest, b"{}" if how else None)
        (folder / f"{name}.json").write_text(json.dumps(answer.json, ensure_ascii=False, indent=1), encoding="utf-8")
        print(name, answer.status, len(answer.body))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
