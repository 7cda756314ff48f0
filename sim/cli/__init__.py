"""The command line: each verb calls the public function of the same name and shows what it returns.

Exit codes: 0 done, 1 a bug, 2 what was asked cannot be used, 3 the machine cannot do it, 4 not proved, 130 interrupted
(143 terminated).
"""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from types import FrameType

from sim.cli import asking, calibrating, completing, playing, reporting, running, studying, telling
from sim.cli.words import ENVIRONMENT, INPUT, INTERRUPTED, Help, refused, say
from sim.errors import EnvironmentProblem, InputError
from sim.progress import lines_wanted

ALLOCATED = 50_000
"""Objects made between two searches for cycles: the usual 700 cost a tenth of a run, most of it while importing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks.

    Parameters
    ----------
    arguments : words after the name of the command; those of the process if None

    Returns
    -------
    Exit code.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    asked = parser().parse_args(arguments)
    if arguments is None:
        gc.set_threshold(ALLOCATED)
        signal.signal(signal.SIGTERM, _terminate)
    try:
        with lines_wanted():
            code: int = asked.verb(asked)
        sys.stdout.flush()
    except InputError as problem:
        return refused(str(problem), INPUT)
    except EnvironmentProblem as problem:
        return refused(str(problem), ENVIRONMENT)
    except MemoryError:
        return refused("not enough memory; ask for fewer counties or households", ENVIRONMENT)
    except ModuleNotFoundError as problem:
        return refused(f"the package {problem.name!r} is missing; install tiltsim with what it needs", ENVIRONMENT)
    except KeyboardInterrupt as stop:
        return refused(str(stop) or "interrupted; nothing is left half written", getattr(stop, "code", INTERRUPTED))
    except BrokenPipeError:  # whoever read the output has seen enough
        silence()
        return 0
    except OSError as problem:  # a full disk under the output, a folder that went away
        silence()
        what = "the output" if problem.filename is None else str(problem.filename)
        return refused(f"{what}: {problem.strerror or problem}", ENVIRONMENT)
    if arguments is None:
        gc.freeze()  # what is left goes with the process
    return code


def silence() -> None:
    """Let what is still to be printed go nowhere, so that Python does not try again at its end."""
    if isinstance(sys.stdout, TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""

    code = 128 + signal.SIGTERM


def _terminate(number: int, frame: FrameType | None) -> None:
    """End what is being done as Ctrl-C does; further signals of the kind find it ending."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Terminated("terminated; nothing is left half written")


def parser() -> argparse.ArgumentParser:
    """Verbs and options, one example for each verb."""
    tiltsim = argparse.ArgumentParser(
        prog="tiltsim",
        description="Policy laboratory: the same money, tilted how strongly, through which measures, to whom?",
        epilog="Begin with:\n  tiltsim run scenarios/baseline.yaml",
        formatter_class=Help,
    )
    tiltsim.add_argument("--version", action=Version, nargs=0, help="print the version")
    verbs = tiltsim.add_subparsers(title="verbs", required=True, metavar="VERB")

    def verb(
        function: Callable[[argparse.Namespace], int], name: str, text: str, example: str
    ) -> argparse.ArgumentParser:
        epilog = f"Example:\n  {example}"
        made = verbs.add_parser(name, help=text, description=f"{text}.", epilog=epilog, formatter_class=Help)
        made.set_defaults(verb=function)
        return made

    for group in (running, reporting, telling, playing, asking, studying, calibrating, completing):
        group.add(verb)
    return tiltsim


class Version(argparse.Action):
    """Prints the version; it is looked up only when asked for."""

    def __call__(self, *_: object) -> None:
        """Print it and leave."""
        import sim

        say(f"tiltsim {sim.__version__}")
        raise SystemExit(0)
