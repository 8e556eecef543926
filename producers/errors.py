"""What offices get wrong, each with a switch, so that a run without any of them shows life itself."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Errors:
    """Which errors of recording happen; all do by default."""

    lag: bool = True
    """Notices come late, offices are shut on some days, the tax of a year is assessed in the June after it, a moved
    address reaches the others late."""
    non_filing: bool = True
    """Some never file a return (未申告): no record, which is not an income of zero."""
    taxed_elsewhere: bool = True
    """Who moved in after 1 January is taxed by the town before."""
    misdeclared: bool = True
    """Some declare too little income or a wrong number of dependants; a part of that is corrected later."""
    wrong_links: int = True
    """One number in ten thousand is linked to another person's record (domain facts 6.4); a number: so many times as
    often."""
    false_household: bool = True
    """Who lives together is not who is registered together: victims who fled, parents split off on paper, partners
    never registered."""

    @classmethod
    def none(cls) -> Errors:
        """No error at all: everything is recorded at once and as it is."""
        return cls(**{field.name: False for field in fields(cls)})

    @classmethod
    def only(cls, *names: str) -> Errors:
        """These errors and no others."""
        return replace(cls.none(), **dict.fromkeys(names, True))
