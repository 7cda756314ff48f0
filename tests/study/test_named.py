"""Jobs get their target by name: no code lies in a folder of results, and none that lies there is run."""

import functools
import json
import pickle
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from made_studies import written
from made_sweeps import FACTORS, rows
from made_targets import noisy, slow

from sim.errors import EnvironmentProblem, InputError
from sim.study import slices, slurm
from sim.study.engines import engine
from sim.study.named import MODEL, name_of, named
from sim.study.study import open_study
from sim.study.studyfile import StudyFile
from sim.study.submitted import read_places, room_of, submissions
from sim.study.sweep import sweep
from sim.study.target import Function

SETTINGS = {"method": "lhs", "samples": 12, "replicates": 1, "seed": 3}


@pytest.fixture
def site(monkeypatch, tmp_path):
    """A Slurm that takes every job and never runs it; the scripts that it was given."""
    given = []

    def command(*words):
        if words[0] == "sbatch":
            given.append(words[-1])
            return f"{40 + len(given)}"
        return "" if words[0] == "squeue" else "MaxArraySize = 1001"

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(slurm, "command", command)
    monkeypatch.setattr(slurm, "check_time", lambda cluster: None)
    return given


def submitted(folder, target=noisy, **options):
    return sweep(target, FACTORS, **SETTINGS, out=folder, on="slurm-array", cluster={"jobs": 2, **options})


def words(script):
    """What the last line of a script gives to a slice."""
    return Path(script).read_text().splitlines()[-1].partition("-m sim.study.slices ")[2].split()


def made(script, monkeypatch):
    """Make the first slice of a script, as its element would, but in this process."""
    monkeypatch.setattr(slices, "local", lambda workers, memory: engine("serial"))
    folder, runs, count, name, first = words(script)
    monkeypatch.setenv("SLURM_ARRAY_TASK_ID", "0")
    return slices.main(Path(folder), runs, int(count), name, int(first))


def test_a_function_is_found_again_by_its_name(tmp_path, site, monkeypatch):
    folder = submitted(tmp_path / "study").folder
    assert words(site[0])[3] == "made_targets:noisy"
    assert made(site[0], monkeypatch) == 0
    count = int(words(site[0])[2])
    assert len(rows(folder)) == len(range(0, 12, count))
    slices.resume(folder, target=noisy)
    assert len(site) == 2 and submissions(folder).keys() == {"41", "42"}
    monkeypatch.setattr(slurm, "queue", lambda jobs: [("42", 0, "PENDING")])
    assert 0 < len(slices.underway(folder, 12)) < 12


def test_the_model_is_made_again_from_what_its_manifest_tells(tmp_path, site):
    file = StudyFile.load(written(tmp_path))
    target = file.target(file.stages[0])
    assert name_of(target) == MODEL
    told = {"name": "a", "identity": target.identity, "model": target.describe()}
    assert named(MODEL, tmp_path, told).identity == target.identity
    told = {"name": "a", "identity": "0" * 32, "model": target.describe()}
    with pytest.raises(InputError, match="its runs were made by a as it was before it changed"):
        named(MODEL, tmp_path, told)


def test_what_no_job_can_find_is_refused_before_anything_is_submitted(tmp_path, site, monkeypatch):
    def inner(factors, seed):
        return noisy(factors, seed)

    class Held:
        def __call__(self, factors, seed):
            return noisy(factors, seed)

    for target in (inner, lambda factors, seed: {"y": 1.0}, functools.partial(noisy), Held()):
        with pytest.raises(InputError, match="cannot be found again by a job that no process waits for"):
            submitted(tmp_path / "study", target)
    assert not site and not (tmp_path / "study").exists()
    monkeypatch.setattr(noisy, "__module__", "__main__")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "/home/me/my_sweep.py", raising=False)
    assert name_of(Function.of(noisy)) == "my_sweep:noisy"
    monkeypatch.delattr(sys.modules["__main__"], "__file__")
    with pytest.raises(InputError, match="cannot be found again"):
        name_of(Function.of(noisy))


