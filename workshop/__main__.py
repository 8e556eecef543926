"""`python -m workshop` is `nayose`."""

from __future__ import annotations

import sys

from workshop.cli import main

if __name__ == "__main__":
    sys.exit(main())
