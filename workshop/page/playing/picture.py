"""What a lane has come to, as the page shows it: reached and learned side by side, of the whole lane and by programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from schemas.catalogue import catalogue

if TYPE_CHECKING:
    from workshop.score import LaneScore

Picture = dict[str, Any]
_OF_SUPPORT = {"reached": "reached", "missed": "missed", "wrong": "wrongly_marked", "yen_delivered": "yen_delivered", "yen_missed": "yen_missed", "per": "per"}
_OF_MARKS = {"right": "rightly_marked", "wrong": "wrongly_marked", "not_noticed": "not_noticed"}


def picture_of(score: LaneScore) -> Picture:
    """The picture of a lane's score. `items_per_resident` has one decimal; yen go by how often they are paid."""
    total = score.total
    return {
        "reached": total["benefits_reached"],
        "missed": total["benefits_missed"],
        "wrong": total["wrongly_noticed"],
        "marks": {name: total[named] for name, named in _OF_MARKS.items()},
        "causes": dict(total["causes"]),
        "items": total["items"],
        "items_per_resident": round(total["items"] / total["residents"], 1) if total["residents"] else 0.0,
        "profiled": total["profiled"],
        "profiled_per_benefit": total["profiled_per_benefit"],
        "portal": {"shown": total["shown_on_portal"], "not_shown": total["not_shown_on_portal"]},
        "yen": {"delivered": dict(total["yen_delivered"]), "missed": dict(total["yen_missed"])},
        "programmes": [_programme(id_, figures) for id_, figures in score.items()],
    }


def _programme(id_: str, figures: Mapping[str, Any]) -> Picture:
    duty = catalogue().duties[id_]
    shown = {"support": _OF_SUPPORT, "watch": _OF_MARKS, "screening": _OF_MARKS}.get(figures["nature"], {})
    named = {"id": id_, "ja": duty.label_ja, "en": duty.label_en, "nature": figures["nature"], "unit": figures["unit"]}
    return named | {name: figures[named] for name, named in shown.items()}


def difference(before: Any, after: Any) -> Any:
    """After less before, figure by figure, in the shape of both; words are left out, and so is what one of them has not."""
    if isinstance(before, dict) and isinstance(after, dict):
        parts = {key: difference(before[key], after[key]) for key in after if key in before}
        return {key: part for key, part in parts.items() if part is not None}
    if isinstance(before, list) and isinstance(after, list):
        by_id = {one["id"]: one for one in before}
        return [{"id": one["id"], **difference(by_id[one["id"]], one)} for one in after if one["id"] in by_id]
    if isinstance(before, (int, float)) and isinstance(after, (int, float)):
        return round(after - before, 3)
    return None
