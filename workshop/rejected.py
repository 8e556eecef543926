"""The file of what was refused: JSON Lines of file, line, reason, text; every number masked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from processors.decoding.letters import Rejection
from processors.inprocess import OFFICE_FILES
from schemas.number import mask
from workshop.letters import Letter
from workshop.truth import TRUTH_FILE


def checked(text: str, records: Path) -> Path:
    """Where refused lines may go: tried before anything long begins, and never over the records themselves."""
    path = Path(text)
    if path.resolve() in [(records / name).resolve() for name in (*OFFICE_FILES, TRUTH_FILE)]:
        raise Letter("replay.rejected_over_records", file=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.open("ab").close()
    return path


def write(path: Path, rejections: Iterable[Rejection], language: str) -> None:
    """Writes the refused lines, in the order of file and line, with reasons in a language (`ja` or `en`)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_line(rejection, language) for rejection in rejections)


def _line(rejection: Rejection, language: str) -> str:
    """One refused line as JSON. Masked again: whatever a letter repeats, no number gets into a file."""
    told = {name: mask(value) if isinstance(value, str) else value for name, value in rejection.as_dict(language).items()}
    return json.dumps(told, ensure_ascii=False) + "\n"
