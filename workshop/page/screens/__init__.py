"""What is behind the page's screens, as JSON: one module a screen, each with its `routes(town)`. A text is `{"ja": ..., "en": ...}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import Route

    from workshop.page.town import Town


def routes(town: Town) -> list[Route]:
    """The routes of all screens."""
    return []
