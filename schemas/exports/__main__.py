"""`python -m schemas.exports` writes `schemas/exported/` anew; it stops at a change that breaks what was sent."""

from __future__ import annotations

import argparse
import sys

from schemas.exports.changes import breaking_changes
from schemas.exports.json_schemas import event_schemas
from schemas.exports.messages import message_schemas
from schemas.exports.writing import FOLDER, export, left_over, read_event_schemas, read_message_schemas


def main(arguments: list[str] | None = None) -> int:
    """Writes the files and removes those of types that are gone. 1: some change breaks, and nothing was written."""
    parser = argparse.ArgumentParser(prog="python -m schemas.exports", description="Write schemas/exported/ anew.")
    parser.add_argument("--accept-breaking", action="store_true", help="write though some valid events no longer are")
    options = parser.parse_args(arguments)
    broken = breaking_changes(read_event_schemas(FOLDER) | read_message_schemas(FOLDER), event_schemas() | message_schemas())
    if broken and not options.accept_breaking:
        print(_letter(broken), file=sys.stderr)
        return 1
    for path in left_over(FOLDER):
        path.unlink()
    print(f"{len(export(FOLDER))} files written to {FOLDER.name}/")
    return 0


def _letter(broken: list[str]) -> str:
    listed = "\n".join(f"  {change}" for change in broken)
    return (
        f"Nothing was written: messages that were valid would no longer be.\n{listed}\n"
        "Keep the old form (a new field may be optional, a word or type may be added), or, if it is meant to break,\n"
        "raise VERSION in schemas/exports/asyncapi.py and run: python -m schemas.exports --accept-breaking"
    )


if __name__ == "__main__":
    sys.exit(main())
