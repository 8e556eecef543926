"""Make .venv from the locks and start Nayose in it: `bootstrap.py run|test|bench|ruff|mypy [arguments]`.

Standard library only, and here and in bootstrapping/ the syntax of Python 3.6: an old Python too must read
these files and answer with one line about what to install. All of their own lines go to standard error.
"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from bootstrapping.making import prepare  # noqa: E402
from bootstrapping.places import ROOT, WINDOWS, venv_python  # noqa: E402
from bootstrapping.talk import Stop, say  # noqa: E402

RUN = ("requirements.lock",)
TEST = RUN + ("requirements-dev.lock",)
BENCH = RUN + ("requirements-bench.lock",)
BROWSER = TEST + ("requirements-browser.lock",)
KAFKA = TEST + ("requirements-kafka.lock",)

# Command: the locks it needs, and what .venv's Python is started with. -P keeps the folder the user
# stands in off the import path; commands without it work on the repository and start there.
COMMANDS = {
    "run": (RUN, ["-P", "-m", "workshop", "serve"]),
    "bench": (BENCH, ["-m", "benchmarks"]),
    "test": (TEST, ["-m", "pytest"]),
    "test-kafka": (KAFKA, ["-m", "pytest", "-n", "0", "-m", "(live or compose) and not slow"]),
    "test-browser": (BROWSER, ["-m", "pytest", "-m", "browser and not slow"]),
    "ruff": (TEST, ["-m", "ruff"]),
    "mypy": (TEST, ["-m", "mypy"]),
}


def start(arguments: list) -> int:
    """Go over to .venv's Python with `arguments`; on Windows wait for it and return its exit code."""
    os.environ.setdefault("PYTHONUTF8", "1")
    command = [venv_python()] + arguments
    if arguments[0] != "-P":
        os.chdir(ROOT)
    if WINDOWS:
        return subprocess.call(command)
    os.execv(command[0], command)


def main(arguments: list) -> int:
    """Run one of COMMANDS; return its exit code, 1 when .venv can't be made, 2 for an unknown command."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        say("unknown command %r; allowed: bootstrap.py %s [arguments]" % (name, "|".join(COMMANDS)))
        return 2
    locks, command = COMMANDS[name]
    try:
        prepare(locks)
        return start(command + arguments[1:])
    except Stop as stop:
        say(str(stop))
        return 1
    except OSError as error:
        say("can't go on: %s; check the rights on the repository's folder and try again" % error)
        return 1
    except KeyboardInterrupt:
        say("stopped; what was unfinished is made again next time")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
