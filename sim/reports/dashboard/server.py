"""Serving the dashboard: on this machine alone unless told, without any other; saved runs alone are written."""

import atexit
import importlib.util
import os
import socket
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from sim.errors import EnvironmentProblem, InputError
from sim.reports.dashboard.opening import Opening

LOOPBACK = "127.0.0.1"
LAST_PORT = 65535
NEEDED = ("solara", "solara_assets", "ipyvuetify", "uvicorn")
APP = "sim.reports.dashboard.app"


def confirm_installed() -> None:
    """Refuse to begin without what the extra `viz` installs.

    Raises
    ------
    EnvironmentProblem
        If a package is missing.
    """
    for name in NEEDED:
        if importlib.util.find_spec(name) is None:
            raise EnvironmentProblem(f"the dashboard needs the package {name}: pip install 'tiltsim[viz]' installs it")


def listen(host: str, port: int) -> socket.socket:
    """A socket that only this process has, to listen with later; port 0 is any that is free.

    Raises
    ------
    InputError
        If that is no port.
    EnvironmentProblem
        If the port is in use, or the machine has no such address.
    """
    if not 0 <= port <= LAST_PORT:
        raise InputError(f"--port is {port}; allowed is a whole number from 0 to {LAST_PORT}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as kept:
            listening = kept.enter_context(socket.socket(family, kind, protocol))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            kept.pop_all()
    except OSError as problem:
        raise EnvironmentProblem(
            f"cannot listen on {host} port {port}: {problem.strerror}; choose another with --port or --host"
        ) from None
    return listening


def serve(opening: Opening, listening: socket.socket, tell: Callable[[str], None], results: Path) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    opening : what is shown
    listening : where
    tell : is told the address once it can be opened
    results : folder that runs are saved in
    """
    keep_to_this_machine()
    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # of pages in frames, which this is not
    import uvicorn
    from solara.server import settings

    from sim.reports.dashboard import app

    settings.theme.title = "tiltsim"
    settings.theme.show_banner = False
    app.served[:] = [(opening, results)]
    host, port = listening.getsockname()[:2]
    address = f"[{host}]" if ":" in host else host

    class Announced(uvicorn.Server):
        """A server that says when it can be reached."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            tell(f"http://{address}:{port}")

    try:
        Announced(uvicorn.Config("solara.server.starlette:app", log_level="error")).run(sockets=[listening])
    except KeyboardInterrupt:
        tell("stopped")


def keep_to_this_machine() -> None:
    """Tell Solara, before it is imported, to load nothing from elsewhere, report nothing, write nothing."""
    room = mkdtemp(prefix="tiltsim-")
    atexit.register(rmtree, room, ignore_errors=True)  # after IPython, which comes later, has closed its history there
    os.environ |= {
        "IPYTHONDIR": room,
        "SOLARA_APP": APP,
        "SOLARA_MODE": "production",
        "SOLARA_HOME": room,
        "SOLARA_ASSETS_PROXY": "true",
        "SOLARA_ASSETS_CDN": f"http://{LOOPBACK}:9/",
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
        "SOLARA_TELEMETRY_SERVER_USER_ID": "nobody",
    }
