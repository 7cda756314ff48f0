"""A result is whole or absent, says what made it, and comes back as it was."""

import errno
import json
import math
import os
import platform
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from made_results import COLUMNS, made_run, made_table

from sim import figures, store
from sim.errors import EnvironmentProblem, InputError
from sim.provenance import Provenance, code_hash, run_id
from sim.results import Results, month_names


@pytest.fixture
def run() -> Results:
    return made_run(24)


def with_rows(run: Results, *rows: tuple[str, str, str, str, float]) -> Results:
    return Results(pd.concat([run.indicators, pd.DataFrame(rows, columns=COLUMNS)]), run.provenance)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# The table


def test_rows_are_sorted_and_undefined_values_absent(run: Results) -> None:
    table = run.indicators
    assert list(table.columns) == COLUMNS
    keys = list(table[["indicator", "group_kind", "group", "month"]].itertuples(index=False, name=None))
    assert keys == sorted(set(keys))
    assert table["value"].dtype == np.float64 and table["value"].notna().all()
    assert table.loc[table["indicator"] == "relapse_rate", "month"].min() == "2020-12"


def test_order_of_rows_does_not_matter(run: Results) -> None:
    shuffled = run.indicators.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(Results(shuffled, run.provenance).indicators, run.indicators)


def test_a_key_twice_is_refused(run: Results) -> None:
    with pytest.raises(ValueError, match="income_mean county_type key 2020-03: the value comes twice"):
        with_rows(run, ("2020-03", "county_type", "key", "income_mean", 1.0))


def test_an_infinite_value_is_refused(run: Results) -> None:
    with pytest.raises(ValueError, match="gini all all 2020-03: the value is infinite"):
        with_rows(run, ("2020-03", "all", "all", "gini", math.inf))


def test_other_columns_are_refused(run: Results) -> None:
    with pytest.raises(ValueError, match="columns are"):
        Results(run.indicators.rename(columns={"group": "county"}), run.provenance)


def test_the_table_cannot_be_spoilt_from_outside(run: Results) -> None:
    table = run.indicators
    table["value"] = 0.0
    assert run.indicators["value"].max() > 0


def test_one_indicator(run: Results) -> None:
    wide = run["income_mean"]
    assert wide.index.name == "month" and list(wide.index) == month_names("2020-01", 24)
    assert list(wide.columns) == [("all", "all"), ("county_type", "key"), ("county_type", "other")]
    assert wide.loc["2020-03", ("county_type", "other")] == pytest.approx(13000 * 1.02)


def test_unknown_indicator_names_the_nearest(run: Results) -> None:
    for ask in (run.__getitem__, run.plot):
        with pytest.raises(InputError, match="'relapse_rte'; did you mean 'relapse_rate'"):
            ask("relapse_rte")


def test_declared_but_absent_indicator_says_so(run: Results) -> None:
    with pytest.raises(InputError, match="'gini' is not in this run"):
        run["gini"]


def test_names_of_indicators(run: Results) -> None:
    assert "income_mean" in run and "gini" not in run


def test_summary_is_the_last_month_against_the_same_of_the_first_year(run: Results) -> None:
    row = run.summary().set_index("indicator").loc["income_mean"]
    assert row["other"] == pytest.approx(13000 * (1 + 0.01 * 23))
    assert row["other_change"] == pytest.approx(13000 * 0.12)
    assert row["key_change"] == pytest.approx(13000 * 0.12 * 0.8)
    assert row["unit"]


def test_summary_of_a_short_run_has_no_change() -> None:
    row = made_run(3).summary().set_index("indicator").loc["income_mean"]
    assert row["other"] == pytest.approx(13000 * 1.02) and math.isnan(row["other_change"])


def test_month_names_cross_years() -> None:
    assert month_names("2020-11", 4) == ["2020-11", "2020-12", "2021-01", "2021-02"]


# The folder


