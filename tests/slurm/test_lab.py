"""The Slurm of the tests leaves nothing behind, also when it is stopped in the middle of jobs."""

import psutil
import pytest
from conftest import until
from lab import Lab

pytestmark = pytest.mark.slurm


def test_nothing_is_left():
    lab = Lab()
    try:
        lab.start()
        lab.run(
            "sbatch", "--array=1-3", "--output=/dev/null", "--wrap", "sleep 300 & trap '' TERM; sleep 300", cwd="/tmp"
        )
        until(lambda: len(lab.running()) == 3)
        lab._daemons["slurmd-north"].kill()
    finally:
        lab.stop()
    assert not lab.folder.exists()
    assert not lab.processes()
    assert not [each for each in psutil.process_iter(["cmdline"]) if each.info["cmdline"] == ["sleep", "300"]]
