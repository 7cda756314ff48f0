"""Figures show the numbers of the run, in words one can read."""

import warnings
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from made_results import made_run
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from sim import figures
from sim.measures import MEASURES
from sim.results import Results

NAMES = {"income_by_fifths.png", "relapse.png", "workplaces.png", "money.png"}
ALL_MEASURES = [measure.name for measure in MEASURES]


@pytest.fixture(scope="module")
def run() -> Results:
    return made_run()


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


@pytest.mark.parametrize(
    "made", [made_run(), made_run(17, ALL_MEASURES, start="2020-09")], ids=["long", "short and wide"]
)
def test_four_small_pictures(made: Results, tmp_path: Path) -> None:
    figures.draw_all(made, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == NAMES
    for path in tmp_path.iterdir():
        assert path.stat().st_size < 200_000
        with Image.open(path) as picture:
            assert picture.width == 1260 and round(picture.info["dpi"][0]) == 150


def test_absent_indicators_are_not_drawn(tmp_path: Path) -> None:
    figures.draw_all(made_run(6, measures=()), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == NAMES - {"relapse.png", "money.png"}


@pytest.mark.parametrize("months", [1, 13, 72])
@pytest.mark.parametrize("draw", [figures.income_by_fifths, figures.relapse, figures.workplaces, figures.money])
def test_no_words_overlap_or_leave_the_page(draw, months: int) -> None:
    sheet = draw(made_run(months, ALL_MEASURES[:4]))
    if sheet is None:
        assert draw is figures.relapse and months < 12
        return
    FigureCanvasAgg(sheet).draw()
    page = sheet.bbox
    panels = [axes for axes in sheet.axes if axes.get_visible()]
    beyond = {tick for axes in panels for tick in axes.get_yticklabels() if tick.get_position()[1] > axes.get_ylim()[1]}
    shown = [text for text in sheet.findobj(Text) if text.get_visible() and text.get_text().strip()]
    shown = [text for text in shown if text.axes in [None, *panels] and text not in beyond]
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown]
    for word, box in boxes:
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1, word
    for (word, box), (other, other_box) in combinations(boxes, 2):
        assert not box.overlaps(other_box), f"{word!r} on {other!r}"


def test_curves_are_the_numbers_in_percent_on_one_scale_from_zero(run: Results) -> None:
    sheet = figures.relapse(run)
    key, other = sheet.axes
    drawn = key.lines[2].get_ydata()
    np.testing.assert_array_equal(drawn, 100 * run.series("relapse_rate", "county_type", "key"))
    assert np.isnan(drawn[:11]).all() and drawn[11] == pytest.approx(2.5)
    assert other.lines[0].get_ydata()[-1] == pytest.approx(4.2)
    assert key.get_ylim() == other.get_ylim()
    assert key.get_ylim()[0] == 0


def test_bars_are_years_in_million_yuan(run: Results) -> None:
    first, second, _ = figures.money(run).axes
    ends = [bar.get_extents() for bars in first.collections for bar in bars.get_paths()]
    heights = {round(bar.height, 6) for bar in ends}
    assert heights == {80, 10, 4, 6}
    hanging = [bar for bar in ends if bar.ymin < 0]
    assert len(hanging) == 6 and all(bar.ymax == 0 and bar.ymin == pytest.approx(-6) for bar in hanging)
    tops = max(bar.get_extents().ymax for bars in second.collections for bar in bars.get_paths())
    assert tops == pytest.approx(100)


def test_part_of_a_year_is_marked() -> None:
    labels = [tick.get_text() for tick in figures.money(made_run(17, start="2020-09")).axes[0].get_xticklabels()]
    assert labels == ["2020", "2021", "2022*"]


def test_policy_is_a_line_at_its_month(run: Results) -> None:
    line = figures.income_by_fifths(run).axes[0].lines[-1]
    assert list(line.get_xdata()) == [23, 23]
    bars = figures.money(run).axes[0].lines[-1]
    assert bars.get_xdata()[0] == pytest.approx(1 + 11 / 12 - 0.5)
    before = figures.income_by_fifths(made_run(12))
    assert len(before.axes[0].lines) == 5
    assert not any("policy" in word for word in words(before))


def test_footer_says_which_run(run: Results) -> None:
    footer = f"What happened, 2020 to 2025  ·  seed 2021  ·  run {run.run_id[:8]}  ·  dashed: policy from 2021-12"
    assert footer in words(figures.workplaces(run))


def test_titles_without_glyphs_or_with_dollars_are_plain_text() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chinese, dollars = made_run(title="乡村振兴"), made_run(title="costs $5 and $_x")
        for made in (chinese, dollars):
            figures.workplaces(made)._repr_png_()
    assert any(word.startswith("history") for word in words(figures.workplaces(chinese)))
    assert any(word.startswith("costs $5 and $_x") for word in words(figures.workplaces(dollars)))


def test_drawing_is_repeatable_and_touches_no_setting(run: Results) -> None:
    def settings() -> dict[str, object]:
        return {name: mpl.rcParams[name] for name in mpl.rcParams if name != "backend"}

    before = settings()
    assert figures.relapse(run)._repr_png_() == figures.relapse(run)._repr_png_()
    assert settings() == before


def test_one_indicator_over_time(run: Results) -> None:
    sheet = figures.over_time(run, "income_mean", "yuan")
    assert {"key", "other", "all", "income_mean", "yuan"} <= set(words(sheet))
    np.testing.assert_array_equal(sheet.axes[0].lines[0].get_ydata(), run.series("income_mean", "county_type", "key"))
    assert {"fund_tilt", "local_jobs", "skill_project"} <= set(words(figures.over_time(run, "spending_idle", "yuan")))
