"""Help in the language chosen: every word comes from `strings/`, under `help.<command>` and `help.<command>.<parameter>`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup

_WIDE = "WF"
_GAP = 2
_WIDTH = 100
COMMON = ("help", "json_")
"""Options whose help is the same everywhere: `help.option.<name>`."""


def width(text: str) -> int:
    """Columns of a terminal that a text takes; Japanese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in text)


def path_of(ctx: Any) -> tuple[str, ...]:
    """The commands down to this one, without `nayose`."""
    return (*path_of(ctx.parent), ctx.info_name) if ctx.parent is not None else ()


def helps(ctx: Any) -> str:
    """The help of a command or group."""
    words, path = ctx.obj.words, path_of(ctx)
    name = ".".join(("help", *path)) if path else "help.nayose"
    parts = [words("help.usage", usage=_usage(ctx, path)), "", words(f"{name}._")]
    if isinstance(ctx.command, TyperGroup):
        listed = [
            (c, words(f"{'.'.join(('help', *path, c))}._").split("\n")[0]) for c in ctx.command.list_commands(ctx)
        ]
        parts += _block(words("help.commands"), listed)
    arguments, options = _parameters(ctx, name)
    parts += _block(words("help.arguments"), arguments) + _block(words("help.options"), options)
    if not path:
        parts += ["", words("help.exit_codes")]
    return "\n".join(parts)


def _usage(ctx: Any, path: tuple[str, ...]) -> str:
    words = ctx.obj.words
    pieces = [_metavar(p) for p in ctx.command.params if p.param_type_name == "argument"]
    pieces += [words("help.a_command")] if isinstance(ctx.command, TyperGroup) else []
    return " ".join(("nayose", *path, words("help.some_options"), *pieces))


def _parameters(ctx: Any, name: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    arguments, options = [], []
    for parameter in ctx.command.get_params(ctx):
        if getattr(parameter, "hidden", False):
            continue
        text = _about(ctx, name, parameter)
        if parameter.param_type_name == "argument":
            arguments.append((_metavar(parameter), text))
        else:
            options.append((", ".join(parameter.opts) + ("" if parameter.is_flag else f" {_metavar(parameter)}"), text))
    options.insert(-1, ("--lang ja|en", ctx.obj.words("help.option.lang")))
    return arguments, options


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _about(ctx: Any, name: str, parameter: Any) -> str:
    words = ctx.obj.words
    key = f"help.option.{parameter.name}" if parameter.name in COMMON else f"{name}.{parameter.name}"
    text = str(words(key))
    default = parameter.default
    if isinstance(default, str) and default:
        text += words("help.default", default=default)
    return text


def _block(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    listed = list(rows)
    if not listed:
        return []
    indent = max(width(left) for left, _ in listed) + _GAP
    lines = ["", title]
    for left, text in listed:
        first, *rest = _wrapped(text, _WIDTH - indent - _GAP)
        lines.append(f"  {left}{' ' * (indent - width(left))}{first}")
        lines += [" " * (indent + _GAP) + line for line in rest]
    return lines


def _wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` columns; Japanese may break after any letter, other words at spaces."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line + piece.rstrip()) > room and piece[0] not in "、。）」』・】":
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in _WIDE
        if wide or (pieces[-1] and (pieces[-1][-1] == " " or unicodedata.east_asian_width(pieces[-1][-1]) in _WIDE)):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return [piece for piece in pieces if piece]


class Command(TyperCommand):
    """A command whose help is in the language chosen."""

    def get_help(self, ctx: Any) -> str:
        """The help."""
        return helps(ctx)


class Group(TyperGroup):
    """A group of commands whose help is in the language chosen."""

    def get_help(self, ctx: Any) -> str:
        """The help."""
        return helps(ctx)
