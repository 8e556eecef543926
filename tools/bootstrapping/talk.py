"""Lines for the user: one per step, and one when the bootstrap has to stop."""

import re
import sys

# What an installer prints, as a pattern, and what it means for the user. The first match counts.
TROUBLES = (
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "a downloaded package is not the one its lock names; clear the cache (pip cache purge) and try again",
    ),
    (r"No space left|not enough space", "the disk is full; free about 200 MB and try again"),
    (r"No interpreter found", "uv found no Python 3.11 or newer and could fetch none; try: uv python install 3.13"),
    (
        r"Retrying \(|Failed to fetch|NewConnectionError|ConnectTimeout|[Nn]ame resolution|dns error",
        "the network or the package index does not answer; check it (and PIP_INDEX_URL or proxy) and try again",
    ),
    (
        r"No matching distribution|no (usable )?wheels|has no wheel",
        "no ready-made package for this Python or system; use Python 3.11 to 3.15 on 64-bit Linux, macOS or Windows",
    ),
)


class Stop(Exception):
    """The bootstrap can't go on; the message is the one line for the user."""


def say(line: str) -> None:
    """Print one line in ASCII, which every console can show."""
    plain = line.encode("ascii", "backslashreplace").decode("ascii")
    sys.stderr.write("Nayose: " + plain + "\n")
    sys.stderr.flush()


def explain(task: str, output: str) -> Stop:
    """Turn an installer's output into one line: what failed, why, what to do, and its own last word."""
    for pattern, meaning in TROUBLES:
        if re.search(pattern, output):
            return Stop("%s failed: %s. (%s)" % (task, meaning, last_line(output)))
    return Stop("%s failed: %s" % (task, last_line(output)))


def last_line(output: str) -> str:
    """Return the last line that names an error, else the last line, at most 200 characters of it."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["it said nothing"])[-1][:200]
