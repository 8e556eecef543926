"""tools/bootstrap.py, run for real in a small copy of the repository.

The copy's locks hold one tiny wheel each. Most tests let a stub play uv, which makes .venv in a moment; those
about pip share one .venv made by the real venv and pip.
"""

import ast
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from bootstrapping.pythons import advice  # noqa: E402
from bootstrapping.talk import explain  # noqa: E402

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stubs are shell scripts")

# Starts bootstrap.py as if `argv[1]` were the running Python. Whoever runs the tests in the background may ignore Ctrl-C.
AS_PYTHON = """
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.executable = sys._base_executable = sys.argv[1]
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

# Plays uv: notes its arguments, makes .venv without pip, and on `pip install` does what the test asks for.
UV_STUB = """#!/bin/sh
echo "$*" >> "{log}"
case "$1" in
    venv) exec "{python}" -m venv --without-pip "$4" ;;
    pip) {install} ;;
esac
"""


# Plays a Python that bootstrap.py can ask for its version, and that can do nothing else.
PYTHON_STUB = """#!/bin/sh
[ "$1" = -c ] && echo {answer}
"""


class Copy:
    """A small copy of the repository, and the machine it stands on as far as bootstrap.py can see it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "repo with space"
        self.path = folder / "path"
        self.wheels = folder / "wheels"
        self.uv_log = folder / "uv.log"
        self.path.mkdir(parents=True)
        self.wheels.mkdir()
        shutil.copytree(ROOT / "tools", self.root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
        write_program(self.root)
        self.lock("requirements.lock", "tiny", "")
        self.lock("requirements-dev.lock", "pytest", "import sys\nprint('tests', *sys.argv[1:])\n")
        self.environment = machine(self.path, self.wheels)

    def lock(self, lock: str, name: str, code: str) -> None:
        """Write a lock that names one wheel with `code` as its only module."""
        wheel = tiny_wheel(self.wheels, name, code)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / lock).write_text(f"{name}==1.0 \\\n    --hash=sha256:{digest}\n")

    def stub(self, name: str, script: str) -> str:
        """Put a shell script on the machine's PATH; return its path."""
        (self.path / name).write_text(script)
        (self.path / name).chmod(0o755)
        return str(self.path / name)

    def uv(self, install: str = "exit 0") -> None:
        self.stub("uv", UV_STUB.format(log=self.uv_log, python=sys.executable, install=install))

    def command(self, *arguments: str, python: str = sys.executable) -> list[str]:
        return [sys.executable, "-c", AS_PYTHON, python, str(self.root / "tools" / "bootstrap.py"), *arguments]

    def run(self, *arguments: str, python: str = sys.executable, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            self.command(*arguments, python=python),
            cwd=self.root.parent,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
        )

    def run_old(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run bootstrap.py where the only Python is 3.8."""
        return self.run(*arguments, python=self.stub("python3", PYTHON_STUB.format(answer="3 8 1")))


def write_program(root: Path) -> None:
    """Write a program in place of Nayose that tells its arguments and the folder it was started in."""
    (root / "workshop").mkdir()
    (root / "workshop" / "__init__.py").touch()
    (root / "workshop" / "__main__.py").write_text("import os, sys\nprint(*sys.argv[1:], 'in', os.getcwd())\n")


def machine(path: Path, wheels: Path) -> dict[str, str]:
    """Return an environment whose PATH is `path` and whose only package index is the folder `wheels`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "PYTHON"))}
    pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    # A user's own setting that would lead pip past .venv.
    return {**kept, **pip, "PATH": str(path), "PIP_USER": "1", "NO_PROXY": "*"}


