"""The site: it builds without a warning, every link leads somewhere, and no other machine is asked for anything."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.nightly
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""What a browser loads by itself, and the attribute that says from where."""


class Page(HTMLParser):
    """What a page loads, where its links lead, and what links to it may name."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.names: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        self.names |= {said[name] for name in ("id", "name") if name in said}
        if tag in LOADED and LOADED[tag] in said:
            self.loads.append(said[LOADED[tag]])
        if tag == "a" and "href" in said:
            self.leads.append(said["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-d",
        folder / "trees",
        "docs",
        folder / "html",
    ]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (built.returncode, built.stderr) == (0, "")
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in site.rglob("*.html")}


def test_every_document_is_a_page(pages: dict[Path, Page], site: Path) -> None:
    documents = {path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md")}
    made = {path.relative_to(site).with_suffix("") for path in pages}
    assert {document for document in documents if document.parts[0] != "prose"} <= made


def test_every_link_leads_somewhere(pages: dict[Path, Page]) -> None:
    lost = []
    for path, page in pages.items():
        for target in page.leads:
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = unquote(target).partition("#")
            to = (path.parent / file).resolve() if file else path
            if not to.exists() or (anchor and to in pages and anchor not in pages[to].names):
                lost.append(f"{path.name}: {target}")
    assert lost == []


def test_nothing_is_loaded_from_another_machine(pages: dict[Path, Page], site: Path) -> None:
    foreign = [f"{path.name}: {source}" for path, page in pages.items() for source in page.loads if "//" in source]
    missing = [
        f"{path.name}: {source}"
        for path, page in pages.items()
        for source in page.loads
        if not source.startswith("data:") and "//" not in source
        if source and not (path.parent / unquote(re.split(r"[?#]", source)[0])).exists()
    ]
    styled = [
        f"{path.name}: {source}"
        for path in site.rglob("*.css")
        for source in re.findall(r"(?:url\(|@import )['\"]?(https?:[^'\")]+)", path.read_text(encoding="utf-8"))
    ]
    assert (foreign, missing, styled) == ([], [], [])
