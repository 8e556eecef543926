"""Processes that are expected to end by themselves, and letters: what every bad input must end in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from os import environ

from tests.cli.calling import Done
from tests.live.workers import ROOT


def side_by_side(commands: Sequence[Sequence[object]]) -> list[Done]:
    """Runs modules of the repository all at once; a word NAME=value before a module's name goes into its environment."""
    started = [_start([str(word) for word in command]) for command in commands]
    ended = [(process, *process.communicate(timeout=120)) for process in started]
    return [Done(process.returncode, out, err) for process, out, err in ended]


def _start(words: list[str]) -> subprocess.Popen[str]:
    told = [word.split("=", 1) for word in words if word.startswith("NAYOSE_")]
    command = [sys.executable, "-m", *words[len(told) :]]
    return subprocess.Popen(
        command, cwd=ROOT, env=environ | dict(told), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def worker(**environment: str) -> Done:
    """Starts a worker that is expected not to start."""
    return side_by_side([[*(f"{name}={value}" for name, value in environment.items()), "processors.kafka"]])[0]


def is_letter(done: Done, *parts: str) -> bool:
    """Whether a process ended with 2 and a letter that says all of some things, and with nothing else."""
    assert done.code == 2, (done.code, done.out[-500:], done.err[-2000:])
    assert "Traceback" not in done.err, done.err[-2000:]
    assert all(part in done.err for part in parts), done.err[-2000:]
    return True
