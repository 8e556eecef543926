"""Make .venv from the locks, add a lock to it, or leave it alone when it holds them already."""

import os
import re
import shutil

from bootstrapping.guard import one_at_a_time
from bootstrapping.places import ROOT, VENV, WINDOWS, site_packages, venv_python
from bootstrapping.programs import Failed, output_of
from bootstrapping.pythons import find_maker, find_uv
from bootstrapping.stamp import check_locks, installed_locks, remove_stamp, write_stamp
from bootstrapping.talk import Stop, explain, say

# What pip and uv print once they begin to change .venv.
CHANGING = re.compile(r"^(Installing collected|Prepared |Installed )", re.M)


def prepare(locks) -> None:
    """Make sure .venv holds `locks` as they are now; raise Stop when it can't be done."""
    if set(locks) <= set(installed_locks()):
        return
    check_locks(locks)
    with one_at_a_time():
        present = installed_locks()
        if not present:
            remake(locks)
        elif not set(locks) <= set(present):
            add(locks, present)


def remake(locks) -> None:
    """Make .venv anew from `locks`; leave none behind if that fails."""
    try:
        remove_venv()
        create_venv()
        install(install_command(locks), locks)
        link_project()
        write_stamp(locks)
    except BaseException as problem:
        remove_venv()
        if isinstance(problem, Failed):
            raise explain("installing", problem.output) from None
        raise


def add(locks, present: list) -> None:
    """Install `locks` beside `present`; a failure before the first change leaves .venv as it was."""
    command = install_command(locks)
    remove_stamp()
    try:
        install(command, locks)
        write_stamp(present + [lock for lock in locks if lock not in present])
    except Failed as failure:
        if CHANGING.search(failure.output):
            remove_venv()
        else:
            write_stamp(present)
        raise explain("installing", failure.output) from None


def remove_venv() -> None:
    remove_stamp()
    try:
        if os.path.islink(VENV) or os.path.isfile(VENV):
            os.unlink(VENV)
        elif os.path.exists(VENV):
            shutil.rmtree(VENV)
    except OSError as error:
        raise Stop("can't remove .venv (%s); end what runs in it, or delete the folder yourself" % error) from None


def create_venv() -> None:
    """Create an empty .venv with the first suitable Python, or with uv."""
    kind, command = find_maker()
    say("making .venv (only once, under a minute)")
    arguments = ["venv", "--python", ">=3.11", VENV] if kind == "uv" else ["-m", "venv", VENV]
    try:
        output_of(command + arguments)
    except Failed as failure:
        raise explain("making .venv", failure.output) from None


def installer() -> list:
    """Return the start of the install command: .venv's own pip, or uv where uv made .venv."""
    if os.path.isdir(os.path.join(site_packages(), "pip")):
        return [venv_python(), "-m", "pip", "install", "--no-compile"]
    uv = find_uv()
    if not uv:
        raise Stop("uv, which made .venv, is gone; install uv, or delete the folder .venv, and try again")
    return uv + ["pip", "install", "--python", venv_python()]


def install_command(locks) -> list:
    """Return the command that installs all packages of `locks`, checks hashes and never builds from source."""
    command = installer() + ["--require-hashes", "--only-binary", ":all:"]
    for lock in locks:
        command += ["-r", lock]
    return command


def install(command: list, locks) -> None:
    say("installing packages from " + " and ".join(locks))
    output_of(command)


def link_project() -> None:
    """Put the repository on .venv's import path, and the command `nayose` into its bin or Scripts folder.

    A .pth file and a launcher instead of `pip install -e`: they need no build backend, so no network, work the
    same on Windows, and hold no absolute path, so .venv survives a move of the repository.
    """
    packages = site_packages()
    with open(os.path.join(packages, "nayose.pth"), "w", encoding="utf-8") as file:
        file.write(os.path.relpath(ROOT, packages) + "\n")
    name, text = "nayose", '#!/bin/sh\nexec "$(dirname "$0")/python" -P -m workshop "$@"\n'
    if WINDOWS:
        name, text = "nayose.cmd", '@"%~dp0python.exe" -P -m workshop %*\n'
    launcher = os.path.join(os.path.dirname(venv_python()), name)
    with open(launcher, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(launcher, 0o755)
