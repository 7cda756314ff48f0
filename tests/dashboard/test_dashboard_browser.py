"""A real browser opens the dashboard, moves a slider, presses play, sees relapse change and opens a household."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.results import Results

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
LONG = 60_000
"""Milliseconds that a machine with other work may take for one thing."""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The folder that runs are saved in; it is not there yet."""
    return tmp_path_factory.mktemp("saved") / "results"


@pytest.fixture(scope="module")
def served(results):
    """Address of a dashboard, and its process."""
    words = ["dashboard", "scenarios/opinion-2021.yaml", "--households", "20", "--port", "0", "--out", str(results)]
    running = subprocess.Popen(
        [sys.executable, "-m", "sim", *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running.stdout.readline().strip(), running
    finally:
        running.terminate()
        running.communicate(timeout=60)


def months_over(page, date):
    """Wait until the table tells of another month than this."""
    page.wait_for_function("date => document.querySelector('.told caption').textContent > date", arg=date, timeout=LONG)
    return page.locator(".told caption").first.text_content()


def test_somebody_plays(served, results, tmp_path):
    from browsing import chromium

    address, _ = served
    with chromium() as browsed:
        page = browsed.page
        page.set_default_timeout(LONG)
        page.goto(address)
        relapse = page.locator("#relapse_rate_raw-key")
        relapse.wait_for()
        assert page.locator(".told caption").first.text_content() == "2021-11"
        at_first = relapse.text_content()
        assert browsed.grave(".board", ".lever") == []

        page.get_by_role("button", name="insurance", exact=True).click()
        page.get_by_text("(12) pension, injury and jobless cover").wait_for()
        page.get_by_role("button", name="employment", exact=True).click()
        slider = page.get_by_role("slider", name="Supported placements outside the county against those of 2020-21")
        slider.focus()
        for _ in range(10):
            page.keyboard.press("ArrowRight")
        value = page.locator("#value-labour_export_dose")
        page.wait_for_function("() => +document.querySelector('#value-labour_export_dose').textContent > 1.3")
        assert page.get_by_text("1 turned").is_visible()

        page.get_by_role("button", name="Step").click()
        months_over(page, "2021-11")
        page.get_by_role("button", name="▶").click()
        months_over(page, "2022-06")
        page.get_by_role("button", name="❚❚").click()
        page.wait_for_function(
            "before => document.querySelector('#relapse_rate_raw-key').textContent !== before", arg=at_first
        )
        differences = page.locator(".told .difference").all_text_contents()
        assert any(text not in ("0", "–") for text in differences), differences

        assert not results.exists()
        page.get_by_role("button", name="Save this run").click()
        status = page.get_by_role("status").filter(has_text="saved in")
        status.wait_for()
        (folder,) = results.iterdir()
        assert status.text_content().endswith(f"saved in {folder}")
        saved = Results.load(folder)
        assert saved.months[-1] >= "2022-06"
        dose = saved.resolved["levers"]["labour_export_dose"]
        assert list(dose) == ["2020-01", "2021-12"] and dose["2021-12"] == float(value.text_content())

        page.locator(".open-household").first.click()
        life = page.locator(".life-head")
        life.wait_for()
        assert "With the policy it is" in life.text_content() and "in the baseline it is" in life.text_content()
        assert page.get_by_text("Members and what they do in").is_visible()
        tile = page.get_by_role("button", name="Guizhou K1")
        tile.click()
        page.get_by_text("Of Guizhou K1: those whose two lives").wait_for()
        assert browsed.grave(".board", ".lever") == []

        page.set_viewport_size({"width": 1500, "height": 3600})
        page.screenshot(path=tmp_path / "dashboard.png")
        moved = value.text_content()
        assert float(moved) > 1.3
        page.get_by_role("button", name="Reset", exact=True).click()
        page.wait_for_function("() => document.querySelector('.told caption').textContent === '2021-11'", timeout=LONG)
        assert value.text_content() == moved
        assert browsed.elsewhere() == [] and browsed.failed == []
        assert browsed.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_day_and_by_night(served, scheme, tmp_path):
    from browsing import chromium

    with chromium(width=1500, height=2400) as browsed:
        page = browsed.page
        page.emulate_media(color_scheme=scheme)
        page.goto(served[0])
        page.locator("#relapse_rate_raw-key").wait_for(timeout=LONG)
        page.screenshot(path=tmp_path / f"{scheme}.png")
        assert browsed.grave(".board", ".lever") == []


def test_the_server_asks_no_other_machine(served):
    _, running = served
    assert running.poll() is None
    running.terminate()
    _, told = running.communicate(timeout=60)
    assert not any(word in told for word in ("Could not load", "Traceback", "Error", "Warning")), told
