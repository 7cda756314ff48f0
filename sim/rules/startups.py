"""Founders: who opens a firm with own savings and a loan, and what an owner is left with when it is over.

    idea      once a year, in a month of one's own (id mod 12), by founding_idea_rate
    ability   A = exp(founder_skill_effect skill + founder_away_effect [away half of the last year])       [bai18]
    size      n = min(wish, (own + credit)/k), at least 1; own: savings beyond three months of needs, k: capital a job
              takes, credit: own_credit_ratio own, with a guarantee up to its limit                  [evansjovanovic]
    support   by lot among those with an idea who are registered, monitored or back from away, and whose application
              lasts the review; one place pays grant, interest, premises and training                [caliendo15]
    enter     if u (1 + ((1 + b) A - 1) n) - interest > (1 + founding_premium) what the person has now
    luck      A as it turns out is A exp(founder_luck_spread z): founders do not know it
    over      a firm that closed leaves its cash and its loan, or what it could not pay, to the owner's household;
              who is too old or weak sells, or closes if there is nobody else

u is usual pay here, b what a worker brings in beyond it. An owner holds one of the firm's jobs, has no wage, and draws
what the firm pays out. The firm's id is the hash of founder and month.

Reads   persons.id persons.household persons.age persons.is_student persons.sick_months persons.course_months
        persons.post_months persons.capacity persons.skill persons.taste persons.away_months, households.members
        households.is_registered, registry.tag, employers.place, counties.remoteness
Writes  persons.employer persons.wage persons.match persons.tenure_months persons.jobless_months, households.savings
        households.debt households.invested, employers.id employers.kind employers.is_open employers.age_months
        employers.positions employers.filled employers.wage employers.attraction employers.productivity employers.owner
        employers.cash employers.loan employers.is_supported, counties.outside_jobs counties.places counties.purse
        counties.bought
Levers  startup_support_grant startup_support_cash_share startup_support_loan_limit startup_support_interest_discount
        startup_support_review_months
Luck    per person, once a year: idea, wish, pay offered, how able, review, order
"""

import math

from sim.behaviour import Behaviour
from sim.funding import once
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, hashed_id, kernel, lot, normal, sort_by_lot, uniform
from sim.rules.bargain import start_job
from sim.rules.earnings import HALF_YEAR, months_set
from sim.rules.firms import LARGEST_FIRM, beyond_wage, close, usual_pay
from sim.rules.funds import spend
from sim.rules.search import FEN, value_of_home
from sim.rules.separations import OLDEST_WORKER, leave_job
from sim.state.codes import FULL, HALF, LOCAL, NO_TAG, START_UP, STARTUP_SUPPORT, YEAR
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.households import Households
from sim.state.month import Month
from sim.state.persons import Persons
from sim.state.room import Room
from sim.state.table import LARGEST, Array

YOUNGEST_FOUNDER, OLDEST_FOUNDER = 20, 58
NEEDS_KEPT = 3.0
"""Months of needs that a household does not put into a firm."""
TYPICAL_SIZE, SIZE_SPREAD = 2.43, 1.0
"""Median size of a firm that a founder wishes for and spread of its log: mean 4, as in the first month."""
WORKING_SHARE = 0.3
"""Part of the capital that stays cash; the rest becomes equipment, lost when the firm closes."""
WISH_DRAW, PAY_DRAW, ABLE_DRAW, REVIEW_DRAW = 1, 2, 3, 4


@kernel
def ability(skill: float, away: int, founder_skill_effect: float, founder_away_effect: float) -> float:
    """Value that a person would make as a founder against the usual, as it sees it."""
    seen_more = founder_away_effect if away >= HALF_YEAR else 0.0
    return math.exp(founder_skill_effect * skill + seen_more)


@kernel
def affordable_jobs(wish: float, own: float, credit: float, capital_per_job: float) -> float:
    """Size that own money and credit pay for, no more than the wish; 0 if not even one job."""
    jobs = min(wish, (own + credit) / capital_per_job)
    return min(jobs, LARGEST_FIRM) if jobs >= 1.0 else 0.0


@kernel
def expected_profit(usual: float, able: float, jobs: float, beyond: float, interest: float) -> float:
    """Fen a month that a founder expects: usual pay for the own work, what jobs bring in beyond it, less interest."""
    return usual * (1.0 + ((1.0 + beyond) * able - 1.0) * jobs) - interest


