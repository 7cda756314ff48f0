"""Which beliefs a calibration may free: base processes that published levels tell of, never what a policy does.

What a measure achieves (`training_pay_effect`, `help_offer_chance` …) keeps its prior, whatever levels say: a level
that fits is no evidence that a policy works. Places and money of 2020-21 are inputs.
"""

from sim.declare import did_you_mean, shown
from sim.errors import InputError

MOST_FREE = 15
FREE = {
    "participation_value": "who works for a wage at all",
    "taste_spread": "who works for a wage at all",
    "choice_scale": "place of work",
    "province_distaste": "place of work",
    "east_distaste": "place of work",
    "elsewhere_distaste": "place of work",
    "network_offer_chance": "place of work, months of work",
    "walk_in_offer_chance": "place of work, months of work",
    "matching_efficiency": "work in the county",
    "local_separation_rate": "work in the county, months of work",
    "outside_separation_rate": "work away, months of work",
    "festival_return_share": "months of work away",
    "return_rate": "work away",
    "local_pay_share": "wages in income",
    "remote_pay_effect": "spread of income",
    "outside_pay": "wages in income",
    "living_cost_away": "wages in income of the registry",
    "remitted_share": "transfers in income of the survey",
    "children_support": "transfers in income",
    "permanent_pay_spread": "spread of income",
    "transitory_pay_spread": "spread of income",
    "farm_output": "business in income",
    "courtyard_output": "business in income",
    "own_harvest_spread": "spread of income, poverty by illness",
    "remote_farm_effect": "spread of income",
    "odd_days_offered": "wages in income, employed people",
    "odd_day_pay": "wages in income",
    "imputed_rent": "property in income of the survey",
    "illness_rate": "bills, poverty by illness",
    "serious_share": "bills, poverty by illness",
    "illness_cost": "bills, poverty by illness",
    "illness_cost_spread": "bills, poverty by illness",
    "reimbursed_share": "bills, poverty by illness",
    "chronic_cost": "bills, poverty by illness",
    "chronic_cost_spread": "bills, poverty by illness",
    "workshop_opening_rate": "workers of workshops",
    "workshop_closure_rate": "workers of workshops",
    "report_chance": "monitored people",
    "ending_months": "risks ended",
    "ending_margin": "risks ended",
    "recording_spread": "monitored people, risks ended",
}
"""Belief -> what in the targets it is mostly seen in."""


def check_free(names: list[str]) -> None:
    """Refuse what a calibration may not free.

    Raises
    ------
    InputError
        If a name is no base process, or there are more than 15.
    """
    for name in names:
        if name not in FREE:
            near = did_you_mean(name, FREE)
            raise InputError(
                f"{shown(name)} is no base process that a calibration may free (docs/evidence.md lists them){near}"
            )
    if len(names) > MOST_FREE:
        raise InputError(f"{len(names)} parameters are free; allowed is {MOST_FREE} at most")