def tiny_wheel(folder: Path, name: str, code: str) -> Path:
    """Write the wheel `name` 1.0 with one module into `folder`; return its path."""
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}.py", code)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return wheel


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def assert_stopped(done: subprocess.CompletedProcess, *words: str, steps: int = 0) -> None:
    """Check for exit code 1 and, after `steps` lines on what was tried, one line with all `words`."""
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert len(lines) == steps + 1, done.stderr
    assert all(line.startswith("Nayose: ") for line in lines)
    assert all(word in lines[-1] for word in words), lines[-1]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy whose .venv the real venv and pip made from requirements.lock."""
    copy = Copy(tmp_path_factory.mktemp("made"))
    done = copy.run("run", "--residents", "7")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"serve --residents 7 in {copy.root.parent}\n"
    assert len(done.stderr.splitlines()) == 2
    yield copy


# With the real venv and pip -----------------------------------------------------------------------------


def test_a_finished_venv_is_used_as_it_is(made: Copy) -> None:
    before = (made.root / ".venv" / "nayose-stamp.txt").stat().st_mtime_ns
    done = made.run("run", "again")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("serve again ")
    assert (made.root / ".venv" / "nayose-stamp.txt").stat().st_mtime_ns == before


def test_the_command_nayose_works_from_any_folder(made: Copy, tmp_path: Path) -> None:
    nayose = made.root / ".venv" / "bin" / "nayose"
    assert subprocess.check_output([nayose, "help"], cwd=tmp_path, text=True) == f"help in {tmp_path}\n"


def test_without_network_one_line_and_the_old_venv_stays(made: Copy) -> None:
    index = f"http://127.0.0.1:{closed_port()}/simple"
    done = made.run("test", PIP_INDEX_URL=index, PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_RETRIES="1")
    assert_stopped(done, "network", "index does not answer", "try again", steps=1)
    assert made.run("run").stderr == ""


def test_a_wrong_hash_stops_the_install(made: Copy) -> None:
    lock = made.root / "requirements-dev.lock"
    good = lock.read_text()
    lock.write_text(good[:-10] + "000000000\n")
    assert_stopped(made.run("test"), "not the one its lock names", steps=1)
    lock.write_text(good)


def test_a_package_without_a_build_stops_the_install(made: Copy) -> None:
    lock = made.root / "requirements-dev.lock"
    good = lock.read_text()
    lock.write_text(good.replace("==1.0", "==2.0"))
    assert_stopped(made.run("test"), "no ready-made package", "3.11", steps=1)
    lock.write_text(good)


def test_the_test_command_adds_its_lock_to_the_same_venv(made: Copy) -> None:
    done = made.run("test", "-k", "number")
    assert (done.returncode, done.stdout) == (0, "tests -k number\n"), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert made.run("test").stderr == made.run("run").stderr == ""


# Without a suitable Python ------------------------------------------------------------------------------


def test_a_python_too_old_is_told_in_one_line(copy: Copy) -> None:
    assert_stopped(copy.run_old("run"), "Python 3.8 is too old", "3.11 or newer", "install")
    assert not (copy.root / ".venv").exists()


def test_a_python_without_venv_is_told_in_one_line(copy: Copy) -> None:
    python = copy.stub("python3.12", PYTHON_STUB.format(answer="3 12 0"))
    assert_stopped(copy.run("run", python=python), "Python 3.12 lacks its venv module", "install")


def test_a_broken_python_is_passed_over(copy: Copy) -> None:
    copy.stub("python3.14", "#!/bin/sh\necho boom >&2\nexit 1\n")
    assert_stopped(copy.run_old("run"), "Python 3.8 is too old")


@pytest.mark.parametrize(
    ("newest", "system", "remedy"),
    [
        ((3, 12), "ubuntu debian", "sudo apt install python3.12-venv"),
        ((3, 11), "debian", "sudo apt install python3.11-venv"),
        ((3, 9), '"rhel" "fedora"', "sudo dnf install python3.12"),
        ((3, 9), "darwin", "brew install python@3.13"),
        ((3, 8), "win32", "winget install Python.Python.3.13"),
        ((3, 8), "plan9", "package manager"),
    ],
)
def test_the_advice_fits_the_system(newest: tuple[int, int], system: str, remedy: str) -> None:
    assert remedy in advice(newest, system)


def test_every_part_is_readable_for_an_old_python() -> None:
    for part in [ROOT / "tools" / "bootstrap.py", *(ROOT / "tools" / "bootstrapping").glob("*.py")]:
        ast.parse(part.read_text(encoding="utf-8"), feature_version=(3, 7))


# With uv, and interrupted -------------------------------------------------------------------------------


def test_uv_takes_over_where_no_python_fits(copy: Copy) -> None:
    copy.uv()
    done = copy.run_old("run", "x")
    assert (done.returncode, done.stdout) == (0, f"serve x in {copy.root.parent}\n"), done.stderr
    calls = copy.uv_log.read_text()
    assert "venv --python >=3.11" in calls
    assert "--require-hashes --only-binary :all: -r requirements.lock" in calls


def test_a_half_made_venv_is_removed(copy: Copy) -> None:
    leftover = copy.root / ".venv" / "lib" / "leftover.py"
    leftover.parent.mkdir(parents=True)
    leftover.touch()
    copy.uv()
    assert copy.run_old("run").returncode == 0
    assert not leftover.exists()


def test_a_changed_lock_makes_the_venv_anew(copy: Copy) -> None:
    copy.uv()
    copy.run_old("run")
    (copy.root / ".venv" / "leftover").touch()
    copy.lock("requirements.lock", "tiny", "changed = True\n")
    assert copy.run_old("run").returncode == 0
    assert not (copy.root / ".venv" / "leftover").exists()


def test_a_venv_whose_python_is_gone_is_made_anew(copy: Copy) -> None:
    copy.uv()
    copy.run_old("run")
    (copy.root / ".venv" / "bin" / "python").unlink()
    assert copy.run_old("run").returncode == 0


def test_a_failed_install_leaves_no_venv(copy: Copy) -> None:
    copy.uv("echo 'error: No space left on device'; exit 2")
    assert_stopped(copy.run_old("run"), "disk is full", steps=2)
    assert not (copy.root / ".venv").exists()


def test_a_killed_install_is_not_taken_for_finished(copy: Copy) -> None:
    copy.uv("kill -9 $PPID")
    assert copy.run_old("run").returncode == -9
    assert (copy.root / ".venv").exists()
    copy.uv()
    done = copy.run_old("run")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 2)


def test_control_c_leaves_no_venv_and_one_line(copy: Copy) -> None:
    copy.uv("kill -INT $PPID; exit 1")
    done = copy.run_old("run")
    assert (done.returncode, done.stderr.splitlines()[2:]) == (
        130,
        ["Nayose: stopped; what was unfinished is made again next time"],
    )
    assert not (copy.root / ".venv").exists()


def test_two_at_once_make_one_venv(copy: Copy) -> None:
    copy.uv("/bin/sleep 0.3")
    python = copy.stub("python3", PYTHON_STUB.format(answer="3 8 1"))
    command = copy.command("run", python=python)
    both = [subprocess.Popen(command, env=copy.environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert copy.uv_log.read_text().count("venv --python") == 1


def test_where_uv_is_gone_nothing_can_be_added_but_run_goes_on(copy: Copy) -> None:
    copy.uv()
    copy.run_old("run")
    (copy.path / "uv").unlink()
    assert_stopped(copy.run_old("test"), "uv, which made .venv, is gone")
    assert copy.run_old("run").stderr == ""


def test_a_moved_repository_keeps_its_venv(copy: Copy) -> None:
    copy.uv()
    copy.run_old("run")
    copy.root = copy.root.rename(copy.root.with_name("moved"))
    done = copy.run_old("run")
    assert (done.returncode, done.stderr) == (0, "")


# The lines themselves -----------------------------------------------------------------------------------


def test_an_unknown_command_names_the_allowed_ones(copy: Copy) -> None:
    done = copy.run("walk")
    assert done.returncode == 2
    assert "'walk'" in done.stderr and "run|" in done.stderr


def test_a_missing_lock_is_told_in_one_line(copy: Copy) -> None:
    copy.uv()
    (copy.root / "requirements.lock").unlink()
    assert_stopped(copy.run_old("run"), "requirements.lock is missing", "git checkout")


def test_an_unknown_trouble_is_quoted() -> None:
    assert str(explain("installing", "a\nERROR: the moon is full\nb\n")) == "installing failed: ERROR: the moon is full"
