"""Writes `docs/facilitator.ja.md`, the facilitator's guide, from the lesson: `python docs/facilitator.py`, from the root of the repository."""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from workshop.page.lessons.script import Lesson, Round, Step, lessons
from workshop.page.lessons.stage import sides

GUIDE = Path(__file__).parent / "facilitator.ja.md"
SIDES = {"benefit": "よいこと", "cost": "引きかえになること"}
KINDS = {"agree": "そう思う・そう思わない・わからない", "number": "数字", "percent": "0〜100％", "choice": "選択肢から1つ", "place": "図の上の場所"}
BEFORE = """# 進行役の手引き

町も人も、すべて架空です。この会は、条例のよしあしを決める会ではありません。条例の1行で、だれに届き、だれに何を知られるかが、どう変わるかを見ます。
（この手引きは `workshop/lessons/workshop-60.toml` から `python docs/facilitator.py` で作られています。）

## 用意するもの

- 進行役の機械1台（Windows・macOS・Linux、メモリー8GB以上）と、映す画面1つ。参加者は2〜6人で1テーブル、各テーブルに携帯電話かノートパソコン1台から。
- 前の日に、進行役の機械で `make run` を1度動かしておきます。町を作る時間が、当日はかかりません。町とプログラムがそろっていれば、インターネットは要りません。
- 当日は `nayose serve --share` で始めます。参加コードと、3つのリンク（参加者・進行役・投影）が出ます。進行役のリンクは、ほかの人に見せないでください。参加者のQRコードは、教材の画面にも出ます（`pip install segno` をしておいたとき）。
- **インターネットのない会場では**、携帯電話のテザリング（データ通信は切ったままでよい）か、電源を入れただけの無線ルーターに、全部の機械をつなぎます。どちらも、外につながっていなくても使えます。参加者の画面が開かないときは、(1) 同じ電波につながっているか、(2) 携帯電話が「インターネットがない」と言って別の電波に移っていないか、(3) 進行役の機械のファイアウォールが着信を止めていないか、の順に確かめます。会場の公衆無線は、端末どうしの通信を止めていることがあります。

## 会のあいだ

- 順番はいつも同じです：**予想 → 試す → 実際 → 話す**。予想の集計は、「しめ切る」まで進行役にも見えません。予想は、だれのものか分からない数字としてだけ残り、会とともに消えます。
- 「届いた」と「知られた」は、いつも一緒に読み上げます。片方だけを言わないでください。
- テーブルの条例を見てほしいときは「固定する」。全員の画面をそろえるには「全員を今の段階へ」。個人の名前がテーブル名に使われていたら「名前をかくす」。
- 時間が足りないときは、3・5・6の順にとばせます。1・2・7・8は残してください。

## 言わないこと

- 「この条例のほうがよい」。画面も、どれがよいとは言いません。
- 「実際の〇〇市では」。数字は、この町の数字です。
- 参加者の経験を話すよう求めること。話したい人は、求められなくても話します。
- 「名寄せは危険だ」「名寄せで解決する」。どちらも、この町からは言えません。
"""
AFTER = """
## 機械が使えないとき（紙で行う）

1. 前の日に、`nayose serve` の「まとめ」を条例C・E・Gについて印刷しておきます（各2ページ、白黒でよい）。各段階の予想の問いは、上に書いてあるものをそのまま読み上げます。
2. テーブルごとに、行を書いたカードを配ります：「住民票を渡す」「税を渡す」「手当を渡す」「学校の出席を渡す」「人が確かめる」「本人に知らせる」。
3. 予想は紙に数字だけを書いて集め、進行役が中央の値を読み上げます。集めた紙は、会のあとで捨てます。
4. 実際の数字は、印刷した「まとめ」から読み上げます。「届いた」と「知られた」は、紙でも一緒に読みます。
5. 段階8は、カードの「渡す」を増やしたり減らしたりして、テーブルの一言を書きます。

## 会のあと

各テーブルの「まとめ」を印刷し（2ページ）、一言を書いて持ち帰ってもらいます。共有リンクからは、同じ町・同じ条例を、あとで自分の機械で開けます。部屋は、最後の操作から12時間で終わり、予想もテーブル名も残りません。
"""


def guide(lesson: Lesson) -> str:
    """The guide, as Markdown: some four pages of A4 in type of 10.5 points."""
    starts = [sum(step.minutes for step in lesson.steps[:number]) for number in range(len(lesson.steps))]
    steps = [text for number, (start, step) in enumerate(zip(starts, lesson.steps), 1) for text in _step(lesson, number, start, step)]
    return BEFORE + "\n" + "\n".join(["## 段階ごとに", "", *steps]).rstrip() + "\n" + AFTER


def _step(lesson: Lesson, number: int, start: int, step: Step) -> list[str]:
    both = "".join(f"**{SIDES[side['side']]}**：{side['text']['ja']}" for side in sides(lesson, step))
    source = f"（出典：{step.source['ja']}）" if step.source else ""
    warning = [f"- **先に告げること**：{step.warning['ja']}（「この段階をとばす」があります）"] if step.warning else []
    return [
        f"### {number}. {step.title['ja']}（{step.minutes}分）：{start}分から", "", *warning, f"- **はじめに**：{step.say['ja']}", *map(_round, step.rounds),
        f"- **話す**：{_blank(step.talk['ja'])}{both}", f"- **気をつけること**：{step.facilitator['ja']}{source}", "",
    ]  # fmt: skip


def _round(one: Round) -> str:
    return f"- **予想**（{KINDS[one.kind]}）：{_blank(one.question['ja'])} **試す**：{_blank(one.trial['ja'])} **実際**：{_blank(one.reveal['ja'])}"


def _blank(text: str) -> str:
    """A sentence with a line where the page writes a figure."""
    return re.sub(r"\{[^}]*\}", "＿＿", text)


def main() -> int:
    """Writes the guide."""
    GUIDE.write_text(guide(lessons()["workshop-60"]), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
