"""The indicators: one function each; its docstring is its definition and, in brackets, its unit.

Every function takes `Counts` of many groups at once and returns one value per group, NaN where the group has nobody
the indicator speaks of. Rates are shares over the last twelve months unless the definition says otherwise.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import firstlinks
from sim.tally import Tally

Values = NDArray[np.float64]


class Counts(NamedTuple):
    """Weighted sums per group. Money is fen."""

    now: tuple[Values, ...]
    """This month, by tally, one value per group."""
    year: tuple[Values, ...]
    """Summed over the last twelve months, by tally, one value per group."""
    spread: tuple[Values, ...]
    """Of registry income per head over people, yuan: median, tenth percentile, Gini, five means of fifths; by group."""
    survey: tuple[Values, ...]
    """Of survey income per resident over residents in the last whole calendar year: median yuan, Gini, mean yuan."""


def share(part: Values, whole: Values) -> Values:
    """Part over whole, NaN where the whole is empty."""
    parts: Values = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return parts


def yuan(fen: Values) -> Values:
    """Fen as yuan."""
    return fen / 100.0


def people(counts: Counts) -> Values:
    """People who live in the group's households or belong to them and work away. [people]"""
    return counts.now[Tally.PEOPLE]


def relapse_rate(counts: Counts) -> Values:
    """Alleviated people whose household's true income X fell under the poverty line in the last twelve months, after six months or more at or above it; aid included. [share]"""
    return share(counts.now[Tally.FELL_REALISED], counts.now[Tally.REGISTERED])


def relapse_rate_raw(counts: Counts) -> Values:
    """The relapse rate with the aid that monitoring triggered taken out of income. [share]"""
    return share(counts.now[Tally.FELL_RAW], counts.now[Tally.REGISTERED])


def relapse_rate_market(counts: Counts) -> Values:
    """The relapse rate with aid, post pay, subsidies, living allowance and training allowance taken out of income. [share]"""
    return share(counts.now[Tally.FELL_MARKET], counts.now[Tally.REGISTERED])


def new_poverty_rate(counts: Counts) -> Values:
    """Never registered people whose household fell into poverty in the last twelve months, as the relapse rate counts it. [share]"""
    return share(counts.now[Tally.NEVER_FELL], counts.now[Tally.PEOPLE] - counts.now[Tally.REGISTERED])


def at_risk_share(counts: Counts) -> Values:
    """People whose household's true income X is under the monitoring line this month. [share]"""
    return share(counts.now[Tally.AT_RISK], counts.now[Tally.PEOPLE])


def relapse_prevalence(counts: Counts) -> Values:
    """Alleviated people in a spell under the poverty line this month, those who were there from the first month included. [share]"""
    return share(counts.now[Tally.POOR], counts.now[Tally.REGISTERED])


def monitored_share(counts: Counts) -> Values:
    """People of households that the registry monitors this month. [share]"""
    return share(counts.now[Tally.MONITORED], counts.now[Tally.PEOPLE])


def risk_ended_share(counts: Counts) -> Values:
    """People whose risk the registry calls ended, of all it ever monitored. [share]"""
    return share(counts.now[Tally.RISK_ENDED], counts.now[Tally.EVER_MONITORED])


def unnoticed_share(counts: Counts) -> Values:
    """People at risk whom the registry does not monitor, of all at risk this month. [share]"""
    return share(counts.now[Tally.UNNOTICED], counts.now[Tally.AT_RISK])


def wrongly_monitored_share(counts: Counts) -> Values:
    """People whom the registry monitors though their household's true income X, without the aid, is at or over the monitoring line, of all it monitors this month. [share]"""
    return share(counts.now[Tally.WRONGLY_MONITORED], counts.now[Tally.MONITORED])


def months_unnoticed(counts: Counts) -> Values:
    """Months that a household had been at risk when it came to be monitored, mean over the people of those noticed in the last twelve months. [months]"""
    return share(counts.year[Tally.NOTICED_MONTHS], counts.year[Tally.NOTICED])


