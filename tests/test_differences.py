"""What differs between scenarios: in words, and from which month on."""

from typing import Any

import pytest

from sim.differences import path_in_words, shared_months
from sim.scenario import Scenario


def asked(**fields: Any) -> Scenario:
    return Scenario.make(**{"months": 36, "policy_from": "2021-12", **fields})


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"levers": {"fund_tilt_tilt": 1.3}}, "fund_tilt_tilt [ratio]: 1.3 instead of 1 from 2021-12"),
        (
            {"levers": {"skill_project_trainees_key_only": {"2021-06": 600_000, "2022-01": 0}}},
            "skill_project_trainees_key_only [person-times/year]: 600,000 instead of 0 from 2021-06 to 2021-12",
        ),
        (
            {"levers": {"fund_tilt_dose": {"2021-12": {"to": 2, "over": 10}}}},
            "fund_tilt_dose [ratio]: 1, to 2 over 2021-12 to 2022-09 instead of 1",
        ),
        ({"levers": {"fund_tilt_tilt": {"2020-01": 1.2}}}, "fund_tilt_tilt [ratio]: 1.2 instead of 1 throughout"),
        ({"events": {"drought": {"2022-01": 0.3}}}, "drought [share]: 0.3 instead of 0 from 2022-01"),
        ({"fund_closure": "new_money"}, "fund_closure: new_money instead of zero_sum"),
        ({"months": 40}, "months: 40 instead of 36"),
        ({"population": {"households": 60}}, "population households: 60 instead of 500"),
    ],
)
def test_each_difference_is_a_line_with_unit_and_dates(fields: dict[str, Any], line: str) -> None:
    assert asked(**fields).differences(asked()) == [line]


def test_names_seeds_and_titles_are_no_differences() -> None:
    assert asked(name="one", title="One", seed=4).differences(asked()) == []
    assert shared_months(asked(seed=4), asked()) == 36


def test_months_in_which_two_scenarios_are_one_run() -> None:
    assert shared_months(asked(levers={"fund_tilt_tilt": 2}), asked()) == 23
    assert shared_months(asked(events={"drought": {"2020-03": 0.1}}), asked()) == 2
    assert shared_months(asked(levers={"fund_tilt_tilt": {"2019-06": 2}}), asked()) == 0
    assert shared_months(asked(months=30), asked()) == 36
    for fields in ({"behaviour": {"illness_rate": 0.004}}, {"start": "2020-02"}, {"budget_closure": "fixed_pool"}):
        assert shared_months(asked(**fields), asked()) == -1


def test_paths_in_words() -> None:
    assert path_in_words([1, 1, 2, 2, 0.5], "2020-11") == "1, 2 from 2021-01, 0.5 from 2021-03"
    assert path_in_words([1, 1.5, 2, 2.5, 2.5], "2020-11") == "1, to 2.5 over 2020-12 to 2021-02"
    assert path_in_words([3], "2020-11") == "3"
