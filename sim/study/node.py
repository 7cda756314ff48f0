"""First thing on a node: is our code here, and does the driver answer? `python -m sim.study.node SCHEDULER_FILE`."""

import json
import platform
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

TRIES, PATIENCE = 3, 20.0
"""Attempts to reach the driver, and seconds that one may take."""


def main(scheduler_file: str) -> str | None:
    """Why no worker can be started here, or nothing."""
    path = Path(scheduler_file)
    if not path.exists():
        return f"{path}: not here; the driver of the sweep is gone, or {platform.node()} does not see the folder"
    address = urlsplit(json.loads(path.read_text())["address"])
    for attempt in range(TRIES):
        try:
            socket.create_connection((address.hostname, address.port or 0), PATIENCE).close()
        except OSError as problem:
            said = problem
            time.sleep(attempt)
        else:
            return None
    return (
        f"{platform.node()} cannot reach the driver at {address.geturl()} ({said}): it is gone, "
        "or nodes may not open connections to it; on='slurm-array' needs none"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
