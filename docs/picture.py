"""Makes docs/run.svg: a real run of `nayose run --residents 3000 --lang ja`, as a terminal shows it. `python docs/picture.py`"""

from __future__ import annotations

import datetime
import io
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rich.console import Console, Group  # noqa: E402
from rich.text import Text  # noqa: E402

from processors.inprocess import Progress, Replay  # noqa: E402
from schemas.ordinance import load  # noqa: E402
from workshop.desk import Desk  # noqa: E402
from workshop.live import Picture  # noqa: E402
from workshop.scoring import assessor, scores  # noqa: E402
from workshop.side_by_side import reached_lines  # noqa: E402
from workshop.tables import title_of  # noqa: E402
from workshop.towns import Wanted, make  # noqa: E402
from workshop.words import Words  # noqa: E402

COLUMNS = 112


def main() -> None:
    """Runs, draws the last picture and what it came to, and writes the file."""
    wanted = Wanted(3000, 12, 1, datetime.date(2024, 11, 1))
    folder = make(wanted)
    replay = Replay(folder, {name: load(name) for name in ("C", "G")}, assessor(folder))
    desk = Desk(Words("ja"))
    desk._console = Console(
        file=io.StringIO(), width=COLUMNS, record=True, force_terminal=True, color_system="truecolor"
    )
    picture = Picture(desk, replay.runner, datetime.date(2025, 10, 31).toordinal())
    last: list[Progress] = []

    def hear(progress: Progress) -> None:
        picture.latest.hear(progress.told)
        picture._first_day = picture._first_day or progress.day
        last[:] = [progress]

    replay.run(hear)
    desk.console.print(Group(Text("$ nayose run --residents 3000", style="bold"), picture.draw(last[0])))
    assert replay.runner.engine is not None
    for name, score in scores(replay.runner, folder).items():
        desk.console.print()
        desk.console.print(Text(title_of(desk.words, name, replay.ordinances[name])))
        for line in reached_lines(desk.words, score):
            desk.console.print(Text(line))
    svg = without_web_fonts(desk.console.export_svg(title="nayose run", unique_id="nayose"))
    (ROOT / "docs" / "run.svg").write_text(svg, encoding="utf-8", newline="\n")


def without_web_fonts(svg: str) -> str:
    """The picture with the fonts of whoever looks at it: nothing here is fetched from anywhere."""
    own = 'ui-monospace, "Noto Sans Mono CJK JP", "BIZ UDGothic", "Osaka-Mono", monospace'
    svg = svg.replace("━", "=")  # as wide as two letters in Japanese fonts
    return (
        re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
        .replace("Fira Code, monospace", own)
        .replace("Fira Code", "ui-monospace")
    )


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
