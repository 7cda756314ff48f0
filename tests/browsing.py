"""Debian's Chromium for tests marked `browser`: a page that remembers what it asked for and what went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
GRAVE = ("serious", "critical")


@dataclass
class Browsed:
    """A page and its traffic."""

    page: Page
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def elsewhere(self) -> list[str]:
        """Requests, web sockets too, to anything but this machine or the page itself."""
        return [url for url in self.asked if urlsplit(url).hostname not in ("127.0.0.1", None)]

    def grave(self, *inside: str) -> list[str]:
        """What axe-core calls serious or critical within these selectors, a line each."""
        found = Axe().run(self.page, context={"include": [[one] for one in inside]}).response["violations"]
        return [
            f"{one['id']}: {one['help']}: {node['html'][:160]}"
            for one in found
            if one["impact"] in GRAVE
            for node in one["nodes"]
        ]


@contextmanager
def chromium(width: int = 1500, height: int = 1000) -> Iterator[Browsed]:
    """A page of a headless browser; one that is missing is a failure, see `.ci/chromium`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height})
        browsed = Browsed(page)
        page.on("request", lambda request: browsed.asked.append(request.url))
        page.on("websocket", lambda socket: browsed.asked.append(socket.url))
        page.on("requestfailed", lambda request: browsed.failed.append(request.url))
        page.on("response", lambda answer: browsed.failed.append(answer.url) if answer.status >= 400 else None)
        page.on("console", lambda line: browsed.said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda problem: browsed.said.append(str(problem)))
        try:
            yield browsed
        finally:
            browser.close()
