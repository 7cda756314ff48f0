"""Python in a process of its own, with the settings of numba that a test asks for and no others."""

import os
import subprocess
import sys
from pathlib import Path

import sim


def start(script: str, **environment: str) -> subprocess.Popen[str]:
    """Begin to run a script that sees this package."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    variables |= {"PYTHONPATH": str(Path(str(sim.__file__)).parents[1])} | environment
    return subprocess.Popen(
        [sys.executable, "-c", script], env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def answer(process: subprocess.Popen[str]) -> str:
    """What it printed; it must end well."""
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out