def test_saved_and_loaded_is_the_same(run: Results, tmp_path: Path) -> None:
    folder = run.save(tmp_path)
    assert folder == tmp_path / f"history-{run.run_id}"
    assert leftovers(folder) == [
        "income_by_fifths.png",
        "indicators.parquet",
        "money.png",
        "relapse.png",
        "run.json",
        "workplaces.png",
    ]
    back = Results.load(folder)
    pd.testing.assert_frame_equal(back.indicators, run.indicators, check_exact=True)
    assert back.provenance == run.provenance


def test_the_table_on_disk_is_plain(run: Results, tmp_path: Path) -> None:
    path = run.save(tmp_path, figures=False) / "indicators.parquet"
    assert pq.read_schema(path).remove_metadata().equals(store.SCHEMA)
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"
    rows = duckdb.sql(f"select indicator, group_kind, \"group\", month from '{path}'").fetchall()
    assert rows == sorted(rows) and len(rows) == len(run.indicators)


def test_the_manifest_tells_all(run: Results, tmp_path: Path) -> None:
    told = json.loads((run.save(tmp_path, figures=False) / "run.json").read_text())
    assert told["seed"] == 2021 and told["resolved"]["levers"] == {"local_jobs_dose": {"2021-12": 1.5}}
    assert set(told["versions"]) == {"python", "numpy", "numba", "mesa", "tiltsim"}
    assert told["seconds"] == {"build": 0.5, "simulate": 2.0} and told["memory"] == 300_000_000
    assert told["code"] == code_hash() and told["run_id"] == run.run_id and told["schema"] == 1


def test_the_same_run_again_keeps_the_folder_and_adds_figures(run: Results, tmp_path: Path) -> None:
    folder = run.save(tmp_path, figures=False)
    before = (folder / "run.json").stat().st_mtime_ns
    run.save(tmp_path)
    assert (folder / "run.json").stat().st_mtime_ns == before
    assert (folder / "money.png").exists()
    assert leftovers(tmp_path) == [folder.name]


@pytest.mark.parametrize("spoil", ["indicators.parquet", "run.json"])
def test_a_damaged_folder_is_replaced(run: Results, tmp_path: Path, spoil: str) -> None:
    folder = run.save(tmp_path, figures=False)
    (folder / spoil).write_bytes((folder / spoil).read_bytes()[:100])
    run.save(tmp_path, figures=False)
    assert Results.load(folder).indicators.equals(run.indicators)
    assert leftovers(tmp_path) == [folder.name]


def test_what_killed_runs_left_is_removed(run: Results, tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for process, name in ((dead.pid, ".killed-1"), (os.getpid(), ".living-1")):
        aside = tmp_path / f"{name}~{platform.node()}~{process}~0123abcd.tmp"
        aside.mkdir()
        (aside / "indicators.parquet").write_bytes(b"PAR1")
    folder = run.save(tmp_path, figures=False)
    assert leftovers(tmp_path) == [aside.name, folder.name]


def test_other_numbers_under_the_same_id_are_not_overwritten(run: Results, tmp_path: Path) -> None:
    folder = run.save(tmp_path, figures=False)
    with pytest.raises(EnvironmentProblem, match="other numbers under the same run id"):
        with_rows(run, ("2020-03", "all", "all", "gini", 0.4)).save(tmp_path, figures=False)
    assert Results.load(folder).indicators.equals(run.indicators)
    assert leftovers(tmp_path) == [folder.name]


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), EnvironmentProblem),
        (MemoryError(), EnvironmentProblem),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_whatever_stops_the_writing_leaves_nothing(
    run: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, answer: type[BaseException]
) -> None:
    def stop(*_: object) -> None:
        raise fault

    monkeypatch.setattr(figures, "draw_all", stop)
    with pytest.raises(answer):
        run.save(tmp_path)
    assert leftovers(tmp_path) == []


