# %% [markdown]
# # 04 Which measure matters, and how surely?
#
# **If each measure gets the same yuan, which one helps most: and is that known, or is it chance, or what we assume about people?**
#
# The study `what-drives-relapse` asks this of the model: 2,000 runs in which levers, every number of behaviour and every rule
# with a rival vary. It took the better part of an hour, so it is kept in the repository, in `results/studies/what-drives-relapse`, and read
# here: nothing is run. Its rules may be older than those you have; the next cell says so from its manifests. The functions below read whatever that
# folder holds, so they work on a study that was made again, and on yours.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

from sim.provenance import code_hash
from sim.study.folder import Stored
from sim.study.study import open_study

STUDY = Path("../results/studies/what-drives-relapse")
STAGES = ("shares", "screen", "then", "ranking")


def about(stage: str) -> str:
    """What a stage of the study is made of."""
    study = open_study(STUDY / stage)
    told = study.progress()
    return f"{stage}: {told.done:,} runs, {told.failed} failed, {len(study.design.names)} factors"


def made_by(stage: str) -> str:
    """The code that made a stage, against the code that is here."""
    study = Stored(STUDY / stage)
    code, changed = study.manifest["target"]["model"]["code"], study.changed
    told = f"{len(changed)} files of the model differ from those here" if changed else "which is the code here"
    return f"{stage}: made by code {code[:8]}, {told}"


for stage in STAGES:
    print(about(stage))
for stage in STAGES:
    print(made_by(stage))
print(f"code here: {code_hash()[:8]}. Where files differ, all below is what that older model says, not this one.")

# %% [markdown]
# ## Who gets the variance
#
# Levers, uncertainties (behaviour and rules) and chance are moved as wholes. A share is the part of the variance of an outcome
# that goes with each; lines are 95 % intervals, and a share can come out below 0 or above 1 by chance.

# %%
COLOURS = {"levers": "#D55E00", "uncertainties": "#0072B2", "interactions": "#CC79A7", "chance": "#9A9A9A"}


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
# Read it in two halves. **Levels** (income, relapse): in the study as first kept nearly all of their variance went with what is
# assumed about people; how high relapse is depends on parameters, not on policy. **Effects** (the package against the
# baseline, same luck) are another question: there assumptions cancel in part, and what is left is levers and chance.
#
# ## Which of the measures, at equal yuan
#
# Each policy moves the same money. At every point of the uncertainties it is ranked against the others; the dot is how often it
# is first, the line its 95 % interval, the dashed line what guessing gives.


# %%
def ranking() -> pd.DataFrame:
    """How often each policy is first, by outcome, with intervals."""
    return pd.read_csv(STUDY / "ranking" / "ranking.csv")


ranked = ranking()
policies = list(dict.fromkeys(ranked["policy"]))
asked = list(dict.fromkeys(ranked["outcome"]))
figure, panels = plt.subplots(1, len(asked), figsize=(10, 2.6), sharey=True, layout="constrained")
for axes, outcome in zip(panels, asked, strict=True):
    rows = ranked[ranked["outcome"] == outcome].set_index("policy").reindex(policies)
    axes.hlines(range(len(policies)), rows["first_low"], rows["first_high"], color="#0072B2", linewidth=1.4)
    axes.plot(rows["first"], range(len(policies)), "o", color="#0072B2", markersize=5)
    axes.axvline(1 / len(policies), color="#888888", linestyle="--", linewidth=0.8)
    axes.set_xlim(0, max(0.6, ranked["first_high"].max() * 1.05))
    axes.set_title(outcome, fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_yticks(range(len(policies)), policies, fontsize=8)
title = figure.suptitle("Share of points at which each is best", fontsize=10)

# %%
apart = ranked[(ranked["first_low"] > 1 / len(policies)) | (ranked["first_high"] < 1 / len(policies))]
print("told from guessing:", ", ".join(f"{row.policy} on {row.outcome}" for row in apart.itertuples()) or "none")
certain = ranked[(ranked["low"] > 0) | (ranked["high"] < 0)]
print(
    "mean effect told from zero:", ", ".join(f"{row.policy} on {row.outcome}" for row in certain.itertuples()) or "none"
)

# %% [markdown]
# "None" is a finding too: at this size and with these ranges the study cannot say which measure is best. With twenty comparisons one
# is expected to look certain at 95 % by chance alone. And a mean effect near zero beside a wide spread over points (`spread_low`,
# `spread_high`) says that the answer depends on assumptions that nobody knows yet. Which? The screening moves one factor at a time:


# %%
def strongest(outcome: str, many: int = 8) -> pd.DataFrame:
    """The factors that move an outcome most in the screening, with intervals."""
    table = open_study(STUDY / "screen").indices
    rows = table[(table["outcome"] == outcome) & (table["index"] == "mu_star") & (table["measure"] == "mean")]
    return rows.nlargest(many, "value")[::-1]


figure, panels = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
for axes, outcome in zip(panels, ("relapse, key counties", "income, key counties"), strict=True):
    rows = strongest(outcome)
    axes.barh(rows["factor"], rows["value"], color="#7FB8DA")
    axes.hlines(rows["factor"], rows["low"], rows["high"], color="#262626", linewidth=1)
    axes.set_title(f"{outcome}: mean size of a move", fontsize=9)
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
