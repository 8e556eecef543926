"""How many persons the files of a town hold: My Numbers that its offices name, as the gate counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from processors.inprocess import OFFICE_FILES
from workshop.letters import Letter

_SUBJECT = re.compile(rb'"subject"\s*:\s*"([0-9]{12})"')


def persons_of(folder: Path) -> int:
    """The count. Letter: no office has a file there."""
    files = [folder / name for name in OFFICE_FILES if (folder / name).is_file()]
    if not files:
        raise Letter("replay.no_file", folder=folder, files=", ".join(OFFICE_FILES))
    return len({number for path in files for number in _numbers(path)})


def _numbers(path: Path) -> Iterator[int]:
    with path.open("rb") as file:
        for line in file:
            if found := _SUBJECT.search(line):
                yield int(found[1])
