"""Options of a site: from a file with its lines, from Python, from the user's own file; what does not fit is told."""

import logging
from types import SimpleNamespace

import dask
import pyarrow as pa
import pytest

from sim.errors import EnvironmentProblem, InputError
from sim.files import read
from sim.study.cluster import Cluster, bytes_of, seconds_of
from sim.study.engines import _silence, engine
from sim.study.slices import count_slices, slice_script
from sim.study.slurm import worker_script


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "tiltsim").mkdir(parents=True)
    return tmp_path / "config" / "tiltsim" / "cluster.yaml"


def block(tmp_path, text):
    path = tmp_path / "study.yaml"
    path.write_text("cluster:\n" + "".join(f"  {line}\n" for line in text.splitlines()))
    return read(path).mapping("study")["cluster"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 5400), ("1:30", 90), ("1:30:00", 5400), ("1-12", 129_600), ("2-0:30", 174_600), ("1-1:1:1", 90_061)],
)
def test_time_as_slurm_reads_it(text, seconds):
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("text", "size"), [("4G", 4 << 30), ("500M", 500 << 20), ("4000", 4000 << 20), ("1t", 1 << 40)]
)
def test_memory_as_slurm_reads_it(text, size):
    assert bytes_of(text) == size


def test_block_goes_before_the_users_file_and_that_before_the_defaults(tmp_path, home):
    home.write_text("account: poor\npartition: short\n")
    asked = Cluster.of(block(tmp_path, "partition: long\ntime: 90\nsetup: [module load gcc, ulimit -c 0]"))
    assert (asked.account, asked.partition, asked.time, asked.jobs) == ("poor", "long", "90", 4)
    assert asked.setup == ("module load gcc", "ulimit -c 0")
    assert Cluster.of(asked) is asked
    assert Cluster.of({"jobs": 7, "options": ["--qos=long"]}).options == ("--qos=long",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("acount: x", "unknown key 'acount' in cluster; did you mean 'account'?"),
        ("time: soon", "cluster time is 'soon'; allowed is a time limit as Slurm writes it"),
        ("mem: much", "cluster mem is 'much'; allowed is memory as Slurm writes it"),
        ("jobs: 0", "cluster jobs is 0; allowed is a whole number from 1 to 100000"),
        ("partition: a b", "cluster partition is 'a b'; allowed is one word"),
        ("options: [qos=long]", "cluster options is 'qos=long'; allowed is an option of sbatch"),
        ("setup: module load gcc", "cluster setup is 'module load gcc'; allowed is a list"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path, line, said):
    with pytest.raises(InputError) as fault:
        Cluster.of(block(tmp_path, f"cpus: 1\n{line}"))
    assert str(fault.value).startswith(f"{tmp_path}/study.yaml:3: {said}")


def test_too_little_memory():
    with pytest.raises(InputError, match="cluster mem is '200M'; who watches the workers of a job takes 250M of it"):
        Cluster.of({"mem": "200M"})


@pytest.mark.parametrize("time", ["0:20", "1", "60", "1-0"])
def test_workers_leave_before_the_site_ends_them(time):
    site = Cluster(time=time)
    assert site.lifetime - site.stagger > 0
    assert site.lifetime + site.stagger < site.seconds
    assert site.chunk_seconds <= min(2.0, site.seconds / 20)


def ran(seconds, memory):
    return pa.table({"seconds": pa.array(seconds, pa.float64()), "memory": pa.array(memory, pa.int64())})


def test_runs_are_compared_with_the_limits():
    site = Cluster(time="10", mem="1G")
    site.check(ran([], []))
    site.check(ran([170.0, None], [600 << 20, None]))
    said = r"cluster time is '10', in which a run may take 180 s, half of what a worker lives, but one has taken 200 s"
    with pytest.raises(InputError, match=said):
        site.check(ran([1.0, 200.0], [1, 1]))
    with pytest.raises(
        InputError, match=r"cluster mem is '1G', of which a worker may use 0.77 GB, but a run .* 0.90 GB"
    ):
        site.check(ran([1.0], [900_000_000]))


def test_slices_fit_into_the_time_limit():
    site = Cluster(jobs=2, cpus=1, time="60")
    assert count_slices(3, site, ran([], [])) == 3
    assert count_slices(1000, site, ran([], [])) == 8
    assert count_slices(1000, site, ran([0.1], [1])) == 2
    assert count_slices(1000, site, ran([10.0], [1])) == 8
    assert count_slices(100_000, site, ran([1.0], [1])) == round(100_000 / (site.lifetime / 2) + 0.5)


def test_scripts_ask_for_what_was_asked(tmp_path):
    site = Cluster(jobs=3, cpus=2, mem="3G", time="2:00:00", account="a", constraint="c", setup=("module load x",))
    workers = worker_script(site, tmp_path, 60)
    slices = slice_script(site, tmp_path, tmp_path / "runs.parquet", 9, "batch:steady", 6, 3, 1500.0)
    for script in (workers, slices):
        lines = script.splitlines()
        assert lines[0] == "#!/bin/bash"
        wanted = {"--account=a", "--constraint=c", "--cpus-per-task=2", "--mem=3G", "--time=2:00:00", "--requeue"}
        assert wanted <= {line.removeprefix("#SBATCH ") for line in lines}
        assert "partition" not in script
        assert lines.index("module load x") > max(
            index for index, line in enumerate(lines) if line.startswith("#SBATCH")
        )
        assert "OMP_NUM_THREADS=1" in script and "NUMBA_NUM_THREADS=1" in script
    assert "#SBATCH --array=0-59%3" in workers and "--nworkers 2 --nthreads 1" in workers
    assert "--lifetime 6780s --lifetime-stagger 120s" in workers
    assert " TILTSIM_LIMIT=1500\n" in slices
    assert "#SBATCH --array=0-2%3" in slices and slices.endswith(
        f"-m sim.study.slices {tmp_path} runs.parquet 9 batch:steady 6\n"
    )


@pytest.mark.parametrize(("processes", "adaptive", "warned"), [(2, True, True), (1, True, False), (2, False, False)])
def test_several_processes_and_adapt_are_warned_of(monkeypatch, processes, adaptive, warned):
    job = SimpleNamespace(worker_processes=processes)
    cluster = SimpleNamespace(_dummy_job=job, _adaptive=object() if adaptive else None)
    client = SimpleNamespace(cluster=cluster, nthreads=lambda: {"worker": 1}, submit=print)
    told = []
    monkeypatch.setattr("warnings.warn", lambda text, **_: told.append(text))
    with engine(client) as opened:
        assert opened.slots() == 1
    assert [text.startswith("the cluster has processes=2 and adapt") for text in told] == [True] * warned


def test_schedulers_that_are_not_there():
    with pytest.raises(InputError, match=r"on is 'scheduler.json': no such scheduler file"), engine("scheduler.json"):
        pass
    refused = pytest.raises(EnvironmentProblem, match=r"no scheduler answers at tcp://127.0.0.1:9")
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), refused, engine("tcp://127.0.0.1:9"):
        pass


def test_dask_is_silent_while_it_works_for_us_and_only_then(capsys):
    def speak():
        for name in ("distributed.batched", "distributed.client", "distributed.scheduler"):
            logging.getLogger(name).error("a connection was closed")
        return capsys.readouterr().err

    handlers = [logging.StreamHandler() for _ in range(2)]  # of the standard error as it is now
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    for logger, handler in zip(loggers, handlers, strict=True):
        logger.addHandler(handler)
    try:
        with _silence():
            assert speak() == ""
        assert speak().count("a connection was closed") >= 3
    finally:
        for logger, handler in zip(loggers, handlers, strict=True):
            logger.removeHandler(handler)
