"""The desk of a command: its words, and where it prints. Standard error is masked: no letter repeats a My Number."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, TextIO

from workshop.words import Words

if TYPE_CHECKING:
    from rich.console import Console

_STEERING = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "�")
"""The control characters, without tab and line feed."""
PLAIN_WIDTH = 160
"""Columns of a print that goes to no terminal."""


class Desk:
    """What a command is given as `ctx.obj`."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._console: Console | None = None

    @property
    def console(self) -> Console:
        """Standard output for tables and colour."""
        if self._console is None:
            from rich.console import Console

            width = None if sys.stdout.isatty() else PLAIN_WIDTH
            self._console = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())
        return self._console

    def say(self, key: str, /, **values: object) -> None:
        """Prints a string."""
        self.line(self.words(key, **values))

    def line(self, text: str = "") -> None:
        """Prints a line; what would steer a terminal is shown as a sign."""
        _write(sys.stdout, text.translate(_STEERING))

    def note(self, key: str, /, **values: object) -> None:
        """Prints a string to standard error."""
        self.warn(self.words(key, **values))

    def warn(self, text: str) -> None:
        """Prints a line to standard error, masked."""
        from schemas.number import mask

        _write(sys.stderr, mask(text).translate(_STEERING))

    def json(self, value: Any) -> None:
        """Prints a result for programs."""
        _write(sys.stdout, json.dumps(value, ensure_ascii=False, indent=2))


def _write(stream: TextIO, text: str) -> None:
    stream.write(text + "\n")
    stream.flush()
