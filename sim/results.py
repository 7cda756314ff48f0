"""What a run leaves behind: its monthly indicators, and all that is needed to make them again."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim import store
from sim.declare import nearest
from sim.errors import InputError
from sim.indicators import DEFINITIONS
from sim.provenance import Provenance

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MAIN = (
    "relapse_rate", "relapse_rate_raw", "relapse_rate_market", "at_risk_share", "relapse_prevalence", "monitored_share",
    "income_mean", "income_median", "income_p10", "gini", "wage_share", "workers_employed", "local_share", "east_share",
    "months_worked", "unemployment_rate", "public_posts", "trainees", "pension_cover", "spending_delivered",
)  # fmt: skip
"""Indicators of the summary, in its order."""

YEAR = 12


class Results:
    """Monthly indicators of one run, with its provenance.

    Parameters
    ----------
    indicators : DataFrame
        Columns month ("2020-01"), group_kind, group, indicator, value (float64), in any order of rows. A value
        that is not defined (NaN) is left out: it is absent, never zero.
    provenance : Provenance
        The resolved scenario, seed, code, versions, seconds and memory of the run.

    Raises
    ------
    ValueError
        If a column is missing or foreign, a key comes twice, or a value is infinite.
    """

    def __init__(self, indicators: pd.DataFrame, provenance: Provenance) -> None:
        self._indicators = store.tidy(indicators)
        self.provenance = provenance

    @property
    def indicators(self) -> pd.DataFrame:
        """The table: one row per month, group and indicator, sorted by indicator, group_kind, group, month."""
        return self._indicators.copy(deep=False)

    @property
    def resolved(self) -> dict[str, Any]:
        """The scenario with every value filled in."""
        return self.provenance.resolved

    @property
    def seed(self) -> int:
        """Key of all luck in the run."""
        return self.provenance.seed

    @property
    def run_id(self) -> str:
        """BLAKE2b-128, in hex, of everything that determines the table."""
        return self.provenance.run_id

    @property
    def seconds(self) -> dict[str, float]:
        """Wall-clock seconds by phase of the run."""
        return self.provenance.seconds

    @property
    def memory(self) -> int:
        """Peak memory of the process that made the run, bytes."""
        return self.provenance.memory

    @property
    def months(self) -> list[str]:
        """Months of the run in order, as "2020-01"."""
        return month_names(self.resolved["start"], self.resolved["months"])

    def __iter__(self) -> Iterator[str]:
        """Names of the indicators in this run."""
        return iter(self._indicators["indicator"].unique().tolist())

    def __getitem__(self, indicator: str) -> pd.DataFrame:
        """One indicator: index month, columns (group_kind, group).

        Raises
        ------
        InputError
            If the run has no such indicator.
        """
        self._demand(indicator)
        rows = self._indicators[self._indicators["indicator"] == indicator]
        return rows.pivot(index="month", columns=["group_kind", "group"], values="value").sort_index(axis="columns")

    def series(self, indicator: str, group_kind: str, group: str) -> NDArray[np.float64]:
        """Values of one indicator and group, one for each of `months`, NaN where it is not defined."""
        rows = self._indicators.iloc[self._rows.get((indicator, group_kind, group), [])]
        values = pd.Series(rows["value"].to_numpy(), rows["month"].to_numpy()).reindex(self.months)
        return cast(NDArray[np.float64], values.to_numpy(np.float64))

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], NDArray[np.int64]]:
        """Rows of the table by indicator, kind of group and group."""
        return cast(
            dict[tuple[str, str, str], NDArray[np.int64]],
            self._indicators.groupby(["indicator", "group_kind", "group"], sort=False).indices,
        )

    def groups(self, group_kind: str) -> list[str]:
        """Groups of one kind in this run, sorted."""
        told = self._indicators
        return sorted(told.loc[told["group_kind"] == group_kind, "group"].unique().tolist())

    def summary(self) -> pd.DataFrame:
        """What became of the key and the other counties over the run.

        Returns
        -------
        DataFrame
            Columns indicator, unit, key, other (the last month), key_change, other_change (against the last month
            of the first year, or of the first that has the same month; NaN in a run of a year or less).
        """
        rows = []
        for name in [name for name in MAIN if name in set(self)]:
            key, other = (self.series(name, "county_type", group) for group in ("key", "other"))
            rows.append((name, unit(name), float(key[-1]), float(other[-1]), _change(key), _change(other)))
        return pd.DataFrame(rows, columns=["indicator", "unit", "key", "other", "key_change", "other_change"])

    def scorecard(self) -> pd.DataFrame:
        """Of each year to 30 November what the Opinion plans for the key counties and what came of it.

        Returns
        -------
        DataFrame
            Columns year, clause, name, text, unit, planned, simulated, is_met; see `sim.scorecard`.
        """
        from sim.scorecard import scorecard

        return scorecard(self)

    def plot(self, indicator: str) -> "Figure":
        """Draw one indicator over time, in key, other and all counties.

        Raises
        ------
        InputError
            If the run has no such indicator.
        """
        from sim import figures

        self._demand(indicator)
        return figures.over_time(self, indicator, unit(indicator))

    def save(self, directory: str | Path = "results", *, figures: bool = True) -> Path:
        """Write the run to `<directory>/<name>-<run id>`, aside first and then renamed.

        A whole folder of the same run is kept, and gets the figures it lacks; a damaged one is replaced.

        Parameters
        ----------
        directory : str or Path
            Where runs lie; made if it does not exist.
        figures : bool
            Whether to draw the figures, which takes most of the time.

        Returns
        -------
        Path
            The folder of the run.

        Raises
        ------
        InputError
            If the directory is a file.
        EnvironmentProblem
            If the disk is full or not writable, memory runs out, or the folder holds other numbers under the same id.
        """
        target = Path(directory) / f"{self.resolved['name']}-{self.run_id}"
        store.write(target, self._indicators, self.provenance, self._draw if figures else None)
        return target

    @classmethod
    def load(cls, folder: str | Path) -> "Results":
        """Read a run that `save` wrote.

        Raises
        ------
        InputError
            If a file is missing, torn, foreign, changed, or of another schema.
        """
        return cls(*store.read(Path(folder)))

    def _draw(self, folder: Path) -> None:
        from sim import figures

        figures.draw_all(self, folder)

    def _demand(self, indicator: str) -> None:
        there = list(self)
        if indicator in there:
            return
        if indicator in DEFINITIONS:
            raise InputError(f"indicator {indicator!r} is not in this run, which is too short for it or lacks its rule")
        guess = nearest(indicator, there)
        raise InputError(f"unknown indicator {indicator!r}" + (f"; did you mean {guess!r}?" if guess else ""))


def month_names(start: str, months: int) -> list[str]:
    """Names of `months` months from `start`: "2020-01", "2020-02", …"""
    year, month = (int(part) for part in start.split("-"))
    first = YEAR * year + month - 1
    return [f"{index // YEAR:04d}-{index % YEAR + 1:02d}" for index in range(first, first + months)]


def unit(indicator: str) -> str:
    """Unit of an indicator, empty where none is declared."""
    return DEFINITIONS.get(indicator, ("", ""))[0]


def first_like_last(months: int) -> int:
    """Place of the month within the first year that is the same month of the year as a run's last."""
    return (months - 1) % YEAR


def _change(values: NDArray[np.float64]) -> float:
    """The last month against the same month of the first year."""
    return float(values[-1] - values[first_like_last(len(values))]) if len(values) > YEAR else np.nan