def record_bias(counts: Counts) -> Values:
    """Recorded income a head less the true one, aid left out of both, mean over the people whose income was recorded in the last twelve months. [yuan/year]"""
    recorded = counts.year[Tally.RECORDED]
    gaps: Values = np.divide(
        counts.year[Tally.RECORDED_GAP], recorded, out=np.full(recorded.shape, np.nan), where=recorded > 0
    )
    return yuan(gaps)


def catastrophic_health_share(counts: Counts) -> Values:
    """Households whose own medical bills of the calendar year so far are two fifths or more of what they consumed in it, food left out; a third of consumption is food, and by the ages of its members a part is ordinary medicine, which counts as bills. [share]"""
    return share(counts.now[Tally.CATASTROPHIC_BILLS], counts.now[Tally.HOUSEHOLDS])


def medical_poverty_share(counts: Counts) -> Values:
    """People whose household's true income X is under the poverty line and would not be without the medical bills of the calendar year so far. [share]"""
    return share(counts.now[Tally.POOR_BY_BILLS], counts.now[Tally.PEOPLE])


def poverty_share(counts: Counts) -> Values:
    """People whose household's true income X is under the poverty line this month. [share]"""
    return share(counts.now[Tally.UNDER_POVERTY_LINE], counts.now[Tally.PEOPLE])


def illness_poverty_share(counts: Counts) -> Values:
    """Of people whose household's true income X is under the poverty line, those who would not be there without the medical bills of the calendar year so far. [share]"""
    return share(counts.now[Tally.POOR_BY_BILLS], counts.now[Tally.UNDER_POVERTY_LINE])


def income_mean(counts: Counts) -> Values:
    """Registry income per head over the last twelve months: all members, migrants' pay net of costs away, aid included. [yuan/year]"""
    return yuan(share(counts.now[Tally.INCOME_YEAR], counts.now[Tally.PEOPLE]))


def income_median(counts: Counts) -> Values:
    """Median over people of their household's registry income per head over the last twelve months. [yuan/year]"""
    return counts.spread[0]


def income_p10(counts: Counts) -> Values:
    """Tenth percentile over people of their household's registry income per head over the last twelve months. [yuan/year]"""
    return counts.spread[1]


def income_survey_mean(counts: Counts) -> Values:
    """Survey income per resident over the last twelve months: residents' income, absent members' remittances as transfers. [yuan/year]"""
    income = sum((counts.year[t] for t in SURVEY_SOURCES), np.zeros_like(counts.now[0]))
    return yuan(share(12.0 * income, counts.year[Tally.RESIDENTS]))


def income_survey_median(counts: Counts) -> Values:
    """Median over residents of their household's survey income per resident in the last whole calendar year, in December the one that ends. [yuan/year]"""
    return counts.survey[0]


def income_survey_relative_median(counts: Counts) -> Values:
    """Median over mean of survey income per resident in the last whole calendar year, in December the one that ends. [ratio]"""
    return share(counts.survey[0], counts.survey[2])


def gini_survey(counts: Counts) -> Values:
    """Gini coefficient over residents of their household's survey income per resident in the last whole calendar year. [index]"""
    return counts.survey[1]


def gini(counts: Counts) -> Values:
    """Gini coefficient over people of their household's registry income per head over the last twelve months. [index]"""
    return counts.spread[2]


def income_fifth_1(counts: Counts) -> Values:
    """Mean registry income per head of the poorest fifth of people. [yuan/year]"""
    return counts.spread[3]


def income_fifth_2(counts: Counts) -> Values:
    """Mean registry income per head of the second fifth of people. [yuan/year]"""
    return counts.spread[4]


def income_fifth_3(counts: Counts) -> Values:
    """Mean registry income per head of the middle fifth of people. [yuan/year]"""
    return counts.spread[5]


def income_fifth_4(counts: Counts) -> Values:
    """Mean registry income per head of the fourth fifth of people. [yuan/year]"""
    return counts.spread[6]


def income_fifth_5(counts: Counts) -> Values:
    """Mean registry income per head of the richest fifth of people. [yuan/year]"""
    return counts.spread[7]


SURVEY_SOURCES = (Tally.SURVEY_WAGES, Tally.SURVEY_BUSINESS, Tally.SURVEY_PROPERTY, Tally.SURVEY_TRANSFERS)


