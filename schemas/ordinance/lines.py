"""On which line of a TOML text a value stands: a scan for headers and keys, for letters about mistakes."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
"""How to get to a value: table names, the place in an array, keys; as in `("table2", 0, "kinds", 1)`."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([^\s=#\[\]{},][^=#]*?)\s*=")
_LONG_TEXT = re.compile(r'"""|\'\'\'')


class Lines:
    """The lines of one text. `find` never fails: the nearest place above stands in for what it cannot see."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._places: dict[Path, int] = {}
        self._scan()

    def find(self, path: Path, value: object = None) -> int | None:
        """The line (from 1) of a path; within a list, the line on which `value` is spelt. None: nowhere in the text."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._places:
                line = self._places[path[:end]]
                return self._spelt(line, value) if end < len(path) or isinstance(value, str) else line
        return None

    def _scan(self) -> None:
        header: Path = ()
        counts: dict[Path, int] = {}
        inside = False
        for number, line in enumerate(self._lines, 1):
            starts_inside = inside
            if len(_LONG_TEXT.findall(line)) % 2:
                inside = not inside
            if starts_inside:
                continue
            if found := _HEADER.match(line):
                header = self._open(found[1], _parts(found[2]), counts)
                self._places.setdefault(header, number)
                self._places.setdefault(header[:1], number)
            elif found := _KEY.match(line):
                self._note(header, _parts(found[1]), number)

    def _open(self, brackets: str, parts: Path, counts: dict[Path, int]) -> Path:
        if brackets == "[":
            return parts
        counts[parts] = counts.get(parts, -1) + 1
        return (*parts, counts[parts])

    def _note(self, header: Path, parts: Path, number: int) -> None:
        for end in range(1, len(parts) + 1):
            self._places.setdefault(header + parts[:end], number)

    def _spelt(self, line: int, value: object) -> int:
        if not isinstance(value, str) or not value:
            return line
        last = min([place for place in self._places.values() if place > line], default=len(self._lines) + 1)
        spelt = [
            n for n in range(line, last) if f'"{value}"' in self._lines[n - 1] or f"'{value}'" in self._lines[n - 1]
        ]
        return spelt[0] if spelt else line


def _parts(name: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
