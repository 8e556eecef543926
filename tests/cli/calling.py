"""Calls `nayose` in this process, as a user would from a shell."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed for programs."""
        return json.loads(self.out)


def nayose(*arguments: object, lang: str = "en") -> Done:
    """Runs a command."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments] + (["--lang", lang] if lang else []))
    return Done(code, out.getvalue(), err.getvalue())


def write_lines(path: Path, lines: list[bytes]) -> Path:
    """Writes lines to a file; each ends as it is."""
    path.write_bytes(b"".join(lines))
    return path
