"""Counties: where rows begin, what a simulated person stands for, the labour office and its money."""

from typing import Annotated, NamedTuple

from sim.state.codes import ATTACHMENTS, CONTRACTS, FATES, MEASURES, ORIGINS, PLACES, SERVICE_YEARS, STAFF_KINDS
from sim.state.table import Array, Column


class Counties(NamedTuple):
    """Counties, by code. Money here is at the scale of the simulated people: real fen divided by `weight`."""

    code: Annotated[Array, Column("i8", "", "permanent code")]
    province: Annotated[Array, Column("i2", "row", "province")]
    is_key: Annotated[Array, Column("?", "", "one of the 160 key counties")]
    is_provincial_key: Annotated[Array, Column("?", "", "a key county of its province only")]
    weight: Annotated[Array, Column("f8", "ratio", "people represented per simulated person")]
    remoteness: Annotated[Array, Column("f8", "0..1", "terrain and distance: 0 plain and near, 1 mountain and far")]
    first_village: Annotated[Array, Column("i4", "row", "first village")]
    villages: Annotated[Array, Column("i4", "villages", "villages")]
    first_household: Annotated[Array, Column("i4", "row", "first household")]
    households: Annotated[Array, Column("i4", "households", "households")]
    first_person: Annotated[Array, Column("i4", "row", "first person")]
    persons: Annotated[Array, Column("i4", "people", "persons")]
    allowance_people: Annotated[Array, Column("i4", "people", "people whose living allowance its budget covers")]
    births: Annotated[Array, Column("i4", "people", "born this month")]
    deaths: Annotated[Array, Column("i4", "people", "died this month")]
    moved_in: Annotated[Array, Column("i4", "people", "brides who came from outside this month")]
    moved_out: Annotated[Array, Column("i4", "people", "brides who left for good this month")]
    bequests: Annotated[
        Array, Column("i8", "fen", "savings less debt of households that ended this month without an heir")
    ]
    people_before: Annotated[Array, Column("i4", "people", "persons when the month began")]
    worth_before: Annotated[Array, Column("i8", "fen", "savings less debt of its households when the month began")]
    first_employer: Annotated[Array, Column("i4", "row", "first employer")]
    employers: Annotated[Array, Column("i4", "rows", "employer rows, free ones included")]
    first_centre: Annotated[Array, Column("i4", "row", "first training centre")]
    centres: Annotated[Array, Column("i4", "centres", "training centres")]
    staff: Annotated[Array, Column("f8", "ratio", "work that the labour office gets done per established post")]
    health_service: Annotated[Array, Column("f8", "ratio", "doctors at work who know their patients, 1 as in 2020")]
    trained_share: Annotated[Array, Column("f8", "share", "workers taught safety within a year")]
    jobless_fund: Annotated[Array, Column("i8", "fen", "the county's fund of jobless insurance")]
    jobless_premium: Annotated[Array, Column("i8", "fen", "premiums of jobless insurance this month")]
    jobless_due: Annotated[Array, Column("i8", "fen", "jobless benefits due from the fund next month, at most")]
    jobless_share: Annotated[Array, Column("f8", "share", "part of the jobless benefits due that is paid")]
    agronomists: Annotated[Array, Column("f8", "ratio", "agronomists at work against those of 2020-21")]
    teaching: Annotated[Array, Column("f8", "ratio", "teachers at work and how good they are, 1 as in 2020")]
    village_officials: Annotated[Array, Column("f8", "ratio", "agents and graduates at work in villages, 1 as in 2020")]
    established: Annotated[Array, Column("f8", "posts", "established posts by kind", (STAFF_KINDS,))]
    corps: Annotated[
        Array,
        Column(
            "f8",
            "people",
            "public staff by kind, contract, origin, attachment, calendar years since the hire",
            (STAFF_KINDS, CONTRACTS, ORIGINS, ATTACHMENTS, SERVICE_YEARS),
        ),
    ]
    joined: Annotated[Array, Column("f8", "people", "staff hired this month, by kind", (STAFF_KINDS,))]
    left: Annotated[Array, Column("f8", "people", "staff who left this month, by kind", (STAFF_KINDS,))]
    competence: Annotated[Array, Column("f8", "sd", "mean quality of staff at entry, by kind", (STAFF_KINDS,))]
    titled: Annotated[Array, Column("f8", "share", "teachers, doctors and agronomists with a directed title")]
    township_paid: Annotated[Array, Column("f8", "share", "staff with a township allowance this month")]
    starting_grade: Annotated[Array, Column("f8", "share", "higher starting grade of new staff, of the salary")]
    contracts: Annotated[Array, Column("f8", "share", "people with a paid family doctor's contract this month")]
    experts: Annotated[Array, Column("f8", "people", "experts on service this month, by kind", (STAFF_KINDS,))]
    on_loan: Annotated[Array, Column("f8", "people", "eastern staff on loan this month, by kind", (STAFF_KINDS,))]
    sent_east: Annotated[Array, Column("f8", "people", "own staff who learn in the east this month", (STAFF_KINDS,))]
    know_how: Annotated[
        Array, Column("f8", "people", "staff that know-how left behind or brought home is worth", (STAFF_KINDS,))
    ]
    trained_cadres: Annotated[Array, Column("f8", "people", "trained heads of the labour office")]
    arbitrators: Annotated[Array, Column("f8", "people", "trained mediators and arbitrators")]
    arrears_recovered: Annotated[Array, Column("f8", "share", "arrears that mediators and arbitrators recover")]
    effective: Annotated[Array, Column("f8", "people", "staff at work, weighed by what they can do", (STAFF_KINDS,))]
    usual: Annotated[Array, Column("f8", "people", "the same before the first month, by kind", (STAFF_KINDS,))]
    farm_shock: Annotated[Array, Column("f8", "log points", "harvest against a normal year")]
    farm_price: Annotated[Array, Column("f8", "log points", "farm prices here against their path")]
    dividend: Annotated[Array, Column("i8", "fen", "what its co-operatives have to pay out to those who farm")]
    workshop_subsidy: Annotated[Array, Column("i4", "fen/month", "what a workshop gets for each worker this month")]
    relief_days: Annotated[Array, Column("i4", "days", "days of work-relief that can be paid this month")]
    works: Annotated[Array, Column("f8", "yuan/person", "public works that serve it, worn by use")]
    industry_jobs: Annotated[Array, Column("f8", "jobs", "jobs of new co-operatives that money looks for this month")]
    public_wages: Annotated[Array, Column("i8", "fen", "pay of posts, work-relief and allowances this month")]
    is_disaster: Annotated[Array, Column("?", "", "disaster this month")]
    demand: Annotated[Array, Column("i8", "fen", "last month's household spending in the county")]
    spent: Annotated[Array, Column("i8", "fen", "this month's household spending in the county")]
    demand_base: Annotated[Array, Column("f8", "fen", "household spending of a normal month in the first year")]
    attraction_base: Annotated[Array, Column("f8", "", "attraction of its firms together in the first month")]
    openings: Annotated[Array, Column("i4", "jobs", "offers that reach the county's searchers, by place", (PLACES,))]
    openings_carried: Annotated[Array, Column("f8", "jobs", "fraction of an offer carried forward", (PLACES,))]
    applicants: Annotated[Array, Column("i4", "people", "searchers of this month, by place", (PLACES,))]
    reach: Annotated[
        Array, Column("f8", "offers", "offers that this month's searchers get in a normal month, by place", (PLACES,))
    ]
    chances: Annotated[
        Array, Column("f8", "ratio", "offers against those of a normal month, as people believe, by place", (PLACES,))
    ]
    seekers: Annotated[Array, Column("i4", "people", "eligible people who looked for work outside this month")]
    organised: Annotated[Array, Column("f8", "share", "those of them for whom there is a supported placement")]
    reputation: Annotated[Array, Column("f8", "0..1", "reputation of its workers outside")]
    village_service: Annotated[
        Array, Column("f8", "share", "registered people whom a job service in the village reaches")
    ]
    served_east: Annotated[Array, Column("f8", "share", "eligible workers in the east who are served there")]
    guidance_carried: Annotated[Array, Column("f8", "people", "fraction of a case of guidance carried forward")]
    helped: Annotated[Array, Column("i4", "people", "people whose job guidance began this month")]
    helped_wait: Annotated[Array, Column("i4", "months", "months for which they were without a job, together")]
    tightness: Annotated[Array, Column("f8", "ratio", "vacancies per searcher in the county, of late")]
    tightness_base: Annotated[Array, Column("f8", "ratio", "the same in a normal month of the first year")]
    hires: Annotated[Array, Column("i4", "people", "hired this month, by place", (PLACES,))]
    outside_jobs: Annotated[Array, Column("i4", "jobs", "people at work outside the county, by place", (PLACES,))]
    outside_wages: Annotated[Array, Column("i8", "fen", "wages earned outside the county, by place", (PLACES,))]
    odd_wages: Annotated[Array, Column("i8", "fen", "odd-job wages paid in the county")]
    aid: Annotated[Array, Column("i8", "fen", "aid paid to monitored households this month")]
    need: Annotated[
        Array, Column("i4", "people", "registry count of those a measure is for, last December", (MEASURES,))
    ]
    plan: Annotated[Array, Column("i8", "fen/year", "money planned for this year", (MEASURES,))]
    last_plan: Annotated[Array, Column("i8", "fen/year", "money planned for the year before", (MEASURES,))]
    eastern_plan: Annotated[Array, Column("i8", "fen/year", "the part of it that is eastern money", (MEASURES,))]
    key_only_plan: Annotated[Array, Column("i8", "fen/year", "the part that is for key counties alone", (MEASURES,))]
    base_plan: Annotated[Array, Column("i8", "fen/year", "what the base pool without a tilt would give", (MEASURES,))]
    paid: Annotated[Array, Column("i8", "fen", "plan money that has arrived this year", (MEASURES,))]
    planned: Annotated[Array, Column("i8", "fen", "plan and own base money of this month", (MEASURES,))]
    own: Annotated[
        Array, Column("i8", "fen", "own money that the county gave this month, what it withdrew taken off", (MEASURES,))
    ]
    money: Annotated[Array, Column("i8", "fen", "this month's money by fate", (MEASURES, FATES))]
    idle: Annotated[Array, Column("i8", "fen", "idle money of this year and of the year before", (MEASURES, 2))]
    returned: Annotated[
        Array, Column("i8", "fen", "unspent and old idle money sent back to the province this month", (MEASURES,))
    ]
    purse: Annotated[Array, Column("i8", "fen", "delivered money that has not bought anything yet", (MEASURES,))]
    balance: Annotated[Array, Column("i8", "fen", "purse and idle money when the books were last closed", (MEASURES,))]
    overhead: Annotated[Array, Column("i8", "fen", "administration and absorption loss this month", (MEASURES,))]
    bought: Annotated[Array, Column("i8", "fen", "places paid for this month", (MEASURES,))]
    places: Annotated[Array, Column("i4", "places", "places that the purse can pay this month", (MEASURES,))]
    budget: Annotated[Array, Column("i8", "fen", "own money left this year to top up with", (MEASURES,))]
    attention: Annotated[Array, Column("f8", "0..1", "how much the county's leaders care")]
    honesty: Annotated[Array, Column("f8", "log odds", "that a yuan is used by the rules: what officials have learnt")]
    is_found: Annotated[Array, Column("?", "", "an audit of this quarter found a leak")]
    late_months: Annotated[Array, Column("f8", "months", "from plan to start, if nobody hurries")]
    start_months: Annotated[Array, Column("i1", "months", "from plan to start of this year's plans")]
    matches_carried: Annotated[Array, Column("f8", "matches", "fraction of a match of records carried forward")]
    is_matched: Annotated[Array, Column("?", "", "records are matched this month")]
    service: Annotated[Array, Column("f8", "days/person-month", "staff-days delivered per person of need", (MEASURES,))]
    norms: Annotated[Array, Column("f8", "norms", "test norms of special skills that it uses")]
    partnered: Annotated[Array, Column("f8", "share", "seats with an eastern school behind them this month")]
    linked: Annotated[Array, Column("f8", "share", "seats with a firm behind them this month")]
    pupils: Annotated[Array, Column("i4", "people", "pupils of technical schools at home")]
    eastern_pupils: Annotated[Array, Column("i4", "people", "pupils of eastern technical schools")]
    eastern_carried: Annotated[Array, Column("f8", "seats", "fraction of an eastern seat carried forward")]
    school_grant: Annotated[Array, Column("i4", "fen/month", "grant of a pupil of a technical school this month")]
    contest_spirit: Annotated[Array, Column("f8", "contests", "contests of the last year that still move people")]
