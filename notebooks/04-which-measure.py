# %% [markdown]
# # 04 Which measure matters, and how surely?
#
# **Which of the 24 measures would be missed most, if its yuan went to the others: and is that known, or is it chance, or what we
# assume about people?**
#
# The study `what-drives-relapse` asks this of the model: thousands of runs in which every lever, every number of behaviour and
# every rule with a rival vary. It took the better part of an hour, so it is kept in the repository and read here. The functions
# below read whatever that folder holds, so they work on a study that was made again, and on yours.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

from sim.study.study import open_study

STUDY = Path("../results/studies/what-drives-relapse")


def about(stage: str) -> str:
    """What a stage of the study is made of."""
    study = open_study(STUDY / stage)
    told = study.progress()
    return f"{stage}: {told.done:,} runs, {told.failed} failed, {len(study.design.names)} factors"


for stage in ("shares", "wholes", "screen", "then", "ranking"):
    print(about(stage))

# %% [markdown]
# ## Who gets the variance
#
# Levers, uncertainties (behaviour), structure (which theory holds) and chance are moved as wholes. A share is the part of the variance of an outcome
# that goes with each; lines are 95 % intervals, and a share can come out below 0 or above 1 by chance.

# %%
COLOURS = {
    "levers": "#D55E00",
    "uncertainties": "#0072B2",
    "structure": "#009E73",
    "interactions": "#CC79A7",
    "chance": "#9A9A9A",
}


def shares() -> pd.DataFrame:
    """Shares of the variance by outcome and group, with intervals."""
    table = open_study(STUDY / "shares").shares
    return table[(table["index"] == "share_alone") & (table["measure"] == "mean")]


table = shares()
outcomes = sorted(table["outcome"].unique(), key=lambda name: (not name.startswith("effect"), name))[::-1]
figure, axes = plt.subplots(figsize=(9, 0.42 * len(outcomes) + 1), layout="constrained")
for place, (group, colour) in enumerate(COLOURS.items()):
    rows = table[table["factor"] == group].set_index("outcome").reindex(outcomes)
    at = [row + 0.24 - 0.16 * place for row in range(len(outcomes))]
    axes.hlines(at, rows["low"].clip(-0.5, 1.5), rows["high"].clip(-0.5, 1.5), color=colour, linewidth=1.3)
    axes.plot(rows["value"].clip(-0.5, 1.5), at, "o", color=colour, markersize=4, label=group)
axes.set_yticks(range(len(outcomes)), outcomes, fontsize=8)
axes.axvline(0, color="#888888", linewidth=0.8)
axes.axvline(1, color="#888888", linewidth=0.8)
axes.set_xlabel("share of the variance")
axes.spines[["top", "right"]].set_visible(False)
legend = axes.legend(frameon=False, fontsize=8, ncols=4, loc="lower center", bbox_to_anchor=(0.4, 1.0))

# %% [markdown]
# Read it in two halves. **Levels** (income, relapse): nearly all of their variance goes with what is assumed about people; how
# high relapse is depends on parameters, not on policy. **Effects** (the package against the
# baseline, same luck) are another question: there assumptions cancel in part, and what is left is levers and chance.
#
# ## Which measure would be missed
#
# At each of many points of what one does not know, the Opinion's package is run whole and without one measure, whose yuan go to
# the others that the same fund pays. The difference is what the measure is worth beyond what its yuan would do elsewhere. Dots:
# the rank of its mean over the points. Lines: the middle 95 % of the ranks when the points are drawn again.


# %%
def ranking() -> pd.DataFrame:
    """Ranks of the measures by outcome, with intervals; 1 is the measure that would be missed most."""
    return pd.read_csv(STUDY / "ranking" / "ranking.csv")


ranked = ranking()
asked = list(dict.fromkeys(ranked["outcome"]))
order = ranked.groupby("policy")["rank"].mean().sort_values(ascending=False).index
figure, panels = plt.subplots(1, len(asked), figsize=(10, 5), sharey=True, layout="constrained")
for axes, outcome in zip(panels, asked, strict=True):
    rows = ranked[ranked["outcome"] == outcome].set_index("policy").reindex(order)
    axes.hlines(range(len(order)), rows["rank_low"], rows["rank_high"], color="#0072B2", linewidth=1.4)
    axes.plot(rows["rank"], range(len(order)), "o", color="#0072B2", markersize=4)
    axes.set_title(outcome, fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_yticks(range(len(order)), order, fontsize=7)
    axes.set_xlabel("rank", fontsize=8)

# %%
certain = ranked[(ranked["low"] > 0) | (ranked["high"] < 0)]
print(
    "mean effect told from zero:", ", ".join(f"{row.policy} on {row.outcome}" for row in certain.itertuples()) or "none"
)
best = ranked[ranked["among_best"] > 0.9]
print(
    "among the best five whichever points are drawn:",
    ", ".join(f"{row.policy} on {row.outcome}" for row in best.itertuples()),
)

# %% [markdown]
# Lines that overlap are ranks that are not known. With about a hundred comparisons five are expected to look told from zero at 95 % by
# chance alone. And a mean effect near zero beside a wide spread over points (`spread_low`, `spread_high`) says that the answer
# depends on assumptions that nobody knows yet. Which? The screening reads it from a sample in which all of them move at once:


# %%
def strongest(outcome: str, many: int = 8) -> pd.DataFrame:
    """The factors that go with most of the variance of an outcome in the screening, with intervals."""
    table = open_study(STUDY / "screen").indices
    rows = table[(table["outcome"] == outcome) & (table["index"] == "trend")]
    return pd.concat([rows[rows["factor"] == "dummy"], rows[rows["factor"] != "dummy"].nlargest(many, "value")[::-1]])


figure, panels = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
for axes, outcome in zip(panels, ("relapse, key counties", "income, key counties"), strict=True):
    rows = strongest(outcome)
    axes.barh(rows["factor"], rows["value"], color="#7FB8DA")
    axes.hlines(rows["factor"], rows["low"], rows["high"], color="#262626", linewidth=1)
    axes.set_title(f"{outcome}: share of the variance", fontsize=9)
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# Lines are 95 % intervals. `dummy` is a factor that does nothing: what is not clearly beyond it is not told from chance.
#
# ## A study of your own
#
# ```sh
# tiltsim sweep my-study.yaml --dry-run      # how long, how large
# tiltsim sweep my-study.yaml --on local     # then; the same command goes on after a stop
# tiltsim why results/my-study               # half a page in words
# ```
#
# What the numbers mean, and when an index must not be believed: `docs/explanation/sensitivity.md`. All ranges are literature or
# assumption (`docs/behaviour.md`); a wider range makes a factor look more important.
