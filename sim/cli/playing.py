"""The verb that shows the model in a browser: dashboard."""

from argparse import Namespace
from pathlib import Path

from sim.cli.words import Adder, add_out, say, tell
from sim.errors import InputError


def add(verb: Adder) -> None:
    """Add it."""
    playing = verb(
        dashboard, "dashboard", "Play a scenario in a browser, against the baseline under the same luck",
        "tiltsim dashboard scenarios/opinion-2021.yaml",
    )  # fmt: skip
    playing.add_argument("scenario", nargs="?", metavar="SCENARIO",
        help="scenario file (YAML), default the baseline; with --run the folder of a study")  # fmt: skip
    playing.add_argument("--run", metavar="RUN_ID", help="play this run of a study: its name, or how it begins")
    playing.add_argument("--world", metavar="NAME", help="which scenario of that run; default: the first")
    playing.add_argument("--counties", type=int, metavar="N", help="how many counties; default: 40")
    playing.add_argument("--households", type=int, metavar="N", help="households of each county; default: 100")
    playing.add_argument("--seed", type=int, metavar="N", help="key of all luck; default: the scenario's")
    playing.add_argument("--host", default="127.0.0.1", metavar="ADDRESS",
        help="address to listen on; default 127.0.0.1: this machine alone; nobody is asked for a password")  # fmt: skip
    playing.add_argument("--port", type=int, default=8765, metavar="N", help="default: 8765; 0 is any that is free")
    add_out(playing, "runs saved on the page")


def dashboard(asked: Namespace) -> int:
    """Serve the dashboard until it is interrupted; the first line printed is its address."""
    from sim.reports.dashboard import opening, server

    server.confirm_installed()
    sizes = {"counties": asked.counties, "households": asked.households, "seed": asked.seed}
    if asked.run is None:
        if asked.world is not None:
            raise InputError("--world is for a run of a study; give --run too")
        opened = opening.of_scenario(asked.scenario, **sizes)
    else:
        given = [f"--{name}" for name, value in sizes.items() if value is not None]
        if given:
            raise InputError(f"{given[0]} is for a scenario; a run of a study has people and luck of its own")
        if asked.scenario is None:
            raise InputError("--run needs the folder of the study, as in: tiltsim dashboard STUDY_DIR --run RUN_ID")
        opened = opening.of_run(Path(asked.scenario), asked.run, asked.world)
    with server.listen(asked.host, asked.port) as listening:
        tell(f"{opened.policy.title}: {opened.people}, seed {opened.policy.seed}")
        opened.worlds(opened.policy.seed)
        server.serve(opened, listening, say, asked.out)
    return 0
