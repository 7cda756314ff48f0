# %% [markdown]
# # 03 How strong a tilt, and who pays?
#
# **If a unit of need in a key county gets 1, 1.5, 2 or 2.5 times what one elsewhere gets, what do people in key counties
# gain, and what do the others lose?**
#
# The employment fund is zero-sum unless a scenario says otherwise (`fund_closure: zero_sum`): what key counties get more of, others get
# less of. So the ladder is read on both sides. Each rung is the Opinion with every tilt at one number; the reference is the
# rung at 1, which has the same money and no tilt.

# %%
from pathlib import Path

import matplotlib.pyplot as plt

from sim.study.comparison import Comparison

RUNGS = (1, 1.5, 2, 2.5)


def newest(folder: str) -> Comparison:
    """The comparison in a folder that was kept last."""
    kept = max(Path(folder).glob("*/comparison.json"), key=lambda path: path.stat().st_mtime)
    return Comparison.load(kept.parent)


compared = newest("../results/studies/tilt-ladder")
people, months = compared.scenarios[0].population, compared.scenarios[0].months
print(f"{compared}: {people.counties} counties of {people.households} households, {months} months")

# %% [markdown]
# This comparison took minutes, so it is kept in the repository; its folder says how to make it again. All rungs, and a *placebo* (the
# reference with only the lots of queues drawn anew), meet the same luck under each seed; months before December 2021 are simulated
# once. Effects are means over the last twelve months.
#
# ## What it does

# %%
WATCHED = {
    "income_mean": ("income, yuan a head and year", 1),
    "income_p10": ("income of the poorest tenth, yuan", 1),
    "relapse_rate_raw": ("raw relapse, points", 100),
}
SIDES = {"key": ("key counties", "#D55E00", -0.03), "other": ("other counties", "#0072B2", 0.03)}
effects = compared.effects.query("group_kind == 'county_type'")
rungs = dict(zip(compared.policies, RUNGS[1:], strict=True)) | {"placebo": 1}
figure, panels = plt.subplots(1, len(WATCHED), figsize=(10, 3.4), layout="constrained")
for axes, (indicator, (label, times)) in zip(panels, WATCHED.items(), strict=True):
    for group, (name, colour, aside) in SIDES.items():
        rows = effects[(effects["indicator"] == indicator) & (effects["group"] == group)].set_index("scenario")
        for scenario, rung in rungs.items():
            row = times * rows.loc[scenario, ["effect", "low", "high"]].astype(float)
            hollow = {"markerfacecolor": "white"} if scenario == "placebo" else {}
            reach = [[row.effect - row.low], [row.high - row.effect]]
            axes.errorbar(rung + aside, row.effect, reach, fmt="o", color=colour, markersize=5, linewidth=1.4, **hollow)
        axes.plot([], [], "o", color=colour, label=name)
    axes.axhline(0, color="#888888", linewidth=0.8)
    axes.set(xlabel="tilt", xticks=RUNGS)
    axes.set_title(label, fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
legend = figure.legend(
    *panels[0].get_legend_handles_labels(), frameon=False, fontsize=8, loc="outside lower center", ncols=2
)
title = figure.suptitle("Effect against a tilt of 1: mean and 95 % interval of chance; hollow: placebo", fontsize=10)

# %% [markdown]
# An interval that holds 0 says that these seeds cannot tell the effect from chance, not that there is none. How many seeds more would
# make each interval as narrow as a quarter of its effect:

# %%
table = effects[effects.indicator.isin(WATCHED) & (effects.scenario != "placebo")]
table.pivot(index=["indicator", "group"], columns="scenario", values="more_seeds").round(0)

# %% [markdown]
# ## Who pays
#
# Million yuan on either side from December 2021 to the end, in the highest rung (policy) and without a tilt (reference). The provincial
# fund moves from other to key counties; what a county pays itself answers. Then by fate: delivered, idle (not spent in time),
# leaked, or displaced (paid for what would have happened anyway).

# %%
last = compared.policies[-1]
money = compared.money.query("scenario == @last")
payers = money[money.kind == "payer"].groupby(["what", "where"])[["reference", "policy", "change"]].sum()
payers = payers[payers.reference + payers.policy > 0]
payers.round(0)

# %%
fates = money[money.kind == "fate"].groupby(["where", "what"])["change"].sum().unstack() / 1000
figure, axes = plt.subplots(figsize=(8, 2.4), layout="constrained")
COLOURS = {"delivered": "#0072B2", "idle": "#56B4E9", "leaked": "#D55E00", "displaced": "#CC79A7"}
for place, where in enumerate(fates.index):
    up = down = 0.0
    for fate, colour in COLOURS.items():
        amount = fates.loc[where, fate]
        left = up if amount > 0 else down
        axes.barh(place, amount, left=left, color=colour, label=fate if place == 0 else None)
        up, down = (up + amount, down) if amount > 0 else (up, down + amount)
axes.axvline(0, color="#262626", linewidth=0.8)
axes.set_yticks(range(len(fates)), list(fates.index))
axes.set_xlabel(f"billion yuan since December 2021, {last} less {compared.reference}")
axes.legend(frameon=False, fontsize=8, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0))
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# ## What a yuan buys
#
# Relapse-months averted per million yuan moved, with the verdict that the intervals allow. The balance counts those who pay.

# %%
bill = compared.bill.query("reading == 'raw'")
bill[["scenario", "per", "what", "million_yuan", "months", "value", "low", "high", "verdict"]].round(2)

# %% [markdown]
# ## Who gains, who loses
#
# The share of households whose mean gain over the seeds is steadier than all but a fortieth of the placebo's, less that fortieth; and the
# same for losses.

# %%
gainers = compared.gainers.query("outcome == 'income' and group_kind in ('all', 'county_type')")
gainers[["scenario", "group", "gainers", "gainers_low", "gainers_high", "losers", "losers_low", "losers_high"]].round(3)

# %% [markdown]
# ## A comparison of your own
#
# ```python
# compared = sim.compare("baseline.yaml", "mine.yaml", seeds=8, on="local", out="results")
# compared.effects, compared.bill, compared.plot()
# ```
#
# `precision=0.25` goes on until the intervals are that narrow; `out` keeps the runs, so that one more rung costs only itself. The people
# are those of one seed: that other people might have been simulated comes on top of these intervals. How much the levels can be
# trusted is the matter of notebook 05.
