"""Populations one to one: everybody once and nobody else, told before it begins, refused where it cannot fit."""

from pathlib import Path

import numpy as np
import pytest

from sim import runner
from sim.cli import main
from sim.errors import EnvironmentProblem, InputError
from sim.invariants import first_violation
from sim.model import Model
from sim.numeric import make_luck
from sim.population import build, extent
from sim.population.margins import margins
from sim.population.settings import FULL, Population, all_counties, as_written
from sim.scenario import Scenario
from sim.state import Persons
from sim.state.table import empty, joined, kept

KEY, ALL = Scenario.load("scenarios/full-160.yaml"), Scenario.load("scenarios/full-462.yaml")
HAMLETS = tuple(county._replace(registered_people=300.0) for county in all_counties()[:4])


def test_the_shipped_ones_hold_every_registered_person() -> None:
    key, everybody = extent.extent(KEY.population, 72, 2), extent.extent(ALL.population, 72, 2)
    assert key.people == sum(int(county.registered_people) for county in all_counties() if county.is_key) > 15_000_000
    assert everybody.people == sum(int(county.registered_people) for county in all_counties()) > 45_000_000
    assert key.memory < 6e9 and everybody.memory < 16e9


def test_households_are_made_until_everybody_has_one() -> None:
    for county in HAMLETS:
        whole = county._replace(registered_share=1.0)
        members, registered = build.sizes(whole, Population(scale=FULL), margins(), make_luck(1, 0))
        assert registered.all()
        assert members.sum() >= 300 > members.sum() - members[-1]
        sampled, _ = build.sizes(whole, Population(households=50), margins(), make_luck(1, 0))
        assert np.array_equal(sampled[:50], members[:50])


def test_a_world_one_to_one_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "chosen_counties", lambda population: HAMLETS)
    monkeypatch.setattr(build, "counties_of", lambda population: HAMLETS)
    model = Model(Scenario().replace(months=2, population={"counties": 4, "scale": FULL}), rng=1, check=True)
    assert model.world.counties.weight == pytest.approx(1.0, abs=0.03)
    assert model.world.households.is_registered.all()
    while model.running:
        model.step()
    assert first_violation(model.world) is None
    assert model.indicators["people"] == pytest.approx(1200.0, rel=0.05)


def test_what_belongs_to_a_sample_is_refused() -> None:
    with pytest.raises(InputError, match="households belongs to a population with `scale: sample`"):
        Scenario.make(population={"scale": FULL, "households": 500})
    with pytest.raises(InputError, match=r"scale.*'full'"):
        Scenario.make(population={"scale": "ful"})
    assert Scenario.make(population=as_written(ALL.population)).population == ALL.population
    assert ALL.replace(population={"households": 20}).population.scale == "sample"


def test_what_cannot_fit_is_told_and_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extent, "free_memory", lambda: 2e9)
    with pytest.raises(EnvironmentProblem, match=r"15\.8 million people need about 5\.. GB of memory, and 2\.0 GB"):
        runner.simulate(KEY)
    assert main(["run", "scenarios/full-160.yaml", "--out", str(tmp_path)]) == 3
    told = capsys.readouterr().err.splitlines()
    assert "160 counties of all registered households" in told[0]
    assert told[1].startswith("15.8 million people: about 5.") and "GB of memory" in told[1]
    assert told[-1].endswith("ask for fewer counties or households")
    assert not list(tmp_path.iterdir())


def test_a_limit_of_the_group_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("LIMIT", "3000000\n"), ("USED", "1000000\n")):
        (tmp_path / name).write_text(text)
        monkeypatch.setattr(extent, name, tmp_path / name)
    assert extent.free_memory() == 2e6
    (tmp_path / "LIMIT").write_text("max\n")
    assert extent.free_memory() > 2e6


def test_rows_come_and_go_in_the_memory_of_the_table() -> None:
    table = empty(Persons, 10, 5)
    table.age[:] = range(10)
    more = empty(Persons, 3)
    more.age[:] = 50
    longer = joined(table, more)
    assert longer.age.tolist() == [*range(10), 50, 50, 50]
    assert np.shares_memory(longer.age, table.age)
    shorter = kept(longer, np.array([12, 3, 3, 0]))
    assert shorter.age.tolist() == [50, 3, 3, 0]
    assert np.shares_memory(shorter.age, table.age) and shorter.age.flags.carray
    many = joined(shorter, empty(Persons, 30))
    assert many.age.tolist() == [50, 3, 3, 0] + 30 * [0]
    assert kept(many, np.arange(34).repeat(2)).age.tolist()[:4] == [50, 50, 3, 3]
