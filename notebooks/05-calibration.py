# %% [markdown]
# # 05 How far from what is published?
#
# **Which published figures does the model hit, which does it miss, and on which side: before I believe a level?**
#
# Each published moment has an indicator of the model, the people and the month it speaks of, and three errors that were fixed
# before anything was fitted: of the figure itself, of the *bridge* from the people who were asked to the 462 counties, and
# *discrepancy*, what the model cannot tell rightly however it is set. `docs/targets.md` lists them with reasons.
#
# **All that is shown here is the model as it is shipped, which is not fitted**: no calibration of the whole model has been run, its behaviour is
# literature and assumption. The notebook reads no kept results; it makes three small runs of its own, with the code that is here.

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import sim
from sim.behaviour import Behaviour
from sim.calibration.targets import CHECK, FIRST_TEST_YEAR, FIT, covariance, simulated, targets

asked = targets(roles=(FIT, CHECK))
print(
    f"{len(asked)} figures: {sum(t.role == FIT for t in asked)} to fit, {sum(t.role == CHECK for t in asked)} to check"
)
history = sim.Scenario.load("../scenarios/history.yaml")
is_shipped = history.ensemble is None and history.behaviour == Behaviour()
print(f"behaviour of {history.name}: {'as shipped, not fitted' if is_shipped else 'not as shipped'}")

# %% [markdown]
# Three small runs of history as it happened (20 counties of 150 households, 48 months); seeds differ by luck and by people.

# %%
SEEDS = (1, 2, 3)
PEOPLE = {"counties": 20, "households": 150}
runs = [simulated(sim.run(history, seed=seed, months=48, population=PEOPLE), asked) for seed in SEEDS]
told = pd.DataFrame(runs)
table = pd.DataFrame(
    {
        "target": [target.id for target in asked],
        "role": [target.role for target in asked],
        "month": [target.month for target in asked],
        "published": [target.value for target in asked],
        "sd": [target.sd for target in asked],
        "simulated": [told[target.id].mean() for target in asked],
        "luck": [told[target.id].std(ddof=1) for target in asked],
    }
)
table["z"] = (table["simulated"] - table["published"]) / table["sd"]
table = table.dropna()

# %% [markdown]
# ## Misses, in the errors that were allowed
#
# z is simulated less published, in standard deviations of error, bridge and discrepancy together. Within two is what a model that is as
# right as it can be would do in nineteen cases of twenty. The thin line is the luck of one small run.

# %%
worst = table.reindex(table["z"].abs().sort_values().index).reset_index(drop=True)
figure, axes = plt.subplots(figsize=(9, 0.2 * len(worst) + 1.1), layout="constrained")
axes.axvspan(-2, 2, color="#EFEFEF")
END = int(np.ceil(min(8.0, worst["z"].abs().max()))) + 1
for place, row in worst.iterrows():
    colour = "#0072B2" if row.role == FIT else "#E69F00"
    late = int(row.month[:4]) >= FIRST_TEST_YEAR
    half = row.luck / row.sd
    axes.hlines(place, max(-END, row.z - half), min(END, row.z + half), color=colour, linewidth=0.8)
    axes.plot(np.clip(row.z, -END, END), place, "D" if late else "o", color=colour, markersize=4)
axes.set_yticks(range(len(worst)), worst["target"], fontsize=7)
axes.set(xlim=(-END - 0.5, END + 0.5), ylim=(-1, len(worst)))
axes.set_xlabel(f"z (ends of the axis hold all beyond); blue fit, orange check, diamond {FIRST_TEST_YEAR} and later")
axes.spines[["top", "right"]].set_visible(False)

# %%
for role, rows in table.groupby("role"):
    inside = (rows["z"].abs() <= 2).mean()
    print(f"{role}: {inside:.0%} of {len(rows)} within two; median |z| {rows['z'].abs().median():.1f}")
print("farthest:", ", ".join(f"{row.target} {row.z:+.1f}" for row in worst.tail(4).itertuples()))

# %% [markdown]
# Misses go together: the bridge of a moment is the same in all its years, and discrepancies of neighbouring years correlate. The
# distance that a calibration makes small takes that into account:

# %%
fitted = [target for target in asked if target.role == FIT and target.id in set(table["target"])]
gap = np.array([told[target.id].mean() - target.value for target in fitted])
luck = np.diag([told[target.id].var(ddof=1) / len(SEEDS) for target in fitted])
distance = float(gap @ np.linalg.solve(covariance(fitted) + luck, gap))
print(f"distance {distance:.0f} for {len(fitted)} figures; a model as right as it can be has about {len(fitted)}")

# %% [markdown]
# ## What follows for use
#
# * A distance far above the number of figures says that the **levels** are not to be believed as they are: read `docs/levels.md` before you
#   quote one. Behaviour as shipped is literature or assumption, each graded (`tiltsim levers`, `docs/behaviour.md`).
# * **Effects** are differences between two runs with the same luck. Errors of level that are the same on both sides cancel, others
#   do not; which assumptions would turn a conclusion round is what `when:` in a study finds (`docs/explanation/deciding.md`).
# * **Kinds of evidence** are kept apart: figures that may be fitted, figures that are only checked because others imply them, and figures
#   of later years (diamonds, where there are any), which a calibration to earlier ones must foretell.
#
# Your own figures go the same way: a folder with `moments.csv` and `targets.csv`, and `targets("my-folder")`.
