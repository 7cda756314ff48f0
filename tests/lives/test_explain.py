"""A life is what the run did: the same values, the same numbers, the thresholds of the rules; and errors that help."""

import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.agents import Household
from sim.cli import main
from sim.enacted import Calendar
from sim.errors import EnvironmentProblem, InputError
from sim.events import Events
from sim.lives.explain import explain, lived
from sim.lives.life import Life
from sim.lives.listing import households
from sim.lives.parting import TwoLives
from sim.lives.record import HOUSEHOLD
from sim.lives.watched import OF_HOUSEHOLDS
from sim.model import Model
from sim.numeric import Decision, make_luck, normal, uniform
from sim.results import Results
from sim.scenario import Scenario

PEOPLE = {"counties": 4, "households": 20}
MONTHS, POLICY, SEED = 16, 4, 3
RULES = Path(sim.__file__).parent / "rules"


def made(**levers: float) -> Scenario:
    return Scenario.make(
        name="small", start="2020-01", policy_from="2020-05", months=MONTHS, population=PEOPLE, levers=levers
    )


@pytest.fixture(scope="module")
def run() -> Results:
    return sim.run(made(), seed=SEED)


@pytest.fixture(scope="module")
def other() -> Results:
    return sim.run(made(job_service_dose=3.0, local_jobs_dose=0.2, data_sharing_dose=3.0), seed=SEED)


@pytest.fixture(scope="module")
def household() -> int:
    """The first of several members of whom one works for a wage."""
    model = Model(made(), rng=SEED)
    homes = model.agents_by_type[Household]
    return next(home.unique_id for home in homes if home.size > 2 and any(one.employer for one in home.members))


@pytest.fixture(scope="module")
def life(run: Results, household: int) -> Life:
    found = explain(run, household)
    assert isinstance(found, Life)
    return found


def test_months_are_those_of_the_run(life: Life, household: int) -> None:
    model = Model(made(), rng=SEED)
    for month in life.names:
        model.step()
        home = next(home for home in model.agents_by_type[Household] if home.unique_id == household)
        row = life.months.loc[month]
        assert row["x"] == home.true_income and row["savings"] == home.savings and row["members"] == home.size
        assert sum(row[f"jobs_{place}"] for place in ("county", "province", "east", "elsewhere")) == sum(
            one.employer is not None for one in home.members
        )
        assert life.members.query("month == @month")["pay"].sum() == pytest.approx(sum(m.pay for m in home.members))


def test_numbers_are_those_of_the_luck(life: Life) -> None:
    calendar = Calendar("2020-01", lambda t: Events())
    assert len(life.watch.asked) > 100
    for asked in life.watch.asked:
        draw, luck = asked.draw, make_luck(SEED, calendar.number(asked.t))
        drawing = normal if draw.kind == "normal" else uniform
        if draw.decision != Decision.MEETING:
            assert draw.number == drawing(luck, int(draw.decision), draw.id, draw.nth)


def test_thresholds_are_those_of_the_equations(life: Life) -> None:
    behaviour = made().behaviour
    reports = [one for one in life.watch.asked if one.draw.decision == Decision.REPORT]
    for asked in reports:
        record = life.watch.records[asked.t]
        ratio = 1.0 if record[HOUSEHOLD, "is_registered"] else behaviour.edge_report_ratio
        is_at_risk = record[HOUSEHOLD, "x.realised"] < record[HOUSEHOLD, "line"]
        chance = behaviour.report_chance * ratio if is_at_risk else behaviour.false_report_chance
        assert asked.draw.thresholds == [chance] and asked.draw.is_under == [asked.draw.number < chance]
    assert reports and reports[0].rule == "monitoring" and reports[0].draw.where.startswith("monitoring.sign_of:")
    illness = [one.draw for one in life.watch.asked if one.draw.decision == Decision.ILLNESS and one.draw.nth == 0]
    assert all(len(draw.thresholds) > 1 for draw in illness if draw.is_under[0])
    assert {draw.is_under[0] for draw in illness} == {True, False}


def test_changes_lead_from_each_month_to_the_next(life: Life) -> None:
    for t in range(1, MONTHS):
        record = dict(life.watch.records[t - 1])
        for row in life.watch.written:
            if row.t == t:
                assert record.get((row.subject, row.column)) == row.before
                record[row.subject, row.column] = row.after
        now = life.watch.records[t]
        told = {key for key in now if key[1] not in ("line", "poverty_line")}
        assert {key: record[key] for key in told} == {key: now[key] for key in told}


