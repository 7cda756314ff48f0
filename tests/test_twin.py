"""Columns and twin agree: every agent, every column, after every rule of four years, to the last bit and fen."""

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from small_world import small_world
from twin import TwinModel
from twin_month.referee import Disagreement, RefereedModel, compare

from sim import model
from sim.ledger import told
from sim.model import Model
from sim.rules import (
    accounts,
    adoption,
    allowance,
    calendar,
    capacity,
    careers,
    contests,
    demography,
    earnings,
    families,
    farm,
    firms,
    funds,
    graduates,
    insurance,
    local_jobs,
    lots,
    matching,
    monitoring,
    offers,
    posts,
    relapse,
    relief,
    schooling,
    search,
    seats,
    separations,
    services,
    shocks,
    spending,
    startups,
    training,
    workshops,
)
from sim.scenario import Scenario

RULES = (
    *(accounts, adoption, allowance, calendar, capacity, careers, contests, demography, earnings, families, farm),
    *(firms, funds, graduates, insurance, local_jobs, lots, matching, monitoring, offers, posts, relapse, relief),
    *(schooling, search, seats, separations, services, shocks, spending, startups, training, workshops),
)
MONTHS = 24
EVENTS = {
    "movement_stop": {"2020-02": 0.8, "2020-04": 0.3, "2020-05": 0},
    "destination_slump": {"2020-08": {"to": 0.5, "over": 4}, "2021-03": 0},
    "drought": {"2021-07": 0.3, "2021-10": 0},
}
GENEROUS = {
    "levers": {
        "local_jobs_dose": {"2020-06": {"to": 1.6, "over": 12}},
        "local_jobs_tilt": 1.7,
        "local_jobs_post_pay": 650,
        "local_jobs_post_term": 9,
        "local_jobs_relief_share": 0.4,
        "local_jobs_workshop_share": 0.1,
        "startup_support_dose": 3,
        "startup_support_incubator_award": 3000,
        "startup_support_grant": 3000,
        "graduate_allowance_dose": 3,
        "graduate_allowance_allowance": 500,
        "cooperation_funds_dose": 3,
        "cooperation_funds_cost_per_job": 125_000,
        "fund_tilt_dose": 2,
        "fund_tilt_tilt": {"2020-01": 1.2, "2021-01": 1.4},
        "skill_project_dose": {"2020-06": {"to": 2, "over": 6}, "2021-03": 1.3},
        "skill_project_trainees_key_only": 600_000,
        "skill_project_course_cost": 1300,
        "skill_project_stipend": 40,
        "labour_export_dose": 2,
        "labour_export_transport_subsidy": 800,
        "labour_export_base_share": 0.3,
        "labour_brand_dose": {"2020-06": 3},
        "job_service_dose": {"2020-06": 3},
        "job_service_fair_share": 0.5,
        "job_cooperation_dose": 2,
        "job_cooperation_reserved_share": 0.5,
        "skill_project_seniors_key_only": 10_000,
        "skill_project_schools_key_only": 20,
        "skill_project_bases_key_only": 20,
        "skill_project_studios_key_only": 20,
        "skill_project_norms_key_only": 20,
        "skill_project_online_courses_key_only": 20,
        "farm_training_dose": 2,
        "farm_training_tilt": 1.5,
        "skill_contest_dose": {"2020-01": 1, "2021-01": 2},
        "skill_cooperation_dose": 2,
        "public_recruitment_dose": {"2020-03": 2, "2021-03": 0.5},
        "public_recruitment_lower_bars": 0.8,
        "public_recruitment_bond_years": {"2020-01": 3, "2021-01": 4},
        "public_recruitment_staff_grades": {"2020-06": 1},
        "title_evaluation_dose": 2,
        "title_evaluation_pass_line": 0.5,
        "expert_service_dose": {"2020-06": 2},
        "expert_service_wider_majors": 1,
        "expert_service_local_share": 0.5,
        "staff_pay_dose": 3,
        "staff_pay_township_allowance": 600,
        "staff_pay_starting_grade": 0.05,
        "staff_pay_doctor_share": 0.3,
        "cadre_training_dose": 2,
        "cadre_training_tilt": 2,
        "talent_cooperation_dose": 2,
        "talent_cooperation_term": 12,
        "talent_cooperation_sent_share": 1,
    },
}
AUSTERE = {
    "levers": {
        "staff_pay_starting_grade": 0.1,
        "local_jobs_dose": {"2020-06": {"to": 0.4, "over": 10}},
        "local_jobs_tilt": {"2020-01": 2, "2021-01": 0.5},
        "fund_tilt_dose": 0.5,
        "skill_project_dose": 0.7,
        "skill_project_tilt": 2.5,
        "labour_export_dose": 0.5,
        "labour_export_newcomers_share": 0.8,
        "job_service_dose": 0,
        "job_cooperation_dose": {"2021-01": 0},
        "skill_project_trainees_key_only": {"2021-01": 300_000},
    },
    "fund_closure": "new_money",
    "budget_closure": "fixed_pool",
    "rules": {"matching": "ranked", "migration": "satisficing"},
}
TROUBLED = {
    "disaster_rate": 0.3,
    "disaster_reach": 0.2,
    "illness_rate": 0.005,
    "arrears_rate": 0.02,
    "local_separation_rate": 0.06,
    "outside_separation_rate": 0.08,
    "founding_idea_rate": 0.08,
    "capital_per_job": 8000,
    "workshop_opening_rate": 0.8,
    "cooperative_opening_rate": 2,
    "credit_for_journey": 0,
    "application_intercept": -1.5,
    "courses_per_registered": 0.04,
    "schooling_places_per_registered": 0.04,
    "school_seats_per_registered": 0.01,
    "senior_places_per_registered": 0.001,
    "senior_course_wish": 0.4,
    "farm_courses_per_registered": 0.02,
    "farm_course_wish": 0.6,
    "contest_winners": 20,
    "contest_certified": 100,
    "eastern_seats_per_registered": 0.001,
    "technical_school_wish": 0.7,
    "adoption_loss_rate": 0.3,
    "posts_per_registered": 0.065,
    "post_full_capacity_chance": 0.3,
    "report_chance": 0.3,
    "visit_chance": 0.3,
}
"""Behaviour under which two small provinces see everything that may happen."""


