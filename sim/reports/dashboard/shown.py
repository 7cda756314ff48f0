"""What is shown: the indicators of the dashboard, and how their numbers are written."""

import math
from typing import NamedTuple

from sim.indicators import DEFINITIONS


class Shown(NamedTuple):
    """An indicator on the dashboard.

    Attributes
    ----------
    name : of the indicator
    title : short words for it
    scale : what a value is divided by
    unit : of the number shown
    decimals : of the number shown
    """

    name: str
    title: str
    scale: float
    unit: str
    decimals: int

    @property
    def definition(self) -> str:
        """What the indicator is."""
        return DEFINITIONS[self.name][1]

    def number(self, value: float, *, is_difference: bool = False) -> str:
        """A value in words; a dash if there is none."""
        if math.isnan(value):
            return "–"
        scaled = round(value / self.scale, self.decimals)
        if is_difference and not scaled:
            return "0" if value == 0 else "≈ 0"
        return f"{scaled:{'+' if is_difference else ''},.{self.decimals}f}".replace("-", "−")


SHOWN = (
    Shown("relapse_rate_raw", "Fell back into poverty, before aid", 0.01, "% of alleviated people, in 12 months", 2),
    Shown("relapse_rate", "Fell back into poverty, aid included", 0.01, "% of alleviated people, in 12 months", 2),
    Shown("income_mean", "Income per head", 1, "yuan a year", 0),
    Shown("income_p10", "Income per head of the poorest tenth", 1, "yuan a year", 0),
    Shown("unemployment_rate", "Look for a wage job and have none", 0.01, "%", 1),
    Shown("local_share", "Of those at work, in their county", 0.01, "%", 1),
    Shown("spending_delivered", "Public money that arrived", 1e9, "billion yuan in 12 months", 2),
    Shown("spending_idle", "Public money that lay idle", 1e9, "billion yuan in 12 months", 2),
)
SIDES = (("key", "Key counties"), ("other", "Other counties"))
"""County types and their names."""