def test_every_job_lost_or_taken_is_an_event(life: Life) -> None:
    changes = life.changes.query("column == 'employer' and before == before and after == after")
    told = [event for event in life.events if re.search(r"took a job|no longer works|changed jobs", event.what)]
    assert len(told) == len(changes.dropna())


def test_lives_part_after_the_policy_begins(run: Results, other: Results, household: int) -> None:
    two = explain(run, household, against=other)
    assert isinstance(two, TwoLives)
    first, chance = two.difference, two.other_chance
    assert first is not None and first.t >= POLICY and first.here != first.there
    assert chance is not None and chance.t >= POLICY
    assert chance.here.number == chance.there.number and chance.here.thresholds != chance.there.thresholds
    before = two.here.names[first.t - 1]
    assert two.here.months.loc[:before].equals(two.there.months.loc[:before])
    outcome = two.other_outcome
    if outcome is not None:
        assert outcome.here.number == outcome.there.number and outcome.here.is_under != outcome.there.is_under
    assert list(two.months.columns[:2]) == [("members", "here"), ("members", "there")]


def test_a_life_does_not_part_from_itself(run: Results, household: int) -> None:
    two = explain(run, household, against=run)
    assert isinstance(two, TwoLives)
    assert two.difference is None and two.other_chance is None and two.other_outcome is None and two.events == ([], [])


def test_households_worth_a_look_are_told_as_they_are(run: Results, other: Results) -> None:
    alone, both = households(run), households(run, other)
    assert set(alone["why"]) >= {"rose most", "typical"} and set(both["why"]) >= {"better here", "worse here"}
    assert np.allclose(both["x_gap"], both["x_last"] - both["x_last_there"])
    row = alone.iloc[0]
    months = lived(run, int(row["household"])).months
    assert months["is_poor"].sum() == row["months_poor"] and months["x"].min() == row["x_lowest"]


def test_whoever_is_not_there_is_told_who_is(run: Results, household: int) -> None:
    place = f"small-{run.run_id}"
    with pytest.raises(InputError, match=rf"household {household - 1}: not in {place}; the nearest is {household}; "):
        explain(run, household - 1)
    with pytest.raises(InputError, match=f"person {household + 1} is a member of household {household}; "):
        explain(run, household + 1)


def test_other_code_people_and_luck_are_refused(run: Results, household: int) -> None:
    foreign = Results(run.indicators, dataclasses.replace(run.provenance, code="0" * 32))
    with pytest.raises(InputError, match=r"made by other code \(00000000, here .*run its scenario again"):
        explain(foreign, household)
    with pytest.raises(InputError, match=r"seed is 9, but 3 in .* --seed 3"):
        explain(run, household, against=Results(run.indicators, dataclasses.replace(run.provenance, seed=9)))
    resolved = run.resolved | {"population": {**run.resolved["population"], "households": 30}}
    with pytest.raises(InputError, match=r"population is .*30.* but .*20"):
        explain(run, household, against=Results(run.indicators, dataclasses.replace(run.provenance, resolved=resolved)))


def test_a_run_that_comes_out_otherwise_is_not_told(run: Results, household: int) -> None:
    changed = run.indicators
    changed["value"] = changed["value"].where(changed.index != 5, changed["value"] + 1.0)
    with pytest.raises(EnvironmentProblem, match="its numbers differ"):
        explain(Results(changed, run.provenance), household)


def test_the_command_line_tells_it(
    run: Results, other: Results, household: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, its = str(run.save(tmp_path, figures=False)), str(other.save(tmp_path, figures=False))
    assert main(["explain", mine, "--household", str(household), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["month"] for row in told["months"]] == run.months and told["household"] == household
    assert main(["explain", mine, "--household", str(household), "--against", its, "--month", "2020-06"]) == 0
    shown = capsys.readouterr().out
    assert "They part in" in shown and "2020-06, every draw" in shown and "Not told" in shown
    assert main(["explain", mine, "--json"]) == 0
    assert {row["why"] for row in json.loads(capsys.readouterr().out)} >= {"typical"}
    assert main(["explain", mine, "--household", "17"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("household 17: not in small-")
    assert main(["explain", mine, "--household", str(household), "--month", "2030-01"]) == 2
    assert "allowed is 2020-01 to 2021-04" in capsys.readouterr().err


def test_draws_about_households_are_known_as_such() -> None:
    found = set()
    for path in RULES.glob("*.py"):
        for name in re.findall(
            r"(?:uniform|normal|lot)\(\s*luck, Decision\.(\w+), (?:int\(households\.id\[h\]\)|household\b)",
            path.read_text(encoding="utf-8"),
        ):
            found.add(Decision[name])
    assert found == OF_HOUSEHOLDS
