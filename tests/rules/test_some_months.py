"""All rules together, month after month: books, people, posts; compiled or not; county by county."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from some_months import LEVERS, contents, found, simulate

from sim.funding import post_cost, relief_day_cost
from sim.numeric import NONE
from sim.state.codes import LOCAL_JOBS

HERE = Path(__file__).parent
MONTHS = 14


@pytest.fixture(scope="module")
def history():
    """The world after some months, and what was seen on the way."""
    world = found()
    seen = {"hired": 0, "posts": 0, "trained": 0, "ill": 0, "left": 0}
    fixed = [column.copy() for column in (world.persons.id, world.persons.household, world.households.members)]
    for t in range(MONTHS):
        before = world.persons.employer.copy()
        faults = simulate(world, t, seed=5)
        assert not faults.any(), faults
        after = world.persons.employer
        seen["hired"] += int(((after != before) & (after != NONE)).sum())
        seen["left"] += int(((after != before) & (before != NONE)).sum())
        seen["posts"] += int((world.persons.post_days > 0).sum())
        seen["trained"] += int((world.persons.course_days > 0).sum())
        seen["ill"] += int((world.persons.sick_months > 0).sum())
        assert (world.counties.purse >= 0).all()
        relief = world.persons.relief_days.astype(int).sum() * relief_day_cost(LEVERS)
        posts = (world.persons.post_days > 0).sum() * post_cost(LEVERS)
        assert world.counties.public_wages.sum() == posts + relief
        held = np.add.reduceat(world.persons.post_months > 0, world.counties.first_person)
        assert (held <= world.counties.places[:, LOCAL_JOBS]).all()
        assert (world.centres.enrolled <= world.centres.seats).all()
        local = world.employers.county != NONE
        assert (world.employers.filled[local] <= np.maximum(world.employers.positions[local], 0)).all()
        days = sum(
            column.astype(int)
            for column in (
                world.persons.farm_days,
                world.persons.post_days,
                world.persons.odd_days,
                world.persons.wage_days,
                world.persons.course_days,
                world.persons.relief_days,
            )
        )
        assert (days <= 26).all()
    assert all(
        np.array_equal(old, new)
        for old, new in zip(fixed, (world.persons.id, world.persons.household, world.households.members), strict=True)
    )
    return world, seen


def test_books_close_and_everything_has_happened(history) -> None:
    assert min(history[1].values()) > 0, history[1]


def test_the_same_luck_gives_the_same_months_whatever_the_ranges_of_counties(history) -> None:
    world = found()
    for t in range(MONTHS):
        simulate(world, t, seed=5, ranges=((3, 4), (0, 1), (1, 3)))
    assert contents(world) == contents(history[0])


def test_another_seed_is_another_history(history) -> None:
    world = found()
    for t in range(MONTHS):
        simulate(world, t, seed=6)
    changed = set(contents(world)) ^ set(contents(history[0]))
    assert {"Persons.wage", "Households.savings", "Registry.recorded_income"} <= {line.split()[0] for line in changed}


def test_compiled_and_plain_rules_agree_to_the_last_bit(history) -> None:
    is_plain_here = os.environ.get("NUMBA_DISABLE_JIT") == "1"
    root = HERE.parents[1]
    found_there = subprocess.run(
        [sys.executable, str(HERE / "some_months.py")],
        env=os.environ
        | {"NUMBA_DISABLE_JIT": "0" if is_plain_here else "1", "PYTHONPATH": f"{root}{os.pathsep}{HERE.parent}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found_there.stdout.splitlines() == contents(history[0])
