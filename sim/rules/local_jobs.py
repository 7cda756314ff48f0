"""Local jobs beside posts: what the purse of clause (5) gives to work-relief, workshops, industry and works.

    shares    relief, workshops, industry of the month's purse; what is left pays posts
    workshop  s = money / their workers, at most subsidy_ceiling of usual pay, into the workshops' cash; their jobs cost
              less by s and more of them open                                                     [mechanisms 5]
    relief    relief_wage_share of its money pays days of work (`relief`), the rest is works          [mechanisms 5]
    industry  one part of two pays co-operatives: money/industry_job_cost jobs are looked for; the other is works
    works     K' = (1 - works_decay/12) K + money/people; sales outside (1 + K/1000)^works_effect    [assumption]
    invested  eastern money (20) adds jobs to a workshop that exports, drawn by lot; opens one where there is none

Reads   counties.code counties.remoteness, employers.filled
Writes  counties.places counties.purse counties.bought counties.workshop_subsidy counties.relief_days counties.works
        counties.industry_jobs, employers.id employers.kind employers.is_open employers.age_months employers.positions
        employers.filled employers.wage employers.attraction employers.productivity employers.owner employers.cash
        employers.loan employers.is_supported
Levers  local_jobs_relief_share local_jobs_workshop_share local_jobs_industry_share local_jobs_relief_wage_share
        local_jobs_relief_day_pay local_jobs_post_pay cooperation_funds_cost_per_job
Luck    per county: which workshop an investment goes to
"""

import math

from sim.behaviour import Behaviour
from sim.funding import FEN, once, post_cost, relief_day_cost
from sim.levers import Levers
from sim.numeric import NONE, Decision, Luck, hashed_id, kernel, lot
from sim.rules.firms import LARGEST_FIRM, usual_pay
from sim.rules.funds import spend
from sim.rules.startups import free_row, open_row
from sim.rules.workshops import FIRST_CASH_MONTHS, WORKSHOP_PLAN
from sim.state.codes import COOPERATION_FUNDS, LOCAL_JOBS, WORKSHOP, YEAR
from sim.state.counties import Counties
from sim.state.employers import Employers
from sim.state.month import Month

WORKS_PART_OF_INDUSTRY = 0.5


@kernel
def part(purse: int, share: float) -> int:
    """Fen of a purse that an instrument with this share has this month."""
    return int(math.floor(share * float(purse)))


@kernel
def subsidy_per_worker(money: int, workers: int, usual: float, subsidy_ceiling: float) -> int:
    """Fen a month that each worker of a workshop brings it."""
    if workers == 0:
        return 0
    return min(money // workers, int(math.floor(subsidy_ceiling * usual)))


@kernel
def works_next(stock: float, yuan: float, people: float, works_decay: float) -> float:
    """Yuan a head of works that serve a county, a month later."""
    return stock * (1.0 - works_decay / float(YEAR)) + yuan / people


@kernel
def subsidise_workshops(
    employers: Employers, counties: Counties, c: int, money: int, usual: float, subsidy_ceiling: float
) -> None:
    """Money for workshops goes by their workers."""
    start = int(counties.first_employer[c])
    end = start + int(counties.employers[c])
    workers = 0
    for e in range(start, end):
        if employers.is_open[e] and employers.kind[e] == WORKSHOP:
            workers += int(employers.filled[e])
    subsidy = subsidy_per_worker(money, workers, usual, subsidy_ceiling)
    counties.workshop_subsidy[c] = subsidy
    spend(counties, c, LOCAL_JOBS, subsidy * workers)
    for e in range(start, end):
        if employers.is_open[e] and employers.kind[e] == WORKSHOP:
            employers.cash[e] += subsidy * int(employers.filled[e])


@kernel
def invest(employers: Employers, counties: Counties, c: int, cost: int, usual: float, month: Month, luck: Luck) -> None:
    """Eastern investment of the month, in whole jobs."""
    jobs = int(counties.places[c, COOPERATION_FUNDS])
    if jobs == 0:
        return
    start = int(counties.first_employer[c])
    chosen, lowest = NONE, 2.0
    for e in range(start, start + int(counties.employers[c])):
        if employers.is_open[e] and employers.kind[e] == WORKSHOP:
            drawn = lot(luck, Decision.INVESTMENT, int(employers.id[e]), 0)
            if drawn < lowest:
                chosen, lowest = e, drawn
    if chosen == NONE:
        chosen = free_row(employers, counties, c)
        if chosen == NONE:
            return
        identity = hashed_id(int(counties.code[c]), month.number, COOPERATION_FUNDS)
        pay = usual * math.exp(-WORKSHOP_PLAN.pay_gap)
        cash = int(math.floor(FIRST_CASH_MONTHS * pay * float(jobs)))
        open_row(employers, chosen, identity, WORKSHOP, float(jobs), math.exp(-WORKSHOP_PLAN.pay_gap), pay, cash)
        employers.positions[chosen] = jobs
    else:
        employers.attraction[chosen] = min(float(employers.attraction[chosen]) + float(jobs), LARGEST_FIRM)
    spend(counties, c, COOPERATION_FUNDS, jobs * cost)
    counties.places[c, COOPERATION_FUNDS] = 0


@kernel
def step(
    employers: Employers,
    counties: Counties,
    levers: Levers,
    behaviour: Behaviour,
    month: Month,
    luck: Luck,
    first: int,
    last: int,
) -> None:
    """Spend what is not for posts in counties first … last - 1."""
    for c in range(first, last):
        usual = usual_pay(float(counties.remoteness[c]), behaviour, month.pay_level)
        purse = int(counties.purse[c, LOCAL_JOBS])
        relief = part(purse, levers.local_jobs_relief_share)
        industry = part(purse, levers.local_jobs_industry_share)
        subsidise_workshops(
            employers, counties, c, part(purse, levers.local_jobs_workshop_share), usual, behaviour.subsidy_ceiling
        )
        day = relief_day_cost(levers)
        days = part(relief, levers.local_jobs_relief_wage_share) // day
        counties.relief_days[c] = days
        material = relief - part(relief, levers.local_jobs_relief_wage_share)
        built = part(industry, WORKS_PART_OF_INDUSTRY)
        spend(counties, c, LOCAL_JOBS, material + industry)
        counties.works[c] = works_next(
            float(counties.works[c]), float(material + built) / FEN, float(counties.persons[c]), behaviour.works_decay
        )
        counties.industry_jobs[c] = float(industry - built) / FEN / (behaviour.industry_job_cost * month.price_level)
        left = max(0, int(counties.purse[c, LOCAL_JOBS]) - days * day)
        counties.places[c, LOCAL_JOBS] = left // post_cost(levers)
        invest(employers, counties, c, once(levers.cooperation_funds_cost_per_job), usual, month, luck)
