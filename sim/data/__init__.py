"""The facts: tidy CSV files, each row with its source and grade."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name: str, own: str = "") -> list[dict[str, str]]:
    """Rows of a data file, by column name.

    Parameters
    ----------
    name : file in this folder, such as "provinces.csv"
    own : folder whose file of this name, if it has one, is read instead
    """
    path = FOLDER / name if not own or not (Path(own) / name).is_file() else Path(own) / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
