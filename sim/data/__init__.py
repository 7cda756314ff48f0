"""The facts: tidy CSV files, each row with its source and grade."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a data file, by column name.

    Parameters
    ----------
    name : file in this folder, such as "provinces.csv"
    """
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
