"""`python -m processors.kafka`: a worker, told by the environment (see Settings.of_environment)."""

from processors.kafka.app import work
from processors.kafka.settings import Settings
from processors.kafka.topics import Wrong, check

if __name__ == "__main__":
    told = Settings.of_environment()
    try:
        check(told.broker, told.prefix)
    except Wrong as wrong:
        raise SystemExit(str(wrong)) from None
    work(told)
