"""What the screens show is what the commands print, in three towns, each with another row switched off."""

from __future__ import annotations

from tests.page.screens.conftest import LANE, Screens
from workshop.words import Words


def test_a_residents_ledger_verdicts_and_phases_are_those_of_the_command(screens: Screens) -> None:
    for id_ in screens.some("missed"):
        said = screens.command("resident", id_, screens.folder)["lanes"][LANE]
        shown = screens.get(f"/api/lanes/{LANE}/residents/{id_}")
        words = Words("ja")
        of_ledger = [
            (e["entry"], e["at"], e["decision"], e["row"], e["reason"]["ja"] if e["decision"] != "retracted" else None) for e in reversed(shown["ledger"])
        ]
        acts = {"disclosed": "allowed", "denied": "denied", "retracted": "retracted"}
        assert of_ledger == [(e["entry"], e["day"], acts[e["act"]], e["row"], words(f"code.{e['reason']}") if e["reason"] else None) for e in said["ledger"]] != []
        verdicts = [(v["programme"], v["unit"], v["verdict"], v["amount_yen"], v["per"]) for v in shown["verdicts"]]
        assert verdicts == [(v["programme"], v["unit"], v["verdict"], v["amount_yen"], v["per"]) for v in said["verdicts"] if v["programme"] != "resident-tax-exempt"]
        assert [(p["programme"], p["unit"], [s["day"] for s in p["steps"]]) for p in shown["phases"]] == [
            (p["programme"], p["unit"], [s["day"] for s in p["steps"]]) for p in said["phases"]
        ]


def test_why_not_is_that_of_the_command(screens: Screens) -> None:
    (id_,) = screens.some("missed", 1)
    for verdict in screens.get(f"/api/lanes/{LANE}/residents/{id_}")["verdicts"][:3]:
        programme = verdict["programme"]
        shown = screens.get(f"/api/lanes/{LANE}/residents/{id_}/why-not?programme={programme}")
        said = next(r for r in screens.command("why-not", id_, screens.folder, "--programme", programme)["results"] if r["unit"] == verdict["unit"])
        told, whole = [[step["en"] for step in change] for change in shown["changes"]], [[step["text"] for step in change["steps"]] for change in said["changes"]]
        left_out = [change for change in whole if change not in told]
        assert [change for change in told if change in whole] == [change for change in whole if change in told]
        assert all(len(change) > 1 for change in left_out) and (left_out or told == whole)
        assert (shown["tried"], shown["verdict"]) == (said["tried"], said["verdict"])


def test_the_chain_is_checked_as_by_the_command(screens: Screens) -> None:
    said = screens.command("verify", screens.folder)["lanes"][LANE]
    shown = screens.get(f"/api/lanes/{LANE}/ledger/verify")
    assert (shown["entries"], shown["head"], shown["linked"]) == (said["entries"], said["head"][:16], True)
    assert shown["entries"] > 256


def test_the_figures_of_the_summary_and_of_the_comparison_are_those_of_the_replay(screens: Screens) -> None:
    programmes = screens.command("replay", screens.folder)["lanes"][LANE]["programmes"]
    support = [p["score"] for p in programmes.values() if p["score"]["nature"] == "support"]
    figures = screens.get(f"/api/lanes/{LANE}/summary")["figures"]
    for shown, said in (("reached", "reached"), ("missed", "missed"), ("wrong", "wrongly_marked")):
        assert figures[shown] == sum(score[said] for score in support)
    mine = next(lane for lane in screens.get("/api/compare?base=C")["lanes"] if lane["name"] == LANE)
    assert (mine["picture"]["reached"], mine["point"]["y"]) == (figures["reached"], figures["reached"]) and figures["reached"] > 0


def test_the_joins_against_another_ordinance_are_those_of_the_command(screens: Screens) -> None:
    from tests.cli.calling import nayose

    path = screens.folder / f"{LANE}.toml"
    screens.command("verify", screens.folder)
    said = nayose("ordinance", "diff", path, "C", "--town", screens.folder, "--json").json
    shown = screens.get(f"/api/lanes/{LANE}/ordinance/diff?against=C")
    for here, there in (("only_here", "only_a"), ("only_there", "only_b")):
        assert [(j["row_id"], (j["example"] or {}).get("id"), (j["example"] or {}).get("passed")) for j in shown[here]] == [
            (j["row"], (j["example"] or {}).get("id"), (j["example"] or {}).get("passed")) for j in said[there]
        ]
    assert shown["only_here"]
