# %% [markdown]
# # 07 Your own rule, lever and data
#
# **I doubt one rule of the model, want to turn something that it does not turn, and have a survey of my own: how do I put them in,
# and what changes?**
#
# Three doors, tried here in a notebook before anything becomes a file of the package: a *rule* is a function with the arguments
# of the step it replaces, a *lever* is a number that it reads, and *data* are a survey's rows behind a mapping.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import sim
from sim.agents import Household, Person
from sim.rules.monitoring import enlist
from sim.scenario import Scenario
from sim.state.codes import NO_TAG

PEOPLE = {"counties": 8, "households": 60}
MONTHS = 36

# %% [markdown]
# ## A rule: whom the registry lists first
#
# Households recorded under the monitoring line are candidates. Which of them are listed? The shipped theory takes the poorest by
# the record, up to a quota (`sim/rules/targeting.py`). Suppose officials in fact list large households first, since one visit
# then covers more people. The step below has the arguments of `targeting.step` and does just that. It need not be compiled: candidates
# are few. `.py_func` is the plain Python that a compiled function was made from.


# %%
def largest_first(quota: float):
    """A rule that lists large households first, up to a share of the registered people of a county: the lever."""

    def step(households, registry, counties, room, line, behaviour, month, luck, first, last) -> None:
        for c in range(first, last):
            rows = slice(counties.first_household[c], counties.first_household[c] + counties.households[c])
            people = households.members[rows].astype(int)
            free = (
                int(quota * people[households.is_registered[rows]].sum()) - people[registry.tag[rows] != NO_TAG].sum()
            )
            waiting = rows.start + np.flatnonzero(registry.is_candidate[rows])
            for h in waiting[np.argsort(-households.members[waiting].astype(int), kind="stable")].tolist():
                if 2 * free < households.members[h]:
                    break
                free -= int(households.members[h])
                enlist.py_func(registry, households, h, int(line[counties.province[c]]), behaviour, month)

    return step


class OwnModel(sim.Model):
    """The model with a rule of one's own for whom the registry lists."""

    def __init__(self, *given, listing, **named) -> None:
        self._listing = listing
        super().__init__(*given, **named)

    def _theories(self):
        looking, order, _ = super()._theories()
        return looking, order, self._listing


# %% [markdown]
# ## A lever: the quota
#
# The function takes the quota, so it can be turned. Four quotas under the own rule, and the shipped theories, under the same three
# seeds: the same people with the same luck. Two numbers tell a targeting rule apart: how many people are monitored, and how many
# people truly at risk are not (`unnoticed_share`).

# %%
scenario = Scenario.load("../scenarios/baseline.yaml").replace(months=MONTHS, population=PEOPLE)
usual = scenario.behaviour.quota_share
SEEDS = (1, 2, 3)


def last_year(model: sim.Model) -> tuple[float, float]:
    """People monitored, and people at risk whom nobody monitors; means of the last year, per cent."""
    while model.running:
        model.step()
    told = model.datacollector.get_model_vars_dataframe().tail(12)
    return 100 * told["monitored_share"].mean(), 100 * told["unnoticed_share"].mean()


def theory(name: str) -> Scenario:
    """The scenario under a shipped theory of targeting."""
    told = {key: value for key, value in scenario.resolved().items() if key != "origins"}
    return Scenario.make(**told | {"rules": scenario.rules | {"targeting": name}})


found = {
    name: [last_year(sim.Model(theory(name), rng=seed)) for seed in SEEDS] for name in ("rank_and_cut", "community")
}
quotas = (usual / 2, usual, 2 * usual, 4 * usual)
own = {
    quota: [last_year(OwnModel(scenario, rng=seed, listing=largest_first(quota))) for seed in SEEDS] for quota in quotas
}