def survey_share(counts: Counts, part: Tally) -> Values:
    """Share of one source in survey income of the last twelve months."""
    income = sum((counts.year[t] for t in SURVEY_SOURCES), np.zeros_like(counts.now[0]))
    return share(counts.year[part], income)


def wage_share(counts: Counts) -> Values:
    """Wages in survey income of the last twelve months. [share]"""
    return survey_share(counts, Tally.SURVEY_WAGES)


def business_share(counts: Counts) -> Values:
    """Net farm and other family business in survey income of the last twelve months. [share]"""
    return survey_share(counts, Tally.SURVEY_BUSINESS)


def property_share(counts: Counts) -> Values:
    """Imputed rent and interest on savings, less interest on debt, in survey income of the last twelve months; below zero where people owe more than they own. [share]"""
    return survey_share(counts, Tally.SURVEY_PROPERTY)


def transfer_share(counts: Counts) -> Values:
    """Transfers, remittances of absent members and pensions among them, in survey income of the last twelve months. [share]"""
    return survey_share(counts, Tally.SURVEY_TRANSFERS)


def work_income_share(counts: Counts) -> Values:
    """Wages net of costs away in registry income of the last twelve months. [share]"""
    return share(counts.year[Tally.NET_WORK_INCOME], counts.year[Tally.NET_INCOME])


def workers_employed(counts: Counts) -> Values:
    """People with at least one month of waged work, posts included, in the calendar year so far. [people]"""
    return counts.now[Tally.EMPLOYED_THIS_YEAR]


def employed_share(counts: Counts) -> Values:
    """People with at least one month of waged work, posts included, in the calendar year so far, of all people. [share]"""
    return share(counts.now[Tally.EMPLOYED_THIS_YEAR], counts.now[Tally.PEOPLE])


def labour_share(counts: Counts) -> Values:
    """People with half or full capacity to work who are not at school. [share]"""
    return share(counts.now[Tally.LABOUR], counts.now[Tally.PEOPLE])


def labour_employed_share(counts: Counts) -> Values:
    """Of people with half or full capacity who are not at school, those with waged work in the last twelve months, posts included, or work on their land this month. [share]"""
    return share(counts.now[Tally.LABOUR_AT_WORK], counts.now[Tally.LABOUR])


def place_share(counts: Counts, place: Tally) -> Values:
    """Share of one place among people in a wage job or post this month."""
    working = sum((counts.now[t] for t in WORKPLACES), np.zeros_like(counts.now[0]))
    return share(counts.now[place], working)


WORKPLACES = (Tally.WORKING_LOCAL, Tally.WORKING_PROVINCE, Tally.WORKING_EAST, Tally.WORKING_ELSEWHERE)


def local_share(counts: Counts) -> Values:
    """People at work in the county, of all in a wage job or post this month. [share]"""
    return place_share(counts, Tally.WORKING_LOCAL)


def province_share(counts: Counts) -> Values:
    """People at work elsewhere in the province, of all in a wage job or post this month. [share]"""
    return place_share(counts, Tally.WORKING_PROVINCE)


def east_share(counts: Counts) -> Values:
    """People at work in the paired eastern province, of all in a wage job or post this month. [share]"""
    return place_share(counts, Tally.WORKING_EAST)


def elsewhere_share(counts: Counts) -> Values:
    """People at work in other provinces, of all in a wage job or post this month. [share]"""
    return place_share(counts, Tally.WORKING_ELSEWHERE)


def outside_share(counts: Counts) -> Values:
    """People at work outside the province, of all in a wage job or post this month. [share]"""
    return place_share(counts, Tally.WORKING_EAST) + place_share(counts, Tally.WORKING_ELSEWHERE)


def months_worked(counts: Counts) -> Values:
    """Months with waged work in the last twelve, mean of those with any. [months]"""
    return share(counts.now[Tally.MONTHS_WORKED], counts.now[Tally.WORKERS_OF_YEAR])


def unemployment_rate(counts: Counts) -> Values:
    """People who looked for a wage job this month and have none, of them and those in a wage job or post. [share]"""
    working = sum((counts.now[t] for t in WORKPLACES), np.zeros_like(counts.now[0]))
    jobless = counts.now[Tally.JOBLESS_SEARCHERS]
    return share(jobless, jobless + working)


