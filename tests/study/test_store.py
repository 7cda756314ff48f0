"""What is on disk is whole, named by content, and refused in a sentence when it is not."""

import os
import platform
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_sweeps import FACTORS, parts, rows, table
from made_targets import noisy
from pandas.testing import assert_frame_equal

from sim.errors import EnvironmentProblem, InputError
from sim.study import store as stores
from sim.study.plan import Plan
from sim.study.store import Store
from sim.study.study import open_study
from sim.study.sweep import sweep
from sim.study.worker import Ran


def ran(number, error="", **outcomes):
    return Ran(f"{number:032x}", {} if error else outcomes, {}, error, 0.5, 1000)


def filled(folder, *flushes):
    store = Store(folder, "target")
    store.open()
    for flush in flushes:
        for one in flush:
            store.add(one)
        store.flush()
    return store


def small(out, **settings):
    return sweep(noisy, FACTORS, **{"method": "lhs", "samples": 20, "out": out, **settings})


def test_a_part_holds_its_runs(tmp_path):
    store = filled(tmp_path, [ran(2, y=2.0, z=-1.0), ran(1, y=1.5, z=0.0)], [ran(3, "ValueError: no")])
    found = store.ran()
    assert found.column_names == ["run_id", "error", "seconds", "memory", "y", "z"]
    assert found["y"].to_pylist() == [1.5, 2.0, None]
    assert found["error"].to_pylist() == ["", "", "ValueError: no"]
    assert len(parts(tmp_path)) == 2


def test_sizes_of_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "SOON", 1e9)
    monkeypatch.setattr(stores, "LATE", 1e9)
    store = filled(tmp_path)
    for number in range(4_500):
        store.add(ran(number, y=1.0))
    store.flush()
    assert [pq.read_metadata(part).num_rows for part in parts(tmp_path)] == [2_000, 2_000, 500]


def test_heavy_series_are_written_sooner_and_not_packed(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "HEAVY", 8_000)
    luck = np.random.default_rng(0)
    store = filled(tmp_path)
    for number in range(20):
        store.add(Ran(f"{number:032x}", {}, {"path": luck.normal(size=250)}, "", 0.5, 1000))
    store.flush()
    files = sorted((tmp_path / "series").iterdir())
    assert [pq.read_metadata(file).num_rows for file in files] == [4] * 5
    store.pack()
    assert sorted((tmp_path / "series").iterdir()) == files
    assert len(parts(tmp_path)) == 1
    assert store.series()["path"].combine_chunks().flatten().to_numpy().shape == (5_000,)


def test_small_parts_are_packed(tmp_path):
    flushes = [[ran(20 * part + number, y=float(number)) for number in range(20)] for part in range(30)]
    store = filled(tmp_path, *flushes, [ran(number, y=0.5) for number in range(1_000, 1_300)])
    before = store.ran()
    store.pack()
    assert [pq.read_metadata(part).num_rows for part in parts(tmp_path)] == [600, 300]
    assert Store(tmp_path, "target").ran().equals(before)


def test_packing_never_loses_a_part_that_came_meanwhile(tmp_path, monkeypatch):
    store = filled(tmp_path, [ran(1, y=1.0)], [ran(2, y=2.0)])
    write = Store._write

    def with_a_rival(self, path, table):
        monkeypatch.setattr(Store, "_write", write)
        filled(tmp_path, [ran(3, y=3.0)]).pack()
        write(self, path, table)

    monkeypatch.setattr(Store, "_write", with_a_rival)
    store.pack()
    assert store.ran()["y"].to_pylist() == [1.0, 2.0, 3.0]


def test_a_run_that_lacks_an_outcome_has_failed_whatever_the_order(tmp_path):
    flushes = [[ran(1, y=1.0)], [ran(2, y=2.0, z=1.0)]]
    for folder, order in (("one", flushes), ("two", flushes[::-1])):
        found = filled(tmp_path / folder, *order).ran()
        assert found["error"].to_pylist() == ["no outcome 'z', which other runs have", ""]
        assert found["y"].to_pylist() == [None, 2.0]


def test_a_done_run_counts_before_a_failed_one_and_the_last_failure_before_earlier_ones(tmp_path):
    store = filled(tmp_path, [ran(1, "first"), ran(2, "first")], [ran(1, y=1.0), ran(2, "second")], [ran(1, "third")])
    assert store.ran()["error"].to_pylist() == ["", "second"]


def test_equal_duplicates_are_harmless_and_others_refused(tmp_path):
    assert len(filled(tmp_path, [ran(1, y=1.0)], [ran(1, y=1.0)]).ran()) == 1
    store = filled(tmp_path, [ran(1, y=1.25)])
    with pytest.raises(EnvironmentProblem, match=r"run 0{31}1 was made twice with different outcomes"):
        store.ran()


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "text"])
def test_torn_part(tmp_path, damage):
    small(tmp_path / "study")
    part = parts(tmp_path / "study")[0]
    content = part.read_bytes()
    middle = len(content) // 3
    part.write_bytes(
        {
            "cut": content[:-50],
            "empty": b"",
            "flipped": content[:middle]
            + bytes(byte ^ 255 for byte in content[middle : middle + 40])
            + content[middle + 40 :],
            "text": b"run_id,error\n",
        }[damage]
    )
    with pytest.raises(InputError, match=rf"{part.name}: not readable as Parquet .*; torn or foreign, remove it"):
        open_study(tmp_path / "study").runs  # noqa: B018
    part.unlink()
    assert small(tmp_path / "study").progress().pending == 0


