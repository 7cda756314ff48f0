"""The world of the first month: it hangs together, and the same household is the same in every sample."""

import numpy as np
import pytest

from sim.behaviour import Behaviour
from sim.data import rows
from sim.enacted import Calendar
from sim.errors import InputError
from sim.events import Events
from sim.numeric import NONE
from sim.population.build import build
from sim.population.settings import Population, all_counties, chosen_counties
from sim.rules.calendar import SCHOOL_AGE, labour_capacity
from sim.state import World
from sim.state.codes import EAST, FIRM, FULL, HALF, LOCAL, PLACES, PROVINCE, WEAK
from sim.state.table import columns

SEED = 11
SOME = ("guizhou-key-01", "guizhou-key-02", "guizhou-other-01", "guizhou-other-02", "ningxia-key-03")


def first_of_burn_in():
    """What a world is made with, beside who lives in it and the seed."""
    return Behaviour(), Calendar("2020-01", lambda t: Events()).month(-24)


def made(counties=SOME, households=200, seed=SEED) -> World:
    return build(Population(counties=counties, households=households), *first_of_burn_in(), seed)


@pytest.fixture(scope="module")
def world() -> World:
    return made()


@pytest.fixture(scope="module")
def nation() -> World:
    return made(40, 300)


# Choice of counties


