"""What is raised when the gate discloses what it must not: apart from the check, so that a run without it needs no jsonschema."""

from __future__ import annotations

from collections.abc import Sequence


class Leak(Exception):
    """A disclosure holds what its ordinance does not let pass. The text says what, without any value."""

    def __init__(self, household: str, lane: str, faults: Sequence[str]) -> None:
        self.household, self.lane, self.faults = household, lane, "; ".join(faults[:5])
        super().__init__(
            f"a disclosure about household {household} in lane {lane} holds what the ordinance does not let pass: "
            f"{self.faults}. It was not sent. The gate or the schemas of its joins are wrong: please report it."
        )
