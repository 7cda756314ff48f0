"""What a calibration leaves behind: the ensemble, a point, and tables of what was learnt."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.calibration import learning
from sim.calibration.calibration import Calibration
from sim.durable import write_aside

ENSEMBLE, POINT = "ensemble.parquet", "point.yaml"


def tables(found: Calibration) -> dict[str, pd.DataFrame]:
    """Every table by the name of its file."""
    waves = pd.DataFrame(
        [(i + 1, wave.runs, len(wave.emulators), wave.volume) for i, wave in enumerate(found.waves)],
        columns=["wave", "points", "emulated", "plausible_share"],
    )
    emulators = pd.DataFrame(
        [
            (i + 1, emulator.moment, emulator.kind, emulator.quality, emulator.is_used)
            for i, wave in enumerate(found.waves)
            for emulator in (*wave.emulators, *wave.refused)
        ],
        columns=["wave", "moment", "kind", "quality", "is_used"],
    )
    told = {
        "waves": waves,
        "emulators": emulators,
        "parameters": found.parameters,
        "pairs": learning.pairs(found.names, found.chain.points),
        "open-directions": learning.directions(found.names, found.chain.points),
        "moments": found.moments,
    }
    if found.recovery is not None:
        told["recovery"] = learning.recovered(found.names, found.recovery)
    return told


def save(found: Calibration, folder: Path, title: str) -> None:
    """Write tables, ensemble and point into a folder.

    Parameters
    ----------
    found : what came of a calibration
    folder : where; made if it does not exist
    title : of the calibration
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables(found).items():
        write_aside(folder / f"{name}.csv", lambda aside, table=table: table.to_csv(aside, index=False))  # type: ignore[misc]
    members = {name: found.members[:, place] for place, name in enumerate(found.names)}
    metadata = {"title": title, "moments": list(found.aims.names)}
    table = pa.table(members).replace_schema_metadata({"calibration": json.dumps(metadata)})
    write_aside(folder / ENSEMBLE, lambda aside: pq.write_table(table, aside))
    lines = [f"# {title}: the member of the ensemble whose moments are nearest to the targets", "behaviour:"]
    lines += [f"  {name}: {value:.6g}" for name, value in found.point.items()]
    text = "\n".join(lines) + "\n"
    write_aside(folder / POINT, lambda aside: aside.write_text(text, encoding="utf-8") and None)


def in_words(found: Calibration) -> list[str]:
    """What came out, in lines."""
    table = found.moments
    after, before = table["z"].abs(), table["prior_z"].abs()
    learnt = found.parameters
    known = learnt.loc[learnt["is_identified"], "parameter"].tolist()
    unknown = learnt.loc[~learnt["is_identified"], "parameter"].tolist()
    lines = [
        f"moments: median |z| {np.median(after):.2f}, {int((after > 3.0).sum())} of {len(after)} above 3; of the prior "
        f"alone {np.median(before):.2f} and {int((before > 3.0).sum())}",
        f"identified: {', '.join(known) or 'none'}",
        f"not identified, as wide as before: {', '.join(unknown) or 'none'}",
    ]
    worst = table.loc[after > 3.0, "moment"].tolist()
    if worst:
        lines.append(f"not met: {', '.join(worst)}")
    left_out = table.loc[~table["is_used"], "moment"].tolist()
    if left_out:
        lines.append(f"no emulator good enough, left out: {', '.join(left_out)}")
    if not found.chain.is_long:
        lines.append("the chain is shorter than 50 times its memory: take the posterior as a sketch")
    if found.failed:
        lines.append(f"{found.failed:,} runs failed and are left out")
    return lines