def public_posts(counts: Counts) -> Values:
    """People in a public-welfare post this month. [people]"""
    return counts.now[Tally.POST_HOLDERS]


def workshop_workers(counts: Counts) -> Values:
    """People employed by assistance workshops this month. [people]"""
    return counts.now[Tally.WORKSHOP_WORKERS]


def post_share(counts: Counts) -> Values:
    """People in a public-welfare post this month, of those with a month of waged work in the calendar year so far. [share]"""
    return share(counts.now[Tally.POST_HOLDERS], counts.now[Tally.EMPLOYED_THIS_YEAR])


def workshop_share(counts: Counts) -> Values:
    """People employed by assistance workshops this month, of those with a month of waged work in the calendar year so far. [share]"""
    return share(counts.now[Tally.WORKSHOP_WORKERS], counts.now[Tally.EMPLOYED_THIS_YEAR])


def trainees(counts: Counts) -> Values:
    """Course places taken in the last twelve months. [person-times]"""
    return counts.year[Tally.COURSE_STARTS]


def training_met_share(counts: Counts) -> Values:
    """Course places taken in the last twelve months, of these and the people who still wait for one. [share]"""
    taken = counts.year[Tally.COURSE_STARTS]
    return share(taken, taken + counts.now[Tally.COURSE_WAITING])


def school_admitted_share(counts: Counts) -> Values:
    """School leavers who wanted to enter a technical school this year and did. [share]"""
    return share(counts.year[Tally.SCHOOL_ENTERED], counts.year[Tally.SCHOOL_WILLING])


def technical_pupils(counts: Counts) -> Values:
    """Pupils of technical schools, at home and in the east. [people]"""
    return counts.now[Tally.TECHNICAL_PUPILS]


def senior_workers(counts: Counts) -> Values:
    """People who in the last twelve months left a course or school as senior workers or village craftsmen. [people]"""
    return counts.year[Tally.SENIORS]


def adoption_share(counts: Counts) -> Values:
    """People in households that farm by a practice which a course taught. [share]"""
    return share(counts.now[Tally.ADOPTERS], counts.now[Tally.PEOPLE])


def pension_cover(counts: Counts) -> Values:
    """People from 16 on, not at school, in the residents' pension scheme. [share]"""
    return share(counts.now[Tally.INSURED], counts.now[Tally.ADULTS])


def payable_cover(counts: Counts) -> Values:
    """People whose contribution may be paid, by hardship, monitoring or disability, who are in the residents' pension scheme. [share]"""
    return share(counts.now[Tally.PAYABLE_INSURED], counts.now[Tally.PAYABLE])


def pension_take_up(counts: Counts) -> Values:
    """People of 60 and more in the residents' pension scheme who have claimed their pension. [share]"""
    return share(counts.now[Tally.PENSIONERS], counts.now[Tally.OLD_INSURED])


def allowed_graduates(counts: Counts) -> Values:
    """Graduates in county firms with an allowance this month. [people]"""
    return counts.now[Tally.ALLOWED_GRADUATES]


def county_output(counts: Counts) -> Values:
    """Value made in the counties over the last twelve months per registered person: all pay for work there, posts and odd jobs included, and net household business. [yuan/year]"""
    return yuan(share(12.0 * counts.year[Tally.OUTPUT], counts.year[Tally.PEOPLE]))


INDICATORS: tuple[Callable[[Counts], Values], ...] = (
    people,
    relapse_rate,
    relapse_rate_raw,
    relapse_rate_market,
    new_poverty_rate,
    at_risk_share,
    relapse_prevalence,
    monitored_share,
    risk_ended_share,
    unnoticed_share,
    wrongly_monitored_share,
    months_unnoticed,
    record_bias,
    catastrophic_health_share,
    medical_poverty_share,
    poverty_share,
    illness_poverty_share,
    income_mean,
    income_median,
    income_p10,
    income_survey_mean,
    income_survey_median,
    income_survey_relative_median,
    gini_survey,
    gini,
    income_fifth_1,
    income_fifth_2,
    income_fifth_3,
    income_fifth_4,
    income_fifth_5,
    wage_share,
    business_share,
    property_share,
    transfer_share,
    work_income_share,
    workers_employed,
    employed_share,
    labour_share,
    labour_employed_share,
    local_share,
    province_share,
    east_share,
    elsewhere_share,
    outside_share,
    months_worked,
    unemployment_rate,
    public_posts,
    workshop_workers,
    post_share,
    workshop_share,
    trainees,
    training_met_share,
    school_admitted_share,
    technical_pupils,
    senior_workers,
    adoption_share,
    pension_cover,
    payable_cover,
    pension_take_up,
    allowed_graduates,
    county_output,
)

