"""The harness: medians and ratios by round, and no figures from engines that do not agree."""

from __future__ import annotations

import json

import pytest

from benchmarks import __main__ as command
from benchmarks import harness
from benchmarks.engines import Engine
from benchmarks.harness import Disagreement, Failure, check_answers, measure, run_one, summarise


def seen(engine: str, work: float, parse: float = 1.0, answer: object = "same", events: int = 1000) -> harness.Seen:
    return {
        "engine": engine,
        "events": events,
        "seconds": {"parse": parse, "work": work},
        "answer": answer,
        "state_bytes": 10,
        "peak_bytes": 3_000_000,
        "start_bytes": 1_000_000,
    }


def test_ratios_are_taken_within_a_round_so_that_a_slow_round_does_not_matter():
    rounds = [
        [seen("a", 1.0), seen("b", 3.0)],
        [seen("b", 30.0, parse=10.0), seen("a", 10.0, parse=10.0)],  # everything ten times as slow
        [seen("a", 1.0), seen("b", 3.0)],
    ]
    a, b = summarise(rounds, yardstick="a")
    assert (a.engine, a.whole, a.work, a.whole_ratio, a.work_ratio) == ("a", 500.0, 1000.0, 1.0, 1.0)
    assert (b.whole, b.whole_ratio, b.work_ratio, b.rounds) == (250.0, 0.5, pytest.approx(1 / 3), 3)
    assert (b.peak_mb, b.rise_mb, b.state_bytes) == (3.0, 2.0, 10)


def test_engines_that_find_different_answers_or_miss_events_are_refused():
    check_answers([seen("a", 1.0), seen("b", 1.0), seen("other work", 1.0, answer=None, events=5)])
    with pytest.raises(Disagreement, match="do not agree"):
        check_answers([seen("a", 1.0), seen("b", 1.0, answer="another")])
    with pytest.raises(Disagreement, match="999 events"):
        check_answers([seen("a", 1.0), seen("b", 1.0, events=999)])


def test_every_round_runs_every_engine_and_begins_with_another_one(tmp_path, monkeypatch):
    monkeypatch.setattr(harness, "run_one", lambda name, folder: seen(name, 1.0))
    told: list[str] = []
    rounds = measure(["a", "b", "c"], tmp_path, 4, told.append)
    assert [[s["engine"] for s in found] for found in rounds] == [list(order) for order in ("abc", "bca", "cab", "abc")]
    assert len(told) == 4


def test_an_engine_that_stops_is_named_with_its_error(tmp_path):
    with pytest.raises(Failure, match="(?s)plain-dicts .*stopped.*register.jsonl.*Run it alone"):
        run_one("plain-dicts", tmp_path / "nowhere")


def test_the_command_makes_a_log_measures_and_writes_what_it_saw(tmp_path, capsys):
    engines = ["--engines", "plain-dicts", "numpy-batches", "validate-only"]
    sizes = ["--residents", "300", "--months", "1", "--rounds", "2"]
    assert command.main([*engines, *sizes, "--logs", str(tmp_path), "--json", str(tmp_path / "seen.json")]) == 0
    written = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert [engine["engine"] for engine in written["engines"]] == ["plain-dicts", "numpy-batches", "validate-only"]
    assert written["log"] == {"residents": 300, "months": 1, "seed": 1} and written["events"] > 300
    assert written["machine"]["python"] and len(written["rounds"]) == 2
    assert "validate-only" in capsys.readouterr().out


def test_an_engine_whose_library_is_not_installed_is_left_out_and_named(monkeypatch, capsys):
    monkeypatch.setitem(command.ENGINES, "bytewax", Engine("bytewax", "module", "about", "no_such_library"))
    names = command.chosen(["bytewax", "numpy-batches"], "plain-dicts", command.Console(width=200))
    assert names == ["plain-dicts", "numpy-batches"]
    assert "bytewax is left out: no_such_library is not installed" in capsys.readouterr().out


def test_a_yardstick_that_is_not_installed_is_refused_with_the_ones_that_are(monkeypatch, capsys):
    monkeypatch.setitem(command.ENGINES, "bytewax", Engine("bytewax", "module", "about", "no_such_library"))
    assert command.main(["--engines", "plain-dicts", "--against", "bytewax"]) == 1
    assert "--against bytewax cannot run here; name one of: plain-dicts" in capsys.readouterr().err
