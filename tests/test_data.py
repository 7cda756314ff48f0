"""The data files: tidy, graded, sourced, and blind to what happened in 2023 and later."""

import re

import pytest

from sim.behaviour import Behaviour
from sim.data import FOLDER, rows
from sim.data.make_facts import LATER_ENACTED, LATER_STRUCTURE, parts_of, role_of
from sim.declare import GRADES, declared
from sim.events import Events
from sim.levers import Levers

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@pytest.fixture(scope="module")
def known() -> set[str]:
    return {row["key"] for row in rows("sources.csv")} | {row["id"] for row in rows("facts.csv")}


@pytest.mark.parametrize("table", [Levers, Behaviour, Events])
def test_every_declared_number_has_a_source_that_exists(table, known):
    missing = {name: quantity.source for name, quantity in declared(table).items() if quantity.source not in known}
    assert not missing


@pytest.mark.parametrize("name", ["margins.csv", "paths.csv"])
def test_every_row_of_data_has_a_source_and_a_grade(name, known):
    for row in rows(name):
        assert row["source"] in known, row
        assert row["grade"] in GRADES, row
        float(row["value"])


def test_grades_of_other_files():
    assert {row["grade"] for row in rows("facts.csv")} <= set(GRADES)
    assert {row["grade"] for row in rows("moments.csv")} <= set(GRADES)
    assert {row["grade"] for row in rows("counties.csv")} == {"assumption"}
    assert {row["registered_grade"] for row in rows("provinces.csv")} <= set(GRADES)


def test_sources_are_named_once():
    keys = [row["key"] for row in rows("sources.csv")]
    assert len(keys) == len(set(keys))
    assert all(row["citation"] for row in rows("sources.csv"))


def test_no_outcome_of_2023_or_later_is_shipped():
    for row in rows("facts.csv"):
        if any(int(year) >= 2023 for year in YEAR.findall(row["year"])):
            assert row["role"] in ("enacted", "structure"), row
            assert row["id"] in LATER_ENACTED or row["id"] in LATER_STRUCTURE, row
    for row in rows("moments.csv"):
        assert all(int(year) < 2023 for year in YEAR.findall(row["date"])), row
    for row in rows("paths.csv"):
        if int(row["year"]) >= 2023:
            assert row["path"] in ("pension", "allowance", "line"), row


def fact(**values: str) -> dict[str, str]:
    return {"id": "F99-01", "indicator": "people", "unit": "yuan", "year": "2020", **values}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"value": "4072 all / 4549 out"},
            [("", "4072", "all", "2020"), ("", "4549", "out", "2020")],
        ),
        (
            {"value": "162 (2019) / about 191 (2021)"},
            [("", "162", "", "2019"), ("about", "191", "", "2021")],
        ),
        (
            {"value": "5335.5 / 3455.4 (2019); 7455.6 / 3399.7 (2023)", "indicator": "dibao: standard / people"},
            [
                ("", "5335.5", "standard", "2019"),
                ("", "3455.4", "people", "2019"),
                ("", "7455.6", "standard", "2023"),
                ("", "3399.7", "people", "2023"),
            ],
        ),
        ({"value": ">=1000"}, [(">=", "1000", "", "2020")]),
        ({"value": "8300+"}, [("+", "8300", "", "2020")]),
    ],
)
def test_a_combined_value_becomes_one_row_a_number(values, expected):
    assert [tuple(part) for part, _ in parts_of(fact(**values))] == expected


def test_units_follow_their_numbers():
    parts = parts_of(fact(value="30247 / 39.4", indicator="workshops, number / workers", unit="number; 10k persons"))
    assert [unit for _, unit in parts] == ["number", "10k persons"]


def test_only_enacted_parts_of_a_later_fact_stay():
    parts = [part for part, _ in parts_of(fact(value="7455.6 / 3399.7 (2023)", indicator="dibao: standard / people"))]
    assert [role_of("F06-12", part) for part in parts] == ["enacted", ""]
    assert role_of("F02-01", parts[0]) == ""


def test_provinces_and_counties_agree_with_the_model():
    counties = rows("counties.csv")
    assert len(counties) == 462
    assert sum(int(row["is_key"]) for row in counties) == 160
    assert len({row["code"] for row in counties}) == len({row["id"] for row in counties}) == 462
    for province in rows("provinces.csv"):
        own = [row for row in counties if row["province"] == province["code"]]
        assert len(own) == int(province["counties"])
        assert sum(int(row["is_key"]) for row in own) == int(province["key_counties"])
        assert sum(int(row["is_provincial_key"]) for row in own) == int(province["provincial_key_counties"])
        people = sum(int(row["registered_people"]) for row in own)
        assert people == pytest.approx(int(province["registered_people"]), abs=len(own))
    assert not any(row["is_key"] == "1" and row["is_provincial_key"] == "1" for row in counties)
    assert 45e6 < sum(int(row["registered_people"]) for row in counties) < 47e6
    assert 15e6 < sum(int(row["registered_people"]) for row in counties if row["is_key"] == "1") < 16.5e6


def test_codes_place_a_county_in_its_province():
    for row in rows("counties.csv"):
        province, number = divmod(int(row["code"]), 1000)
        assert province == int(row["province"])
        assert (number < 101) == (row["is_key"] == "1")
        assert row["id"].endswith(f"-{number % 100:02d}")


def test_margins_that_are_shares_of_a_whole_add_up():
    total: dict[tuple[str, str], float] = {}
    for row in rows("margins.csv"):
        if row["margin"] in ("household_type", "children", "position_share"):
            key = row["margin"], row["stratum"]
            total[key] = total.get(key, 0.0) + float(row["value"])
    assert total and all(value == pytest.approx(1.0) for value in total.values()), total


def test_data_lies_in_the_package():
    assert FOLDER.parent.name == "sim"
