"""Run another program quietly: nothing on the screen, all it printed kept for the one line on failure."""

import os
import subprocess

from bootstrapping.places import ROOT

# Settings that would lead an installer past .venv.
MISLEADING = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")


class Failed(Exception):
    """A program ended with an error; `output` is all it printed."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output


def quiet_environment() -> dict:
    environment = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    environment.setdefault("PIP_RETRIES", "2")
    environment.setdefault("UV_HTTP_RETRIES", "2")
    for name in MISLEADING:
        environment.pop(name, None)
    return environment


def output_of(command: list) -> str:
    """Run `command` in the repository and return what it printed; raise Failed with that if it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=quiet_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise Failed(str(error)) from None
    output = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        raise Failed(output)
    return output
