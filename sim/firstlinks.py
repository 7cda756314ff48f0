"""What measures move first: indicators of counties, their offices and their staff, one function each.

As in `indicators`, the docstring is the definition and, in brackets, the unit. Every function takes the tables and
gives what each county adds to a group: to a number, or to a share's part and whole. Those of `NOW` speak of this month, those
of `YEAR_OF` of the last twelve months, in which parts and wholes are summed.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state import World
from sim.state.codes import (
    AGRONOMIST,
    EAST,
    GRADUATE,
    LOCAL,
    MASTER_STUDIO,
    ONLINE,
    PUBLIC_BODY,
    SKILL_BASE,
    SPECIAL,
    TEACHER,
    TECHNICAL_COLLEGE,
)

Values = NDArray[np.float64]
FEN = 100.0
MONTHS = 12.0


class Part(NamedTuple):
    """What each county adds, of shape (counties,): to a number; or to the part and the whole of a share or a mean."""

    part: Values
    whole: Values | None = None


def real(world: World, values: NDArray[np.generic]) -> Values:
    """A number per county, or the sum of several, for all people that the simulated ones stand for."""
    weight = world.counties.weight
    return np.asarray(weight * np.asarray(values, np.float64).reshape(len(weight), -1).sum(axis=1))


def per_person(world: World, values: NDArray[np.generic]) -> Part:
    """A mean over people of what is the same for all of a county."""
    people = real(world, world.counties.persons)
    return Part(people * np.asarray(values, np.float64), people)


def of_employers(world: World, rows: NDArray[np.generic]) -> Values:
    """A number per row of an employer, summed by county."""
    here = world.employers.county >= 0
    county, values = world.employers.county[here], np.asarray(rows, np.float64)[here]
    return world.counties.weight * np.bincount(county, values, len(world.counties.code))


def seats_of(world: World, kind: int) -> Part:
    """Seats of the centres of a kind."""
    counties, centres = world.counties, world.centres
    county = np.repeat(np.arange(len(counties.code)), counties.centres)
    seats = np.bincount(county, centres.capacity * (centres.kind == kind), len(counties.code))
    return Part(real(world, seats))


def technical_seats(world: World) -> Part:
    """Seats of technical schools: pupils that they have room for. [seats]"""
    return seats_of(world, TECHNICAL_COLLEGE)


def base_seats(world: World) -> Part:
    """Course places a month at high-skill training bases. [seats]"""
    return seats_of(world, SKILL_BASE)


def studio_seats(world: World) -> Part:
    """Course places a month at master studios. [seats]"""
    return seats_of(world, MASTER_STUDIO)


def online_seats(world: World) -> Part:
    """Course places a month online. [seats]"""
    return seats_of(world, ONLINE)


def norms(world: World) -> Part:
    """Test norms of special skills, of the national number the part of these counties. [norms]"""
    return Part(world.counties.norms.astype(np.float64))


def organised_share(world: World) -> Part:
    """People of registered and monitored households who looked for work outside, for whom there was a supported placement. [share]"""
    seekers = real(world, world.counties.seekers)
    return Part(seekers * world.counties.organised, seekers)


def labour_reputation(world: World) -> Part:
    """Reputation of a county's workers outside, from 0 to 1, mean over people. [index]"""
    return per_person(world, world.counties.reputation)


def local_vacancies(world: World) -> Part:
    """Vacant jobs of employers in the counties this month. [jobs]"""
    employers = world.employers
    vacant = np.maximum(employers.positions.astype(np.int64) - employers.filled, 0)
    return Part(of_employers(world, vacant * (employers.is_open & (employers.place == LOCAL))))


def supported_firms(world: World) -> Part:
    """Firms of founders who had support, alive this month. [firms]"""
    return Part(of_employers(world, world.employers.is_supported & world.employers.is_open))


