"""Compare: lanes beside one another, the plot, and that nothing is called better."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.page.browser.playing import until
from tests.page.browser.serving import Served

BETTER = re.compile("よい|良い|優れ|最適|おすすめ|望ましい|順位|better|worse|best|optimal|recommended|rank", re.IGNORECASE)


def ready(page: Any) -> None:
    """The seven are played in the background; the page asks again until all stand there."""
    until(page, "document.querySelectorAll('.dot.shipped').length === 7", 30)


def test_each_figure_and_difference_is_the_servers(at: Any, served: Served) -> None:
    page = at("compare")
    told = {lane["name"]: lane for lane in served.asked("api/compare?base=C")["lanes"]}
    cell = "#lanes tr[data-row={}] td[data-lane={}]"
    for row in ("reached", "missed", "wrong"):
        for lane in ("C", "G"):
            shown = page.inner_text(cell.format(row, lane))
            assert f"{told[lane]['picture'][row]:,}件" in shown
        by = told["G"]["difference"][row]
        assert ("変わらず" if by == 0 else f"{abs(by):,}") in page.inner_text(cell.format(row, "G") + " small")
    assert page.locator(cell.format("reached", "C") + " small").count() == 0


def test_seven_squares_and_a_circle_for_each_lane_stand_where_the_server_says(at: Any, served: Served) -> None:
    page = at("compare")
    ready(page)
    told = served.asked("api/compare?base=C")
    points = {("shipped", one["name"]): one["point"] for one in told["shipped"]} | {("table-lane", one["name"]): one["point"] for one in told["lanes"]}
    dots = page.evaluate("[...document.querySelectorAll('.dot')].map((one) => ({kind: one.classList[1], ...one.dataset, square: !!one.querySelector('rect')}))")
    assert len(dots) == len(points) == 7 + len(told["lanes"])
    assert {(one["kind"], one["name"]): (float(one["y"]), float(one["x"])) for one in dots if one["undefined"] == "no"} == {
        key: (point["y"], point["x"]) for key, point in points.items() if not point["undefined"]
    }
    assert all(one["square"] == (one["kind"] == "shipped") for one in dots)
    placed = sorted((float(one["x"]), float(one["cx"])) for one in dots)
    assert all(a[1] <= b[1] for a, b in zip(placed, placed[1:])), "further right is more residents profiled for each benefit"
    lines = page.evaluate("document.querySelectorAll('.scatter .trend, .scatter [marker-end]').length")
    assert lines == 0


def test_a_lane_that_reached_none_stands_in_the_marked_strip(at: Any) -> None:
    page = at("compare")
    ready(page)
    page.route("**/api/compare*", lambda route: route.fulfill(json=_none_reached(route.fetch().json())))
    page.reload()
    page.wait_for_selector(".dot[data-undefined=yes]")
    strip, dot = page.locator(".strip-undefined").bounding_box(), page.locator(".dot[data-undefined=yes] rect").bounding_box()
    assert strip["x"] <= dot["x"] + dot["width"] / 2 <= strip["x"] + strip["width"]
    assert "0件のため計算できない" in page.locator(".dot[data-undefined=yes]").get_attribute("aria-label")


def _none_reached(told: dict[str, Any]) -> dict[str, Any]:
    told["shipped"][0]["point"] = {"y": 0, "ring": 0, "profiled": 0, "undefined": True}
    return told


def test_the_table_of_the_plot_has_the_same_numbers_and_stands_by_name(at: Any, served: Served) -> None:
    page = at("compare")
    ready(page)
    page.locator("#plot .as-table").click()
    names = page.locator("#plot tbody th").all_inner_texts()
    assert names == page.evaluate("(names) => [...names].sort((a, b) => a.localeCompare(b))", names)
    told = served.asked("api/compare?base=C")
    assert sorted(int(one.replace(",", "")) for one in page.locator("#plot tbody td:nth-child(2)").all_inner_texts()) == sorted(
        one["point"]["y"] for one in [*told["lanes"], *told["shipped"]]
    )


def test_differences_only_leaves_out_what_is_the_same(at: Any) -> None:
    page = at("compare")
    rows, signs = page.locator("#lanes tbody tr").count(), page.locator(".grid >> nth=1 >> td.sign span[aria-hidden]").count()
    page.check("input[name=only]")
    page.wait_for_timeout(100)
    assert 0 < page.locator("#lanes tbody tr").count() < rows
    assert 0 < page.locator(".grid >> nth=1 >> td.sign span[aria-hidden]").count() < signs


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_is_called_better_or_coloured_so(at: Any, lang: str) -> None:
    page = at("compare", lang=lang)
    assert BETTER.findall(page.inner_text("main")) == []
    colours = page.evaluate("[...document.querySelectorAll('#lanes td[data-lane]')].map((one) => { const s = getComputedStyle(one.querySelector('b') ?? one); return s.color + getComputedStyle(one).backgroundColor; })")
    assert len(set(colours)) == 1