def scenario(policy: dict[str, Any], months: int = MONTHS) -> Scenario:
    """Two provinces, two key and two other counties in each; every measure that is built is off its baseline."""
    return Scenario.make(
        **policy,
        start="2020-01",
        policy_from="2020-01",
        months=months,
        events=EVENTS,
        behaviour=TROUBLED,
        population={"counties": 8, "households": 20},
    )


def run(refereed: Scenario, seed: int) -> None:
    """All months under the eyes of the referee."""
    columns = RefereedModel(refereed, rng=seed)
    while columns.running:
        columns.step()


def everything(world: Any) -> dict[str, Any]:
    """A copy of all columns, by table and name."""
    return {
        f"{name}.{column}": getattr(table, column).copy()
        for name, table in zip(world._fields, world, strict=True)
        for column in table._fields
    }


class OtherLots(RefereedModel):
    """Queues are served in another order than the seed's own."""

    _ties = 5


def test_columns_and_twin_agree_when_lots_are_drawn_anew() -> None:
    asked = scenario(GENEROUS, 3)
    others, usual = OtherLots(asked, rng=7), Model(asked, rng=7)
    assert not np.array_equal(others.world.persons.employer, usual.world.persons.employer)
    while others.running:
        others.step()


@pytest.mark.parametrize(("policy", "seed"), [(GENEROUS, 7), (AUSTERE, 8)], ids=["generous", "austere"])
def test_columns_and_twin_agree(policy: dict[str, Any], seed: int) -> None:
    refereed = RefereedModel(scenario(policy), rng=seed, check=True)
    begun = everything(refereed.world)
    moved = set()
    while refereed.running:
        refereed.step()
        now = everything(refereed.world)
        moved |= {name for name, values in now.items() if not np.array_equal(values, begun[name])}
    written = {column for rule in RULES for column in told(rule).writes}
    assert written - moved <= AT_REST, "nothing is compared where nothing happens"


AT_REST = {
    *("counties.established", "counties.usual"),
    *("provinces.registered", "provinces.base_pool", "provinces.base_eastern", "provinces.base_fund"),
    *("provinces.searchers_base", "counties.tightness_base", "counties.eastern_plan"),
    *("counties.dividend", "counties.workshop_subsidy", "employers.is_supported"),
}
"""What is written in the burn-in alone; and few co-operatives, workshops and founders fit these small counties."""


def test_they_agree_on_a_world_made_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "build", lambda *_: small_world())
    run(scenario(GENEROUS, months=2), seed=1)


def test_a_twin_may_begin_in_any_month() -> None:
    columns = model.Model(scenario(GENEROUS), rng=3)
    twin = TwinModel(
        columns.world, columns._behaviour, columns.resolved.levers_at, columns._calendar, columns._closure, seed=3
    )
    for _ in range(3):
        columns.step()
        twin.step()
        assert compare(columns.world, twin) is None
    columns.world.households.savings[5] += 1
    household = columns.world.households.id[5]
    found = re.fullmatch(rf"household {household}: savings: columns (\d+), twin (\d+)", compare(columns.world, twin))
    assert int(found[1]) == int(found[2]) + 1