def test_what_is_not_there_or_another_is_told(tmp_path, monkeypatch):
    told = {"name": "noisy", **{key: getattr(Function.of(noisy), key) for key in ("identity", "code", "captured")}}
    told["left"] = told["captured"]
    assert named("made_targets:noisy", tmp_path, told).function is noisy
    with pytest.raises(InputError, match="its runs were made by noisy as it was before its code changed"):
        named("made_targets:slow", tmp_path, told)
    for name in ("made_targets:absent", "no_such_module:f"):
        with pytest.raises(EnvironmentProblem, match="the target cannot be loaded here: "):
            named(name, tmp_path, told)
    broken = ModuleType("broken")
    broken.__getattr__ = lambda name: 1 / 0
    monkeypatch.setitem(sys.modules, "broken", broken)
    with pytest.raises(EnvironmentProblem, match="ZeroDivisionError"):
        named("broken:f", tmp_path, told)


class Trap:
    """Unpickled, it says so."""

    def __reduce__(self):
        return (open, (self.path, "w"))


def test_nothing_in_the_folder_of_a_stranger_is_run(tmp_path, site, monkeypatch):
    """A pickle where one lay once, a module beside the study, words of a shell among the options of the jobs."""
    folder = submitted(tmp_path / "study").folder
    sprung = tmp_path / "sprung"
    trap = Trap()
    trap.path = str(sprung)
    for name in ("target.pickle", words(site[0])[1]):
        (room_of(folder) / name).write_bytes(pickle.dumps(trap))
    for name in ("made_targets.py", "sim.py", "conftest.py"):
        (folder / name).write_text(f"open({str(sprung)!r}, 'w')")
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match=r"made by made_targets\.noisy, not by the model"):
        slices.resume(folder)
    slices.resume(folder, target=noisy)
    assert len(open_study(folder).runs) == 12
    with pytest.raises(InputError, match="not readable as Parquet"):
        read_places(folder, words(site[0])[1], 12)
    assert not sprung.exists()


@pytest.mark.parametrize(
    "theirs", [{"setup": ["touch /tmp/sprung"]}, {"python": "sh -c 'touch /tmp/sprung'"}, {"options": ["--prolog=x"]}]
)
def test_words_of_a_shell_are_never_taken_from_a_folder(tmp_path, site, theirs):
    folder = submitted(tmp_path / "study", mem="3G", **theirs).folder
    with pytest.raises(
        InputError, match=f"submitted.json: its jobs had {next(iter(theirs))} that .*cluster.yaml does not"
    ):
        slices.resume(folder, target=noisy)
    assert len(site) == 1
    slices.resume(folder, {"jobs": 1, "mem": "3G", **theirs}, noisy)
    assert len(site) == 2
    (tmp_path / "config" / "tiltsim").mkdir(parents=True)
    (tmp_path / "config" / "tiltsim" / "cluster.yaml").write_text(json.dumps(theirs))
    slices.resume(folder, target=noisy)
    assert "--mem=3G" in Path(site[2]).read_text()


def test_an_option_that_is_none_is_told_with_its_file(tmp_path, site):
    folder = submitted(tmp_path / "study").folder
    path = room_of(folder) / "submitted.json"
    told = json.loads(path.read_text())
    told["41"]["cluster"]["account"] = "me\n#SBATCH --wrap"
    path.write_text(json.dumps(told))
    with pytest.raises(InputError, match=r"submitted\.json: cluster account is .*; allowed is a text of one line"):
        slices.resume(folder, target=noisy)
    for wrong in ({"41": 1}, {"me": told["41"]}, {"41": told["41"] | {"runs": "../../x.parquet"}}, {"41": {}},
                  {"41": told["41"] | {"slices": 0}}, {"41": told["41"] | {"limit": True}}):  # fmt: skip
        path.write_text(json.dumps(wrong))
        with pytest.raises(InputError, match=r"submitted\.json: .*the file is torn or foreign"):
            submissions(folder)


def test_places_are_those_of_the_plan(tmp_path, site):
    folder = submitted(tmp_path / "study").folder
    runs = words(site[0])[1]
    assert sorted(read_places(folder, runs, 12).tolist()) == list(range(12))
    with pytest.raises(InputError, match="a place is not in the plan"):
        read_places(folder, runs, 11)
    with pytest.raises(InputError, match="no such file; submit the sweep again"):
        read_places(folder, "0" * 8 + ".parquet", 12)
    assert np.array_equal(np.sort(read_places(folder, runs, 12)), np.arange(12))


def test_a_function_is_asked_for_where_the_model_is_not_told(tmp_path, site):
    folder = submitted(tmp_path / "study").folder
    with pytest.raises(InputError, match=r"made by .*noisy, not by the model; from Python give the function"):
        slices.resume(folder)
    with pytest.raises(InputError, match="as it was before its code changed"):
        slices.resume(folder, target=slow)
