"""Who dies, bears and marries in January; where people live then, and who gets what is left."""

import math

import numpy as np
import pytest
from few_rows import ORDINARY, few_rows, room_for, work_for

from sim.behaviour import Behaviour
from sim.numeric import NONE, Decision, hashed_id, make_luck
from sim.population.margins import margins
from sim.rules import demography, families
from sim.state.codes import CHRONIC, DISABLED, HEALTHY
from sim.state.moves import DIES, FROM_OUTSIDE, LEAVES, STAYS, Moves
from sim.state.table import empty

BEHAVIOUR = Behaviour()
QUIET = (
    *(Decision.DEATH, Decision.DISABILITY_ONSET, Decision.CHRONIC_ONSET, Decision.BIRTH, Decision.MARRIAGE),
    Decision.HOUSEHOLD_SPLIT,
)
MAN, WOMAN = False, True


def test_death_chance_by_hand() -> None:
    chance = demography.death_chance.py_func
    assert chance(50, HEALTHY, 0.01, 0.75, 1.8, 2.4) == pytest.approx(0.0075)
    assert chance(50, CHRONIC, 0.01, 0.75, 1.8, 2.4) == pytest.approx(0.0135)
    assert chance(50, DISABLED, 0.01, 0.75, 1.8, 2.4) == pytest.approx(0.018)
    assert chance(3, CHRONIC, 0.01, 0.75, 1.8, 2.4) == pytest.approx(0.0075), "children die by the table"
    assert chance(99, DISABLED, 0.9, 1.0, 1.8, 2.4) == 1.0


@pytest.mark.parametrize(
    ("age", "group"), [(0, 0), (1, 1), (4, 1), (5, 2), (9, 2), (10, 3), (89, 18), (90, 19), (120, 19)]
)
def test_groups_of_the_life_table(age: int, group: int) -> None:
    assert demography.death_group.py_func(age) == group


def test_groups_of_the_margins_of_marriage() -> None:
    assert [demography.marriage_group.py_func(age) for age in (20, 24, 25, 34, 44, 45, 49)] == [0, 0, 1, 2, 4, 5, 5]


def test_onset_rises_with_age() -> None:
    assert demography.onset_chance.py_func(50, 0.006, 0.4) == 0.006
    assert demography.onset_chance.py_func(70, 0.006, 0.4) == pytest.approx(0.006 * math.exp(0.8))


def test_meeting_distance_by_hand() -> None:
    assert demography.meeting_distance.py_func(26, 24, 9, 9, 4.0, 0.25) == 1.0
    assert demography.meeting_distance.py_func(30, 24, 12, 9, 4.0, 0.5) == 4 + 3 + 2


def test_the_life_table_is_that_of_rural_western_counties() -> None:
    """Life expectancy at birth, men and women."""
    vital = margins().vital
    for table, expected in ((vital.death_men, 74.0), (vital.death_women, 79.0)):
        alive, years = 1.0, 0.0
        for age in range(110):
            years += alive
            alive *= 1.0 - float(table[0, demography.death_group.py_func(age)])
        assert years - 0.5 == pytest.approx(expected, abs=1.5)


def january(world, given: dict[tuple[int, ...], float]):
    """One January in which nothing happens but what is given; the new world and the moves."""
    ids = world.persons.id.tolist()
    draws = {(decision, person): 1.0 for decision in QUIET for person in ids} | given
    luck = make_luck(1, 240, draws)
    moves = empty(Moves, len(ids))
    world.counties.people_before[:] = world.counties.persons
    people = world.persons, world.households, world.employers, world.counties
    demography.step(*people, moves, room_for(world), margins().vital, BEHAVIOUR, luck, 0, len(world.counties.code))
    return families.regroup(world, moves, BEHAVIOUR, ORDINARY, luck), moves


def family():
    """A county of three households in one village: a couple with son and daughter; a man alone; a couple and her son.

    0 man 50, 1 wife 48, 2 son 25, 3 daughter 22 | 4 man 28 | 5 man 60, 6 wife 58, 7 son 24
    """
    world = few_rows((4, 1, 3), firms=1)
    persons, households = world.persons, world.households
    persons.age[:] = (50, 48, 25, 22, 28, 60, 58, 24)
    persons.is_female[:] = (MAN, WOMAN, MAN, WOMAN, MAN, MAN, WOMAN, MAN)
    persons.partner[:] = (1, 0, NONE, NONE, NONE, 6, 5, NONE)
    households.land[:] = (8.0, 2.0, 6.0)
    households.savings[:] = (400_000, 50_000, 90_001)
    households.debt[:] = (0, 30_000, 60_000)
    households.income[:] = np.array([[4_000], [1_000], [-700]]) + np.arange(12)
    households.is_registered[:] = (True, False, True)
    world.registry.recorded_income[:] = (900_000, 700_000, 500_000)
    households.id[:] = (1, 5, 6)
    return world