def test_a_file_where_the_folder_should_be(run: Results, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("notes")
    with pytest.raises(InputError, match="out: is a file"):
        run.save(tmp_path / "out")


def test_nothing_there(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError, match=r"no run\.json here"):
            Results.load(folder)


def test_no_table(run: Results, tmp_path: Path) -> None:
    folder = run.save(tmp_path, figures=False)
    (folder / "indicators.parquet").unlink()
    with pytest.raises(InputError, match=r"no indicators\.parquet"):
        Results.load(folder)


def test_a_torn_or_changed_table_is_never_read(run: Results, tmp_path: Path) -> None:
    path = run.save(tmp_path, figures=False) / "indicators.parquet"
    whole = path.read_bytes()
    damaged = [whole[:size] for size in range(0, len(whole), 997)]
    for place in range(4, len(whole) // 2, 997):
        damaged.append(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    for content in damaged:
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"indicators\.parquet"):
            Results.load(path.parent)


def test_the_table_of_another_run(run: Results, tmp_path: Path) -> None:
    folder = run.save(tmp_path, figures=False)
    other = made_run(24, seed=7).save(tmp_path, figures=False)
    (other / "indicators.parquet").replace(folder / "indicators.parquet")
    with pytest.raises(InputError, match=r"not the table of the run that run\.json tells of"):
        Results.load(folder)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"schema": 0}, "an older tiltsim"),
        ({"schema": 99}, "a newer tiltsim"),
        ({"schema": None}, "no schema number"),
        ({"seed": 1}, "changed by hand"),
        ({"seed": "1"}, "seed is missing or of the wrong kind"),
        ({"versions": None}, "versions is missing or of the wrong kind"),
    ],
)
def test_a_foreign_manifest(run: Results, tmp_path: Path, change: dict[str, object], answer: str) -> None:
    path = run.save(tmp_path, figures=False) / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(InputError, match=answer):
        Results.load(path.parent)


@pytest.mark.parametrize("content", ["", "[]", "{", "[" * 100_000, "\xff", '{"schema": 1}'])
def test_a_torn_manifest(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content, encoding="latin-1")
    with pytest.raises(InputError, match=r"run\.json"):
        Results.load(tmp_path)


# The id


def test_everything_that_changes_the_numbers_changes_the_id() -> None:
    resolved = {"name": "a", "title": "A", "seed": 1, "months": 72, "outputs": ["gini"], "levers": {"x": 1.0}}
    base = run_id(resolved, 1, "code")
    assert len(base) == 32 and base == run_id(dict(reversed(resolved.items())), 1, "code")
    for key, value in (("months", 71), ("outputs", []), ("levers", {"x": 1.0 + 1e-15})):
        assert run_id(resolved | {key: value}, 1, "code") != base
    assert run_id(resolved, 2, "code") != base and run_id(resolved, 1, "other") != base
    for key in ("name", "title", "seed"):
        assert run_id(resolved | {key: "another"}, 1, "code") == base


def test_the_hash_of_the_code(tmp_path: Path) -> None:
    def hash_of(files: dict[str, str]) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content.encode())
        return code_hash(folder)

    base = {"model.py": "a\nb\n", "rules/funds.py": "c\n", "data/lines.csv": "d\n"}
    assert hash_of(base) == hash_of({key: text.replace("\n", "\r\n") for key, text in base.items()})
    assert hash_of(base) == hash_of(
        base | {"cli/running.py": "x", "study/design.py": "y", "rules/__pycache__/a.pyc": "z"}
    )
    others = [
        base | {"rules/cli.py": "x"},
        base | {"data/lines.csv": "e\n"},
        {"a.py": "a\nb\n", "rules/funds.py": "c\n"},
    ]
    others.append({"model.py": "a\n", "rules/funds.py": "b\nc\n", "data/lines.csv": "d\n"})
    assert len({hash_of(files) for files in [base, *others]}) == 5


def test_a_number_that_is_not_one_cannot_enter_a_manifest(run: Results) -> None:
    with pytest.raises(ValueError, match="JSON"):
        Provenance.now({**run.resolved, "levers": {"x": math.nan}}, 1, {}, 0)


def test_a_long_run_is_tidied_quickly() -> None:
    table = made_table(month_names("2020-01", 72), [f"measure_{place}" for place in range(24)])
    assert len(Results(table, made_run(1).provenance).indicators) == len(table.dropna())
