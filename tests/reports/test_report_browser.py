"""A page in Debian's Chromium: nothing leaves the machine, everybody can read it, keys reach all of it, it prints."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_pages import made_run, saved

from sim.reports.report import report

pytestmark = pytest.mark.browser
STUDIES = Path(__file__).parents[2] / "results" / "studies"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EVIL = "<script>document.title='run'</script><img src='https://example.org/x.png'>"


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium; .ci/chromium installs it")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    runs = [made_run("baseline", 1), made_run("baseline", 2), made_run("tilted", 1, 100.0, tilt=1.5, title=EVIL)]
    runs.append(made_run("tilted", 2, 120.0, tilt=1.5, title=EVIL))
    studies = [folder / name for name in ("what-drives-relapse", "areas", "measures", "when", "front")]
    for study in studies:
        shutil.copytree(STUDIES / study.name, study, ignore=shutil.ignore_patterns("why.json"))
    return report([*saved(folder, *runs), *studies], folder / "page.html", lang=request.param)


def opened(chromium: object, page: Path, size: dict[str, int], asked: list[str], said: list[str]) -> object:
    """The page in a window; what it asks for and complains of is noted."""
    window = chromium.new_page(viewport=size)
    window.on("request", lambda request: asked.append(request.url))
    window.on("console", lambda message: said.append(message.text))
    window.goto(page.as_uri())
    return window


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_is_asked_for_and_nothing_is_run(chromium: object, page: Path, size: dict[str, int]) -> None:
    asked: list[str] = []
    said: list[str] = []
    window = opened(chromium, page, size, asked, said)
    assert asked == [page.as_uri()] and said == []
    assert window.title() != "run" and EVIL in window.inner_text("header")
    wide = window.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"], "the page scrolls sideways"
    window.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_axe_finds_nothing_serious(chromium: object, page: Path, size: dict[str, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    window = chromium.new_context(bypass_csp=True, viewport=size).new_page()
    window.goto(page.as_uri())
    window.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = axe.run(window).response["violations"]
    bad = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")]
    assert not bad, bad
    window.close()


def test_keys_reach_every_link_and_open_what_is_folded(chromium: object, page: Path) -> None:
    window = opened(chromium, page, DESKTOP, [], [])
    wanted = window.evaluate("document.querySelectorAll('a[href], summary, [tabindex]').length")
    hidden = window.evaluate("document.querySelectorAll('details:not([open]) [tabindex]').length")
    reached = 0
    for _ in range(wanted + 5):
        window.keyboard.press("Tab")
        reached += window.evaluate("document.activeElement !== document.body ? 1 : 0")
    assert reached >= wanted - hidden
    window.evaluate("document.querySelector('figure summary').focus()")
    assert not window.is_visible("figure details table")
    window.keyboard.press("Enter")
    assert window.is_visible("figure details table")
    window.close()


def test_the_first_key_skips_to_the_content(chromium: object, page: Path) -> None:
    window = opened(chromium, page, DESKTOP, [], [])
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.getAttribute('href')") == "#main"
    window.keyboard.press("Enter")
    assert window.evaluate("location.hash") == "#main"
    window.close()


def test_labels_lie_within_their_drawing_and_not_on_each_other(chromium: object, page: Path) -> None:
    """Texts of a panel: none sticks out by more than a point, no two numbers of an axis meet."""
    window = opened(chromium, page, DESKTOP, [], [])
    bad = window.evaluate(
        """() => [...document.querySelectorAll('.panels svg')].flatMap(svg => {
            const box = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent);
            const out = texts.filter(t => { const b = t.getBoundingClientRect();
                return b.left < box.left - 1.5 || b.right > box.right + 1.5; });
            const meet = texts.filter((t, i) => texts.slice(i + 1).some(u => {
                const a = t.getBoundingClientRect(), b = u.getBoundingClientRect();
                return a.left < b.right - 1 && b.left < a.right - 1
                    && a.top < b.bottom - 3 && b.top < a.bottom - 3; }));
            return [...out, ...meet].map(t => svg.getAttribute('aria-label').slice(0, 40) + ': ' + t.textContent);
        })"""
    )
    assert not bad, bad[:10]
    window.close()


def test_it_prints_with_all_that_differs(chromium: object, page: Path, tmp_path: Path) -> None:
    window = opened(chromium, page, DESKTOP, [], [])
    window.emulate_media(media="print")
    assert window.is_visible(".differences code") and not window.is_visible("nav")
    paper = window.pdf(path=tmp_path / "page.pdf", format="A4", margin=dict.fromkeys(("top", "bottom"), "15mm"))
    assert paper.startswith(b"%PDF") and paper.count(b"/Type /Page\n") > 2
    window.close()