PLANTED = {
    "a year that no history forgets": (
        calendar,
        "persons.worked_months[p] = (int(persons.worked_months[p]) << 1) & TWELVE_BITS",
        "persons.worked_months[p] = int(persons.worked_months[p]) << 1",
        ("calendar.step", "person", "worked_months"),
    ),
    "a missed reset": (
        calendar,
        "persons.looks[p] = NONE\n",
        "pass\n",
        ("calendar.step", "person", "looks"),
    ),
    "a child counted twice": (
        demography,
        "counties.births[c] += 1",
        "counties.births[c] += 2",
        ("demography.step", "county", "births"),
    ),
    "land that nobody inherits": (
        families,
        "households.land[stays] + part[stays]",
        "households.land[stays]",
        ("families.regroup", "household", "land"),
    ),
    "idle money that never comes back": (
        funds,
        "counties.returned[c, m] += old",
        "counties.returned[c, m] += 0",
        ("funds.step", "county", "returned"),
    ),
    "the wrong county's purse": (
        earnings,
        "spend(counties, c, measure, pay)",
        "spend(counties, 0, measure, pay)",
        ("earnings.step", "county", "purse"),
    ),
    "know-how that nobody uses": (
        capacity,
        " + float(counties.know_how[c, z])",
        "",
        ("capacity.step", "county", "effective"),
    ),
    "a province's harvest without the province": (
        shocks,
        "normal(luck, Decision.FARM_PRICE, province, 1)",
        "normal(luck, Decision.FARM_PRICE, code, 1)",
        ("shocks.step", "county", "farm_shock"),
    ),
    "one sign in how firms grow": (
        firms,
        "- 0.5 * spread * spread",
        "+ 0.5 * spread * spread",
        ("firms.step", "employer", "attraction"),
    ),
    "a loan that nobody serves": (
        startups,
        "employers.loan[e] = capital - put_in",
        "employers.loan[e] = 0",
        ("startups.step", "employer", "loan"),
    ),
    "days of relief turned round": (
        relief,
        "= lot(luck, Decision.RELIEF_ORDER",
        "= -lot(luck, Decision.RELIEF_ORDER",
        ("relief.step", "person", "relief_days"),
    ),
    "an allowance of half the time": (
        graduates,
        "int(persons.allowance_months[p]) - 1",
        "int(persons.allowance_months[p]) - 2",
        ("graduates.step", "person", "allowance_months"),
    ),
    "posts from the wages of relief": (
        local_jobs,
        "int(counties.purse[c, LOCAL_JOBS]) - days * day",
        "int(counties.purse[c, LOCAL_JOBS]) - days",
        ("local_jobs.step", "county", "places"),
    ),
    "the last of the village first": (
        workshops,
        "= farther + lot(",
        "= farther - lot(",
        ("workshops.step", "person", "employer"),
    ),
    "inputs in the wrong season": (
        farm,
        "if season < FIRST_INPUT_MONTH or",
        "if season <= FIRST_INPUT_MONTH or",
        ("farm.step", "household", "earned"),
    ),
    "monitored people wait like all others": (
        training,
        "later = 0 if is_monitored else LATER",
        "later = 0",
        ("training.step", "person", "course"),
    ),
    "seats that never carry over": (
        seats,
        "centres.seats_carried[k] = expected - math.floor(expected)",
        "centres.seats_carried[k] = 0.0",
        ("seats.step", "training centre", "seats_carried"),
    ),
    "a contest that nobody hears of": (
        contests,
        "counties.contest_spirit[c] += USUAL_YOUNG",
        "counties.contest_spirit[c] += 0.0 * USUAL_YOUNG",
        ("contests.step", "county", "contest_spirit"),
    ),
    "a grant from the wrong purse": (
        schooling,
        "grant_of(full, int(counties.purse[c, SKILL_PROJECT]), pupils)",
        "grant_of(full, int(counties.purse[c, SKILL_COOPERATION]), pupils)",
        ("schooling.step", "county", "school_grant"),
    ),
    "a practice that is never given up": (
        adoption,
        "households.has_adopted[h] = False",
        "households.has_adopted[h] = True",
        ("adoption.step", "household", "has_adopted"),
    ),
    "tenure off by one": (
        separations,
        "min(int(persons.tenure_months[p]) + 1,",
        "min(int(persons.tenure_months[p]) + 2,",
        ("separations.step", "person", "tenure_months"),
    ),
    "one sign in what a place away is worth": (
        search,
        "expected - behaviour.living_cost_weight * living",
        "expected + behaviour.living_cost_weight * living",
        ("search.step", "person", "looks"),
    ),
    "a raise that nobody gets": (
        careers,
        "persons.wage[p] = moved_wage(int(persons.wage[p]), change, growth, behaviour.raise_share)",
        "pass",
        ("careers.step", "person", "wage"),
    ),
    "guidance for nobody": (
        services,
        "counties.helped[c] = min(waiting, int(math.floor(cases)))",
        "counties.helped[c] = 0",
        ("services.step", "county", "helped"),
    ),
    "an order that forgets who hears of more": (
        lots,
        "room.keys[p] = lot_of(persons, households, villages, counties, tag, p, c, behaviour, luck)",
        "room.keys[p] = float(p)",
        ("matching.step", "person", "employer"),
    ),
    "a lost carry-over": (
        offers,
        "counties.openings_carried[c, place] = offers - math.floor(offers)",
        "counties.openings_carried[c, place] = 0.0",
        ("offers.step", "county", "openings_carried"),
    ),
    "always the first vacancy": (
        matching,
        "nth = int(math.floor(lot(luck, Decision.HIRING_ORDER, int(persons.id[p]), 1) * float(vacancies)))",
        "nth = 0",
        ("matching.step", "person", "employer"),
    ),
    "off by one in a queue": (
        posts,
        "min(waiting, max(0, free))",
        "min(waiting, max(0, free - 1))",
        ("posts.step", "person", "post_months"),
    ),
    "one rounding": (
        earnings,
        "pay = int(persons.wage[p]) * days // FULL_MONTH",
        "pay = -(-int(persons.wage[p]) * days // FULL_MONTH)",
        ("earnings.step", "person", "pay"),
    ),
    "a wrong season": (
        insurance,
        "if month.season == 0 and",
        "if month.season == 1 and",
        ("insurance.step", "person", "is_insured"),
    ),
    "one sign in what comes in": (
        spending,
        "income = earned - int(households.costs_away[h]) + aid",
        "income = earned + int(households.costs_away[h]) + aid",
        ("spending.step", "household", "savings"),
    ),
    "a month too many above the line": (
        relapse,
        "if above >= SETTLED_MONTHS:",
        "if above > SETTLED_MONTHS:",
        ("relapse.step", "household", "is_poor"),
    ),
    "officials who know the truth": (
        monitoring,
        "if registry.recorded_income[h] < line:",
        "if without_aid < line:",
        ("monitoring.step", "record of household", "tag"),
    ),
    "an allowance rounded up": (
        allowance,
        "return int(math.floor(due))",
        "return int(math.ceil(due))",
        ("allowance.step", "record of household", "allowance"),
    ),
    "a balance that forgets what was there": (
        accounts,
        "counties.balance[c, m] = stock",
        "counties.balance[c, m] = flow",
        ("accounts.step", "county", "balance"),
    ),
}


