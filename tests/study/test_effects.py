"""The arithmetic of effects, of the bill and of places: by hand and against closed forms, on made-up numbers."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.state.codes import LOCAL_JOBS, MEASURES, READINGS, REALISED
from sim.study import bill, effects
from sim.study.pairs import PLACES, STATISTICS, place_statistics
from sim.study.record import COURSE, FUND, JOB, MONEY, POST, SEARCH, SIDES, Household

LABELS = [("income_mean", "county_type", "key"), ("relapse_rate", "county_type", "key"), ("gini", "tag", "edge")]


def made_levels() -> np.ndarray:
    """Five seeds, reference and one policy: paired income, unpaired relapse, a Gini that one seed lacks."""
    levels = np.zeros((5, 2, 3))
    levels[:, 0, 0] = [100, 140, 90, 170, 100]
    levels[:, 1, 0] = levels[:, 0, 0] + [10, 12, 8, 11, 9]
    levels[:, :, 1] = [[0.02, 0.03], [0.04, 0.01], [0.03, 0.02], [0.01, 0.04], [0.02, 0.03]]
    levels[:, :, 2] = [[0.3, 0.3], [0.3, 0.4], [np.nan, 0.4], [0.3, 0.5], [0.3, 0.4]]
    return levels


def test_effects_are_the_students_intervals_of_paired_differences() -> None:
    levels = made_levels()
    table = effects.effects(["tilt"], LABELS, levels)
    for place, row in enumerate(table.to_dict("records")[:2]):
        pair = stats.ttest_rel(levels[:, 1, place], levels[:, 0, place]).confidence_interval(0.95)
        assert (row["low"], row["high"]) == pytest.approx((pair.low, pair.high))
        assert row["effect"] == pytest.approx((levels[:, 1, place] - levels[:, 0, place]).mean())
    income, relapse, gini = table.to_dict("records")
    assert income["effect"] == 10 and (income["reference"], income["level"]) == (120, 130)
    # differences 10, 12, 8, 11, 9: s² = 2.5; levels: variances 1150 and 1237.5
    assert income["noise_removed"] == pytest.approx(1 - 2.5 / (1150 + 1237.5))
    assert relapse["noise_removed"] < 0
    assert gini["seeds"] == 4 and gini["reference"] == pytest.approx(0.3) and gini["effect"] == pytest.approx(0.1)


def test_seeds_lacking_are_the_fewest_that_are_enough() -> None:
    wanted = {"income_mean": 0.5}
    income = effects.effects(["tilt"], LABELS, made_levels(), wanted).iloc[0]
    seeds, spread = int(income["more_seeds"]) + 5, math.sqrt(2.5)

    def half(n: int) -> float:
        return float(stats.t.ppf(0.975, n - 1) * spread / math.sqrt(n))

    assert half(seeds) <= 0.5 < half(seeds - 1)
    assert effects.effects(["tilt"], LABELS, made_levels(), 1.0).iloc[0]["more_seeds"] == 0
    assert effects.seeds_needed(0.0, 0.0) == 2 and effects.seeds_needed(1.0, 100.0) == 2
    flat = np.zeros((3, 2, 3))
    flat[:, 1, 0] = [1, -1, 0]
    told = effects.effects(["tilt"], LABELS, flat)["more_seeds"]
    assert math.isnan(told[0]) and told[1] == 0


def people(count: int) -> Household:
    return Household(np.arange(count) * 1.0, np.zeros(count), np.ones(count), np.ones(count), np.full(count, 10.0))


def test_gainers_are_those_whom_luck_does_not_explain() -> None:
    """A tenth gains in every life; the others only churn, as all do in the placebo."""
    draw = np.random.default_rng(3)
    lives = draw.normal(0.0, 1000.0, (16, 2, 4, 2000))
    lives[:, 0, 0, :200] += 5000.0
    told = effects.gainers(["policy", "placebo"], lives, people(2000))
    row = told[(told["outcome"] == "income") & (told["group_kind"] == "all")].iloc[0]
    assert row["households"] == 20_000
    assert row["gainers_low"] < 0.1 < row["gainers_high"] and row["gainers"] == pytest.approx(0.1, abs=0.015)
    assert row["losers"] < 0.01 and row["balance"] == pytest.approx(0.1, abs=0.06)
    fell = told[(told["outcome"] == "fell") & (told["group_kind"] == "all")].iloc[0]
    assert fell["gainers"] < 0.015 and fell["losers"] < 0.015


def test_fewer_months_in_poverty_are_a_gain() -> None:
    lives = np.zeros((4, 2, 4, 10))
    lives[:, 0, 2, :3] = -2.0
    told = effects.gainers(["policy", "placebo"], lives, people(10)).set_index(["outcome", "group_kind"])
    row = told.loc[("poor_months", "all")]
    assert (row["gainers"], row["losers"], row["balance"]) == pytest.approx((0.3, 0, 0.3))
    assert (row["p10"], row["median"], row["p90"]) == (0, 0, 2)


def test_ratio_and_fiellers_interval() -> None:
    above, below = np.array([4.0, 6.0, 5.0, 5.5]), np.array([2.0, 2.1, 1.9, 2.0])
    value, low, high, verdict = bill.ratio(above, below)
    assert value == pytest.approx(5.125 / 2.0) and verdict == "ok" and low < value < high
    for end in (low, high):  # where the mean of above - end·below stops being different from 0
        assert abs(stats.ttest_1samp(above - end * below, 0.0).statistic) == pytest.approx(stats.t.ppf(0.975, 3))
    assert bill.ratio(above, np.full(4, 2.0))[1:3] == pytest.approx([end / 2 for end in bill.interval(above)[1:]])
    value, low, high, verdict = bill.ratio(np.array([1.0, -1.5, 0.5, -0.2]), below)
    assert verdict == "sign open" and low < 0 < high
    told = bill.ratio(above, np.array([1.0, -1.0, 0.5, 0.2]))
    assert told[3] == "not estimable" and all(math.isnan(number) for number in told[:3])
    assert bill.ratio(above, np.zeros(4))[3] == "not estimable"


def made_money(key: float, other: float) -> np.ndarray:
    """Three seeds, one policy: this many million yuan more from the fund in key and in other counties."""
    money = np.zeros((3, 1, 2, MEASURES, len(SIDES), len(MONEY)))
    money[:, 0, 1, LOCAL_JOBS, :, FUND] = 50e6
    money[:, 0, 0, LOCAL_JOBS, :, FUND] = [50e6 + key * 1e6, 50e6 + other * 1e6]
    return money


def test_the_bill_by_hand() -> None:
    """Twenty million go from other to key counties: 300, 310, 290 months averted there, 100 added elsewhere."""
    relapse = np.full((3, 1, 2, READINGS, len(SIDES)), 1000.0)
    relapse[:, 0, 0, REALISED, 0] -= [300, 310, 290]
    relapse[:, 0, 0, REALISED, 1] += 100
    table = bill.bill(["tilt"], ["zero_sum"], relapse, made_money(20, -20))
    told = table[table["reading"] == "realised"].set_index("what")
    assert set(table["per"]) == {"moved"} and (table["million_yuan"] == 20).all()
    assert told["months"].to_list() == [300, 100, 200] and told["value"].to_list() == pytest.approx([15, 5, 10])
    half = stats.t.ppf(0.975, 2) * 10 / math.sqrt(3)
    key = told.loc["averted in key counties"]
    assert (key["low"], key["high"]) == pytest.approx((15 - half / 20, 15 + half / 20)) and key["verdict"] == "ok"
    market = table[table["reading"] == "market"]
    assert (market["value"] == 0).all() and (market["verdict"] == "sign open").all()


def test_the_bill_of_new_money_and_of_none() -> None:
    relapse = np.full((3, 1, 2, READINGS, len(SIDES)), 1000.0)
    relapse[:, 0, 0, :, :] -= 60
    added = bill.bill(["more"], ["new_money"], relapse, made_money(30, 10))
    assert set(added["per"]) == {"added"} and (added["million_yuan"] == 40).all()
    assert added["value"].to_list() == pytest.approx([1.5, -1.5, 3.0] * READINGS)
    cut = bill.bill(["less"], ["zero_sum"], relapse, made_money(-30, -10))
    assert set(cut["per"]) == {"added"} and (cut["million_yuan"] == -40).all()
    none = bill.bill(["none"], ["zero_sum"], relapse, made_money(0, 0))
    assert (none["verdict"] == "not estimable").all() and none["value"].isna().all()


def test_money_table_tells_change_by_payer() -> None:
    table = bill.money_table(["tilt"], made_money(20, -20))
    fund = table[table["what"] == "employment fund"].set_index("where")
    assert fund["change"].to_dict() == {"key": 20, "other": -20} and fund["policy"].to_dict() == {
        "key": 70,
        "other": 30,
    }
    assert set(table["measure"]) == {"local_jobs"} and set(table["kind"]) == {"fate", "payer"}


class Made:
    """A record of four people, all in a key county, each standing for ten."""

    def __init__(self, activity: list[list[int]]) -> None:
        self.activity = np.array(activity, dtype=np.uint8)
        self.person_id = np.arange(4)
        self.person_weight = np.full(4, 10.0)
        self.person_is_key = np.ones(4, bool)


def test_deadweight_and_displacement_by_hand() -> None:
    """Of two new posts one goes to a person who works in the reference world; one searcher loses two months of work."""
    reference = Made([[JOB, SEARCH, JOB, POST], [JOB, SEARCH, JOB, POST], [JOB, 0, SEARCH, POST]])
    policy = Made([[JOB, POST, SEARCH, POST], [POST, POST, SEARCH, POST], [POST, POST, SEARCH, POST]])
    posts, courses = place_statistics(policy, reference)  # type: ignore[arg-type]
    told = dict(zip(STATISTICS, posts[0], strict=True))
    assert told == {"places": 80, "reference": 30, "new": 50, "deadweight": 20, "gained": 30, "lost": 20}
    assert courses[0].tolist() == [0, 0, 0, 0, 0, -10] and (posts[1] == 0).all()
    places = np.stack([place_statistics(policy, reference)] * 3)[:, None]  # type: ignore[arg-type]
    row = bill.places_table(["policy"], places).iloc[0]
    assert (row["new"], row["deadweight"]) == pytest.approx((50 / 80, 20 / 50))
    assert row["displacement"] == pytest.approx(20 / 30) and row["displacement_verdict"] == "ok"


def test_a_course_taken_at_another_time_anyway_is_deadweight() -> None:
    reference = Made([[COURSE, 0, 0, 0], [0, JOB, 0, 0]])
    policy = Made([[0, 0, 0, 0], [COURSE, COURSE, COURSE, 0]])
    courses = place_statistics(policy, reference)[1]  # type: ignore[arg-type]
    told = dict(zip(STATISTICS, courses[0], strict=True))
    assert (told["new"], told["deadweight"]) == (30, 20) and PLACES[1][1] == COURSE
    row = bill.places_table(["policy"], np.stack([place_statistics(policy, reference)] * 2)[:, None]).iloc[2]  # type: ignore[arg-type]
    assert math.isnan(row["displacement"]) and row["displacement_verdict"] == "not estimable"


def test_people_are_paired_by_id_and_who_is_gone_does_nothing() -> None:
    reference, policy = Made([[JOB, 0, 0, POST]]), Made([[POST, JOB, 0, POST]])
    same = place_statistics(Made([[JOB, 0, 0, POST]]), reference)  # type: ignore[arg-type]
    reference.person_id, policy.person_id = np.array([7, 3, 9, 4]), np.array([3, 7, 9, 5])
    posts = place_statistics(policy, reference)[0]  # type: ignore[arg-type]
    assert dict(zip(STATISTICS, posts[0], strict=True)) == {
        "places": 10, "reference": 10, "new": 10, "deadweight": 0, "gained": 10, "lost": 0,
    }  # fmt: skip
    assert same[0, 0].tolist() == [10, 10, 0, 0, 0, 0]
