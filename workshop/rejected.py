"""The file of what was refused: JSON Lines of file, line, reason, text; every number masked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from processors.letters import Rejection


def write(path: Path, rejections: Iterable[Rejection]) -> None:
    """Writes the refused lines, in the order of file and line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(rejection.as_dict(), ensure_ascii=False) + "\n" for rejection in rejections)