def wealth(world) -> int:
    return int((world.households.savings.astype(np.int64) - world.households.debt).sum())


def test_nothing_happens_and_nothing_changes() -> None:
    before, world = family(), family()
    after, moves = january(world, {})
    assert not moves.fate.any() and (moves.weds == NONE).all()
    for table in ("persons", "households", "registry"):
        for name, column in getattr(after, table)._asdict().items():
            if name != "worth_before":
                assert np.array_equal(column, getattr(getattr(before, table), name)), name


def test_a_death_leaves_a_widow_a_vacancy_and_a_funeral() -> None:
    world = family()
    work_for(world, 0, 0)
    after, moves = january(world, {(Decision.DEATH, 1): 0.0})
    assert moves.fate.tolist() == [DIES] + [STAYS] * 7
    assert after.persons.id.tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert after.persons.partner.tolist() == [NONE, NONE, NONE, NONE, 5, 4, NONE]
    assert after.households.members.tolist() == [3, 1, 3] and after.counties.persons[0] == 7
    assert after.households.funeral.tolist() == [600_000, 0, 0]
    assert after.employers.filled[0] == 0 and world.counties.deaths[0] == 1
    assert wealth(after) == wealth(family()) and (after.households.land == family().households.land).all()


def test_a_household_that_dies_out_leaves_land_to_the_village_and_the_rest_to_heirs_elsewhere() -> None:
    after, _ = january(family(), {(Decision.DEATH, 5): 0.0})
    assert after.households.id.tolist() == [1, 6] and after.counties.bequests[0] == 20_000
    assert after.households.land.tolist() == [9.0, 7.0]
    assert wealth(after) == wealth(family()) - 20_000
    assert not after.households.funeral.any()


def test_a_child_is_born_to_a_married_woman() -> None:
    world = family()
    world.persons.age[:2] = 30, 28
    world.persons.age[2:4] = 3, 5
    after, _ = january(world, {(Decision.BIRTH, 2): 0.0, (Decision.NEWBORN, NONE): 0.0})
    child = hashed_id(2, ORDINARY.number)
    assert after.persons.id.tolist() == [1, 2, 3, 4, child, 5, 6, 7, 8]
    assert after.persons.age[4] == 0 and after.persons.household[4] == 0 and after.persons.employer[4] == NONE
    assert after.counties.births[0] == 1 and after.households.members.tolist() == [5, 1, 3]


def test_a_bride_moves_with_her_share_of_a_year_and_nothing_else() -> None:
    """The son of 24 chooses the daughter of 22; he is the only young man at home, so both stay with his parents."""
    world = family()
    nearby = {(Decision.MARRIAGE, person, 0): 0.0 for person in (4, 8)}
    after, _ = january(world, nearby | {(Decision.MEETING, 8): 0.5})
    assert after.persons.id.tolist() == [1, 2, 3, 5, 6, 7, 8, 4]
    assert after.persons.partner[[6, 7]].tolist() == [7, 6] and after.persons.household[7] == 2
    was = family().households.income.astype(int)
    share = was[0] // 4
    assert after.households.income[0].tolist() == (was[0] - share).tolist()
    assert after.households.income[2].tolist() == (was[2] + share).tolist()
    assert after.households.savings.tolist() == family().households.savings.tolist()
    assert after.households.land.tolist() == family().households.land.tolist()


