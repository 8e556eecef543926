"""Writes docs/why.ja.md and docs/why.md anew: ten cases as `nayose why` and `nayose why-not` print them (python docs/ten_cases.py)."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from workshop.cli import main  # noqa: E402

FILES = {"ja": ROOT / "docs" / "why.ja.md", "en": ROOT / "docs" / "why.md"}
INTRO = {
    "ja": """# 判定のわけと、判定を変える最も小さい変更

<!-- python docs/ten_cases.py が書き出す。手では直さない。 -->

`nayose why` は、判定を記録（いつ・どの部署が・何の届けで）、年の付いた基準、条例の行と条文までたどって見せます。`nayose why-not` は、判定を変える
最も小さい変更を探し、一つずつ判定し直して確かめます（[English](why.md)）。下の十の例は `docs/why` の世帯（架空）で、二つのコマンドが表示するままです。

- **大きさ**：まず段階の数（一段階は、一人の一つの項目・申請・同意・異議・紐付け、または条例の一つの行の一つの語・一つの行・一つの条項・一つの守り）。
  同じ数なら、国の法律を変えないもの、事実、条例の順。事実では、本人の申請や同意、記録の付け直し、状態、金額、人数、日付の順。最後に、動かす金額などが小さい順。
- **新しい行**は、その事務にその機関の情報を渡す行が一つもないときだけ一段階と数え、事務が要る情報をまとめて名指しします。
- **探す範囲**：二段階まで。門が断った理由に出てくる行や守りと、事務が見られる情報のうち式が読む項目だけ。二つの事実の組は、まず少ない値で試し、
  見つかった組を一つずつ元の値に近づけます。だから二つの金額が互いに関わるときは、合計が最小とは限りません。
- **条例で外せない守り**（税情報の同意など）は、条例の変更としては出ません。「国の法律の変更」と書きます。
- 条例の変更には、ほかの人や事務に何が渡るようになるかを添えます。見守りと選別では、印が付かなくなる変更を同じように探します。

住民について尋ねるときは `nayose why 番号か符号 フォルダ --ordinance 名前 --programme 事業`、プログラムから使うときは `--json`。
""",
    "en": """# Why a verdict is so, and the smallest change that turns it

<!-- Written by python docs/ten_cases.py; do not mend it by hand. -->

`nayose why` takes a verdict down to the records (when, which office, by what event), dated thresholds, rows and articles. `nayose why-not` searches for the
smallest change that turns it, and assesses each anew ([日本語](why.ja.md)). The ten cases below are households of `docs/why` (made up), as the two commands print them.

- **Size**: first the number of steps (a step is one item of one person, one application, consent, objection or link; or one entry of one row, one row, one
  clause, one safeguard). Of as many steps, those without national law first, then facts, then the ordinance. Among facts: what a person can apply for or consent
  to, a record put right, a status, an amount, a count, a date. Last, the smallest amount.
- **A new row** is one step only where no row lets that organ's data pass to the duty; it then names all that the formula needs of that organ.
- **Searched**: up to two steps; rows and safeguards that the gate named as the reason, and items that the formula reads and the duty may see. Pairs of facts are
  tried at few values, then brought as near to what is as they can be, one after the other; where two amounts depend on each other, their sum may not be the least.
- **Safeguards of national law** (consent to tax data, ...) are never offered as a change of the ordinance, but named as a change of national law.
- A change of the ordinance says what else it opens. For watch and screening the change that would take the mark away is searched for in the same way.

Of a resident: `nayose why NUMBER-OR-ID DIR --ordinance NAME --programme ID`. For programs: `--json`.
""",
}


def cases() -> list[Path]:
    """The households, in order."""
    return sorted((ROOT / "docs" / "why").glob("*.toml"))


def printed(lang: str, *arguments: str) -> str:
    """What a command prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main([*arguments, "--lang", lang])
    if code != 0:
        raise SystemExit(f"nayose {' '.join(arguments)} ended with {code}.")
    return out.getvalue().rstrip()


def document(lang: str) -> str:
    """The whole document in a language."""
    os.chdir(ROOT)
    return INTRO[lang] + "".join(_case(lang, at, path) for at, path in enumerate(cases(), 1))


def _case(lang: str, at: int, path: Path) -> str:
    name = path.relative_to(ROOT).as_posix()
    title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix('title = "').removesuffix('"')
    parts = [f"\n## {at}. {title}\n"]
    for command in ("why", "why-not"):
        parts.append(f"\n```console\n$ nayose {command} {name}\n```\n```text\n{printed(lang, command, name)}\n```\n")
    return "".join(parts)


def write() -> None:
    """Writes both documents."""
    for lang, path in FILES.items():
        path.write_text(document(lang), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
