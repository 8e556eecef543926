"""The environment of the Quix Streams peer, made once: it asks for an older pydantic than Nayose's locks hold."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).parent / "quix.lock"


def python_of_quix() -> str:
    """The Python of an environment with quix.lock. OSError, with what pip said, where it cannot be made."""
    folder = Path(tempfile.gettempdir()) / "nayose-benchmarks" / f"quix-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "done").exists():
        for command in ([sys.executable, "-m", "venv", str(folder)], [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)]):
            made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=900)
            if made.returncode:
                raise OSError(f"{' '.join(command[1:4])} failed: {made.stderr[-500:]}")
        (folder / "done").touch()
    return str(python)
