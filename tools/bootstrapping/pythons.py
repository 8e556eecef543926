"""Find what can make .venv: a Python of 3.11 or newer with venv, else uv, else the advice what to install."""

import contextlib
import re
import shutil
import sys

from bootstrapping.places import WINDOWS
from bootstrapping.programs import Failed, output_of
from bootstrapping.talk import Stop

OLDEST = (3, 11)
MINORS = (14, 13, 12, 11)

PROBE = """
import sys
if sys.implementation.name != "cpython":
    sys.exit(1)
try:
    import venv, ensurepip
    complete = 1
except ImportError:
    complete = 0
sys.stdout.write("%d %d %d" % (sys.version_info[0], sys.version_info[1], complete))
"""

# System (as system_names tells it), what installs a Python of 3.11 or newer there, and what completes a
# Python that has no venv; {v} is that Python's version, {w} the same without the dot.
REMEDIES = (
    ("win32", "winget install Python.Python.3.13", "winget install Python.Python.3.13"),
    ("darwin", "brew install python@3.13", "brew install python@3.13"),
    (
        "debian",
        "sudo apt install python3.11-venv (or uv: python3 -m pip install uv)",
        "sudo apt install python{v}-venv",
    ),
    ("fedora", "sudo dnf install python3.12", "sudo dnf install python{v}"),
    ("arch", "sudo pacman -S python", "sudo pacman -S python"),
    ("suse", "sudo zypper install python312", "sudo zypper install python{w}"),
    ("alpine", "sudo apk add python3", "sudo apk add python3"),
    ("", "your system's package manager, or take the tool uv", "your system's package manager, or take the tool uv"),
)


def pythons():
    """Yield commands that may start a Python: the running one's base, then what PATH offers."""
    yield [getattr(sys, "_base_executable", None) or sys.executable]
    launcher = shutil.which("py") if WINDOWS else None
    for minor in MINORS:
        found = shutil.which("python3.%d" % minor)
        if found:
            yield [found]
        if launcher:
            yield [launcher, "-3.%d" % minor]
    for name in ("python3", "python"):
        if shutil.which(name):
            yield [shutil.which(name)]


def probe(python: list):
    """Return ((major, minor), has venv) of a CPython, or None if it does not start or is another Python."""
    try:
        major, minor, complete = output_of(python + ["-c", PROBE]).split()
        return (int(major), int(minor)), complete == "1"
    except (Failed, ValueError):
        return None


def find_uv():
    """Return the command that starts uv, or None."""
    found = shutil.which("uv")
    command = [found] if found else [sys.executable, "-m", "uv"]
    with contextlib.suppress(Failed):
        output_of(command + ["--version"])
        return command
    return None


def find_maker() -> tuple:
    """Return ("venv", command of a Python) or ("uv", command of uv); raise Stop when there is neither."""
    seen = []
    for python in pythons():
        found = probe(python)
        if found and found[0] >= OLDEST and found[1]:
            return "venv", python
        if found:
            seen.append(found[0])
    uv = find_uv()
    if uv:
        return "uv", uv
    raise Stop(advice(max(seen or [sys.version_info[:2]]), system_names()))


def system_names() -> str:
    """Return the name of this system and of those it is like, as one string."""
    if not sys.platform.startswith("linux"):
        return sys.platform
    with contextlib.suppress(OSError), open("/etc/os-release", encoding="utf-8") as release:
        return " ".join(re.findall(r"^ID(?:_LIKE)?=(.*)$", release.read(), re.M))
    return sys.platform


def advice(newest: tuple, system: str) -> str:
    """Return the line that says what to install; `newest` is the (major, minor) of the newest Python found."""
    version = "%d.%d" % newest
    _, newer, complete = next(remedy for remedy in REMEDIES if remedy[0] in system)
    if newest < OLDEST:
        return "Python %s is too old, 3.11 or newer is needed; install it with: %s" % (version, newer)
    fix = complete.format(v=version, w=version.replace(".", ""))
    return "Python %s lacks its venv module; install it with: %s" % (version, fix)