SPENDING = ("spending_delivered", "spending_idle", "spending_leaked", "spending_displaced")
"""Money by fate, in the order of the codes of fate."""

_MONEY = {
    "spending_delivered": "Public money of the measures that arrived over the last twelve months, administration included. [yuan/year]",
    "spending_idle": "Public money of the measures that lay idle, less what was put to work, over the last twelve months. [yuan/year]",
    "spending_leaked": "Public money of the measures used against the rules over the last twelve months. [yuan/year]",
    "spending_displaced": "Own money that counties withdrew from the measures, less what they topped up, over the last twelve months. [yuan/year]",
}


PAID = (
    "paid_employment_fund", "paid_link_up_fund", "paid_staff_budget", "paid_insurance_budget", "paid_eastern_provinces",
    "paid_counties",
)  # fmt: skip
"""Money by who pays it, in the order of the codes of payers, then the counties themselves."""

_PAID = {
    "paid_employment_fund": "Money of the employment fund for the measures over the last twelve months, what came back taken off. [yuan/year]",
    "paid_link_up_fund": "Money of the fund for linking up with rural revitalisation over the last twelve months, what came back taken off. [yuan/year]",
    "paid_staff_budget": "Money of the provinces' budget for public staff over the last twelve months, what came back taken off. [yuan/year]",
    "paid_insurance_budget": "Public money for social insurance over the last twelve months, what came back taken off. [yuan/year]",
    "paid_eastern_provinces": "Money of the paired eastern provinces over the last twelve months, in whichever measure, what came back taken off. [yuan/year]",
    "paid_counties": "Own money of counties for the measures over the last twelve months: what they withdrew taken off, what they topped up added. [yuan/year]",
    "staff_days": "Days of public staff that the measures took over the last twelve months. [days/year]",
}

_REPORT = {
    "report_delivered": "Public money of the measures that arrived in the year to 30 November, as provinces report by 15 December; told in December. [yuan/year]",
    "report_idle_share": "Public money of the measures that lay idle in the year to 30 November, less what was put to work, of all that came; told in December. [share]",
}


_STATES = {
    "now_local": "People of 16 or more, a year ago too, at work in the county this December. [people]",
    "now_province": "People of 16 or more, a year ago too, at work elsewhere in the province this December. [people]",
    "now_east": "People of 16 or more, a year ago too, at work in the paired eastern province this December. [people]",
    "now_elsewhere": "People of 16 or more, a year ago too, at work in other provinces this December. [people]",
    "now_post": "People of 16 or more, a year ago too, in a public-welfare post and no other job this December. [people]",
    "now_searching": "People of 16 or more, a year ago too, who look for work and have none this December. [people]",
    "now_learning": "People of 16 or more, a year ago too, at school or in a course and not at work this December. [people]",
    "now_home": "People of 16 or more, a year ago too, who do none of these this December: farm, household, rest. [people]",
}


def _split(text: str) -> tuple[str, str]:
    definition, unit = text.strip().rsplit(" [", 1)
    return unit.rstrip("]"), definition


DEFINITIONS: dict[str, tuple[str, str]] = {
    **{f.__name__: _split(f.__doc__ or "") for f in INDICATORS},
    **{name: _split(text) for name, text in (_MONEY | _PAID | _REPORT).items()},
    **{f.__name__: _split(f.__doc__ or "") for f in (*firstlinks.NOW, *firstlinks.YEAR_OF)},
    **{name: _split(text) for name, text in _STATES.items()},
}
"""Unit and definition of every indicator."""
