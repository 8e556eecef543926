"""What the formulas ask for, whatever the day."""

from __future__ import annotations

from functools import cache


@cache
def formula_kinds() -> dict[str, frozenset[str]]:
    """The data kinds that each duty's formula reads on some day on which the law is known, by duty."""
    from schemas.programmes import PROGRAMMES
    from schemas.programmes.parameters.book import shipped

    days = [day.toordinal() for day in shipped().turns()]
    return {
        id_: frozenset(kind for day in days for kind in programme.kinds(day)) for id_, programme in PROGRAMMES.items()
    }
