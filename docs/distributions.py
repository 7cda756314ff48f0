"""Draw docs/distributions.svg: fifths of income, who moves between them, how long spells last, on history.

python docs/distributions.py
"""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.data import rows
from sim.figures import BLUE, FAINT, GREEN, INK, ORANGE, VERMILION
from sim.model import Model
from sim.population.settings import Population
from sim.rules.earnings import HALF_YEAR, months_set
from sim.rules.relapse import poverty_line
from sim.scenario import Scenario

ROOT = Path(__file__).parent.parent
SEED, MONTHS = 1, 48
FIRST, LAST = 23, 35
"""Decembers of 2021 and 2022 between which transitions are told."""
LEVELS = ("low", "lower-mid", "mid", "upper-mid", "high")
Rows = NDArray[np.float64]


def published_fifths() -> Rows:
    """Means of the rural nation's fifths of 2021, of their own mean."""
    told = {row["part"]: float(row["value"]) for row in rows("facts.csv") if row["id"] == "F01-45"}
    means = np.array([told[level] for level in LEVELS])
    return means / means.mean()


def fifths(income: Rows, people: Rows) -> NDArray[np.int64]:
    """Fifth of people, 0 to 4, that each household's income a head puts it into."""
    order = np.argsort(income)
    below = np.cumsum(people[order]) - people[order] / 2.0
    found = np.empty(len(income), np.int64)
    found[order] = np.minimum(4, 5.0 * below / people.sum()).astype(np.int64)
    return found


def means_of(income: Rows, people: Rows) -> Rows:
    """Mean of each fifth, of the mean of all."""
    place = fifths(income, people)
    return np.array([np.average(income[place == k], weights=people[place == k]) for k in range(5)]) / np.average(
        income, weights=people
    )


def lived() -> tuple[dict[str, Rows], Rows, dict[str, list[int]]]:
    """Means of fifths by concept, transitions between fifths, lengths of spells that ended within the run."""
    scenario = Scenario.load(ROOT / "scenarios/history.yaml").replace(
        population=Population(counties=40, households=250), months=MONTHS
    )
    model = Model(scenario, rng=SEED)
    means: dict[str, Rows] = {}
    ranks: dict[int, dict[int, int]] = {}
    running: dict[str, dict[int, int]] = {"poor": {}, "monitored": {}, "jobless": {}}
    lengths: dict[str, list[int]] = {name: [] for name in running}
    before: dict[str, set[int]] = {}
    for t in range(MONTHS):
        model.step()
        persons, households, registry, _, _, _, counties, provinces = model.world
        people = households.members.astype(np.float64)
        head = households.income.sum(axis=1) / 100.0 / people
        if t in (FIRST, LAST):
            ranks[t] = dict(zip(households.id.tolist(), fifths(head, people).tolist(), strict=True))
        if t == FIRST:
            at_home = np.array([months_set(int(bits)) < HALF_YEAR for bits in persons.away_months])
            residents = np.add.reduceat(at_home.astype(np.float64), households.first_person)
            lives = residents > 0.0
            survey = households.survey_income[lives] / 100.0 / residents[lives]
            means = {"registry": means_of(head, people), "survey": means_of(survey, residents[lives])}
        county = np.repeat(np.arange(len(counties.code)), counties.households)
        line = np.array([poverty_line(int(m)) for m in provinces.line])[counties.province[county]] / 100.0
        x = head - households.hardship.sum(axis=1) / 100.0 / people
        in_spell = {
            "poor": set(households.id[x < line].tolist()),
            "monitored": set(households.id[registry.tag > 0].tolist()),
            "jobless": set(persons.id[persons.jobless_months > 0].tolist()),
        }
        there = {"poor": set(households.id.tolist()), "jobless": set(persons.id.tolist())}
        there["monitored"] = there["poor"]
        for name, now in in_spell.items():
            begun = now - before.get(name, now)
            for one in begun:
                running[name][one] = 0
            for one in list(running[name]):
                if one in now:
                    running[name][one] += 1
                elif one in there[name]:
                    lengths[name].append(running[name].pop(one))
                else:
                    del running[name][one]
            before[name] = now
    both = [(ranks[FIRST][one], ranks[LAST][one]) for one in ranks[FIRST].keys() & ranks[LAST].keys()]
    table = np.zeros((5, 5))
    np.add.at(table, tuple(np.array(both).T), 1.0)
    return means, table / table.sum(axis=1, keepdims=True), lengths