# %%
figure, axes = plt.subplots(figsize=(8, 3.8), layout="constrained")
path = np.array([np.mean(own[quota], axis=0) for quota in quotas])
axes.plot(*path.T, "o-", color="#D55E00", label="largest first, by quota")
for quota, (monitored, missed) in zip(quotas, path, strict=True):
    axes.annotate(f"{quota:.0%}", (monitored, missed), xytext=(4, 6), textcoords="offset points", fontsize=8)
for (name, runs), colour in zip(found.items(), ("#0072B2", "#009E73"), strict=True):
    axes.plot(*np.array(runs).T, "o", color=colour, markersize=3, alpha=0.5)
    axes.plot(*np.mean(runs, axis=0), "s", color=colour, markersize=8, label=f"{name}, shipped (quota {usual:.0%})")
for runs in own.values():
    axes.plot(*np.array(runs).T, "o", color="#D55E00", markersize=3, alpha=0.4)
axes.set(xlabel="people monitored, %", ylabel="people at risk and not monitored, %")
axes.legend(frameon=False, fontsize=8)
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# Small dots are single seeds: with 480 households they spread widely, and squares that lie among the dots of another rule are not
# told from it. To lower the vertical axis at the same place on the horizontal one is what a better rule does.
#
# **When it is worth keeping**, the rule becomes a file `sim/rules/targeting_largest.py` with the same `step`, named in `sim/rules/__init__.py`, and
# the quota a declaration in `sim/levers.py`: unit, range, source, grade. From there the YAML check, `tiltsim levers`, every sensitivity
# study and the pages follow by themselves. `CONTRIBUTING.md` has both recipes, `tests/twin_month/` the referee.
#
# ## Data: a survey's households in your own counties
#
# A scenario names the files, a mapping says which column is what. This one is shipped with an invented survey; put your own in its
# place (`docs/own-data.md` says what surveys offer).

# %%
FOLDER = Path("../scenarios/own-data")
print((FOLDER / "survey/mapping.yaml").read_text())

# %%
surveyed = sim.Model(FOLDER / "own-data.yaml", rng=1)
synthetic = sim.Model("../scenarios/baseline.yaml", rng=1)
asked = pd.read_csv(FOLDER / "survey/persons.csv")


def pyramid(model: sim.Model) -> np.ndarray:
    """Share of people by ten years of age."""
    ages = np.array(model.agents_by_type[Person].get("age"))
    return np.histogram(ages, bins=range(0, 101, 10))[0] / len(ages)


def land(model: sim.Model) -> np.ndarray:
    """Land of each household, mu."""
    return np.array(model.agents_by_type[Household].get("land"))


figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
for name, model, colour in (("survey", surveyed, "#D55E00"), ("synthetic", synthetic, "#0072B2")):
    left.plot(range(5, 100, 10), 100 * pyramid(model), "o-", color=colour, markersize=4, label=name)
    held = np.sort(land(model))
    right.plot(held, np.linspace(0, 100, len(held)), color=colour, label=name)
left.set(xlabel="age", ylabel="% of people", title=f"People of the first month ({len(asked):,} rows in the survey)")
right.set(xlabel="land of a household, mu", ylabel="% of households with less", xlim=(0, 30), title="Land")
right.legend(frameon=False, fontsize=8)
for axes in (left, right):
    axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# After the first month everything is the model's: income is never taken from the survey, it is earned. What the two worlds tell of
# the same policy:

# %%
rows = {}
for name, change in (("survey", {}), ("synthetic", {"population": {"counties": 12, "households": 100}})):
    path = FOLDER / "own-data.yaml" if name == "survey" else "../scenarios/baseline.yaml"
    run = sim.run(path, months=MONTHS, **change)
    rows[name] = {
        indicator: run[indicator]["all"]["all"].iloc[-1] for indicator in ("income_mean", "gini", "relapse_rate")
    }
pd.DataFrame(rows).round(3)

# %% [markdown]
# One run each, so differences of a few per cent are luck; the survey here is invented and says nothing about anybody. `run.json` of a
# run with own data names the files and a hash of their bytes: a run that is made again stops if one has changed.
