"""`nayose`: the command line. Exit codes: 0 it did what was asked, 1 findings, 2 nothing could be read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from workshop.desk import Desk
from workshop.letters import NOTHING_READ, Letter
from workshop.usage import is_usage, letter_of
from workshop.words import LANGS, Words, default_lang

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit code. Nothing that a user can do ends in a traceback."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    desk = Desk(Words(default_lang()))
    try:
        desk = Desk(Words(_take_lang(given)))
        return _run(given, desk)
    except Letter as letter:
        desk.warn(letter.text(desk.words))
        return letter.code
    except KeyboardInterrupt:
        desk.note("usage.interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = open(_nowhere(), "w", encoding="utf-8")  # whoever read the output has gone; nothing more to say
        return 0


def _run(given: list[str], desk: Desk) -> int:
    from workshop.commands import build
    from workshop.letters import Plain

    try:
        code = build().main(given or ["--help"], prog_name="nayose", standalone_mode=False, obj=desk)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        from workshop.trouble import Unusable

        raise Letter("usage.system", file=error.filename or "", why=Unusable(error)) from None
    except Exception as error:
        if is_usage(error):
            raise letter_of(error) from None
        if type(error).__name__ == "OrdinanceError":
            wrong: Any = error
            raise Plain(wrong.letter("ja"), wrong.letter("en")) from None
        raise
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return int(code or 0)


def _take_lang(given: list[str]) -> Any:
    """Takes `--lang ja|en` out of the command line, wherever it stands."""
    lang = default_lang()
    end = given.index("--") if "--" in given else len(given)
    for place in range(end - 1, -1, -1):
        name, _, value = given[place].partition("=")
        if name != "--lang":
            continue
        if not value:
            value = given.pop(place + 1) if place + 1 < len(given) else ""
        del given[place]
        if value not in LANGS:
            raise Letter("usage.lang", NOTHING_READ, found=value)
        return value
    return lang


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _nowhere() -> str:
    import os

    return os.devnull
