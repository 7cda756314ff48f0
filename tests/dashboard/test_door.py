"""How the dashboard begins and refuses to begin: one sentence and a code; this machine alone; nothing written."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from sim.cli import main
from sim.reports.dashboard import server

ROOT = Path(__file__).parents[2]


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["dashboard", *words])
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1, told
    return code, told[0]


def test_a_port_in_use_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, told = refusal(capsys, "--port", str(taken.getsockname()[1]))
    assert code == 3
    assert re.search(r"cannot listen on 127\.0\.0\.1 port \d+: .*; choose another with --port or --host", told)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--host", "203.0.113.9"], "cannot listen on 203.0.113.9 port 8765"),
        (["--host", "no.such.name.invalid"], "cannot listen on no.such.name.invalid"),
    ],
)
def test_an_address_of_another_machine_is_one_sentence(capsys, words, reason) -> None:
    code, told = refusal(capsys, *words)
    assert code == 3 and reason in told


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_cannot_be_is_refused(capsys, port) -> None:
    assert refusal(capsys, "--port", port) == (2, f"--port is {port}; allowed is a whole number from 0 to 65535")


def test_without_the_extra_it_says_what_to_install(capsys, monkeypatch) -> None:
    monkeypatch.setattr(server, "NEEDED", ("json", "solara_assets_not_here"))
    code, told = refusal(capsys)
    assert code == 3
    assert told == "the dashboard needs the package solara_assets_not_here: pip install 'tiltsim[viz]' installs it"


def test_a_broken_scenario_is_refused_as_elsewhere(capsys, tmp_path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("levers: {local_job_dose: 1}\n")
    code, told = refusal(capsys, str(path))
    assert code == 2 and told.startswith(f"{path}:1: ") and "did you mean 'local_jobs_dose'" in told
    code, told = refusal(capsys, "--households", "3")
    assert code == 2 and "households is 3; allowed is a whole number from 20" in told


def test_it_serves_this_machine_writes_nothing_and_ends_when_interrupted(tmp_path) -> None:
    pytest.importorskip("solara")
    words = ["dashboard", str(ROOT / "scenarios" / "baseline.yaml"), "--counties", "4", "--households", "20"]
    environment = os.environ | {"HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT), "MPLCONFIGDIR": str(tmp_path)}
    environment.setdefault("NUMBA_CACHE_DIR", str(Path.home() / ".cache"))
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "sim", *words, "--port", "0"],
        cwd=tmp_path / "here",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = running.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
    with urllib.request.urlopen(address, timeout=60) as page:
        text = page.read().decode()
    assert "<title>tiltsim</title>" in text
    assert not re.findall(r'(?:src|href)="https?://(?!127\.0\.0\.1|solara\.dev")', text)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert (running.returncode, told.splitlines()[1:]) == (0, []), told
    assert [*(tmp_path / "here").iterdir()] == [] and [*(tmp_path / "home").iterdir()] == []
