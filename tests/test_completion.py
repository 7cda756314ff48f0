"""Each shell, where it is installed, completes what `tiltsim completion` tells it to; `.ci/run` installs all three."""

import os
import pty
import select
import shutil
import subprocess
from pathlib import Path
from time import monotonic

import pytest

from sim import cli

ROOT = Path(__file__).parent.parent
TYPED = [
    (["tiltsim", "co"], {"compare", "completion"}),
    (["tiltsim", "run", "--se"], {"--seed", "--set"}),
    (["tiltsim", "run", "x.yaml", "--set", "fund_tilt_"], {"fund_tilt_dose=", "fund_tilt_tilt="}),
    (["tiltsim", "compare", "--on", ""], {"serial", "local"}),
]
"""Words on the line, the last of them not finished, and what is found for it."""
LONG = 20.0
"""Seconds that a shell may take to answer on a machine with other work."""


@pytest.fixture
def script(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """What the shell that the test is about must be told, in a file of the name that it looks for."""
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    assert cli.main(["completion", shell]) == 0
    path = tmp_path / "_tiltsim"
    path.write_text(capsys.readouterr().out)
    return path


@pytest.mark.parametrize("script", ["bash"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *TYPED,
        (["tiltsim", "run", "scenarios/base"], {"scenarios/baseline.yaml"}),
        (["tiltsim", "verify", "res"], {"results"}),
    ],
)
def test_bash(script: Path, typed: list[str], found: set[str]) -> None:
    words = " ".join(f"'{word}'" for word in typed)
    asked = f"compopt() {{ :; }}; source {script}; COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; _tiltsim"
    told = subprocess.run(
        ["bash", "--norc", "-c", f'{asked}; printf "%s\\n" "${{COMPREPLY[@]}}"'],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert set(told.stdout.split()) == found and told.stderr == ""


@pytest.mark.parametrize("script", ["fish"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "found"), [*TYPED, (["tiltsim", "run", "scenarios/base"], {"scenarios/baseline.yaml"})]
)
def test_fish(script: Path, typed: list[str], found: set[str]) -> None:
    asked = f"source {script}; complete -C '{' '.join(typed)}'"
    told = subprocess.run(
        ["fish", "--no-config", "-c", asked],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert {line.split("\t")[0] for line in told.stdout.splitlines()} == found and told.stderr == ""


@pytest.mark.parametrize("script", ["zsh"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "found"), [*TYPED, (["tiltsim", "run", "scenarios/baseline.y"], {"scenarios/baseline.yaml"})]
)
def test_zsh(script: Path, typed: list[str], found: set[str]) -> None:
    """Zsh completes at a terminal alone, so it gets one."""
    begin = f"fpath=({script.parent} $fpath); autoload -Uz compinit; compinit -u -D; print ready-$((40 + 2))\n"
    wanted = {word.removesuffix("=") for word in found}  # the list of words leaves the sign out
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.execvpe("zsh", ["zsh", "-f", "-i"], os.environ | {"TERM": "dumb"})
    try:
        os.write(terminal, begin.encode())
        assert "ready-42" in told_until(terminal, {"ready-42"})
        os.write(terminal, f"{' '.join(typed)}\t\t".encode())
        said = told_until(terminal, wanted)
        assert all(word in said for word in wanted), said
    finally:
        os.close(terminal)
        os.waitpid(process, 0)


def told_until(terminal: int, wanted: set[str]) -> str:
    """What a shell prints until all of this is among it, or time is up."""
    said, end = "", monotonic() + LONG
    while not all(word in said for word in wanted) and monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            said += os.read(terminal, 65536).decode(errors="replace")
    return said
