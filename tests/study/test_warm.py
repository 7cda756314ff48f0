"""On a node, one process makes the first run of a target; the others wait for it, once."""

import os
import subprocess
import sys

SCRIPT = """
import sys, time
from sim.study.warm import first_alone
for _ in range(2):
    with first_alone(b"target"):
        print(time.monotonic(), flush=True)
        time.sleep(1.0)
        print(time.monotonic(), flush=True)
"""


def spans(environment):
    processes = [
        subprocess.Popen([sys.executable, "-c", SCRIPT], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    return [list(map(float, process.communicate()[0].split())) for process in processes]


def test_first_run_is_made_alone(tmp_path):
    one, other = sorted(spans(os.environ | {"TILTSIM_NODE": str(tmp_path)}))
    assert other[0] >= one[1], "the second process waits for the first run of the first"
    assert other[0] < one[3], "but not for its second"


def test_nobody_waits_outside_of_jobs():
    one, other = sorted(spans({name: value for name, value in os.environ.items() if name != "TILTSIM_NODE"}))
    assert other[0] < one[2]
