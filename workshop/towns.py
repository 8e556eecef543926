"""Towns that were made once and are kept: `.nayose/towns/<residents>-<months>-<seed>-<start>-<code>/`.

A town is written under another name and renamed when it is whole, so a half-made one is never used.
"""

from __future__ import annotations

import datetime
import hashlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.letters import Letter

if TYPE_CHECKING:
    from producers.simulate import Run

ROOT = Path(__file__).parent.parent
_NOT_OF_THE_TOWN = ("ordinances", "exported", "exports", "__pycache__")
"""Folders of `schemas` on which no town depends."""


@dataclass(frozen=True)
class Wanted:
    """Which town: the same one always gives the same files."""

    residents: int
    months: int
    seed: int
    start: datetime.date

    @property
    def name(self) -> str:
        """The name of its folder. Changed code makes another town."""
        return f"{self.residents}-{self.months}-{self.seed}-{self.start.isoformat()}-{code_hash()}"

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return home() / "towns" / self.name

    @property
    def made(self) -> bool:
        """Whether it is there already."""
        return self.folder.is_dir()


def home() -> Path:
    """The folder of what runs leave behind: `$NAYOSE_HOME`, else `.nayose` in the repository (or, without one, where the user is)."""
    named = os.environ.get("NAYOSE_HOME")
    if named:
        return Path(named)
    return (ROOT if (ROOT / "pyproject.toml").is_file() else Path.cwd()) / ".nayose"


def make(wanted: Wanted) -> Path:
    """The town's folder, made if it is not there. Letter: such a town cannot be made."""
    if wanted.made:
        return wanted.folder
    from producers.simulate import write

    run = simulated(wanted)
    wanted.folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=".half-", dir=wanted.folder.parent))
    try:
        write(run, half)
        _keep(half, wanted)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return wanted.folder


def month_truths(wanted: Wanted) -> Path:
    """The folder of the truths at the end of each month but the last (`2024-11-30.jsonl`), beside those of a town that is kept; made if it is not there."""
    from producers.months import write

    folder = wanted.folder / "truths"
    if not folder.is_dir():
        half = Path(tempfile.mkdtemp(prefix=".half-", dir=make(wanted)))
        try:
            write(wanted.residents, wanted.months, wanted.seed, wanted.start, half)
            _name(half, folder)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return folder


def month_truths_begun(wanted: Wanted) -> Callable[[], Path]:
    """Begins to make them in another process where they are not there; what is returned waits for them. The process ends with this one."""
    if (wanted.folder / "truths").is_dir():
        return partial(month_truths, wanted)
    making = multiprocessing.get_context("spawn").Process(target=_made_aside, args=(wanted,), daemon=True)
    making.start()

    def there() -> Path:
        making.join()
        return month_truths(wanted)

    return there


def _made_aside(wanted: Wanted) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that serves
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    month_truths(wanted)


def simulated(wanted: Wanted) -> Run:
    """The town as its makers give it. Letter: such a town cannot be made, for example because the law of its days is not known."""
    from producers.simulate import LATEST, START, is_too_late, lacks_law, simulate

    if lacks_law(wanted.start):
        raise Letter("run.no_law", day=wanted.start, first=START)
    if is_too_late(wanted.start, wanted.months):
        raise Letter("run.too_late", day=wanted.start, months=wanted.months, last=LATEST)
    try:
        return simulate(wanted.residents, wanted.months, wanted.seed, wanted.start)
    except ValueError as error:
        raise Letter("run.cannot", why=error) from None


def _keep(half: Path, wanted: Wanted) -> None:
    """Gives a whole town its name; if somebody else was faster, theirs is the same one."""
    _forget_older(wanted)
    _name(half, wanted.folder)


def _name(half: Path, folder: Path) -> None:
    half.chmod(0o755)
    try:
        half.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def _forget_older(wanted: Wanted) -> None:
    """Removes the same town as older code made it: nobody will ask for it again."""
    same = wanted.name[: -len(code_hash())]
    for path in wanted.folder.parent.glob(f"{same}*"):
        if path != wanted.folder:
            shutil.rmtree(path, ignore_errors=True)


@cache
def code_hash() -> str:
    """Ten digits over everything that makes a town."""
    whole = hashlib.sha256()
    for path in sorted(
        path for folder in ("producers", "schemas") for path in (ROOT / folder).rglob("*") if _makes_towns(path)
    ):
        whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()[:10]


def _makes_towns(path: Path) -> bool:
    return path.suffix in (".py", ".toml") and not any(
        part in _NOT_OF_THE_TOWN for part in path.relative_to(ROOT).parts
    )