def test_foreign_parts(tmp_path):
    small(tmp_path / "study")
    foreign = tmp_path / "study" / "parts" / "notes.parquet"
    pq.write_table(pa.table({"a": [1]}), foreign)
    with pytest.raises(InputError, match=r"notes\.parquet: not a part of a study; remove it"):
        open_study(tmp_path / "study").runs  # noqa: B018
    filled(tmp_path / "other", [ran(1, y=1.0)])
    foreign.write_bytes(parts(tmp_path / "other")[0].read_bytes())
    with pytest.raises(InputError, match=r"notes\.parquet: made by another target \('target', here "):
        open_study(tmp_path / "study").runs  # noqa: B018


def test_torn_plan_and_manifest(tmp_path):
    small(tmp_path / "study")
    manifest = tmp_path / "study" / "manifest.json"
    text = manifest.read_text()
    for content, said in (
        (text[:100], "not readable as JSON"),
        ("[]", "not a table of keys"),
        ("{}", "schema is missing"),
        (text.replace('"schema": 1', '"schema": 9'), "of schema 9, this version reads 1"),
    ):
        manifest.write_text(content)
        with pytest.raises(InputError, match=said):
            open_study(tmp_path / "study")
    manifest.write_text(text)
    plan = tmp_path / "study" / "plan.parquet"
    plan.write_bytes(plan.read_bytes()[:-9])
    with pytest.raises(InputError, match=r"plan\.parquet: not readable as Parquet"):
        open_study(tmp_path / "study")
    with pytest.raises(InputError, match=r"no plan\.parquet here; this is not the folder of a study"):
        open_study(tmp_path)


def test_leftovers(tmp_path):
    """What a killed writer left is ignored and removed; what a living one is writing stays."""
    small(tmp_path / "study")
    folder = tmp_path / "study" / "parts"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = folder / f"1.parquet~{platform.node()}~{dead.pid}~00000000.tmp"
    living = folder / f"2.parquet~{platform.node()}~{os.getpid()}~00000000.tmp"
    elsewhere = folder / "3.parquet~some-node~7~00000000.tmp"
    old = folder / "4.parquet~some-node~7~00000000.tmp"
    for path in (left, living, elsewhere, old):
        path.write_bytes(b"PAR1")
    os.utime(old, (0, 0))
    assert open_study(tmp_path / "study").progress().pending == 0
    small(tmp_path / "study")
    assert sorted(folder.glob("*.tmp")) == [living, elsewhere]


def test_plan_comes_back_as_it_was(tmp_path):
    study = small(tmp_path / "study", method="sobol", samples=8, groups={"both": ["x", "n"], "rule": ["rule"]})
    design, there = study.design, open_study(tmp_path / "study").design
    for name in ("method", "names", "replicates", "seed", "groups"):
        assert getattr(design, name) == getattr(there, name)
    for name in ("points", "block", "role", "seed_block"):
        np.testing.assert_array_equal(getattr(design, name), getattr(there, name))
    assert [design.values(row) for row in range(len(design))] == [there.values(row) for row in range(len(design))]
    assert {type(value) for row in range(len(design)) for value in there.values(row).values()} == {float, int, str}


def test_plan_is_written_in_groups_of_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.study.plan.GROUP", 7)
    small(tmp_path / "study")
    assert pq.read_metadata(tmp_path / "study" / "plan.parquet").num_row_groups == 7
    assert len(open_study(tmp_path / "study").runs) == 40


def test_a_run_is_named_by_what_determines_it():
    from sim.study.design import make

    design = make(FACTORS, "sobol", 8)
    names = set(Plan.of(design, "one").run_ids.ravel())
    assert not names & set(Plan.of(design, "other").run_ids.ravel())
    assert not names & set(Plan.of(make(FACTORS, "sobol", 8, seed=1), "one").run_ids.ravel())
    assert names < set(Plan.of(make(FACTORS, "sobol", 16), "one").run_ids.ravel())


def test_equal_runs_are_made_once(tmp_path):
    calls = []

    def f(factors, seed):
        calls.append((tuple(factors.items()), seed))
        return {"y": float(factors["n"])}

    study = sweep(f, {"n": [1, 2], "m": [0.5]}, method="sobol", samples=16, out=tmp_path / "study")
    assert len(calls) == len(set(calls)) < len(study.runs)
    assert len(rows(tmp_path / "study")) == len(calls) == study.progress().total
    assert (study.runs["y"] == study.runs["n"]).all()


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "study").write_text("")
    with pytest.raises(InputError, match="study: is a file, not a folder in which a study can lie"):
        small(tmp_path / "study")


def test_full_disk(tmp_path, monkeypatch):
    def full(*args, **settings):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.study.store.pq.write_table", full)
    with pytest.raises(EnvironmentProblem, match=r"parquet: cannot be written: No space left on device"):
        small(tmp_path / "study")
    monkeypatch.undo()
    assert not list((tmp_path / "study").rglob("*.tmp"))
    assert_frame_equal(table(small(tmp_path / "study")), table(small(None)), check_exact=True)
