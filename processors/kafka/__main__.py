"""`python -m processors.kafka`: a worker, told by the environment (see Settings.of_environment). 2: it cannot start; a letter says why."""

from __future__ import annotations

import sys

from processors.kafka.app import work
from processors.kafka.settings import BadSetting, Settings
from processors.kafka.topics import Wrong, check

if __name__ == "__main__":
    try:
        told = Settings.of_environment()
        check(told.broker, told.prefix)
    except (BadSetting, Wrong) as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(2)
    work(told)
