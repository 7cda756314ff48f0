"""Questions of a study on the page: each has a figure with its numbers below, in both languages."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from made_pages import Element, Page

from sim.reports.report import report
from sim.sections import BEHAVIOUR

STUDIES = Path(__file__).parents[2] / "results" / "studies"
ASKED = {
    "areas": "Which area brings the change about?",
    "measures": "What is lost without one measure, at equal yuan?",
    "when": "When is the policy better?",
    "front": "What can the same yuan buy?",
}


def page(folder: Path, tmp_path: Path, lang: str = "en") -> Element:
    """The page of a study, taken apart."""
    return Page(report(folder, tmp_path / "page.html", lang=lang).read_text(encoding="utf-8")).root


def copied(study: str, tmp_path: Path) -> Path:
    """A study of the repository without its half page and without what was varied alone, to be changed."""
    folder = tmp_path / study
    shutil.copytree(STUDIES / study, folder, ignore=shutil.ignore_patterns("why.json", "along"))
    return folder


def cells(root: Element, caption: str) -> list[list[str]]:
    """Rows of the table of a caption."""
    table = next(one for one in root.all("table") if one.all("caption")[0].text == caption)
    return [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")[1:]]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("study", ASKED)
def test_a_question_has_a_figure_that_is_told_in_words_and_in_numbers(study: str, lang: str, tmp_path: Path) -> None:
    root = page(copied(study, tmp_path), tmp_path, lang)
    figures = root.all("figure")
    assert len(figures) == 1
    if lang == "en":
        assert figures[0].all("h3")[0].text == ASKED[study]
    drawings = [one for one in figures[0].all("svg") if one.attributes.get("role") == "img"]
    assert drawings and all(len(one.attributes["aria-label"]) > 18 for one in drawings)
    assert figures[0].all("details")[0].all("table")


def test_areas_are_told_as_the_table_has_them(tmp_path: Path) -> None:
    """Income in key counties: employment 87 (60 to 115) yuan a year, 97 % of all; relapse has no share."""
    root = page(copied("areas", tmp_path), tmp_path)
    table = pd.read_csv(STUDIES / "areas" / "areas" / "shapley.csv")
    row = table[(table["outcome"] == "income, key counties") & (table["player"] == "employment")].iloc[0]
    told = cells(root, "Part of each area in the change")
    mine = next(cell for cell in told if cell[:2] == ["income, key counties", "Employment"])
    assert float(re.split(r"[ (]", mine[2])[0]) == pytest.approx(row["value"], rel=0.01)
    assert len(told) == len(table)
    shared = {cell[0] for cell in told if cell[4] != "–"}
    assert shared == set(table.loc[table["share"].notna(), "outcome"])


def test_what_is_sure_is_filled_and_what_is_not_is_hollow(tmp_path: Path) -> None:
    table = pd.read_csv(STUDIES / "measures" / "measures" / "omitted.csv")
    known = table.dropna(subset=["value"])
    sure = int(((known["low"] > 0.0) | (known["high"] < 0.0)).sum())
    marks = [one for one in page(copied("measures", tmp_path), tmp_path).all("circle") if one.all("title")]
    assert len(marks) == len(known)
    assert sum(one.attributes["fill"] != "#FFFFFF" for one in marks) == sure > 0


def test_where_nothing_decides_it_is_said_and_every_set_is_a_mark(tmp_path: Path) -> None:
    root = page(copied("when", tmp_path), tmp_path)
    assert "found an assumption that decides" in root.text
    tried = pd.read_csv(STUDIES / "when" / "when" / "sets.csv")
    panel = next(one for one in root.all("svg") if one.attributes.get("aria-label", "").startswith("relapse, key"))
    mine = tried[tried["outcome"] == "relapse, key counties"]
    assert len(panel.all("circle")) == len(mine)
    better = int((mine["effect"] < 0.0).sum())
    assert f"better in {better} of {len(mine)}" in panel.attributes["aria-label"]


def test_a_region_is_drawn_as_what_was_tried_and_what_lies_inside(tmp_path: Path) -> None:
    """Own money was tried from 0 to 0.5 and decides below 0.1: a fifth of the bar is inside."""
    folder = copied("when", tmp_path)
    named = {"outcome": "relapse, key counties", "method": "box", "region": 1}
    shares = {f"{part}{end}": 0.4 for part in ("density", "coverage", "mass") for end in ("", "_low", "_high")}
    rule = "own_money_share is at most 0.1 and matching is lots"
    pd.DataFrame([named | {"rule": rule} | shares]).to_csv(folder / "when" / "regions.csv", index=False)
    limits = [
        {"assumption": "own_money_share", "low": None, "high": 0.1, "lowest": 0.0, "highest": 0.5},
        {"assumption": "matching", "inside": "lots", "tried": "lots or ranked"},
    ]
    table = pd.DataFrame([named | limit for limit in limits])
    table.to_csv(folder / "when" / "limits.csv", index=False)
    root = page(folder, tmp_path)
    panel = next(one for one in root.all("svg") if "region" in one.attributes.get("aria-label", "") or
                 one.attributes.get("aria-label", "").startswith("relapse, key counties, box"))  # fmt: skip
    tried, inside = [float(one.attributes["width"]) for one in panel.all("rect")]
    assert inside == pytest.approx(tried / 5.0, abs=0.1)
    words = [one.text for one in panel.all("text")]
    assert "at most 0.100 (of 0 to 0.500)" in words and "lots (of lots or ranked)" in words
    assert "inside, not better in 40 %; inside are 40 % of all sets" in words
    assert cells(root, "Regions in which the policy is not better")[0][2] == rule


def test_a_front_that_knows_the_policy_itself_is_told_from_there(tmp_path: Path) -> None:
    folder = copied("front", tmp_path)
    table = pd.read_csv(folder / "front" / "front.csv")
    objectives = list(pd.read_csv(folder / "front" / "gap.csv")["objective"])
    for name in objectives:
        for end in ("", "_low", "_high"):
            table[f"{name}_from_own{end}"] = table[f"{name}{end}"] - table[name].mean()
    own = table.iloc[:1].assign(search=-1)
    pd.concat([table, own]).to_csv(folder / "front" / "front.csv", index=False)
    root = page(folder, tmp_path)
    assert len(
        cells(root, "Points that the searches found: differences from the policy itself, on fresh seeds")
    ) == len(table)
    diamonds = [one for one in root.all("polygon") if one.text == "the policy itself"]
    assert len(diamonds) == len(objectives) - 1


def test_along_an_assumption_the_line_and_the_turn_are_drawn(tmp_path: Path) -> None:
    folder = copied("when", tmp_path)
    for name in ("sets.csv", "regions.csv", "limits.csv", "bases.csv", "robustness.csv"):
        (folder / "when" / name).unlink()
    named = {"outcome": "income, key counties", "along": "own_money_share"}
    line = [named | {"position": x, "effect": 40 - 100 * x, "low": 20 - 100 * x, "high": 60 - 100 * x}
            for x in (0.0, 0.25, 0.5)]  # fmt: skip
    pd.DataFrame(line).to_csv(folder / "when" / "lines.csv", index=False)
    turn = {"below": "opinion-2021", "above": "no-tilt-same-money", "position": 0.4, "low": 0.2, "high": 0.6}
    pd.DataFrame([named | turn]).to_csv(folder / "when" / "flips.csv", index=False)
    root = page(folder, tmp_path)
    panel = next(one for one in root.all("svg") if "own money" in one.attributes.get("aria-label", "").lower())
    assert len(panel.all("path")) == 1
    assert [one for one in panel.all("line") if one.attributes.get("stroke-dasharray")]


@pytest.mark.parametrize("study", [*ASKED, "what-drives-relapse"])
def test_a_chinese_page_of_a_study_says_nothing_in_english_but_names(study: str, tmp_path: Path) -> None:
    root = page(copied(study, tmp_path), tmp_path, "zh")
    names = {"opinion", "baseline", "no", "tilt", "same", "money", "tiltsim", *study.split("-"), "ranking", "screen"}
    names |= {"shares", "then"} | {word for name in BEHAVIOUR for word in name.split("_")}
    for section in root.all("section")[:1]:
        for one in section.all("h2", "h3", "p", "caption", "th", "summary", "text", "li"):
            plain = re.sub(r"\w*_\w*", "", one.text)
            assert set(re.findall(r"[A-Za-z]{2,}", plain)) <= names, one.text
