"""Thirty-four broken files: each is answered by one sentence with file and line, and nothing is written."""

from pathlib import Path

import pytest

from sim import cli

HERE = Path(__file__).parent
BAD = HERE / "scenarios" / "bad"

SENTENCES = {
    "alias": "3: alias '*strong' is not allowed",
    "anchor": "2: anchor '&strong' is not allowed",
    "behaviour_lever": "4: 'idle_share' is not one of levers; it belongs under `behaviour`",
    "county": "3: counties: 'guizou-other-02' is no county; did you mean 'guizhou-other-02'?",
    "date": "4: date of fund_tilt_tilt is '2022-13'; allowed is a month from 2018-01 to 2100-12",
    "dates_out_of_order": "3: 2022-01 of fund_tilt_tilt does not come after the date before it",
    "day": "3: policy_from is '2021-12-01'; allowed is a month",
    "deep": "3: more than 20 mappings and lists inside each other",
    "duplicate_key": "3: key 'months' comes twice, first on line 1",
    "empty": "1: the file is empty; allowed is lines of `key: value`",
    "extends_missing": "2: {scenarios}/basline.yaml: no such file; did you mean '{scenarios}/baseline.yaml'?",
    "gbk": "1: not UTF-8 text; save the file as UTF-8",
    "households": "3: households is 5; allowed is a whole number from 20 to 200000",
    "list": "1: the file is a list; allowed is lines of `key: value`",
    "months": "2: months is 1200; allowed is a whole number from 1 to 600",
    "nan": "2: idle_share is nan share; allowed is a number from 0.02 to 0.25 share",
    "only_a_remark": "1: the file is empty; allowed is lines of `key: value`",
    "out_of_range": "3: fund_tilt_tilt is 25 ratio; allowed is a number from 0.5 to 2.5 ratio",
    "output": "3: unknown indicator 'relaps_rate' in outputs; did you mean 'relapse_rate'?",
    "quoted_number": "2: fund_tilt_tilt is '1.5'; allowed is a number from 0.5 to 2.5 ratio",
    "ramp_without_length": "4: fund_tilt_tilt at 2023-01 needs both `to` and `over`",
    "rule": "2: rule matching is 'random_search'; allowed is lots",
    "section_empty": "2: levers is empty; allowed is a mapping of names to values",
    "seed": "1: seed is 18446744073709551616; allowed is a whole number from 0 to 18446744073709551615",
    "tab": "2: not YAML: found character '\\t' that cannot start any token",
    "tag": "2: a tag such as `!!int` is not allowed",
    "two_documents": "2: a second document begins; a file holds one",
    "unclosed": "2: not YAML: expected ',' or '}}'",
    "unknown_key": "2: unknown key 'polcy_from' in a scenario; did you mean 'policy_from'?",
    "unknown_lever": "3: unknown name 'fund_tilt_tlit' in levers; did you mean 'fund_tilt_tilt'?",
    "word_for_a_number": "2: fund_tilt_tilt is 'much'; allowed is a number from 0.5 to 2.5 ratio",
}


def test_every_broken_file_has_its_sentence() -> None:
    circle = {"circle", "circle_other"}
    assert {path.stem for path in BAD.glob("*.yaml")} == SENTENCES.keys() | circle


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_broken_file_is_answered_in_one_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = BAD / f"{name}.yaml", tmp_path / "results"
    assert cli.main(["run", str(path), "--out", str(out)]) == 2
    printed = capsys.readouterr()
    sentence = SENTENCES[name].format(scenarios=HERE.parent / "scenarios")
    assert printed.err.startswith(f"{path}:{sentence}")
    assert printed.err.endswith("\n") and printed.err.count("\n") == 1 and printed.out == ""
    assert not out.exists()
    assert cli.main(["check", str(path)]) == 2
    assert capsys.readouterr().err == printed.err


def test_a_circle_is_told_where_it_closes(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = BAD / "circle.yaml", BAD / "circle_other.yaml"
    assert cli.main(["check", str(one)]) == 2
    assert capsys.readouterr().err == f"{other}:2: extends goes in a circle: {one} → {other} → {one}\n"
