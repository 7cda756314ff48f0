"""Facts of a study in sentences: shares as percentage points, indicators by their titles, in both languages."""

import json
import re

import pytest
from made_findings import made

from sim.errors import InputError
from sim.reports.halfpage import BEGIN, END, half_page, paragraphs, write_readme
from sim.reports.phrases import Phrases
from sim.study.told import WHY
from sim.study.why import facts


@pytest.fixture
def folder(tmp_path):
    said = {"study": "small", "title": "A small study", "facts": facts(made())}
    (tmp_path / WHY).write_text(json.dumps(said))
    return tmp_path


def test_in_english(folder):
    title, told = half_page(folder, Phrases("en"))
    heads = ["What was compared", "What came out", "What drives it", "When it flips", "What rests on assumption"]
    assert title == "A small study" and [head for head, _ in told] == heads
    compared, came_out, drives, flips, rests = (text for _, text in told)
    assert compared == (
        "“The tilt” (tilt) with even, the same people and the same luck in both. Simulated: 20 counties of 100 "
        "households, 48 months from 2020-01, the policy from 2021-12; 8 times, each with other luck."
    )
    assert came_out == (
        "Relapse, realised, key counties: falls by 1.20 percentage points (0.90 to 1.50), from 5.00 to 3.80 %. "
        "Income per head, mean, other counties: no change can be told from chance; it lies between −20 and 44 yuan a "
        "year. Safeguards alone: Relapse, realised, key counties: −0.200 percentage points under one draw of luck, "
        "which says nothing about chance."
    )
    assert drives.startswith(
        "Income per head, mean, other counties: of what differs between sets of assumptions, 80 % "
    )
    assert "growth 0.61 (0.50 to 0.72); Arriving money that finds no project yet (idle_share) 0.20" in drives
    assert flips.startswith("Relapse, realised, key counties: tilt is better below and even above 0.0310 ")
    assert "tilt does not beat even in 12 % (10 to 14) of 1,000 situations" in flips
    assert "Where Arriving money that finds no project yet (idle_share) is at most 0.100, it does not in 88 %" in flips
    assert "in which it fails in 90 % or more would have been found in four of five tries" in flips
    assert "judged over 2 situations, tilt is ahead by" in flips
    assert rests.startswith("Of 2 numbers about people, firms and offices: ") and "idle_share): assumption." in rests


def test_in_chinese(folder):
    _, told = half_page(folder, Phrases("zh"))
    text = "".join(text for _, text in told)
    assert "返贫率（实际）：重点县：下降1.20个百分点（0.90至1.50），由5.00变为3.80%。" in text
    words = set(re.findall(r"[A-Za-z][A-Za-z ]{3,}", text))
    assert words <= {"The tilt", "tilt", "even", "growth", "Arriving money that finds no project yet", "idle", "share"}


def test_nothing_but_phrases(folder):
    """Every fact has its sentence in both languages, with the same gaps."""
    said = {"facts": facts(made())}
    english, chinese = (paragraphs(said, Phrases(lang)) for lang in ("en", "zh"))
    assert len(english) == len(chinese) and all(text for _, text in english + chinese)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda said: said["facts"]["drives"].append({"say": "nonsense"}), "no sentence for 'nonsense'"),
        (lambda said: said["facts"]["came out"][0].pop("low"), "'low'"),
        (lambda said: said["facts"].pop("rests"), "no list of facts 'rests'"),
        (lambda said: said.pop("facts"), "facts"),
    ],
)
def test_what_cannot_be_told_is_refused(folder, change, says):
    said = json.loads((folder / WHY).read_text())
    change(said)
    (folder / WHY).write_text(json.dumps(said))
    with pytest.raises(InputError, match=says):
        half_page(folder, Phrases("en"))


def test_a_readme_keeps_what_its_author_wrote(folder):
    path = folder / "README.md"
    write_readme(folder, "tiltsim sweep small.yaml", ["`when`: 3 runs"])
    page = path.read_text()
    assert page.startswith("# A small study\n\n```sh\ntiltsim sweep small.yaml\n```\n") and "- `when`: 3 runs" in page
    path.write_text(page.replace(BEGIN, f"My words.\n\n{BEGIN}").replace("falls by", "FALLS BY") + "The end.\n")
    write_readme(folder, "tiltsim sweep other.yaml", [])
    again = path.read_text()
    assert "My words." in again and again.endswith(f"{END}\nThe end.\n") and "falls by" in again
    assert "FALLS BY" not in again and "small.yaml" in again and "3 runs" not in again
    path.write_text("All mine.\n")
    write_readme(folder, "tiltsim sweep other.yaml", [])
    assert path.read_text() == "All mine.\n"
