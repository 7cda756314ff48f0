# %% [markdown]
# # 01 First run, and how to read it
#
# **What becomes of people in the key counties if the Opinion of 2021 is in force, and how much of what I see in one run is
# luck?**
#
# A run takes a scenario (who, from when to when, under which levers) and a seed (all the luck there is) and gives back a
# table of monthly indicators by group. This notebook makes a few small runs, reads the table, and ends with the figure that
# answers the question. All runs here are of 20 counties with 100 households each, so that the whole notebook takes less than a
# minute; a real question wants more people (40 counties of 500 are the default) and more seeds.

# %%
import matplotlib.pyplot as plt
import numpy as np

import sim

PEOPLE = {"counties": 20, "households": 100}
run = sim.run("../scenarios/opinion-2021.yaml", seed=1, population=PEOPLE)
run.summary().round(3)

# %% [markdown]
# The summary holds the last month in key and in other counties, and the change since the same month of the first year. Shares
# are between 0 and 1, money is yuan.
#
# * **`relapse_rate`**: share of people whose household fell under the poverty line within the last twelve months, aid
#   included. `relapse_rate_raw` leaves out the aid that monitoring triggered, `relapse_rate_market` all that policy pays.
# * **`income_mean`**: registry income a head and year, before unavoidable spending on illness, school and disasters.
#
# Everything that a run counts stands in `docs/indicators.md`, with units. One indicator is a table of months by groups:

# %%
relapse = run["relapse_rate"]
relapse["county_type"].tail(3).round(4)

# %% [markdown]
# The groups are `all`, key and other counties, provinces, alleviated people (`registered`), strata and tags of the registry; and
# for money the measures. `run.plot` draws one indicator, `run.save` keeps the run with its figures in a folder.

# %%
run.plot("relapse_rate_raw")

# %% [markdown]
# ## Is it the policy or is it luck?
#
# One run is one draw of luck. The baseline (the package of 2020-21 throughout) under the same seed meets the same illnesses,
# harvests and job offers; under another seed it meets others, and other people live in it. Four seeds of each:

# %%
SEEDS = (1, 2, 3, 4)


def key_counties(scenario: str, seed: int) -> np.ndarray:
    """Relapse in key counties month by month, per cent."""
    results = sim.run(f"../scenarios/{scenario}.yaml", seed=seed, population=PEOPLE)
    return 100 * results.series("relapse_rate", "county_type", "key")


paths = {name: np.array([key_counties(name, seed) for seed in SEEDS]) for name in ("baseline", "opinion-2021")}

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), width_ratios=(3, 2), layout="constrained")
years = 2020 + np.arange(len(run.months)) / 12
for name, colour in (("baseline", "#0072B2"), ("opinion-2021", "#D55E00")):
    left.plot(years, paths[name].T, color=colour, linewidth=0.8, alpha=0.5)
    left.plot(years, paths[name].mean(axis=0), color=colour, linewidth=2.2, label=f"{name}, mean of {len(SEEDS)} seeds")
left.axvline(2021 + 11 / 12, color="#888888", linestyle="--", linewidth=0.8)
left.set(ylabel="relapse in key counties, %", title="Seeds differ more than policies")
left.legend(frameon=False, fontsize=8)
gaps = (paths["opinion-2021"] - paths["baseline"])[:, -24:].mean(axis=1)
right.axhline(0, color="#888888", linewidth=0.8)
right.plot(range(1, len(SEEDS) + 1), gaps, "o", color="#262626")
right.set(xlabel="seed", ylabel="percentage points, last two years", title="Opinion less baseline, same seed")
right.set_xticks(range(1, len(SEEDS) + 1))
for axes in (left, right):
    axes.spines[["top", "right"]].set_visible(False)

# %%
half = 3.18 * gaps.std(ddof=1) / np.sqrt(len(gaps))  # Student's t with three degrees of freedom
within = paths["baseline"][:, -24:].mean(axis=1).std(ddof=1)
print(f"effect on relapse in key counties: {gaps.mean():+.2f} ± {half:.2f} points (95 %, {len(SEEDS)} pairs of seeds)")
print(f"the same scenario under another seed: differs by {within:.2f} points (one standard deviation)")

# %% [markdown]
# Read the right panel, not the left one: within a pair only the policy differs. With few people and four seeds the interval
# is wide; `tiltsim compare` and notebook 03 do the same properly, with as many seeds as the question needs.
#
# ## Where a number comes from
#
# A run carries all that is needed to make it again: the same scenario, seed and code give the same bits.

# %%
again = sim.run("../scenarios/opinion-2021.yaml", seed=1, population=PEOPLE)
print(
    "same table to the last bit:", again.indicators.equals(run.indicators), "| same run id:", again.run_id == run.run_id
)

# %% [markdown]
# **Limits.** The model is not calibrated yet, and most behavioural numbers are assumptions (`sim/behaviour.py`, notebook 05). No result
# speaks of a named county or of a real household.