@pytest.mark.parametrize("count", [4, 7, 12, 39, 40, 41, 160, 462])
def test_every_sampled_province_has_two_counties_of_each_kind(count):
    chosen = chosen_counties(Population(counties=count))
    assert len(chosen) == len({county.id for county in chosen}) == count
    provinces = {county.province for county in chosen}
    assert len(provinces) == min(10, count // 4)
    for province in provinces:
        kinds = [county.is_key for county in chosen if county.province == province]
        assert kinds.count(True) >= 2 and kinds.count(False) >= 2


def test_forty_are_two_and_two_of_ten():
    chosen = chosen_counties(Population(counties=40))
    strata = [(county.province, county.is_key) for county in chosen]
    assert all(strata.count(stratum) == 2 for stratum in strata) and len(set(strata)) == 20


def test_a_larger_sample_holds_the_smaller():
    few, many = (chosen_counties(Population(counties=count)) for count in (40, 60))
    assert set(few) < set(many)


def test_few_counties_come_from_the_provinces_with_most_registered_people_in_key_counties():
    people: dict[int, float] = {}
    for county in all_counties():
        people[county.province] = people.get(county.province, 0.0) + county.registered_people * county.is_key
    (province,) = {county.province for county in chosen_counties(Population(counties=4))}
    assert people[province] == max(people.values())


@pytest.mark.parametrize(
    ("population", "words"),
    [
        (Population(source="survey"), "'survey'"),
        (Population(counties=3), "4 to 462"),
        (Population(counties=463), "4 to 462"),
        (Population(counties=True), "True"),
        (Population(households=19), "20 to 200000"),
        (Population(households=200_001), "20 to 200000"),
        (Population(counties=(*SOME, "guizhou-kee-03")), "did you mean 'guizhou-key-03'"),
        (Population(counties=(*SOME, SOME[0])), "named twice"),
        (Population(counties=SOME[:3]), "found 3"),
    ],
)
def test_what_is_not_allowed_is_refused(population, words):
    with pytest.raises(InputError) as caught:
        chosen_counties(population)
    assert words in str(caught.value)


# How the tables hang together


def test_every_column_has_its_declared_type(world):
    for table in world:
        for name, column in columns(type(table)).items():
            values = getattr(table, name)
            assert values.dtype == np.dtype(column.dtype), name
            assert values.shape == (len(table[0]), *column.width), name


def test_ids_are_unique_and_small(world):
    for table in (world.persons, world.households, world.employers, world.villages, world.centres):
        assert len(np.unique(table.id)) == len(table.id)
        assert table.id.min() > 0 and table.id.max() < 1 << 47


def test_rows_of_a_group_follow_each_other(world):
    persons, households, _, employers, centres, villages, counties, provinces = world
    assert (np.diff(counties.code) > 0).all() and (np.diff(provinces.code) > 0).all()
    assert np.array_equal(persons.household, np.repeat(np.arange(len(households.id)), households.members))
    assert np.array_equal(households.first_person, np.cumsum(households.members) - households.members)
    assert np.array_equal(households.id, persons.id[households.first_person])
    assert np.array_equal(households.village, np.repeat(np.arange(len(villages.id)), villages.households))
    county_of_household = np.repeat(np.arange(len(counties.code)), counties.households)
    assert np.array_equal(villages.county[households.village], county_of_household)
    assert np.array_equal(
        counties.persons, np.bincount(county_of_household, households.members, len(counties.code)).astype(int)
    )
    assert np.array_equal(counties.first_person, np.cumsum(counties.persons) - counties.persons)
    assert np.array_equal(counties.first_village, np.cumsum(counties.villages) - counties.villages)
    assert np.array_equal(employers.county[: counties.employers.sum()], np.repeat(range(5), counties.employers))
    assert np.array_equal(centres.county, np.repeat(range(5), counties.centres))
    assert np.array_equal(np.repeat(range(2), provinces.counties), counties.province)
    assert np.array_equal(villages.people, np.bincount(households.village, households.members, len(villages.id)))


def test_villages_are_whole(world):
    assert world.villages.households.min() >= 30 and world.villages.households.max() <= 60
    assert (world.villages.distance > 0).all()


def test_filled_positions_are_the_people_who_name_the_employer(world):
    persons, _, _, employers, _, villages, counties, provinces = world
    working = persons.employer != NONE
    named = np.bincount(persons.employer[working], minlength=len(employers.id))
    is_local = employers.place == LOCAL
    assert np.array_equal(named[is_local], employers.filled[is_local])
    assert (employers.filled <= employers.positions).all()
    county_of_person = np.repeat(np.arange(len(counties.code)), counties.persons)
    place = np.where(working, employers.place[persons.employer], NONE)
    for where in range(PROVINCE, PLACES):
        assert np.array_equal(
            counties.outside_jobs[:, where], np.bincount(county_of_person[place == where], minlength=5)
        )
        accounts = provinces.first_account[counties.province[county_of_person]] + where - PROVINCE
        assert np.array_equal(persons.employer[place == where], accounts[place == where])
    assert (counties.outside_jobs[:, LOCAL] == 0).all()
    local = place == LOCAL
    assert np.array_equal(employers.county[persons.employer[local]], county_of_person[local])
    assert villages.workers.sum() == working.sum()


def test_closed_rows_are_free_and_as_many_as_firms(world):
    employers, counties = world.employers, world.counties
    closed = ~employers.is_open
    assert (employers.positions[closed] == 0).all() and (employers.filled[closed] == 0).all()
    for c in range(len(counties.code)):
        own = slice(counties.first_employer[c], counties.first_employer[c] + counties.employers[c])
        firms = (employers.kind[own] == 0) & employers.is_open[own]
        assert closed[own].sum() == max(1, firms.sum())


def test_accounts_outside_follow_the_counties(world):
    _, _, _, employers, _, _, counties, provinces = world
    assert provinces.first_account[0] == counties.employers.sum()
    for q, account in enumerate(provinces.first_account):
        assert employers.place[account : account + 3].tolist() == [1, 2, 3]
        assert employers.kind[account : account + 3].tolist() == [5, 6, 7]
        assert (employers.province[account : account + 3] == q).all()
        assert (employers.county[account : account + 3] == NONE).all()


# Sane people


def test_capacity_follows_the_rule(world):
    persons = world.persons
    expected = [labour_capacity(int(a), int(h)) for a, h in zip(persons.age, persons.health, strict=True)]
    assert persons.capacity.tolist() == expected


def test_who_works_may_work(nation):
    persons, households = nation.persons, nation.households
    at_work, in_post = persons.employer != NONE, persons.post_months > 0
    assert (persons.capacity[at_work] >= HALF).all()
    assert not (persons.is_student & (at_work | in_post)).any()
    assert persons.age[at_work].min() >= 16 and persons.age[at_work].max() <= 64
    owns = np.isin(persons.id, nation.employers.owner)
    assert (persons.wage[at_work & ~owns] > 0).all() and (persons.wage[~at_work | owns] == 0).all()
    firms = (nation.employers.kind == FIRM) & (nation.employers.filled > 0)
    assert 0.9 * firms.sum() < owns.sum() <= firms.sum(), "most firms have an owner who works there"
    assert (persons.tenure_months[at_work] >= 1).all()
    away = at_work & (nation.employers.place[persons.employer] != LOCAL)
    assert (persons.capacity[away] == FULL).all()
    assert (persons.away_months[away] > 0).all() and (persons.away_months[~away] == 0).all()
    assert (persons.capacity[in_post] >= WEAK).all() and not (in_post & at_work).any()
    assert households.is_registered[persons.household[in_post]].all()
    assert len(np.unique(persons.post_months[in_post])) == 12


def test_households_make_sense(nation):
    persons, households = nation.persons, nation.households
    oldest = np.maximum.reduceat(persons.age, households.first_person)
    youngest = np.minimum.reduceat(persons.age, households.first_person)
    assert oldest.min() >= 18, "no child lives alone"
    assert youngest.min() >= 0 and oldest.max() <= 97
    assert 0.08 < (youngest >= 58).mean() < 0.2, "households of elders alone"
    with_child = youngest < 16
    adults = np.add.reduceat((persons.age >= 16) & (persons.age < 60), households.first_person)
    assert (adults[with_child] > 0).mean() > 0.97
    assert (persons.schooling <= np.maximum(persons.age - SCHOOL_AGE, 0)).all()
    assert persons.is_student[(persons.age >= SCHOOL_AGE) & (persons.age < 16)].all()


def mean(values, where) -> float:
    return float(values[where].mean())


def test_directions_a_labour_economist_expects(nation):
    persons = nation.persons
    registered = nation.households.is_registered[persons.household]
    adult = (persons.age >= 16) & ~persons.is_student
    at_work = persons.employer != NONE
    away = at_work & (nation.employers.place[persons.employer] != LOCAL)
    assert mean(persons.age, away) < mean(persons.age, at_work & ~away) - 2
    schooling = [mean(persons.schooling, adult & (persons.age // 10 == decade)) for decade in (2, 4, 6)]
    assert schooling == sorted(schooling, reverse=True)
    of_age = adult & (persons.age < 60)
    work = [mean(at_work, of_age & (persons.health == health)) for health in range(3)]
    assert work[0] > work[1] > work[2]
    assert mean(persons.health > 0, registered) > mean(persons.health > 0, ~registered) + 0.03
    assert mean(at_work, of_age & registered) < mean(at_work, of_age & ~registered)
    assert mean(persons.is_female, away) < 0.4


def test_migrants_follow_their_neighbours(nation):
    """Shares of those away who are in the east differ between villages of a county by more than chance."""
    persons, villages = nation.persons, nation.villages
    place = np.where(persons.employer != NONE, nation.employers.place[persons.employer], NONE)
    village = nation.households.village[persons.household]
    away = np.bincount(village, place > LOCAL, len(villages.id))
    east = np.bincount(village, place == EAST, len(villages.id))
    county = np.zeros((2, len(nation.counties.code)))
    np.add.at(county, (slice(None), villages.county), np.stack([east, away]))
    share = (county[0] / county[1])[villages.county]
    held = away > 0
    scaled = (east - away * share)[held] ** 2 / (away * share * (1 - share))[held]
    assert scaled.mean() > 1.5, "chance alone would make it 1"


# Against the margins


def weighted(world: World, what, of) -> float:
    weight = np.repeat(world.counties.weight, world.counties.persons)
    return float((weight * what)[of].sum() / weight[of].sum())


@pytest.mark.parametrize(
    ("name", "target", "tolerance"),
    [
        ("worked", 0.368, 0.03),
        ("post", 0.055, 0.008),
        ("dibao", 0.197, 0.03),
        ("relocated", 0.097, 0.015),
        ("female", 0.485, 0.02),
        ("elder", 0.19, 0.03),
    ],
)
def test_registered_people_meet_their_margins(nation, name, target, tolerance):
    persons, households = nation.persons, nation.households
    what = {
        "worked": persons.worked_months > 0,
        "post": persons.post_months > 0,
        "dibao": households.is_dibao[persons.household],
        "relocated": households.is_relocated[persons.household],
        "female": persons.is_female,
        "elder": persons.age >= 60,
    }[name]
    assert weighted(nation, what, households.is_registered[persons.household]) == pytest.approx(target, abs=tolerance)


@pytest.mark.parametrize(("place", "target"), [((LOCAL,), 0.464), ((1,), 0.179), ((2, 3), 0.357)])
def test_registered_workers_are_where_they_were_in_2020(nation, place, target):
    persons = nation.persons
    registered = nation.households.is_registered[persons.household]
    in_post = persons.post_months > 0
    where = np.where(in_post, LOCAL, np.where(persons.employer != NONE, nation.employers.place[persons.employer], NONE))
    working = registered & (where != NONE)
    assert weighted(nation, np.isin(where, place), working) == pytest.approx(target, abs=0.04)


def test_weights_reproduce_the_registered_people_of_each_province(nation):
    persons, counties, provinces = nation.persons, nation.counties, nation.provinces
    registered = nation.households.is_registered[persons.household]
    county = np.repeat(np.arange(len(counties.code)), counties.persons)
    people = np.bincount(county, registered, len(counties.code)) * counties.weight
    published = {int(row["code"]): int(row["registered_people"]) for row in rows("provinces.csv")}
    for q, code in enumerate(provinces.code):
        assert people[counties.province == q].sum() == pytest.approx(published[int(code)], rel=1e-5)
    assert 15e6 < people[counties.is_key].sum() < 16.5e6


# The same household in every sample


def own_columns(world: World, c: int, households: int) -> list[np.ndarray]:
    """What belongs to the first households of a county and is no row number."""
    counties = world.counties
    first = counties.first_household[c]
    of_households = slice(first, first + households)
    start = counties.first_person[c]
    of_persons = slice(start, start + int(world.households.members[of_households].sum()))
    links = {"village", "first_person", "household", "partner", "employer", "wage", "income", "recorded_income"}
    return [
        getattr(table, name)[rows_of]
        for table, rows_of in ((world.households, of_households), (world.persons, of_persons))
        for name in table._fields
        if name not in links
    ]


def test_the_first_households_of_a_larger_sample_are_the_smaller_sample(world):
    larger = made(households=400)
    for c in range(len(SOME)):
        for a, b in zip(own_columns(world, c, 200), own_columns(larger, c, 200), strict=True):
            assert np.array_equal(a, b)
    for name in ("distance", "households"):
        for c in range(len(SOME)):
            a, b = getattr(world.villages, name), getattr(larger.villages, name)
            first, count = world.counties.first_village[c], world.counties.villages[c]
            assert np.array_equal(a[first : first + count], b[larger.counties.first_village[c] :][:count])


def test_other_counties_change_no_household(world):
    other = made(("guizhou-key-02", "yunnan-key-01", "yunnan-other-01", "yunnan-other-02"))
    for a, b in zip(own_columns(world, 1, 200), own_columns(other, 0, 200), strict=True):
        assert np.array_equal(a, b)


def equal(a: World, b: World) -> bool:
    return all(np.array_equal(x, y) for one, two in zip(a, b, strict=True) for x, y in zip(one, two, strict=True))


def test_the_order_of_a_list_changes_nothing(world):
    assert equal(world, made(SOME[::-1]))


def test_the_seed_changes_the_people(world):
    assert equal(world, made()) and not equal(world, made(seed=SEED + 1))
