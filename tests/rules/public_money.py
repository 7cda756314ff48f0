"""A province with a pool, months of its money, and the beliefs and levers under which amounts are round."""

from few_rows import ORDINARY, few_rows

from sim.behaviour import Behaviour
from sim.levers import Levers, by_measure
from sim.rules import funds
from sim.rules.supervision import usual_honesty
from sim.state.codes import DATA_SHARING, FUND_TILT, LOCAL_JOBS, SKILL_PROJECT, SUPERVISION

BEHAVIOUR = Behaviour()._replace(
    own_money_share=0.2,
    displacement_share=0.5,
    idle_share=0.1,
    idle_surge=0.5,
    reviews_per_year=4.0,
    review_release_share=0.5,
    leaked_share=0.01,
    administration_share=0.05,
    absorption_capacity=5.0,
    attention_speed=0.0,
    crowding=0.0,
    audit_caution=0.0,
    posts_per_registered=0.05,
    post_money_share=1.0,
    courses_per_registered=0.03,
    schooling_places_per_registered=0.0,
)
LEVERS = Levers()._replace(local_jobs_post_pay=500.0, skill_project_course_cost=1200.0, skill_project_stipend=25.0)
ZERO_SUM, NEW_MONEY = funds.Closure(False, False), funds.Closure(True, False)


def province(*needs: int, key=(True, False), weights=None):
    """One county a need, alternately key and not, with a post pool of 1.2 m fen a year."""
    world = few_rows(*((1,) for _ in needs))
    counties, provinces = world.counties, world.provinces
    counties.is_key[:] = [key[c % len(key)] for c in range(len(needs))]
    counties.need[:, LOCAL_JOBS] = needs
    counties.need[:, SKILL_PROJECT] = needs
    if weights:
        counties.weight[:] = weights
    provinces.base_pool[0, LOCAL_JOBS] = 1_200_000
    provinces.key_counties[:] = 20
    provinces.registered[:] = sum(n * w for n, w in zip(needs, weights or [1.0] * len(needs), strict=True))
    for m in (FUND_TILT, DATA_SHARING, SUPERVISION):
        counties.need[:, m] = needs
    counties.honesty[:] = usual_honesty.py_func(BEHAVIOUR.leaked_share)
    return world


def year(world, levers=LEVERS, closure=ZERO_SUM, months=12, behaviour=BEHAVIOUR, start=0):
    """Some months of money from the season `start` on; what comes back is counted month by month."""
    for season in range(start, start + months):
        world.counties.returned[:] = 0
        funds.step(
            world.provinces,
            world.counties,
            by_measure(levers),
            levers,
            behaviour,
            closure,
            ORDINARY._replace(season=season % 12),
        )
