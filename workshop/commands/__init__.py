"""The commands of `nayose`, one file each. Whatever is slow to import is imported inside a command."""

from __future__ import annotations

from functools import cache
from typing import Any

import typer
from typer.main import get_command

from workshop.commands import (
    assess,
    export,
    kafka,
    ordinance,
    parameters,
    replay,
    resident,
    run,
    scenario,
    schemas,
    serve,
    simulate,
    verify,
    why,
    why_not,
)
from workshop.help import Command, Group


@cache
def build() -> Any:
    """The whole command, ready to be run. Made once: it takes longer than most commands."""
    app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None)
    app.callback()(_nayose)
    app.command("run", cls=Command)(run.run)
    app.command("replay", cls=Command)(replay.replay)
    app.command("assess", cls=Command)(assess.assess)
    app.command("why", cls=Command)(why.why)
    app.command("why-not", cls=Command)(why_not.why_not)
    app.command("scenario", cls=Command)(scenario.scenario)
    app.command("serve", cls=Command)(serve.serve)
    app.command("simulate", cls=Command)(simulate.simulate)
    app.add_typer(ordinance.app, name="ordinance")
    app.command("parameters", cls=Command)(parameters.parameters)
    app.command("resident", cls=Command)(resident.resident)
    app.command("verify", cls=Command)(verify.verify)
    app.add_typer(schemas.app, name="schemas")
    app.add_typer(export.app, name="export")
    app.add_typer(kafka.app, name="kafka")
    return get_command(app)


def _nayose() -> None:
    """The group itself does nothing."""
