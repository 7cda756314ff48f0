"""The verbs of calibration and validation."""

import dataclasses
import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.words import Adder, add_json, say, say_json, tell

if TYPE_CHECKING:
    import pandas as pd


def add(verb: Adder) -> None:
    """Add it."""
    calibrating = verb(
        calibrate, "calibrate", "Find what beliefs meet the published moments; the same command goes on after a stop",
        "tiltsim calibrate scenarios/calibration/history-2022.yaml --on local",
    )  # fmt: skip
    calibrating.add_argument("study", type=Path, metavar="STUDY", help="calibration file (YAML)")
    calibrating.add_argument("--on", default="local", metavar="WHERE",
        help="serial, local (default: all cores), slurm, a Dask scheduler's address or file")  # fmt: skip
    calibrating.add_argument("--dry-run", action="store_true", help="say how many runs it would take, and make none")
    calibrating.add_argument("--out", type=Path, metavar="DIR", help="where it lies; default: results/<its name>")
    add_json(calibrating, "the tables")
    validating = verb(
        validate, "validate", "Calibrate, hold a year out, forecast, re-run published designs: tables and a report",
        "tiltsim validate scenarios/calibration/history-2022.yaml --out results/validation/history-2022",
    )  # fmt: skip
    validating.add_argument("study", type=Path, metavar="STUDY", help="calibration file (YAML)")
    validating.add_argument("--on", default="local", metavar="WHERE", help="as of `calibrate`; default: local")
    validating.add_argument("--out", type=Path, metavar="DIR",
        help="where it lies, with the calibration; default: results/<its name>")  # fmt: skip
    validating.add_argument(
        "--ensemble", type=Path, metavar="FILE", help="also write the ensemble to this Parquet file"
    )
    add_json(validating, "the tables")


def calibrate(asked: Namespace) -> int:
    """Calibrate; the last line is the folder."""
    from sim.calibration.calibration import calibrate as run
    from sim.calibration.calibrationfile import CalibrationFile
    from sim.calibration.written import in_words, save, tables

    file = CalibrationFile.load(asked.study)
    if asked.dry_run:
        effort = file.effort
        say(
            f"{file.name}: at most {effort.most:,} runs: {effort.waves} waves of {effort.points} points, "
            f"{effort.members} members, {effort.replicates} seeds each; "
            f"{len(file.priors)} free parameters, {len(file.aims.names)} moments"
        )
        return 0
    folder = Path("results") / file.name if asked.out is None else asked.out
    found = run(file.target, file.priors, file.aims, effort=file.effort, out=folder / "runs", on=asked.on, tell=tell)
    save(found, folder, file.title)
    if asked.json:
        say_json({"effort": dataclasses.asdict(file.effort), **as_json(tables(found))})
        return 0
    for line in in_words(found):
        say(line)
    say(str(folder))
    return 0


def validate(asked: Namespace) -> int:
    """Calibrate and hold what comes out against what it was not fitted to; the last line is the folder."""
    from sim.calibration.calibrationfile import CalibrationFile
    from sim.calibration.written import ENSEMBLE, in_words, tables
    from sim.durable import write_aside
    from sim.validation.validate import held_in_words
    from sim.validation.validate import validate as run

    file = CalibrationFile.load(asked.study)
    folder = Path("results") / file.name if asked.out is None else asked.out
    found, held = run(file, folder, asked.on, tell)
    if asked.ensemble is not None:
        asked.ensemble.parent.mkdir(parents=True, exist_ok=True)
        content = (folder / ENSEMBLE).read_bytes()
        write_aside(asked.ensemble, lambda aside: aside.write_bytes(content) and None)
    if asked.json:
        say_json(as_json({**tables(found), **held}))
        return 0
    for line in [*in_words(found), *held_in_words(held["held-out"])]:
        say(line)
    say(str(folder))
    return 0


def as_json(tables: "dict[str, pd.DataFrame]") -> dict[str, object]:
    """Tables as lists of rows."""
    return {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}
