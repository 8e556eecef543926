"""Let only one bootstrap change .venv at a time; the system frees the guard when its holder ends."""

import contextlib
import errno
import os
import sys
import time

from bootstrapping.places import ROOT
from bootstrapping.talk import say

HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


@contextlib.contextmanager
def one_at_a_time():
    """Wait until no other bootstrap changes .venv, then hold the others off."""
    with open(os.path.join(ROOT, ".venv.guard"), "a") as guard:
        if not try_lock(guard):
            say("waiting for another one that is making .venv")
            while not try_lock(guard):
                time.sleep(0.2)
        yield


def try_lock(file) -> bool:
    """Try to lock an open file until it is closed; False while another process holds it.

    A file system that has no locks counts as free.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in HELD
    return True
