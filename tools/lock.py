"""Write the requirements*.lock files from pyproject.toml: `make lock`, or `make lock ARGS=--upgrade`.

Each lock holds exact versions with hashes for every Python from 3.11 on and every system. A lock is resolved
within the ones before it, so that any of them can go into one environment. Without --upgrade, versions
already locked stay where pyproject.toml still allows them. Needs the package index; takes uv from PATH or,
where there is none, from a scratch environment thrown away afterwards.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Lock file and the extra of pyproject.toml it adds to the runtime dependencies.
LOCKS = (
    ("requirements.lock", None),
    ("requirements-dev.lock", "dev"),
    ("requirements-kafka.lock", "kafka"),
    ("requirements-browser.lock", "browser"),
    ("requirements-bench.lock", "bench"),
)

COMPILE = (
    "pip", "compile", "pyproject.toml", "--quiet",
    "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock",
)  # fmt: skip


def compile_arguments(position: int, upgrade: bool) -> list[str]:
    """Return uv's arguments for LOCKS[position], resolved within the locks before it."""
    lock, extra = LOCKS[position]
    arguments = [*COMPILE, "--output-file", lock]
    if extra:
        arguments += ["--extra", extra]
    for earlier, _ in LOCKS[:position]:
        arguments += ["--constraints", earlier]
    return arguments + (["--upgrade"] if upgrade else [])


def install_uv(folder: str) -> str:
    """Install uv into a scratch environment in `folder`; return the path of its program."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    scripts = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([str(scripts / "python"), "-m", "pip", "install", "--quiet", "uv"], check=True)
    return str(scripts / "uv")


def write_locks(uv: str, upgrade: bool) -> None:
    for position, (lock, _) in enumerate(LOCKS):
        print(f"Locking {lock}", flush=True)
        subprocess.run([uv, *compile_arguments(position, upgrade)], check=True, cwd=ROOT)


def main(arguments: list[str]) -> int:
    """Write all locks; return 0, 1 when a step failed (its own output says why) or 2 for a wrong argument."""
    if arguments not in ([], ["--upgrade"]):
        print(f"Unknown arguments {arguments}: allowed is --upgrade, or nothing.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_locks(shutil.which("uv") or install_uv(folder), upgrade=bool(arguments))
        except subprocess.CalledProcessError as error:
            print(f"Stopped: `{' '.join(error.cmd[:4])} ...` ended with {error.returncode}.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
