"""Where the repository and its .venv are, on every system."""

import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = os.name == "nt"


def venv_python() -> str:
    return os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")


def site_packages() -> str:
    """Return the folder of .venv's packages; .venv has to exist."""
    if WINDOWS:
        return os.path.join(VENV, "Lib", "site-packages")
    library = os.path.join(VENV, "lib")
    name = next(name for name in os.listdir(library) if name.startswith("python"))
    return os.path.join(library, name, "site-packages")
