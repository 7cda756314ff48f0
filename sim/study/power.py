"""What `discover` would have found: the power of a search that found nothing.

A quarter of the situations, on one side of one assumption, is planted with cases as dense as asked; the others hold
what is left of the share of cases at large. Found is it if the search keeps that assumption.
"""

from functools import cache

import numpy as np
import pandas as pd

from sim.study.discovery import deciding

QUARTER = 0.25
TRIES = 20
OFTEN = 0.8
STEP = 0.1


@cache
def detectable(rows: int, numbers: int, categories: tuple[int, ...], base: float) -> float:
    """Least density of a quarter that is found in 16 of 20 tries, to a tenth; NaN if not even 1 is.

    Parameters
    ----------
    rows
        Situations, half of which grow the region.
    numbers, categories
        Assumptions that are numbers, and how many categories each of the others has.
    base
        Share of cases among all situations.
    """
    least = float("nan")
    density = 1.0
    while density > base and found(rows, numbers, categories, base, density) >= OFTEN:
        least, density = density, round(density - STEP, 10)
    return least


def found(rows: int, numbers: int, categories: tuple[int, ...], base: float, density: float) -> float:
    """Share of the tries in which the planted quarter is found."""
    at_large = max(0.0, (base - QUARTER * density) / (1.0 - QUARTER))
    hits = 0
    for one in range(TRIES):
        rng = np.random.default_rng([one, rows, numbers])
        half = rows // 2
        columns: dict[str, object] = {f"number {place}": rng.random(half) for place in range(numbers)}
        for place, count in enumerate(categories):
            columns[f"category {place}"] = rng.integers(count, size=half).astype(str)
        table = pd.DataFrame(columns)
        inside = table["number 0"] > 1.0 - QUARTER
        cases = rng.random(half) < np.where(inside, density, at_large)
        hits += "number 0" in deciding(table, cases, rng)
    return hits / TRIES
