"""`nayose assess` with every gate open: the programmes for which no shipped ordinance has a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.calling import nayose

DISABLED = """
date = 2025-02-10
programmes = ["disability-medical-aid"]
[[members]]
id = "man"
birth = 1970-05-01
relation = "head"
tax = { 2023 = { total_income = INCOME } }
welfare = { handbook = "physical", handbook_grade = 2 }
[[members]]
id = "mother"
birth = 1942-06-01
relation = "parent"
tax = { 2023 = { total_income = 0 } }
"""
NEEDY = """
date = 2025-02-10
programmes = ["public-assistance"]
[[members]]
id = "woman"
birth = 1970-05-01
relation = "head"
tax = { 2023 = { total_income = 0 } }
"""


def assessed(tmp_path: Path, text: str, *options: str, **more: Any) -> Any:
    """`nayose assess` of a text."""
    path = tmp_path / "home.toml"
    path.write_text(text, encoding="utf-8")
    return nayose("assess", path, *options, **more)


def verdict(tmp_path: Path, text: str) -> str:
    """The verdict on the household."""
    [result] = assessed(tmp_path, text, "--json").json["results"]
    assert result["unit"] == "household" and result["amount_yen"] is None
    return str(result["verdict"])


def test_a_severely_disabled_man_below_his_limit_is_eligible_for_the_medical_aid(tmp_path: Path) -> None:
    assert verdict(tmp_path, DISABLED.replace("INCOME", "3604000")) == "eligible"


def test_above_his_limit_he_is_not(tmp_path: Path) -> None:
    assert verdict(tmp_path, DISABLED.replace("INCOME", "3604001")) == "not-eligible"


def test_who_may_be_in_need_is_invited_to_ask_in_both_languages(tmp_path: Path) -> None:
    japanese, english = (assessed(tmp_path, NEEDY, lang=lang).out for lang in ("ja", "en"))
    assert "生活保護の申請は権利で、誰でもできます" in japanese
    assert "To apply for public assistance is a right" in english


def test_who_is_ruled_out_is_not_told_so_as_an_invitation(tmp_path: Path) -> None:
    out = assessed(tmp_path, NEEDY.replace("total_income = 0", "total_income = 9000000"), lang="en").out
    assert "not eligible" in out and "is a right" not in out
