"""What a study file's runs show: tables on disk and on screen, and the figures."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from sim.durable import write_aside
from sim.errors import InputError
from sim.study import sensitivity
from sim.study.ranking import ranking
from sim.study.replay import INDICES
from sim.study.screening import DROPPED
from sim.study.stage import DECIDING
from sim.study.stages import Done
from sim.study.studyfile import StudyFile

SHOWN = 10
"""Factors of an outcome that are shown, the strongest first."""
DIGITS = "%.6g"
OMITTED = "without it"
"""What a measure is ranked against, in the table of a ranking; else the reference."""


def tables(file: StudyFile, done: Done) -> dict[str, pd.DataFrame]:
    """Tables of a stage by the name of their file.

    Returns
    -------
    dict
        "shares.csv" (levers, uncertainties, chance), "indices.csv", "drop.csv" (whether the screening was right),
        "ranking.csv", "failures.csv", those that the stage has; of a question those of `sim.study.decided`.
    """
    stage, study = done.stage, done.study
    if stage.name in DECIDING:
        from sim.study import decided

        return decided.tables(file, done)
    found: dict[str, pd.DataFrame] = {}
    there = study.outcomes
    outcomes = {name: there[name] for name in (*file.outcomes, *file.series) if name in there}
    if stage.name == "ranking":
        changed = {name: -there[name] for name in there} if file.are_omissions else there
        against = OMITTED if file.are_omissions else "reference"
        found["ranking.csv"] = ranking(changed, list(file.policies), stage.by).assign(against=against)
    elif stage.name == "shares":
        found["shares.csv"] = sensitivity.shares(study.design, outcomes)
    else:
        if stage.method == "sobol" and not stage.name:
            found["shares.csv"] = sensitivity.shares(study.design, outcomes)
        found[INDICES] = sensitivity.indices(study.design, outcomes, thresholds=file.thresholds, variance=file.variance)
    if stage.name == "then" and DROPPED in study.design.units:
        found["drop.csv"] = sensitivity.verified_drop(found[INDICES], stage.may_drop)
    if study.progress().failed:
        found["failures.csv"] = study.failures
    return found


def write(file: StudyFile, done: Sequence[Done]) -> list[Path]:
    """Write tables and figures into the folders of the stages, each whole or absent; their paths."""
    from sim.study import figures, questions

    paths = []
    for one in done:
        try:
            made = tables(file, one)
        except InputError:
            continue  # too few runs without a failure; `status` tells
        for name, table in made.items():
            path = one.study.folder / name
            write_aside(path, partial(table.to_csv, index=False, float_format=DIGITS))
            paths.append(path)
        pages = questions.of_question(file, one, made) if one.stage.name in DECIDING else {}
        for name, page in (pages or figures.of_stage(file, one, made)).items():
            write_aside(one.study.folder / name, page.save)
            paths.append(one.study.folder / name)
    return paths


def stage_told(done: Done, root: Path) -> str:
    """The size of a stage, and its files."""
    progress = done.study.progress()
    files = [path.name for path in sorted(done.study.folder.iterdir()) if path.suffix in (".csv", ".png")]
    place = done.study.folder.relative_to(root)
    return f"`{place}`: {progress.total:,} runs, {progress.failed:,} failed; {', '.join(files)}"


def measure_of(indices: pd.DataFrame) -> str:
    """The index by which factors are put in order: ST where there is one, else rms, else the first of the table."""
    there = list(dict.fromkeys(indices["index"]))
    return next((name for name in ("ST", "rms", "trend", "S1") if name in there), there[0])


def strongest(indices: pd.DataFrame, outcome: str, count: int = SHOWN) -> pd.DataFrame:
    """Rows of the leading index of one outcome, largest first, without dummy and chance."""
    rows = indices[(indices["outcome"] == outcome) & (indices["measure"] == "mean")]
    rows = rows[(rows["index"] == measure_of(indices)) & ~rows["factor"].isin(["dummy", "chance"])]
    return rows.sort_values("value", ascending=False).head(count)


def show(file: StudyFile, done: Sequence[Done]) -> None:
    """Print first levers, uncertainties and chance, then the indices, then the ranking."""
    from rich.console import Console

    console = Console(markup=False)
    console.width = max(console.width, 110)
    for one in done:
        try:
            made = tables(file, one)
        except InputError as problem:
            console.print(f"{one.study.folder}: {problem}", highlight=False)
            continue
        if "shares.csv" in made:
            console.print(_shares(made["shares.csv"]))
        if INDICES in made:
            console.print(_indices(one, made[INDICES]))
        if "drop.csv" in made:
            console.print(_drop(made["drop.csv"]))
        if "ranking.csv" in made:
            console.print(_ranking(made["ranking.csv"], file.are_omissions))
        if "failures.csv" in made:
            progress = one.study.progress()
            console.print(f"{progress.failed} of {progress.total} runs failed; see failures.csv", highlight=False)


def _shares(table: pd.DataFrame) -> object:
    rows = table[(table["index"] == "share_alone") & (table["measure"] == "mean")]
    factors = list(dict.fromkeys(rows["factor"]))
    lines = []
    for outcome, part in rows.groupby("outcome", sort=False):
        by_factor = part.set_index("factor")
        lines.append([str(outcome), *(_interval(by_factor.loc[name]) for name in factors)])
    return _table("Share of the variance", ["outcome", *factors], lines)


def _indices(done: Done, table: pd.DataFrame) -> object:
    index = measure_of(table)
    lines = [
        [str(row["outcome"]), str(row["factor"]), _interval(row)]
        for outcome in dict.fromkeys(table["outcome"])
        for _, row in strongest(table, outcome).iterrows()
    ]
    title = f"{done.stage.name or done.stage.method}: {index}, the strongest {SHOWN} of each outcome"
    return _table(title, ["outcome", "factor", index], lines)


def _drop(table: pd.DataFrame) -> object:
    lines = [[str(row["outcome"]), _interval(row), str(row["verdict"])] for _, row in table.iterrows()]
    return _table("What the screening dropped, all together", ["outcome", "ST", "the drop is"], lines)


def _ranking(table: pd.DataFrame, are_omissions: bool) -> object:
    lines = [
        [
            str(row["outcome"]),
            str(row["policy"]),
            f"{row['effect']:.4g} [{row['low']:.4g}, {row['high']:.4g}]",
            f"{row['rank']:.0f} [{row['rank_low']:.0f}, {row['rank_high']:.0f}]",
            f"{row['better']:.0%}",
            f"{row['first']:.0%}",
        ]
        for _, row in table.iterrows()
    ]
    heads = ["outcome", "measure" if are_omissions else "policy", "mean effect", "rank", "points better", "first"]
    title = "The scenario against itself without a measure, at equal yuan" if are_omissions else "Against the reference"
    return _table(title, heads, lines)


def _interval(row: "pd.Series[float]") -> str:
    if pd.isna(row["value"]):
        return "not estimable"
    return f"{row['value']:.3g} [{row['low']:.3g}, {row['high']:.3g}]"


def _table(title: str, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> object:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place == 0 else "right", no_wrap=True)
    for line in lines:
        table.add_row(*line)
    return table
