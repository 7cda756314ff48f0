"""A page says what differs and what came out, in one file, whatever inputs call themselves."""

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_pages import Page, made_run, saved

import sim
from sim.cli import main
from sim.errors import InputError
from sim.reports.report import report
from sim.scenario import Scenario
from sim.study.bill import READINGS
from sim.study.branch import PLACEBO
from sim.study.comparison import Comparison, Told
from sim.study.effects import effects
from sim.study.study import open_study


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    runs = [made_run("baseline", seed) for seed in (1, 2)]
    runs += [made_run("tilted", 1, 100.0, tilt=1.5), made_run("tilted", 2, 120.0, tilt=1.5)]
    return saved(tmp_path_factory.mktemp("results"), *runs)


def page(folders: list[Path], tmp_path: Path, lang: str = "en") -> Page:
    return Page(report(folders, tmp_path / "page.html", lang=lang).read_text(encoding="utf-8"))


def rows(page: Page, caption: str) -> dict[str, list[str]]:
    """Rows of the table whose caption begins so, by their first cell."""
    table = next(one for one in page.root.all("table") if one.all("caption")[0].text.startswith(caption))
    cells = [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")]
    return {row[0]: row[1:] for row in cells if len(row) > 1}


def test_effects_are_means_of_pairs_with_the_interval_of_student(folders: list[Path], tmp_path: Path) -> None:
    """Gains of 100 and 120 yuan: 110 ± 12.71 * 14.14 / sqrt(2) = 110 ± 127; other counties do not move."""
    told = rows(page(folders, tmp_path), "tilted against baseline")
    assert told["Income per head, mean (yuan a year)"][1] == "+110 (−17 to 237)"
    assert told["Income per head, mean (yuan a year)"][3] == "0 (0 to 0)"


def test_levels_are_the_last_month_or_the_mean_of_twelve(folders: list[Path], tmp_path: Path) -> None:
    """0.8 * 13000 * 1.23 = 12,792; the swing of a year adds up to nothing: 45 % at work in the county."""
    told = rows(page(folders, tmp_path), "tilted against baseline")
    assert told["Income per head, mean (yuan a year)"][0] == "12,792"
    assert told["At work in the county (%)"][0] == "45.0"


def test_it_says_in_words_what_differs_and_what_came_out(folders: list[Path], tmp_path: Path) -> None:
    text = " ".join(page(folders, tmp_path).root.text.split())
    assert "fund_tilt_tilt: 1.5 instead of 1 from 2020-06" in text
    assert "加大就业补助资金的倾斜支持" in text
    assert "in key counties no effect can be told from chance, +110 (−17 to 237) yuan a year" in text


def test_one_seed_has_no_interval_and_says_so(folders: list[Path], tmp_path: Path) -> None:
    told = page([folders[0], folders[2]], tmp_path)
    assert rows(told, "tilted against baseline")["Income per head, mean (yuan a year)"][1] == "+100"
    assert "which says nothing about chance" in told.root.text


def test_one_scenario_alone_tells_levels_and_changes(folders: list[Path], tmp_path: Path) -> None:
    told = rows(page(folders[:1], tmp_path), "baseline")
    assert told["Income per head, mean (yuan a year)"][:2] == ["12,792", "+1,248"]


def test_runs_under_other_seeds_are_not_held_against_each_other(folders: list[Path], tmp_path: Path) -> None:
    told = page([folders[0], folders[3]], tmp_path)
    captions = [one.text for one in told.root.all("caption")]
    assert not any("against" in caption for caption in captions)


def test_counties_and_movements_between_states(folders: list[Path], tmp_path: Path) -> None:
    told = page(folders, tmp_path)
    assert rows(told, "Of those who did this a year ago")["in the county"][2:4] == ["50.0", "0.0"]
    figure = next(one for one in told.root.all("figure") if one.attributes["aria-labelledby"] == "tiles")
    squares = [one for one in figure.all("rect") if one.attributes.get("width") == "15"]
    assert len(squares) == 2 * 40, "a tile for each county of each scenario"


# One file, safe and for everybody


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_fetched_or_run(folders: list[Path], tmp_path: Path, lang: str) -> None:
    root = page(folders, tmp_path, lang).root
    assert not root.all("script", "link", "iframe", "object", "embed", "form", "base")
    for one in root.all("meta"):
        if one.attributes.get("http-equiv") == "Content-Security-Policy":
            assert one.attributes["content"].startswith("default-src 'none'; style-src 'sha256-")
            break
    else:
        pytest.fail("no policy")
    everything = [one for tag in ("a", "svg", "img", "div", "table", "figure", "p") for one in root.all(tag)]
    for one in everything:
        assert "style" not in one.attributes and not any(name.startswith("on") for name in one.attributes)
        assert one.attributes.get("href", "#").startswith("#") and one.attributes.get("src", "data:").startswith(
            "data:"
        )


def test_what_inputs_say_is_shown_and_not_run(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
    told = page(saved(tmp_path, made_run(title=evil), made_run("other", title=evil, tilt=2.0)), tmp_path)
    assert not told.root.all("script", "img")
    assert evil in told.root.text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_headings_landmarks_tables_and_figures_are_in_order(folders: list[Path], tmp_path: Path, lang: str) -> None:
    root = page(folders, tmp_path, lang).root
    levels = [int(one.tag[1]) for one in root.all("h1", "h2", "h3", "h4", "h5")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    for tag in ("header", "nav", "main", "footer"):
        assert len(root.all(tag)) == 1, tag
    everything = root.all("section", "h2", "h3", "main", "figure", "div")
    ids = [one.attributes["id"] for one in everything if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for link in root.all("nav")[0].all("a"):
        assert link.attributes["href"][1:] in ids
    for table in root.all("table"):
        assert table.all("caption")[0].text.strip()
        assert all("scope" in head.attributes for head in table.all("th"))
    assert root.all("svg")
    for drawing in root.all("svg"):
        assert drawing.attributes.get("aria-label") or drawing.attributes.get("aria-hidden") == "true"


def test_the_same_results_give_the_same_bytes(folders: list[Path], tmp_path: Path) -> None:
    first = report(folders, tmp_path / "one.html").read_bytes()
    assert report(folders, tmp_path / "two.html").read_bytes() == first


def test_a_chinese_page_says_nothing_in_english(folders: list[Path], tmp_path: Path) -> None:
    root = page(folders, tmp_path, "zh").root
    names = {"baseline", "tilted"}
    for one in root.all("h1", "h2", "h3", "h4", "caption", "th", "dt", "summary", "li", "text"):
        words = set(re.findall(r"[A-Za-z]{2,}", one.text)) - names
        codes = {word for code in one.all("code") for word in re.findall(r"[A-Za-z]{2,}", code.text)}
        assert words <= codes | set(re.findall(r"[A-Za-z]{2,}", " ".join(re.findall(r"\w*_\w*", one.text)))), one.text


# Comparisons and studies

STUDY = Path(__file__).parents[2] / "results" / "studies" / "what-drives-relapse"


def compared(folder: Path) -> Path:
    """A comparison of two policies of which all is known: 5 months per million, a tenth gain."""
    worlds = tuple(made_run(name, tilt=tilt).resolved for name, tilt in (("baseline", 1.0), ("tilted", 1.5)))
    about = Told(
        "baseline-vs-tilted-0123", ("baseline", "tilted"), tuple(Scenario.told(world) for world in worlds), [1, 2, 3],
        pd.DataFrame([(4, "books do not balance")], columns=["seed", "error"]), None, 12, "c0de" * 8,
        {"numpy": "2.5"}, worlds,
    )  # fmt: skip
    labels = [("income_mean", "county_type", side) for side in ("key", "other")]
    levels = np.array(
        [[[100.0, 200.0], [110.0, 190.0], [100.0, 200.0]]] * 2 + [[[100.0, 200.0], [116.0, 196.0], [100.0, 200.0]]]
    )
    spans = {f"{what}{end}": [0.1] for what in ("gainers", "losers", "balance") for end in ("", "_low", "_high")}
    ratios = {f"{what}{end}": [0.5] for what in ("deadweight", "displacement") for end in ("", "_low", "_high")}
    bill = [
        {"scenario": "tilted", "per": "moved", "million_yuan": 80.0, "reading": reading, "what": what, "value": 5.0,
         "low": 4.0, "high": 6.0}
        for what in ("averted in key counties", "added elsewhere", "averted on balance")
        for reading in READINGS
    ]  # fmt: skip
    tables = {
        "effects": effects(["tilted", PLACEBO], labels, levels),
        "gainers": pd.DataFrame({"scenario": ["tilted"], "outcome": ["income"], "group_kind": ["county_type"],
                                 "group": ["key"], "p10": [-1.0], "median": [0.0], "p90": [2.0], **spans}),
        "households": pd.DataFrame({"id": [1]}),
        "places": pd.DataFrame({"scenario": ["tilted"], "measure": ["local_jobs"], "where": ["key"],
                                "places": [12000.0], "reference": [10000.0], **ratios}),
        "bill": pd.DataFrame(bill),
        "money": pd.DataFrame({"scenario": ["tilted"]}),
    }  # fmt: skip
    comparison = Comparison(about, tables.__getitem__)
    kept = folder / comparison.name
    kept.mkdir()
    for name, table in tables.items():
        table.to_parquet(kept / f"{name}.parquet")
    (kept / "comparison.json").write_text(json.dumps(comparison.told()), encoding="utf-8")
    return kept


def test_a_comparison_tells_effects_bill_and_failures(tmp_path: Path) -> None:
    """Differences of 10, 10 and 16 yuan: 12 ± 4.303 * 3.464 / sqrt(3) = 12 ± 8.6."""
    told = page([compared(tmp_path)], tmp_path)
    assert rows(told, "tilted against baseline")["Income per head, mean (yuan a year)"][1] == "+12.0 (3.4 to 20.6)"
    assert "in key counties +12.0 (3.4 to 20.6) yuan a year" in told.root.text
    assert (
        rows(told, "Relapse-months")["tilted"][1:]
        == ["80.0 million yuan moved to key counties"] + ["5.0 (4.0 to 6.0)"] * 3
    )
    assert rows(told, "Whom places reach")["tilted"][2:5] == ["12.0", "+2.00", "50 (50 to 50)"]
    assert "4: books do not balance" in told.root.text
    assert "placebo (only queues drawn anew)" in told.root.text


def test_two_comparisons_are_refused(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    with pytest.raises(InputError, match="a second comparison beside"):
        report([compared(tmp_path), compared(tmp_path / "again")], tmp_path / "page.html")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_study_tells_what_drives_what(tmp_path: Path, lang: str) -> None:
    told = page([STUDY], tmp_path, lang)
    figures = [one.all("h3")[0].text for one in told.root.all("figure")]
    there = sorted(path.name for path in STUDY.iterdir() if path.is_dir())
    assert {"ranking", "screen", "shares", "then"} <= set(there)
    assert [head.split(":")[0].split("：")[0] for head in figures] == there
    titles = [text.text for text in told.root.all("text")]
    assert ("relapse, key counties" if lang == "en" else "重点县返贫率（实际）") in titles
    strongest = pd.read_csv(STUDY / "screen" / "indices.csv").query("index == 'rms'").nlargest(1, "value")
    assert strongest["factor"].iloc[0] in [cell.text for cell in told.root.all("td")]
    runs = len(open_study(STUDY / "shares").runs)
    assert (f"{runs} runs done, 0 failed, 0 pending" if lang == "en" else f"完成{runs}次") in told.root.text


def test_a_torn_table_of_a_study_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(STUDY / "shares", folder)
    (folder / "shares.csv").write_text("outcome,factor\n1,2\n")
    with pytest.raises(InputError, match=r"shares\.csv: not readable as a table of a study"):
        report(folder, tmp_path / "page.html")


# What cannot be used


def test_a_folder_of_nothing_is_refused(tmp_path: Path, folders: list[Path]) -> None:
    with pytest.raises(InputError, match=r"nowhere: no such folder; allowed is a folder that tiltsim run"):
        report([*folders, tmp_path / "nowhere"], tmp_path / "page.html")
    with pytest.raises(InputError, match=r"no run\.json, comparison\.json or manifest\.json here"):
        report(tmp_path, tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


def test_runs_of_other_months_are_refused(tmp_path: Path, folders: list[Path]) -> None:
    short = saved(tmp_path, made_run("short", months=12))
    with pytest.raises(InputError, match=r"short-.*: months is 12; allowed is 24, as in .*baseline"):
        report([*folders, *short], tmp_path / "page.html")


def test_an_unknown_language_and_a_folder_as_file_are_refused(tmp_path: Path, folders: list[Path]) -> None:
    with pytest.raises(InputError, match="lang is 'fr'; allowed is en or zh"):
        report(folders, tmp_path / "page.html", lang="fr")
    with pytest.raises(InputError, match="is a folder; allowed is a file"):
        report(folders, tmp_path)


def test_the_command_writes_the_page_and_says_where(
    tmp_path: Path, folders: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "deep" / "page.html"
    assert main(["report", *map(str, folders), "-o", str(target), "--lang", "zh"]) == 0
    assert capsys.readouterr().out.strip() == str(target)
    assert 'lang="zh-Hans"' in target.read_text(encoding="utf-8")
    assert main(["report", str(tmp_path), "-o", str(target)]) == 2


def test_it_is_a_public_name() -> None:
    assert sim.report is report
