"""What counties have to work with is told as the tables have it, and the December report as the money went."""

from collections import deque

import numpy as np
import pytest
from small_world import small_world

from sim.state.codes import DELIVERED, IDLE
from sim.supply import DECEMBER, NOVEMBER, Supply


def told(supply, world, season, money):
    supply.remember(world, season, money)
    return {
        name: float(values[0]) for name, values in supply.told(world, np.ones((1, len(world.counties.code)))).items()
    }


def test_staff_of_counties_are_weighed_and_moves_summed_over_a_year():
    world = small_world(villages=3, households=8)
    counties = world.counties
    counties.joined[:], counties.left[:], counties.experts[:] = 0.0, 0.0, 0.0
    counties.joined[:, 0], counties.left[:, 1], counties.experts[:, 2] = 2.0, 1.0, 3.0
    counties.effective[:], counties.usual[:] = 3.0, 2.0
    counties.contracts[:] = 0.25
    supply = Supply()
    money = deque([np.zeros((len(counties.code), 24, 4))], maxlen=12)
    for season in range(11):
        found = told(supply, world, season, money)
    weight = counties.weight.sum()
    assert found["staff_joined"] == pytest.approx(11 * 2.0 * weight)
    assert found["staff_left"] == pytest.approx(11 * 1.0 * weight)
    for season in range(11, 13):
        found = told(supply, world, season % 12, money)
    assert found["staff_joined"] == pytest.approx(12 * 2.0 * weight)
    assert found["experts"] == pytest.approx(3.0 * weight)
    assert found["staff_effective_ratio"] == pytest.approx(1.5)
    assert found["doctor_contract_share"] == pytest.approx(0.25)


def test_the_december_report_ends_with_november():
    """Twelve months of ten delivered and one idle yuan each; what December brings is left to the next report."""
    world = small_world(villages=3, households=8)
    counties = len(world.counties.code)
    supply, money = Supply(), deque(maxlen=12)
    for month in range(13):
        season = (DECEMBER + month) % 12
        paid = np.zeros((counties, 24, 4))
        paid[:, 4, DELIVERED], paid[:, 5, IDLE] = 10.0, 1.0
        if month == 12:
            paid[:, 4, DELIVERED] = 1e6
        money.append(paid)
        found = told(supply, world, season, money)
        assert ("reported_delivered" in found) == (month == 12)
        assert month != 11 or season == NOVEMBER
    assert found["reported_delivered"] == pytest.approx(120.0 * counties)
    assert found["reported_idle"] == pytest.approx(12.0 * counties)