def firms_opened(world: World) -> Part:
    """Firms, co-operatives and workshops that opened in the counties over the last twelve months. [firms]"""
    employers = world.employers
    return Part(of_employers(world, employers.is_open & (employers.age_months == 0) & (employers.kind != PUBLIC_BODY)))


def guided(world: World) -> Part:
    """People without a job whose guidance and placement by the labour office began in the last twelve months. [people]"""
    return Part(real(world, world.counties.helped))


def months_to_help(world: World) -> Part:
    """Months from the loss of a job to the help of the labour office, mean over those helped in the last twelve months. [months]"""
    return Part(real(world, world.counties.helped_wait), real(world, world.counties.helped))


def contest_spirit(world: World) -> Part:
    """Skill contests of the last year that still move people, a county of 15,000 people under 35. [contests]"""
    return per_person(world, world.counties.contest_spirit)


def jobless_fund(world: World) -> Part:
    """What the counties' funds of jobless insurance hold. [yuan]"""
    return Part(real(world, world.counties.jobless_fund) / FEN)


def safety_taught_share(world: World) -> Part:
    """Workers taught safety within a year, mean over people. [share]"""
    return per_person(world, world.counties.trained_share)


def staff_joined(world: World) -> Part:
    """Teachers, doctors, agronomists, agents, cadres and graduates on service hired in the last twelve months. [people]"""
    return Part(real(world, world.counties.joined))


def staff_left(world: World) -> Part:
    """Of these staff, those who left in the last twelve months. [people]"""
    return Part(real(world, world.counties.left))


def staff_leaving_rate(world: World) -> Part:
    """Staff who left in the last twelve months, per member of staff. [share]"""
    return Part(real(world, world.counties.left), real(world, world.counties.corps) / MONTHS)


def special_staff(world: World) -> Part:
    """Staff who were hired to special posts, bound or no more. [people]"""
    return Part(real(world, world.counties.corps[:, :, SPECIAL]))


def staff_quality(world: World) -> Part:
    """Quality at entry of staff now at work, against the usual, mean over staff. [sd]"""
    counties = world.counties
    staff = counties.corps.reshape(*counties.competence.shape, -1).sum(axis=2)
    return Part(real(world, staff * counties.competence), real(world, staff))


def titled_share(world: World) -> Part:
    """Teachers, doctors and agronomists who hold a directed title and get its pay step. [share]"""
    professions = real(world, world.counties.corps[:, TEACHER : AGRONOMIST + 1])
    return Part(professions * world.counties.titled, professions)


def township_paid_share(world: World) -> Part:
    """Staff who get a township allowance this month. [share]"""
    staff = real(world, world.counties.corps)
    return Part(staff * world.counties.township_paid, staff)


def doctor_contract_share(world: World) -> Part:
    """People with a family doctor's contract that is paid for. [share]"""
    return per_person(world, world.counties.contracts)


def experts_on_service(world: World) -> Part:
    """Experts on service in the counties this month, graduates left out. [people]"""
    return Part(real(world, world.counties.experts))


def graduates_on_service(world: World) -> Part:
    """Graduates on service in villages and townships 三支一扶. [people]"""
    return Part(real(world, world.counties.corps[:, GRADUATE]))


def teaching_service(world: World) -> Part:
    """Teachers at work and how good they are, against 2020, mean over people. [ratio]"""
    return per_person(world, world.counties.teaching)


def health_service(world: World) -> Part:
    """Doctors at work who know their patients, against 2020, mean over people. [ratio]"""
    return per_person(world, world.counties.health_service)


def farm_service(world: World) -> Part:
    """Agronomists at work, against 2020, mean over people. [ratio]"""
    return per_person(world, world.counties.agronomists)


def village_officials(world: World) -> Part:
    """Agents and graduates at work in villages, against 2020, mean over people. [ratio]"""
    return per_person(world, world.counties.village_officials)


def office_work(world: World) -> Part:
    """Work that the labour office gets done per established post, mean over people. [ratio]"""
    return per_person(world, world.counties.staff)


