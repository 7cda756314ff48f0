"""Migration by satisficing: people go through the places they know best and take the first that is good enough.

    order    places by co-villagers at work there, the most first; among equals the nearer            [simon1955]
    enough   choice_scale V_d + Gumbel >= aspiration = Gumbel of home + aspiration_margin
             - aspiration_decline (months without a job, to two years)

V, its luck and who may leave are those of `search`; nobody compares all places, and nobody settles for the best.

Reads   persons.id persons.taste persons.capacity persons.age persons.is_student persons.sick_months
        persons.course_months persons.schooling persons.skill persons.certificate
        persons.know_how persons.link persons.trained_months persons.post_months
        persons.household persons.employer persons.jobless_months persons.is_settled persons.helped_months,
        households.village households.savings households.members households.is_registered, registry.tag,
        villages.people, employers.place, counties.chances counties.remoteness counties.staff
        counties.village_service counties.reputation counties.organised counties.served_east
Writes  persons.looks, villages.workers villages.network villages.pull, counties.applicants counties.reach
        counties.seekers
Levers  labour_export_transport_subsidy     Luck  per person who may work: one for home and for each place considered
"""

from sim.behaviour import Behaviour
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, kernel, uniforms_of_one
from sim.rules.channels import meet_villagers
from sim.rules.search import (
    UNREACHABLE,
    Outlook,
    Plan,
    gumbel,
    list_free,
    look,
    open_search,
    outlook_of,
    plan_of,
    seeker_of,
    worth_of_place,
)
from sim.state.codes import PLACES
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import Array
from sim.state.villages import Villages

LONGEST_DECLINE = 24


@kernel
def aspiration(home: float, jobless_months: int, margin: float, decline: float) -> float:
    """What a place must be worth to be good enough."""
    return home + margin - decline * float(min(jobless_months, LONGEST_DECLINE))


@kernel
def best_known(villages: Villages, v: int, after: int) -> int:
    """The place known best of those not considered yet; `after` is the one considered last, or NONE."""
    found = NONE
    for place in range(PLACES):
        if after != NONE and not is_less_known(villages, v, place, after):
            continue
        if found == NONE or is_less_known(villages, v, found, place):
            found = place
    return found


@kernel
def is_less_known(villages: Villages, v: int, place: int, other: int) -> bool:
    """Whether fewer of a village work at a place than at another; among equals the farther is less known."""
    here, there = int(villages.workers[v, place]), int(villages.workers[v, other])
    return here < there or (here == there and place > other)


@kernel
def settle_for(
    persons: Persons,
    households: Households,
    villages: Villages,
    counties: Counties,
    p: int,
    c: int,
    plan: Plan,
    outlook: Outlook,
    draws: Array,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> int:
    """The first place that is good enough, or NONE."""
    uniforms_of_one(luck, Decision.WHERE_TO_LOOK, int(persons.id[p]), draws)
    enough = aspiration(
        gumbel(float(draws[PLACES])),
        int(persons.jobless_months[p]),
        behaviour.aspiration_margin,
        behaviour.aspiration_decline,
    )
    seeker = seeker_of(persons, households, p, behaviour, month)
    place = best_known(villages, seeker.village, NONE)
    while place != NONE:
        value = worth_of_place(villages, counties, c, place, plan, seeker, outlook, behaviour, month)
        if value != UNREACHABLE:
            pull = gumbel(float(draws[place]))
            if behaviour.choice_scale * value + pull >= enough:
                return place
        place = best_known(villages, seeker.village, place)
    return NONE


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    villages: Villages,
    counties: Counties,
    tag: Array,
    room: Room,
    draws: Array,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Everybody of counties first … last - 1 who may work settles for a place to look.

    `tag` is the registry's column, `draws` of shape (counties, 8) room to draw in.
    """
    for c in range(first, last):
        meet_villagers(persons, households, employers, villages, counties, c, behaviour)
        open_search(counties, c)
        outlook = outlook_of(counties, c, behaviour, month)
        start = int(counties.first_person[c])
        found = list_free(persons, room.rows, start, start + int(counties.persons[c]))
        household, plan = NONE, Plan(False, False, 0.0, 0.0, 0.0)
        for i in range(start, start + found):
            p = int(room.rows[i])
            if persons.household[p] != household:
                household = int(persons.household[p])
                plan = plan_of(persons, households, counties, household, c, tag, levers, behaviour, month)
            place = settle_for(
                persons, households, villages, counties, p, c, plan, outlook, draws[c], behaviour, month, luck
            )
            look(persons, households, villages, counties, p, c, place, plan.is_meant, tag, behaviour)
