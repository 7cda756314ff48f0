"""The runs of a study as they lie in its folder, and what made them."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.provenance import code_files
from sim.stored import demand
from sim.study.modeltarget import measuring
from sim.study.named import model_of
from sim.study.plan import Plan
from sim.study.stage import STAGES
from sim.study.store import SCHEMA, Store
from sim.study.study import MANIFEST, PLAN, read_manifest
from sim.study.target import Target
from sim.study.worker import Ran


class Stored:
    """The runs of a study as they lie in its folder.

    Attributes
    ----------
    folder : where
    manifest : what `manifest.json` says
    plan : what was to be run
    ran : run id -> what came of it
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = Plan.read(folder / PLAN)
        self.manifest = read_manifest(folder / MANIFEST)
        store = Store(folder, self.manifest["target"]["identity"], self.plan.design.names)
        numbers, series = store.ran().to_pandas(), store.series()
        paths: dict[str, dict[str, NDArray[np.float64]]] = {}
        for row in series.to_pylist():
            run_id = row.pop("run_id")
            paths[run_id] = {name: np.array(values, np.float64) for name, values in row.items() if values is not None}
        names = numbers.columns[len(SCHEMA) :]
        self.ran: dict[str, Ran] = {}
        for row in numbers.to_dict("records"):
            outcomes = {} if row["error"] else {name: row[name] for name in names}
            told = paths.get(row["run_id"], {})
            self.ran[row["run_id"]] = Ran(row["run_id"], outcomes, told, row["error"], row["seconds"], None)

    @property
    def places(self) -> NDArray[np.int64]:
        """Places in the plan of the distinct runs that are there."""
        ids = self.plan.run_ids.ravel()[self.plan.distinct]
        return np.asarray(self.plan.distinct[np.isin(ids, np.array(list(self.ran), dtype="S32"))])

    @property
    def target(self) -> Target:
        """What made it, of the code that is here.

        Raises
        ------
        InputError
            If it was not the model.
        """
        return model_of(self.folder, self.manifest["target"])

    def point(self, run_id: str) -> tuple[str, dict[str, Any], int]:
        """Name, factors and seed of a run of this name."""
        return self.plan.run(int(np.flatnonzero(self.plan.run_ids.ravel() == run_id.encode())[0]))

    @property
    def changed(self) -> tuple[str, ...]:
        """Files of the code that are not as they were when the study was made."""
        path, told = self.folder / MANIFEST, self.manifest["target"].get("model")
        if told is None:
            return ()
        demand(path, self.manifest["target"], {"model": dict})
        demand(path, told, {"files": dict})
        then, now = told["files"], code_files()
        changed = [name for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name)]
        if told.get("measuring", measuring()) != measuring():
            changed.append("the measuring of outcomes")
        return tuple(changed)


def folders_in(path: Path) -> list[Path]:
    """The folder of a study, or those of its stages.

    Raises
    ------
    InputError
        If there is no study.
    """
    found = [path / name for name in ("", *STAGES) if any((path / name / file).exists() for file in (PLAN, MANIFEST))]
    if not found:
        raise InputError(f"{path}: no {PLAN} here; this is not the folder of a study")
    return found


def find(folder: str | Path, run_id: str) -> tuple[str, Stored]:
    """The full name of a run, and the study or stage that has it.

    Parameters
    ----------
    folder : of the study, or of one with stages
    run_id : its name, or how the name begins

    Raises
    ------
    InputError
        If there is no study, or not just one such run.
    """
    studies = [Stored(path) for path in folders_in(Path(folder))]
    found = {name: stored for stored in studies for name in stored.ran if name.startswith(run_id)}
    if len(found) != 1 or not run_id:
        many = f"{len(found)} runs begin" if found else "no run begins"
        raise InputError(f"{folder}: {many} with {run_id!r}; the names stand in the column run_id of its runs")
    ((name, stored),) = found.items()
    return name, stored
