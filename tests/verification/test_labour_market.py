"""Closed forms of the labour market: where it settles, and whom one more searcher costs a job.

two states   who is separated may be hired in the same month, so a job is lost for good with s' = s (1 - f), and
             the share without one settles at s'/(s' + f)
displacement with all vacancies filled one more hired is one other not hired; the matching function lets 1 - a of
             the newcomers' jobs be others'; outside it is the crowding, nothing where offers are elastic
"""

import numpy as np
import pytest
from labour_market import ALIKE, displacement, hires, jobless_shares

from sim.rules.matching import local_matches

SEPARATION, FINDING = 0.04, 0.25
SIGMAS = 4.0
"""Odds of a false alarm: one in 16,000 a test."""


def test_the_two_state_market_settles_where_it_should() -> None:
    people, months, settled = 1000, 160, 40
    lost = SEPARATION * (1.0 - FINDING)
    share = lost / (lost + FINDING)
    found = jobless_shares(people, months, SEPARATION, FINDING, seed=20211)[settled:]
    # from month to month the share forgets 1 - (s' + f); an average over n months is worth n (1 - m)/(1 + m) draws
    memory = 1.0 - lost - FINDING
    draws = people * len(found) * (1.0 - memory) / (1.0 + memory)
    error = np.sqrt(share * (1.0 - share) / draws)
    assert abs(found.mean() - share) < SIGMAS * error
    assert abs(found.mean() - SEPARATION / (SEPARATION + FINDING)) > SIGMAS * error, "the order of the month matters"


def test_a_market_begun_far_away_forgets_its_start() -> None:
    found = jobless_shares(1000, 30, SEPARATION, FINDING, seed=3)
    lost = SEPARATION * (1.0 - FINDING)
    share, memory = lost / (lost + FINDING), 1.0 - lost - FINDING
    expected = share * (1.0 - memory ** np.arange(1, 31))
    error = np.sqrt(share * (1.0 - share) / 1000)
    assert np.all(np.abs(found - expected) < SIGMAS * error)


def test_with_vacancies_fixed_and_all_filled_displacement_is_one_for_one() -> None:
    """Twenty vacancies for 200 or 220 searchers: twenty are hired either way, whoever they are."""
    for seed in range(5):
        before = hires(200, ALIKE, seed, vacancies=20, usual=200)
        after = hires(220, ALIKE, seed, vacancies=20, usual=200)
        assert before.sum() == after.sum() == 20
        assert before.sum() - after[:200].sum() == after[200:].sum()
    ratio, _ = displacement(200, ALIKE, range(10), vacancies=20)
    assert ratio == pytest.approx(1.0)


def test_between_the_limits_displacement_is_what_the_matching_function_says() -> None:
    """At an efficiency of a half, 200 and 220 searchers for 100 vacancies make 70 and 74 meetings, whole ones."""
    behaviour = ALIKE._replace(matching_efficiency=0.5)
    made = [np.floor(local_matches.py_func(u, 100, 0.5, behaviour.matching_elasticity)) for u in (200, 220)]
    expected = 1.0 - (made[1] - made[0]) / (made[1] / 11)
    ratio, error = displacement(200, behaviour, range(40), vacancies=100)
    assert abs(ratio - expected) < SIGMAS * error


def test_where_offers_are_elastic_nobody_is_displaced() -> None:
    """Offers outside follow the searchers; a crowding of a half takes a half of what newcomers gain from others."""
    behaviour = ALIKE._replace(walk_in_offer_chance=0.4)
    ratio, error = displacement(200, behaviour, range(40), vacancies=None)
    assert abs(ratio) < SIGMAS * error
    crowded, error = displacement(200, behaviour._replace(offer_crowding=0.5), range(40), vacancies=None)
    made = [np.floor(0.4 * u * (u / 200) ** -0.5) for u in (200, 220)]
    assert abs(crowded - (1.0 - (made[1] - made[0]) / (made[1] / 11))) < SIGMAS * error
