"""What is behind the page's screens, as JSON: one module a screen, each with its `routes(town)`. A text is `{"ja": ..., "en": ...}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.page.screens import acts, compare, ledger, ordinance, residents, summary

if TYPE_CHECKING:
    from starlette.routing import Route

    from workshop.page.town import Town

SCREENS = (acts, compare, ledger, ordinance, residents, summary)


def routes(town: Town) -> list[Route]:
    """The routes of all screens."""
    return [route for screen in SCREENS for route in screen.routes(town)]