def trained_cadres(world: World) -> Part:
    """Heads of labour offices, mediators and arbitrators whose training is not yet lost. [people]"""
    return Part(real(world, world.counties.trained_cadres + world.counties.arbitrators))


def arrears_recovered(world: World) -> Part:
    """Arrears of pay outside the county that mediators and arbitrators recover, mean over people outside. [share]"""
    away = real(world, world.counties.outside_jobs)
    return Part(away * world.counties.arrears_recovered, away)


def served_east_share(world: World) -> Part:
    """Alleviated workers in the paired eastern province who are served there. [share]"""
    east = real(world, world.counties.outside_jobs[:, EAST])
    return Part(east * world.counties.served_east, east)


def eastern_pupils(world: World) -> Part:
    """Pupils of eastern technical schools. [people]"""
    return Part(real(world, world.counties.eastern_pupils))


def partnered_share(world: World) -> Part:
    """Seats of training with an eastern school behind them, mean over people. [share]"""
    return per_person(world, world.counties.partnered)


def staff_on_loan(world: World) -> Part:
    """Eastern teachers, doctors and agronomists on loan this month. [people]"""
    return Part(real(world, world.counties.on_loan))


def staff_sent_east(world: World) -> Part:
    """Own staff who learn in the east this month. [people]"""
    return Part(real(world, world.counties.sent_east))


def know_how(world: World) -> Part:
    """Staff that the know-how is worth which people on loan left behind or staff brought home. [people]"""
    return Part(real(world, world.counties.know_how))


def attention(world: World) -> Part:
    """How much a county's leaders care, from 0 to 1, mean over people. [index]"""
    return per_person(world, world.counties.attention)


def start_months(world: World) -> Part:
    """Months from a year's plan to its start in the county, mean over people. [months]"""
    return per_person(world, world.counties.start_months)


def matches_of_records(world: World) -> Part:
    """Matches of the registry with other records in the last twelve months, a county. [matches]"""
    people = real(world, world.counties.persons)
    return Part(people * world.counties.is_matched, people / MONTHS)


def leaks_found(world: World) -> Part:
    """Audits of the last twelve months that found a leak, a county. [findings]"""
    people = real(world, world.counties.persons)
    return Part(people * world.counties.is_found, people / MONTHS)


NOW: tuple[Callable[[World], Part], ...] = (
    technical_seats, base_seats, studio_seats, online_seats, norms, labour_reputation, local_vacancies, supported_firms,
    contest_spirit, jobless_fund, safety_taught_share, special_staff, staff_quality, titled_share, township_paid_share,
    doctor_contract_share, experts_on_service, graduates_on_service, teaching_service, health_service, farm_service,
    village_officials, office_work, trained_cadres, arrears_recovered, served_east_share, eastern_pupils,
    partnered_share, staff_on_loan, staff_sent_east, know_how, attention, start_months,
)  # fmt: skip
YEAR_OF: tuple[Callable[[World], Part], ...] = (
    organised_share, firms_opened, guided, months_to_help, staff_joined, staff_left, staff_leaving_rate,
    matches_of_records, leaks_found,
)  # fmt: skip


def parts(world: World, asked: tuple[Callable[[World], Part], ...]) -> Values:
    """Part and whole of each indicator asked for, of shape (indicators, 2, counties); a number's whole is NaN."""
    nothing = np.full(len(world.counties.code), np.nan)
    told = [one(world) for one in asked]
    return np.array([(one.part, nothing if one.whole is None else one.whole) for one in told])


def of_groups(found: Values, is_in: Values) -> Values:
    """Values by indicator and group: sums of numbers, parts over wholes; NaN where there is nobody.

    Parameters
    ----------
    found : (indicators, 2, counties), as `parts` gives it
    is_in : (groups, counties) of 0 and 1
    """
    part = found[:, 0] @ is_in.T
    whole = found[:, 1] @ is_in.T
    shares = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0.0)
    return np.where(np.isnan(found[:, 1]).all(axis=1)[:, None], part, shares)