def planted(rule: ModuleType, right: str, wrong: str) -> ModuleType:
    """A rule's module with one error in its source, as plain Python."""
    source = Path(rule.__file__).read_text(encoding="utf-8")
    assert source.count(right) == 1, f"{rule.__name__} does not say {right!r} once"
    module = ModuleType(rule.__name__)
    exec(re.sub(r"^@\w*kernel$", "", source.replace(right, wrong), flags=re.MULTILINE), module.__dict__)
    return module


def test_there_is_an_error_for_every_rule() -> None:
    assert {rule for rule, *_ in PLANTED.values()} == set(RULES)


@pytest.mark.parametrize(("rule", "right", "wrong", "named"), PLANTED.values(), ids=PLANTED)
def test_an_error_in_any_rule_is_caught_and_named(
    rule: ModuleType, right: str, wrong: str, named: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, rule.__name__.rpartition(".")[2], planted(rule, right, wrong))
    if rule is workshops:  # none fits the counties of the scenario
        monkeypatch.setattr(model, "build", lambda *_: small_world())
    with pytest.raises(Disagreement) as caught:
        run(scenario(GENEROUS), seed=7)
    step, kind, column = named
    values = r"columns (\S+), twin (\S+)"
    line = re.fullmatch(rf"20\d\d-\d\d, {step}: {kind} \d+: {column}(\[\d+\])*: {values}", str(caught.value))
    assert line, str(caught.value)
    assert line[2] != line[3]
