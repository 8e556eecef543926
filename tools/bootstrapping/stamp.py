"""The stamp in .venv: which locks it was made from.

.venv counts as finished only while its stamp fits the locks. The stamp is the last thing written and the first
removed, so nothing that was stopped on the way looks finished.
"""

import contextlib
import hashlib
import os

from bootstrapping.places import ROOT, VENV, venv_python
from bootstrapping.talk import Stop

STAMP = os.path.join(VENV, "nayose-stamp.txt")


def python_name() -> str:
    """Return the file name of the Python .venv leads to; it changes when the system's Python is replaced."""
    return os.path.basename(os.path.realpath(venv_python()))


def check_locks(locks) -> None:
    """Raise Stop when one of the lock files is missing."""
    for lock in locks:
        if not os.path.exists(os.path.join(ROOT, lock)):
            raise Stop("%s is missing from the repository; restore it: git checkout %s" % (lock, lock))


def fingerprint(lock: str) -> str:
    """Return the SHA-256 of a lock file, the same for every kind of line end."""
    with open(os.path.join(ROOT, lock), "rb") as file:
        return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()


def read_stamp() -> dict:
    """Return {lock: fingerprint, "python": name} as written when .venv was finished; {} when it is not."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            return dict(line.split() for line in file)
    except (OSError, ValueError):
        return {}


def write_stamp(locks) -> None:
    lines = ["python " + python_name()] + [lock + " " + fingerprint(lock) for lock in locks]
    with open(STAMP + ".new", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    os.replace(STAMP + ".new", STAMP)


def remove_stamp() -> None:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(STAMP)


def installed_locks() -> list:
    """Return the locks .venv holds; [] when it is absent, unfinished, outdated or its Python is gone."""
    stamp = read_stamp()
    if not os.path.exists(venv_python()) or stamp.pop("python", None) != python_name():
        return []
    for lock in stamp:
        if not os.path.exists(os.path.join(ROOT, lock)) or fingerprint(lock) != stamp[lock]:
            return []
    return list(stamp)