@kernel
def free_row(employers: Employers, counties: Counties, c: int) -> int:
    """A free row among the employers of a county, or NONE."""
    start = int(counties.first_employer[c])
    for e in range(start, start + int(counties.employers[c])):
        if not employers.is_open[e] and employers.filled[e] == 0:
            return e
    return NONE


@kernel
def open_row(
    employers: Employers, e: int, identity: int, kind: int, size: float, productivity: float, wage: float, cash: int
) -> None:
    """A new employer in a free row, with nobody yet."""
    employers.id[e] = identity
    employers.kind[e] = kind
    employers.is_open[e] = True
    employers.age_months[e] = 0
    employers.positions[e] = 0
    employers.filled[e] = 0
    employers.attraction[e] = size
    employers.productivity[e] = productivity
    employers.owner[e] = NONE
    employers.wage[e] = int(math.floor(wage))
    employers.cash[e] = cash
    employers.loan[e] = 0
    employers.is_supported[e] = False


@kernel
def may_found(persons: Persons, p: int) -> bool:
    """Whether a person may open a firm at all."""
    return bool(
        persons.capacity[p] == FULL
        and YOUNGEST_FOUNDER <= persons.age[p] <= OLDEST_FOUNDER
        and not persons.is_student[p]
        and persons.sick_months[p] == 0
        and persons.course_months[p] == 0
        and persons.post_months[p] == 0
    )


@kernel
def pay_now(persons: Persons, employers: Employers, p: int, behaviour: Behaviour, month: Month) -> float:
    """Fen a month that a person would give up: pay less the cost of living away, or the value of being at home."""
    e = int(persons.employer[p])
    if e == NONE:
        return value_of_home(persons, p, behaviour, month.pay_level) * FEN
    away = behaviour.living_cost_away * month.price_level * FEN if employers.place[e] != LOCAL else 0.0
    return float(persons.wage[p]) - away


@kernel
def is_approved(review_months: float, review_loss: float, u: float) -> bool:
    """Whether an application for support lasts until it has been reviewed."""
    return u < math.exp(-review_loss * review_months)


@kernel
def may_have_support(persons: Persons, households: Households, p: int, tag: Array) -> bool:
    """Whether support is for this person: of a registered or monitored household, or back from work away."""
    h = int(persons.household[p])
    return bool(households.is_registered[h] or tag[h] != NO_TAG or months_set(int(persons.away_months[p])) >= HALF_YEAR)


@kernel
def found(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    p: int,
    c: int,
    is_supported: bool,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
) -> bool:
    """A person with an idea opens a firm if money and prospects allow; whether it did."""
    person, h = int(persons.id[p]), int(persons.household[p])
    needs = behaviour.consumption_floor * month.price_level * FEN * float(households.members[h]) / float(YEAR)
    own = max(0.0, float(households.savings[h]) - NEEDS_KEPT * needs)
    per_job = behaviour.capital_per_job * month.price_level * FEN
    wish = max(1.0, TYPICAL_SIZE * math.exp(SIZE_SPREAD * normal(luck, Decision.FOUNDING, person, WISH_DRAW)))
    able = ability(
        float(persons.skill[p]),
        months_set(int(persons.away_months[p])),
        behaviour.founder_skill_effect,
        behaviour.founder_away_effect,
    )
    credit, grant, rate = behaviour.own_credit_ratio * own, 0, behaviour.debt_interest
    if is_supported:
        credit = max(credit, levers.startup_support_loan_limit * FEN)
        grant = int(math.floor(levers.startup_support_cash_share * float(once(levers.startup_support_grant))))
        rate = max(0.0, rate - levers.startup_support_interest_discount)
        able = able * math.exp(behaviour.founder_training_effect)
    jobs = affordable_jobs(wish, own, credit, per_job)
    if jobs == 0.0:
        return False
    capital = int(math.floor(jobs * per_job))
    put_in = min(capital, int(math.floor(own)))
    usual = usual_pay(float(counties.remoteness[c]), behaviour, month.pay_level)
    interest = float(capital - put_in) * rate / float(YEAR)
    expected = expected_profit(usual, able, jobs, beyond_wage(behaviour.local_markdown), interest)
    if expected <= (1.0 + behaviour.founding_premium) * pay_now(persons, employers, p, behaviour, month):
        return False
    e = free_row(employers, counties, c)
    if e == NONE:
        return False
    if persons.employer[p] != NONE:
        leave_job(persons, employers, counties, p, c)
    spread = behaviour.founder_luck_spread
    z = normal(luck, Decision.FOUNDING, person, ABLE_DRAW)
    able = able * math.exp(spread * z - 0.5 * spread * spread)
    pay = usual * math.exp(0.1 * normal(luck, Decision.FOUNDING, person, PAY_DRAW))
    cash = int(math.floor(WORKING_SHARE * float(capital))) + grant
    open_row(employers, e, hashed_id(person, month.number), START_UP, jobs, able, pay, cash)
    employers.owner[e] = person
    employers.is_supported[e] = is_supported
    employers.loan[e] = capital - put_in
    employers.positions[e] = 1
    employers.filled[e] = 1
    households.savings[h] -= put_in
    households.invested[h] += put_in
    start_job(persons, p, e, 0, 0)
    return True


