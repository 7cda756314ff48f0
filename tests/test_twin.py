"""Columns and twin agree: every agent, every column, after every rule of four years, to the last bit and fen."""

import re
from collections.abc import Callable
from functools import partial
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
    needs,
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
    supervision,
    targeting,
    training,
    workshops,
)
from sim.scenario import Scenario
from sim.state import World

RULES = (
    *(accounts, adoption, allowance, calendar, capacity, careers, contests, demography, earnings, families, farm),
    *(
        firms,
        funds,
        graduates,
        insurance,
        local_jobs,
        lots,
        matching,
        monitoring,
        needs,
        offers,
        posts,
        relapse,
        relief,
    ),
    *(schooling, search, seats, separations, services, shocks, spending, startups, training, workshops),
    *(relief, supervision, targeting),
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
        "cooperation_funds_tilt": 1.5,
        "cooperation_funds_jobs_share": 0.2,
        "political_priority_dose": 1.5,
        "data_sharing_dose": 1.5,
        "supervision_dose": 2,
        "insurance_cover_dose": {"2020-06": {"to": 2, "over": 6}},
        "insurance_cover_contribution": {"2021-01": 150},
        "insurance_cover_prevention_share": 0.3,
        "insurance_cover_platform_share": 0.5,
        "insurance_cover_pooling_share": {"2020-06": 0.8},
        "insurance_service_dose": 2.5,
        "insurance_service_tilt": 1.5,
        "insurance_service_agent_pay": 6000,
        "insurance_service_online_share": {"2020-01": {"to": 0.9, "over": 18}},
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
        "insurance_cover_dose": 0.2,
        "insurance_cover_tilt": 2.0,
        "insurance_service_dose": 0,
        "skill_project_tilt": 2.5,
        "labour_export_dose": 0.5,
        "labour_export_newcomers_share": 0.8,
        "job_service_dose": 0,
        "job_cooperation_dose": {"2021-01": 0},
        "skill_project_trainees_key_only": {"2021-01": 300_000},
        "cooperation_funds_dose": 0.5,
        "political_priority_dose": 0,
        "data_sharing_dose": 0.5,
        "supervision_dose": 0,
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
    "visits_per_registered": 0.6,
    "quota_share": 0.15,
    "injury_rate": 0.015,
    "injury_cover_local": 0.6,
    "injury_cover_outside": 0.6,
    "jobless_cover_share": 0.3,
    "against_will_share": 0.8,
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
    still = written - moved - AT_REST - (UNPAID if policy is AUSTERE else set())
    assert " ".join(sorted(still)) == "", "nothing is compared where nothing happens"


AT_REST = {
    *("counties.established", "counties.usual"),
    *("provinces.registered", "provinces.base_pool", "provinces.base_eastern", "provinces.base_fund"),
    *("provinces.searchers_base", "counties.tightness_base", "counties.late_months"),
    *("counties.dividend", "counties.workshop_subsidy", "employers.is_supported"),
    *("counties.pupils", "counties.eastern_pupils", "counties.school_grant"),
}
"""What is written in the burn-in alone; and few co-operatives, workshops, founders and pupils fit these counties."""

UNPAID = {
    *("centres.building", "centres.capacity", "counties.norms", "counties.contest_spirit", "counties.reputation"),
    *("counties.guidance_carried", "counties.helped", "counties.helped_wait"),
}
"""What moves only where measures are paid for."""


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
        "persons.looks[start:end] = NONE\n",
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
    "own money that nobody sets aside": (
        funds,
        "counties.budget[c, m] = int(math.floor(top_up * base))",
        "counties.budget[c, m] = 0",
        ("funds.step", "county", "budget"),
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
        "= lot(luck, Decision.WORKSHOP_ORDER",
        "= -lot(luck, Decision.WORKSHOP_ORDER",
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
    "a fraction of a seat forgotten": (
        schooling,
        "counties.eastern_carried[c] = carried",
        "counties.eastern_carried[c] = 0.0",
        ("schooling.step", "county", "eastern_carried"),
    ),
    "a practice that nobody keeps": (
        adoption,
        "0) < behaviour.adoption_loss_rate",
        "0) < 1.0",
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
        "counties.helped[c] = min(len(queue), int(math.floor(cases)))",
        "counties.helped[c] = 0",
        ("services.step", "person", "helped_months"),
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
        "min(waiting, free)",
        "min(waiting, free - 1)",
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
        "month.season == 0 and not persons.is_insured[p]",
        "month.season == 1 and not persons.is_insured[p]",
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
        "is_under = registry.recorded_income[h] < line",
        "is_under = true_income(households, h, REALISED) < line",
        ("monitoring.step", "record of household", "is_candidate"),
    ),
    "a household that does not fit the quota": (
        targeting,
        "if 2 * free < people:",
        "if free < 0:",
        ("targeting.step", "record of household", "tag"),
    ),
    "a match of records forgotten": (
        supervision,
        "due - 1.0 if due >= 1.0 else due",
        "0.0 if due >= 1.0 else due",
        ("supervision.step", "county", "matches_carried"),
    ),
    "a need counted twice": (
        needs,
        "need[LOCAL_JOBS] += 1",
        "need[LOCAL_JOBS] += 2",
        ("needs.count", "county", "need"),
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


def where_all_have_adopted(build: Callable[..., World], *asked: Any) -> World:
    """A first month in which every household farms the new way."""
    world = build(*asked)
    world.households.has_adopted[:] = True
    return world


@pytest.mark.nightly
@pytest.mark.parametrize(("rule", "right", "wrong", "named"), PLANTED.values(), ids=PLANTED)
def test_an_error_in_any_rule_is_caught_and_named(
    rule: ModuleType, right: str, wrong: str, named: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = planted(rule, right, wrong)
    monkeypatch.setattr(model, rule.__name__.rpartition(".")[2], changed)
    if rule is workshops:  # none fits the counties of the scenario
        monkeypatch.setattr(model, "build", lambda *_: small_world())
    if rule is adoption:  # few adopt there
        monkeypatch.setattr(model, "build", partial(where_all_have_adopted, model.build))
    with pytest.raises(Disagreement) as caught:
        run(scenario(GENEROUS), seed=7)
    step, kind, column = named
    values = r"columns (\S+), twin (\S+)"
    line = re.fullmatch(rf"20\d\d-\d\d, {step}: {kind} \d+: {column}(\[\d+\])*: {values}", str(caught.value))
    assert line, str(caught.value)
    assert line[2] != line[3]
