"""The columns of a researcher's own data: what each is, in which unit, what is allowed; declared once.

What surveys of rural China ask is enough: CFPS, CHFS, CHIP and CLDS each ask nearly all of it. A column that a
survey lacks is left out, and drawn from the margins as for synthetic people.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from sim.state.codes import CHRONIC, DISABLED, ELSEWHERE, HEALTHY, LOCAL, PROVINCE


class Field(NamedTuple):
    """A column.

    Attributes
    ----------
    text, unit : what it is
    low, high : smallest and largest number; NaN where it is a text
    words : words that stand for numbers, or none
    is_required : whether no row may lack it
    is_whole : whether it is a whole number
    """

    text: str
    unit: str = ""
    low: float = math.nan
    high: float = math.nan
    words: Mapping[str, float] = {}
    is_required: bool = False
    is_whole: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is a name."""
        return math.isnan(self.low)

    @property
    def allowed(self) -> str:
        """What a cell may hold, in words."""
        if self.words:
            return " or ".join(self.words)
        if self.is_text:
            return "a text"
        return f"a {'whole ' if self.is_whole else ''}number from {self.low:g} to {self.high:g}"


YES_NO = {"yes": 1.0, "no": 0.0, "1": 1.0, "0": 0.0, "true": 1.0, "false": 0.0}
NOWHERE = -1.0
PLACES_OF_WORK = {"none": NOWHERE, "county": LOCAL, "province": PROVINCE, "outside": ELSEWHERE}
MOST_MEMBERS = 30


def yes_no(text: str, is_required: bool = False) -> Field:
    """A column of yes and no."""
    return Field(text, "", 0.0, 1.0, YES_NO, is_required)


HOUSEHOLDS = {
    "household_id": Field("name of the household, the same in both files", is_required=True),
    "weight": Field("how many households it stands for; 1 if left out", "households", 1e-9, 1e9),
    "county": Field("county, an id of the file of counties; its people are drawn for that county first"),
    "province": Field("province, by name; its people are drawn for that province first"),
    "is_registered": yes_no("lifted out of poverty, once on the register 建档立卡", True),
    "is_relocated": yes_no("moved by the relocation programme"),
    "is_dibao": yes_no("receives the minimum living allowance"),
    "land": Field("contracted land", "mu", 0.0, 2000.0),
    "savings": Field("money at hand and in the bank", "yuan of 2020", 0.0, 1e7),
    "debt": Field("money owed", "yuan of 2020", 0.0, 1e7),
}
PERSONS = {
    "household_id": Field("the household it belongs to, members who work away included", is_required=True),
    "person_id": Field("name of the person, no two alike", is_required=True),
    "age": Field("completed years", "years", 0.0, 100.0, is_required=True, is_whole=True),
    "sex": Field("male or female", "", 0.0, 1.0, {"male": 0.0, "female": 1.0}, is_required=True),
    "partner": Field("person_id of the husband or wife in the household"),
    "schooling": Field("completed schooling", "years", 0.0, 22.0),
    "is_student": yes_no("at school"),
    "health": Field(
        "lasting state of health", "", 0.0, 2.0, {"healthy": HEALTHY, "chronic": CHRONIC, "disabled": DISABLED}
    ),
    "place_of_work": Field("where the wage job is, or none", "", -1.0, 3.0, PLACES_OF_WORK),
    "wage": Field("pay of a full month in the wage job", "yuan of 2020", 0.0, 100_000.0),
    "months_worked": Field("months with waged work in the last twelve", "months", 0.0, 12.0, is_whole=True),
    "has_post": yes_no("holds a public-welfare post"),
    "is_insured": yes_no("in the residents' pension scheme"),
}
COUNTIES = {
    "id": Field("short name of the county", is_required=True),
    "code": Field(
        "six-digit code of the county; its first two digits are the province", "", 1e5, 999_999.0, {}, True, True
    ),
    "is_key": yes_no("one of the 160 key counties", True),
    "population": Field("people registered in its villages", "people", 1000.0, 5e6, is_required=True),
    "registered_share": Field("part of them lifted out of poverty", "share", 0.001, 0.999, is_required=True),
    "terrain": Field("how mountainous, on any scale, more is steeper", "", 0.0, 1e6, is_required=True),
    "distance": Field("way to the seat of the prefecture", "km", 0.0, 5000.0, is_required=True),
    "income": Field("rural income per head", "yuan/year", 100.0, 1e6, is_required=True),
    "firms": Field("firms in the county", "firms", 0.0, 1e6, is_required=True),
}
