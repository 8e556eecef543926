"""`nayose schemas export --ordinance NAME`: one JSON Schema for each duty, of exactly the record that it may receive."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas.ordinance import Ordinance
    from workshop.desk import Desk


def export_joins(desk: Desk, ordinance: Ordinance, day: int, out: str, as_json: bool) -> None:
    """Writes the schemas to a folder, a file each (`school-aid.json`); without one, all of them to the output."""
    from schemas.join_schema import join_schemas

    made = join_schemas(ordinance, day)
    if not out:
        desk.json(made)
        return
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for duty, schema in made.items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / f"{duty}.json").write_text(text, encoding="utf-8", newline="\n")
    if as_json:
        desk.json({"folder": out, "files": [f"{duty}.json" for duty in made]})
    else:
        desk.say("schemas.joins", folder=out, count=len(made), name=ordinance.name, day=datetime.date.fromordinal(day).isoformat())