@kernel
def take_over(employers: Employers, households: Households, e: int, h: int) -> None:
    """The owner's household gets a firm's cash and owes its loan, or what it could not pay."""
    cash, loan = int(employers.cash[e]), int(employers.loan[e])
    owed = loan + max(0, -cash)
    households.savings[h] = min(int(households.savings[h]) + max(0, cash), LARGEST)
    households.debt[h] = min(int(households.debt[h]) + owed, LARGEST)
    households.invested[h] += loan - cash
    employers.cash[e] = 0
    employers.loan[e] = 0
    employers.owner[e] = NONE


@kernel
def give_up(persons: Persons, households: Households, employers: Employers, counties: Counties, p: int, c: int) -> None:
    """An owner whose firm closed, or who can no longer run it, settles; who buys a firm puts as much cash into it."""
    e = int(persons.employer[p])
    is_past = persons.age[p] > OLDEST_WORKER or persons.capacity[p] < HALF
    if employers.is_open[e] and not is_past:
        return
    cash = max(0, int(employers.cash[e]))
    take_over(employers, households, e, int(persons.household[p]))
    if not employers.is_open[e]:
        return
    leave_job(persons, employers, counties, p, c)
    if employers.filled[e] == 0:
        close(employers, e)
    else:
        employers.cash[e] = cash


@kernel
def step(
    persons: Persons,
    households: Households,
    employers: Employers,
    counties: Counties,
    tag: Array,
    room: Room,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Owners settle, founders open firms, in counties first … last - 1. `tag` is the registry's column."""
    cost = once(levers.startup_support_grant)
    for c in range(first, last):
        start = int(counties.first_employer[c])
        end = start + int(counties.employers[c])
        of_county, found_ideas = int(counties.first_person[c]), 0
        for p in range(of_county, of_county + int(counties.persons[c])):
            e = int(persons.employer[p])
            person = int(persons.id[p])
            if start <= e < end and employers.owner[e] == person:
                give_up(persons, households, employers, counties, p, c)
            elif (
                person % YEAR == month.season
                and may_found(persons, p)
                and uniform(luck, Decision.FOUNDING, person, 0) < behaviour.founding_idea_rate
            ):
                room.rows[of_county + found_ideas] = p
                room.lots[of_county + found_ideas] = lot(luck, Decision.FOUNDING_ORDER, person, 0)
                found_ideas += 1
        queue = room.rows[of_county : of_county + found_ideas]
        sort_by_lot(queue, room.lots[of_county : of_county + found_ideas])
        for i in range(found_ideas):
            p = int(queue[i])
            is_supported = (
                counties.places[c, STARTUP_SUPPORT] > 0
                and counties.purse[c, STARTUP_SUPPORT] >= cost
                and may_have_support(persons, households, p, tag)
                and is_approved(
                    levers.startup_support_review_months,
                    behaviour.review_loss,
                    uniform(luck, Decision.FOUNDING, int(persons.id[p]), REVIEW_DRAW),
                )
            )
            opened = found(persons, households, employers, counties, p, c, is_supported, levers, behaviour, month, luck)
            if opened and is_supported:
                counties.places[c, STARTUP_SUPPORT] -= 1
                spend(counties, c, STARTUP_SUPPORT, cost)