def test_an_elder_brother_founds_a_household_with_a_head_s_share() -> None:
    """The son of 25 has a younger brother at home; his bride comes from outside."""
    world = family()
    world.persons.is_female[3], world.persons.age[3] = MAN, 20
    from_afar = {(Decision.MARRIAGE, 3, 0): 0.0, (Decision.MARRIAGE, 3, 1): 0.0}
    after, moves = january(world, from_afar)
    assert moves.weds[2] == FROM_OUTSIDE and moves.founds[2]
    bride = hashed_id(3, ORDINARY.number, families.BRIDE)
    assert after.households.id.tolist() == [1, 5, 6, 3], "the new one stands after the others of its village"
    assert after.persons.id.tolist() == [1, 2, 4, 5, 6, 7, 8, 3, bride]
    assert after.households.members.tolist() == [3, 1, 3, 2]
    assert after.households.savings.tolist() == [300_000, 50_000, 90_001, 100_000]
    assert after.households.land.tolist() == [6.0, 2.0, 6.0, 2.0]
    assert after.households.is_registered.tolist() == [True, False, True, True]
    assert after.registry.recorded_income.tolist() == [900_000, 700_000, 500_000, 900_000]
    assert (after.households.income.sum(axis=0) == family().households.income.sum(axis=0)).all()
    assert after.counties.moved_in[0] == 1 and after.persons.age[-1] == 23 and after.persons.is_female[-1]
    assert wealth(after) == wealth(family())


def test_what_does_not_divide_stays_behind() -> None:
    world = family()
    world.persons.is_female[6], world.persons.age[6] = MAN, 20
    world.persons.partner[5:7] = NONE
    after, _ = january(world, {(Decision.MARRIAGE, 8, 0): 0.0, (Decision.MARRIAGE, 8, 1): 0.0})
    assert after.households.savings[2:].tolist() == [60_001, 30_000]
    assert after.households.debt[2:].tolist() == [40_000, 20_000]
    assert after.households.income[3, 0] == math.floor(-700 / 3)


def test_a_woman_who_marries_far_away_is_counted_out() -> None:
    after, moves = january(family(), {(Decision.MARRIAGE, 4): 0.0})
    assert moves.fate[3] == LEAVES and after.counties.moved_out[0] == 1
    assert after.persons.id.tolist() == [1, 2, 3, 5, 6, 7, 8]


def test_orphans_are_taken_in_and_bring_what_there_is() -> None:
    world = family()
    world.persons.age[2:4] = 9, 7
    after, _ = january(world, {(Decision.DEATH, 1): 0.0, (Decision.DEATH, 2): 0.0, (Decision.ORPHANS, 1): 0.5})
    assert after.households.id.tolist() == [5, 6]
    assert after.persons.id.tolist() == [5, 3, 4, 6, 7, 8]
    assert after.households.savings[0] == 450_000 and after.households.land[0] == 10.0
    assert wealth(after) == wealth(family()) and after.counties.bequests[0] == 0


def test_relatives_and_pupils_do_not_marry() -> None:
    everybody = {(Decision.MARRIAGE, person, 0): 0.0 for person in (3, 4)}
    after, moves = january(family(), everybody)
    assert (moves.weds == NONE).all() and len(after.persons.id) == 8
    world = family()
    world.persons.is_student[3] = True
    _, moves = january(world, {(Decision.MARRIAGE, person, 0): 0.0 for person in (4, 8)})
    assert (moves.weds == NONE).all()


def test_a_lone_parent_is_needed_at_home() -> None:
    world = few_rows((2, 1))
    world.persons.age[:], world.persons.is_female[:] = (30, 4, 32), (WOMAN, MAN, MAN)
    _, moves = january(world, {(Decision.MARRIAGE, person, 0): 0.0 for person in (1, 3)})
    assert (moves.weds == NONE).all()


def test_only_the_counties_asked_for_are_decided() -> None:
    world = few_rows((1,), (1,))
    moves = empty(Moves, 2)
    luck = make_luck(1, 240, {(Decision.DEATH, person): 0.0 for person in (1, 2)})
    people = world.persons, world.households, world.employers, world.counties
    demography.step(*people, moves, room_for(world), margins().vital, BEHAVIOUR, luck, 1, 2)
    assert moves.fate.tolist() == [STAYS, DIES]


@pytest.mark.parametrize("health", [CHRONIC, DISABLED])
def test_worse_health_never_saves_a_life(health: int) -> None:
    for draw in np.linspace(0.0, 0.02, 30):
        dead = []
        for state in (HEALTHY, health):
            world = few_rows((1,))
            world.persons.age[:], world.persons.health[:] = 62, state
            dead.append(january(world, {(Decision.DEATH, 1): float(draw)})[1].fate[0] == DIES)
        assert dead[1] >= dead[0]
