"""What is behind the page's screens, as JSON: one module a screen, each with its `routes(town)`. A text is `{"ja": ..., "en": ...}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.page.requests.rights import RightsOf, everybody
from workshop.page.screens import acts, compare, ledger, ordinance, plain, residents, summary

if TYPE_CHECKING:
    from starlette.routing import Route

    from workshop.page.playing.town import Town

def routes(town: Town, rights_of: RightsOf = everybody) -> list[Route]:
    """The routes of all screens."""
    shown = [route for screen in (compare, ledger, ordinance, plain, residents, summary) for route in screen.routes(town)]
    return [*shown, *acts.routes(town, rights_of)]
