"""Serving the dashboard: on this machine alone unless told, without any other, and writing nothing."""

import importlib.util
import os
import socket
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from sim.errors import EnvironmentProblem
from sim.reports.dashboard.opening import Opening

LOOPBACK = "127.0.0.1"
PORT = 8765
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
    EnvironmentProblem
        If the port is in use, or the machine has no such address.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as problem:
        raise EnvironmentProblem(
            f"cannot listen on {host} port {port}: {problem.strerror}; choose another with --port or --host"
        ) from None
    return listening


def serve(opening: Opening, listening: socket.socket, tell: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    opening : what is shown
    listening : where
    tell : is told the address once it can be opened
    """
    keep_to_this_machine()
    warnings.filterwarnings("ignore", "Cookies with samesite=none")  # of pages in frames, which this is not
    import uvicorn
    from solara.server import settings as server_settings

    from sim.reports.dashboard import app

    server_settings.theme.title = "tiltsim"
    server_settings.theme.show_banner = False
    app.served[:] = [opening]
    host, port = listening.getsockname()[:2]
    address = f"[{host}]" if ":" in host else host

    class Announced(uvicorn.Server):
        """A server that says when it can be reached."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            tell(f"http://{address}:{port}")

    config = uvicorn.Config("solara.server.starlette:app", log_level="error", lifespan="on")
    try:
        Announced(config).run(sockets=[listening])
    except KeyboardInterrupt:
        tell("stopped")


def keep_to_this_machine() -> None:
    """Tell Solara, before it is imported, to load nothing from elsewhere, report nothing and write nothing."""
    os.environ |= {
        "SOLARA_APP": APP,
        "SOLARA_MODE": "production",
        "SOLARA_HOME": str(Path(sys.prefix)),
        "SOLARA_ASSETS_PROXY": "true",
        "SOLARA_ASSETS_CDN": f"http://{LOOPBACK}:9/",
        "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
        "SOLARA_TELEMETRY_SERVER_USER_ID": "nobody",
    }
