"""The commands of `nayose`, one file each. Whatever is slow to import is imported inside a command."""

from __future__ import annotations

from typing import Any

import typer
from typer.main import get_command

from workshop.commands import replay
from workshop.help import Command, Group


def build() -> Any:
    """The whole command, ready to be run."""
    app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)
    app.callback()(_nayose)
    app.command("replay", cls=Command)(replay.replay)
    return get_command(app)


def _nayose() -> None:
    """The group itself does nothing."""
