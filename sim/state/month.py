"""The month as every rule sees it: the date, the price levels, the enacted amounts, what happens from outside."""

from typing import NamedTuple


class Month(NamedTuple):
    """One month. Money amounts are fen, levels are ratios to 2020."""

    number: int
    """Months since January 2000: the same month has the same number in every scenario."""
    season: int
    """0 January … 11 December; also the place of the month in a ring of twelve."""
    price_level: float
    pay_level: float
    """Pay outside the counties against 2020, by the published path."""
    farm_price_level: float
    pension: float
    """Average pension paid in the residents' scheme, fen a month."""
    allowance: float
    """Standard of the rural minimum living allowance 低保, fen a head and year."""
    movement_stop: float
    """Share of journeys to work that are stopped, 0 to 1."""
    destination_slump: float
    """Fall of demand at the destinations, log points."""
    drought: float
    """Share of the harvest lost everywhere, 0 to 1."""
