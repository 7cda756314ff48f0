"""One's own data: a survey's people become the simulated ones, and every mistake is told in one sentence."""

import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.behaviour import Behaviour
from sim.enacted import Calendar
from sim.errors import InputError
from sim.events import Events
from sim.numeric import NONE
from sim.population.build import build
from sim.population.places import all_counties, own_counties
from sim.population.settings import OwnData
from sim.population.survey import feature, read_survey
from sim.scenario import Scenario
from sim.state.codes import LOCAL

EXAMPLE = Path("scenarios/own-data")
FILES = ("households.csv", "persons.csv", "mapping.yaml", "counties.csv")


@pytest.fixture
def survey(tmp_path):
    for name in FILES:
        shutil.copy(EXAMPLE / "survey" / name, tmp_path / name)
    return tmp_path


def own(folder, weights="raked", **names):
    told = {"households": "households.csv", "persons": "persons.csv", "mapping": "mapping.yaml", **names}
    return OwnData(**{key: str(folder / name) for key, name in told.items()}, weights=weights, digest=str(folder))


def edited(path, line, column, value):
    """Change one cell of a CSV file; lines count from 1, the header is the first."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame.loc[line - 2, column] = value
    frame.to_csv(path, index=False)


def test_raked_weights_meet_the_margins_and_given_ones_stay():
    raked, given = (read_survey(own(EXAMPLE / "survey", weights)) for weights in ("raked", "given"))
    for stratum, size in ((True, 3.36), (False, 3.50)):
        is_in = raked.is_registered == stratum
        weight = raked.weight[is_in]
        assert np.average(raked.members[is_in], weights=weight) == pytest.approx(size, abs=1e-4)
        elders = feature(raked, "members of 60 and older", OwnData())[is_in]
        assert weight @ elders / (weight @ raked.members[is_in]) == pytest.approx(0.184, abs=1e-4)
        assert weight.sum() == pytest.approx(given.weight[is_in].sum())
        assert np.average(given.members[is_in], weights=given.weight[is_in]) < size - 0.05
    told = pd.read_csv(EXAMPLE / "survey" / "households.csv")
    assert np.array_equal(given.weight, told["hh_weight"])


def test_margins_of_ones_own(survey):
    (survey / "margins.csv").write_text(
        "margin,stratum,value\nminimum living allowance,registered,0.25\nworked in the last year,registered,0.4\n"
        "household size,never,3.2\n"
    )
    found = read_survey(own(survey, str(survey / "margins.csv")))
    is_in = found.is_registered
    weight, members = found.weight[is_in], found.members[is_in]
    dibao = found.households["is_dibao"][is_in] * members
    assert weight @ dibao / (weight @ members) == pytest.approx(0.25, abs=1e-4)
    (survey / "margins.csv").write_text("margin,stratum,value\nhousehold siz,never,3.2\n")
    with pytest.raises(InputError, match=r"margins\.csv:2: margin is 'household siz'.*did you mean 'household size'"):
        read_survey(own(survey, str(survey / "margins.csv"))._replace(digest="other"))


def test_csv_parquet_and_stata_are_one_door(survey):
    plain = read_survey(own(survey))
    for kind, write in ((".parquet", "to_parquet"), (".dta", "to_stata")):
        names = {}
        for table in ("households", "persons"):
            frame = pd.read_csv(survey / f"{table}.csv", keep_default_na=False)
            names[table] = f"{table}{kind}"
            getattr(frame, write)(survey / names[table], **({"write_index": False} if kind == ".dta" else {}))
        other = read_survey(own(survey, **names))
        assert np.array_equal(plain.weight, other.weight) and np.array_equal(plain.partner, other.partner)
        for name, column in plain.persons.items():
            assert np.array_equal(column, other.persons[name], equal_nan=True), name


@pytest.mark.parametrize(
    ("file", "line", "column", "value", "says"),
    [
        ("persons.csv", 17, "gender", "3", "persons.csv:17: gender (sex) is '3'; allowed is 1 or 0"),
        ("persons.csv", 5, "age", "-8", "persons.csv:5: age is '-8'; allowed is a whole number from 0 to 100; no row"),
        ("persons.csv", 5, "age", "forty", "persons.csv:5: age is 'forty'; allowed is a whole number from 0 to 100"),
        ("persons.csv", 5, "age", "40.5", "persons.csv:5: age is '40.5'; allowed is a whole number"),
        ("persons.csv", 9, "fid", "F9999", "persons.csv:9: fid (household_id) is 'F9999'; allowed is a household of"),
        ("persons.csv", 9, "pid", "P00001", "allowed is a name that no other row has"),
        ("persons.csv", 2, "spouse", "P00900", "persons.csv:2: spouse (partner) is 'P00900'; allowed is the person_id"),
        ("persons.csv", 2, "spouse", "", "persons.csv:3: spouse (partner) is 'P00001'; allowed is somebody who names"),
        ("persons.csv", 2, "work_where", "0", "persons.csv:2: pay_month (wage) is '1068'; allowed is empty or 0"),
        ("persons.csv", 2, "months_paid", "13", "allowed is a whole number from 0 to 12"),
        (
            "households.csv",
            4,
            "hh_weight",
            "0",
            "households.csv:4: hh_weight (weight) is '0'; allowed is a number from",
        ),
        ("households.csv", 4, "poor_reg", "2", "households.csv:4: poor_reg (is_registered) is '2'; allowed is 1 or 5"),
        ("households.csv", 4, "fid", "F9999", "households.csv:4: fid (household_id) is 'F9999'; allowed is 1 to 30"),
        ("households.csv", 4, "fid", "", "households.csv:4: fid (household_id) is ''; allowed is a text"),
    ],
)
def test_a_bad_cell_is_told_with_file_line_column_found_and_allowed(survey, file, line, column, value, says):
    edited(survey / file, line, column, value)
    if column == "fid" and file == "households.csv" and value:
        persons = pd.read_csv(survey / "persons.csv", dtype=str, keep_default_na=False)
        persons[persons["fid"] != "F0003"].assign(spouse="").to_csv(survey / "persons.csv", index=False)
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        read_survey(own(survey))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  age: age", "  age: agee", "no column 'agee' for age; did you mean 'age'?"),
        ("  age: age", "  ages: age", "mapping.yaml:16: unknown field 'ages'; did you mean 'age'?"),
        ("  age: age\n", "", "no column for age, completed years; it is needed"),
        ("1: male", "1: man", "code 1 of sex is 'man'; allowed is male or female"),
        ("year: 2018", "year: 2024", "year is 2024; allowed is a whole number from 2010 to 2022"),
        ("year: 2018\n", "", "a mapping file needs `year`"),
    ],
)
def test_a_bad_mapping_is_told(survey, old, new, says):
    text = (survey / "mapping.yaml").read_text(encoding="utf-8")
    assert old in text
    (survey / "mapping.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(says)):
        read_survey(own(survey))


def test_torn_missing_and_foreign_files(survey):
    (survey / "persons.parquet").write_bytes(b"PAR1 torn")
    for name, says in (
        ("persons.parquet", "not a readable .parquet file"),
        ("person.csv", "did you mean 'persons.csv'?"),
        ("persons.xls", "allowed is a file that ends in .csv or .parquet or .dta"),
    ):
        with pytest.raises(InputError, match=re.escape(says)):
            read_survey(own(survey, persons=name))
    (survey / "persons.csv").write_bytes("fid,name\nF1,人\n".encode("gbk"))
    with pytest.raises(InputError, match="not UTF-8 text"):
        read_survey(own(survey))


def test_counties_are_brought_to_the_scales_of_the_model():
    found = own_counties(str(EXAMPLE / "survey" / "counties.csv"), "")
    told = pd.read_csv(EXAMPLE / "survey" / "counties.csv").set_index("id")
    low, high = np.quantile([county.remoteness for county in all_counties()], (0.0, 1.0))
    assert len(found) == 12 and all(low <= county.remoteness <= high for county in found)
    assert {county.province for county in found} == {52, 53, 62}
    far = {county.id: county.remoteness for county in found}
    worse = [
        (one, other)
        for one in told.index
        for other in told.index
        if (told.loc[one, ["terrain", "distance"]] > told.loc[other, ["terrain", "distance"]]).all()
    ]
    assert len(worse) > 10 and all(far[one] > far[other] for one, other in worse)


@pytest.mark.parametrize(
    ("line", "column", "value", "says"),
    [
        (3, "code", "990402", "counties.csv:3: code is '990402'; allowed is a code that begins with one of 15"),
        (3, "id", "near-ford", "counties.csv:3: id is 'near-ford'; allowed is an id that no other row has"),
        (3, "registered_share", "32", "allowed is a number from 0.001 to 0.999"),
        (3, "is_key", "perhaps", "counties.csv:3: is_key is 'perhaps'; allowed is yes or no"),
    ],
)
def test_a_bad_county_is_told(survey, line, column, value, says):
    edited(survey / "counties.csv", line, column, value)
    with pytest.raises(InputError, match=re.escape(says)):
        own_counties(str(survey / "counties.csv"), str(survey))


def test_the_example_loads_names_its_files_and_notices_a_change(survey):
    shutil.copy(EXAMPLE / "own-data.yaml", survey / "own.yaml")
    text = (survey / "own.yaml").read_text(encoding="utf-8").replace("survey/", "")
    (survey / "own.yaml").write_text(text.replace("../baseline", str(Path("scenarios/baseline").absolute())))
    scenario = Scenario.load(survey / "own.yaml")
    told = {key: value for key, value in scenario.resolved().items() if key != "origins"}
    assert Scenario.make(**told).population == scenario.population
    assert scenario.replace(population={"households": 40}).population == scenario.population._replace(households=40)
    edited(survey / "counties.csv", 3, "firms", "900")
    with pytest.raises(InputError, match="one has changed"):
        Scenario.make(**told)
    (survey / "own.yaml").write_text(text.replace("source: microdata", "source: synthetic").replace("../", "/nowhere/"))
    with pytest.raises(InputError):
        Scenario.load(survey / "own.yaml")


@pytest.mark.parametrize(
    ("population", "says"),
    [
        ({"source": "microdata"}, "source microdata needs `households`, a file of the survey"),
        ({"persons": "x.csv"}, "persons belongs to a population with `source: microdata`"),
        ({"households": "x.csv"}, "allowed is a whole number, or a file with `source: microdata`"),
        ({"counties": "nowhere.csv"}, "nowhere.csv: cannot be read: No such file or directory"),
        ({"facts": "nowhere"}, "nowhere: no such folder of facts"),
    ],
)
def test_a_population_that_lacks_a_file_is_refused(population, says):
    with pytest.raises(InputError, match=re.escape(says)):
        Scenario.make(population=population)


def test_facts_of_ones_own_are_read_and_checked(tmp_path):
    text = Path("sim/data/paths.csv").read_text(encoding="utf-8")
    (tmp_path / "paths.csv").write_text(text.replace("price_growth,,2019,1.032", "price_growth,,2019,1.132"))
    people = {"counties": 4, "facts": str(tmp_path)}
    scenario = Scenario.make(population=people)
    levels = [Calendar("2020-01", lambda t: Events(), facts).month(-24).price_level for facts in (str(tmp_path), "")]
    assert levels[0] < 0.95 * levels[1]
    assert scenario.population.own.digest != Scenario.make(population={"counties": 4}).population.own.digest == ""
    for old, new, says in (
        ("price_growth,,2019,", "price_growth,,2018,", "paths.csv:3: year is '2018'; allowed is '2019', as in ours"),
        ("2019,1.032", "2019,much", "paths.csv:3: value is 'much'; allowed is a number"),
    ):
        (tmp_path / "paths.csv").write_text(text.replace(old, new, 1))
        with pytest.raises(InputError, match=re.escape(says)):
            Scenario.make(population=people)
    (tmp_path / "path.csv").write_text(text)
    with pytest.raises(InputError, match=r"did you mean 'paths\.csv'"):
        Scenario.make(population=people)


def test_the_first_month_is_made_of_the_survey():
    scenario = Scenario.load(EXAMPLE / "own-data.yaml").replace(population={"households": 60})
    month = Calendar("2020-01", lambda t: Events()).month(-24)
    one, other = (build(scenario.population, Behaviour(), month, seed) for seed in (3, 3))
    for table in ("persons", "households", "employers"):
        for mine, its in zip(getattr(one, table), getattr(other, table), strict=True):
            assert np.array_equal(mine, its)
    told = read_survey(scenario.population.own)
    persons, households = one.persons, one.households
    known = {
        tuple(zip(told.persons["age"][i : i + n], told.persons["sex"][i : i + n], strict=True))
        for i, n in zip(told.first, told.members, strict=True)
    }
    for h in range(0, len(households.id), 7):
        rows = slice(households.first_person[h], households.first_person[h] + households.members[h])
        assert tuple(zip(persons.age[rows] * 1.0, persons.is_female[rows] * 1.0, strict=True)) in known
    pairs = np.flatnonzero(persons.partner != NONE)
    assert np.array_equal(persons.partner[persons.partner[pairs]], pairs) and len(pairs) > 500
    assert (persons.household[persons.partner[pairs]] == persons.household[pairs]).all()
    work = told.persons["place_of_work"] > NONE
    asked = np.average(work, weights=np.repeat(told.weight, told.members))
    assert np.mean(persons.employer != NONE) == pytest.approx(asked, abs=0.03)
    local = (persons.employer != NONE) & (one.employers.place[persons.employer] == LOCAL) & (persons.wage > 0)
    wages = told.persons["wage"][(told.persons["place_of_work"] == LOCAL) & (told.persons["wage"] > 0)]
    assert np.median(persons.wage[local] / 100 / month.pay_level) == pytest.approx(np.median(wages), rel=0.12)
    share = {county.code: county.registered_share for county in own_counties(scenario.population.own.counties, "")}
    registered = households.is_registered.reshape(-1, 60).mean(axis=1)
    assert np.allclose(registered, [share[int(code)] for code in one.counties.code], atol=1 / 60)