def plain(axes: Axes, title: str) -> None:
    """Frame, grid and title of a panel."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(title, loc="left", fontsize=11, color=INK)
    axes.tick_params(labelsize=8, colors=FAINT)


def draw_fifths(axes: Axes, means: dict[str, Rows]) -> None:
    """Means of fifths, the model's and the nation's."""
    plain(axes, "Fifths of people by income, of the mean, 2021")
    told = (("survey, model", means["survey"], BLUE), ("registry, model", means["registry"], GREEN))
    for place, (name, values, colour) in enumerate((*told, ("survey, rural nation", published_fifths(), ORANGE))):
        bars = axes.bar(np.arange(5) + 0.27 * (place - 1), values, 0.25, color=colour, label=name)
        axes.bar_label(bars, fmt="%.2f", fontsize=6.5, color=FAINT, padding=1)
    axes.set_xticks(range(5), ["lowest", "second", "third", "fourth", "highest"])
    axes.legend(frameon=False, fontsize=8, loc="upper left")


def draw_moves(axes: Axes, moves: Rows) -> None:
    """Households between fifths of registry income in a year, from row to column."""
    plain(axes, "Households by fifth, a year later, %")
    axes.imshow(moves, cmap="Blues", vmin=0.0, vmax=1.0, origin="lower")
    for here in range(5):
        for there in range(5):
            ink = "white" if moves[here, there] > 0.5 else INK
            axes.text(there, here, f"{100 * moves[here, there]:.0f}", ha="center", va="center", fontsize=9, color=ink)
    names = ["lowest", "second", "third", "fourth", "highest"]
    axes.set_xticks(range(5), names)
    axes.set_yticks(range(5), names)
    axes.set_xlabel("December 2022", fontsize=8, color=FAINT)
    axes.set_ylabel("December 2021", fontsize=8, color=FAINT)


def draw_spells(axes: Axes, lengths: dict[str, list[int]]) -> None:
    """Share of spells that last longer than so many months."""
    plain(axes, "Ended spells that lasted longer, share")
    axes.grid(axis="y", color="#E6E6E6", linewidth=0.7)
    kinds = (
        ("poor", "under the poverty line", VERMILION),
        ("monitored", "monitored", BLUE),
        ("jobless", "no job", GREEN),
    )
    for name, words, colour in kinds:
        found = np.array(lengths[name])
        months = np.arange(0, 37)
        axes.step(months, [(found > m).mean() for m in months], where="post", color=colour, linewidth=1.6)
        axes.plot([], [], color=colour, label=f"{words}: median {np.median(found):.0f}, {len(found):,} spells")
    axes.set_xlabel("months; begun in 2020 to 2023", fontsize=8, color=FAINT)
    axes.set_ylim(0.0, 1.0)
    axes.set_xticks(range(0, 37, 6))
    axes.legend(frameon=False, fontsize=8)


def main() -> None:
    """Run, count and draw."""
    means, moves, lengths = lived()
    page = Figure(figsize=(13.5, 4.3), facecolor="white", layout="constrained")
    left, middle, right = page.subplots(1, 3, width_ratios=(1.15, 0.9, 1.1))
    draw_fifths(left, means)
    draw_moves(middle, moves)
    draw_spells(right, lengths)
    page.savefig(ROOT / "docs/distributions.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
