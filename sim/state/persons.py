"""Everybody who is registered in a simulated household, one row each, members of a household together."""

from typing import Annotated, NamedTuple

from sim.state.table import Array, Column


class Persons(NamedTuple):
    """Persons, in order of county, village, household."""

    id: Annotated[Array, Column("i8", "", "permanent id")]
    household: Annotated[Array, Column("i4", "row", "household")]
    age: Annotated[Array, Column("i1", "years", "completed years on 1 January")]
    partner: Annotated[Array, Column("i4", "row", "husband or wife, a member of the same household, or NONE")]
    is_female: Annotated[Array, Column("?", "", "woman or girl")]
    schooling: Annotated[Array, Column("i1", "years", "completed schooling")]
    is_student: Annotated[Array, Column("?", "", "at school")]
    skill: Annotated[Array, Column("f4", "log points", "what pay depends on beside schooling and courses")]
    taste: Annotated[Array, Column("f4", "sd", "how much more than others it values a month at home, for good")]
    certificate: Annotated[Array, Column("i1", "", "none, basic, high")]
    health: Annotated[Array, Column("i1", "", "healthy, chronic, disabled")]
    sick_months: Annotated[Array, Column("i1", "months", "months of work still lost to illness or injury")]
    capacity: Annotated[Array, Column("i1", "", "labour capacity: none, weak, half, full")]
    farm_days: Annotated[Array, Column("i1", "days/month", "days on the household's land")]
    post_days: Annotated[Array, Column("i1", "days/month", "days in a public-welfare post")]
    relief_days: Annotated[Array, Column("i1", "days/month", "days of work-relief")]
    odd_days: Annotated[Array, Column("i1", "days/month", "days of odd jobs")]
    wage_days: Annotated[Array, Column("i1", "days/month", "days in a wage job")]
    course_days: Annotated[Array, Column("i1", "days/month", "days in a course")]
    employer: Annotated[Array, Column("i4", "row", "employer of the wage job, or NONE")]
    wage: Annotated[Array, Column("i4", "fen/month", "pay of a full month in the wage job")]
    tenure_months: Annotated[Array, Column("i2", "months", "months in the wage job")]
    jobless_months: Annotated[Array, Column("i1", "months", "months of search without a wage job, up to 120")]
    post_months: Annotated[Array, Column("i1", "months", "months left in a public-welfare post, 0 without one")]
    course: Annotated[Array, Column("i1", "", "none, craft, online, senior, farm, technical school, eastern, refused")]
    course_months: Annotated[Array, Column("i1", "months", "months left in a course, 0 outside")]
    allowance_months: Annotated[Array, Column("i1", "months", "months left of a graduate's allowance, 0 without one")]
    waiting_months: Annotated[Array, Column("i1", "months", "months on the waiting list for a course, 0 outside")]
    lesson: Annotated[Array, Column("i2", "hundredths", "effect of the last course on this person against an average")]
    know_how: Annotated[Array, Column("f4", "ratio", "what courses have taught and is still there, in average courses")]
    has_rural_craft: Annotated[Array, Column("?", "", "learnt to build, process or drive farm machines")]
    link: Annotated[Array, Column("i1", "", "of a graduate: none, a firm behind the school, the east")]
    trained_months: Annotated[Array, Column("i1", "months", "months since a completed course, up to 120, or NONE")]
    worked_months: Annotated[Array, Column("i2", "bits", "waged work in each of the last twelve months, newest lowest")]
    away_months: Annotated[Array, Column("i2", "bits", "away from the county in each of the last twelve months")]
    is_insured: Annotated[Array, Column("?", "", "in the residents' pension scheme")]
    match: Annotated[Array, Column("i1", "hundredths", "how well the wage job fits, hundredths of a log point of pay")]
    fortune: Annotated[Array, Column("i1", "hundredths", "what this year adds to pay, hundredths of a log point")]
    helped_months: Annotated[Array, Column("i1", "months", "months of job guidance left")]
    is_settled: Annotated[Array, Column("?", "", "came back from work outside for good")]
    looks: Annotated[Array, Column("i1", "", "place where it looks for work this month, or NONE")]
    pay: Annotated[Array, Column("i4", "fen", "wage income of this month, odd jobs included, before costs away")]
