"""What was wrong with the command line itself, as a letter: Typer finds it, the words are ours."""

from __future__ import annotations

import re
from typing import Any

from workshop.letters import Letter, listing, nearest

_QUOTED = re.compile(r"'([^']*)'")


def is_usage(error: BaseException) -> bool:
    """Whether an exception is Typer's word for a wrong command line (its module differs between versions)."""
    return any(parent.__name__ == "ClickException" for parent in type(error).__mro__)


def letter_of(error: Any) -> Letter:
    """The letter about a wrong command line."""
    kinds = {parent.__name__ for parent in type(error).__mro__}
    ctx = getattr(error, "ctx", None)
    command = ctx.command_path if ctx is not None else "nayose"
    if "NoSuchOption" in kinds:
        return _no_option(error.option_name, ctx, command)
    if "MissingParameter" in kinds and error.param is not None:
        hint = (
            error.param.opts[0]
            if error.param.param_type_name == "option"
            else str(error.param.metavar or error.param.name)
        )
        return Letter("usage.missing", found=hint, command=command)
    if "BadOptionUsage" in kinds:
        return Letter("usage.option_value", found=error.option_name, command=command)
    return _of_message(str(error.message), ctx, command)


def _no_option(name: str, ctx: Any, command: str) -> Letter:
    known = (
        [option for p in ctx.command.get_params(ctx) for option in p.opts if option.startswith("--")]
        if ctx is not None
        else []
    )
    known.append("--lang")
    near = nearest(name, known)
    return Letter("usage.no_option_near" if near else "usage.no_option", found=name, command=command, nearest=near)


def _of_message(message: str, ctx: Any, command: str) -> Letter:
    """Mistakes that Typer names only in its message: no such command, no command at all, too many arguments."""
    if message.startswith("No such command"):
        found = _QUOTED.search(message)
        name = found[1] if found else ""
        known = list(ctx.command.commands)
        near = nearest(name, known)
        return Letter(
            "usage.no_command_near" if near else "usage.no_command",
            found=name,
            command=command,
            allowed=listing(known),
            nearest=near,
        )
    if message.startswith("Missing command"):
        return Letter("usage.which_command", command=command, allowed=listing(ctx.command.commands))
    if "unexpected extra argument" in message:
        return Letter("usage.too_many", found=message[message.find("(") + 1 : message.rfind(")")], command=command)
    return Letter("usage.other", found=message, command=command)
