"""Parameters that note which of them a formula reads."""

from __future__ import annotations

import datetime
from typing import Any

from schemas.programmes.parameters.book import Parameters


class Noting:
    """Gives what the parameters give, and notes the names."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters, self._read = parameters, set[str]()
        self.tables = _Tables(parameters, self._read)

    def __getattr__(self, name: str) -> int:
        self._read.add(name)
        value: int = getattr(self._parameters, name)
        return value

    def word(self, name: str) -> str:
        """See Parameters."""
        self._read.add(name)
        return self._parameters.word(name)

    def since(self) -> tuple[tuple[str, datetime.date], ...]:
        """The names read so far, each with the date from which its value holds."""
        return tuple((name, self._parameters.origin(name).since) for name in sorted(self._read))


class _Tables:
    def __init__(self, parameters: Parameters, read: set[str]) -> None:
        self._tables, self._read = parameters.tables, read

    def __getattr__(self, name: str) -> Any:
        self._read.add(name)
        return getattr(self._tables, name)
