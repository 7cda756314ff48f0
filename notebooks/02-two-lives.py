# %% [markdown]
# # 02 One household's two lives
#
# **The same household, the same luck, two policies: what happened first, and what followed?**
#
# The same draws decide in both worlds: the number drawn for "does she lose her job in May" is the same, and only the
# chance that it is held against may differ. So two lives can be laid side by side, and one can see where and why they part.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import sim
from sim.lives.listing import everybody, households
from sim.lives.parting import choice_in_words
from sim.lives.shown import lines_of, parting_in_words

PEOPLE = {"counties": 8, "households": 60}
opinion = sim.run("../scenarios/opinion-2021.yaml", seed=1, population=PEOPLE)
baseline = sim.run("../scenarios/baseline.yaml", seed=1, population=PEOPLE)

# %% [markdown]
# ## Which households are worth a look
#
# X is what the model holds against the lines: registry income over twelve months per head, less unavoidable spending on illness,
# school and disasters.

# %%
listed = households(opinion, baseline)
listed.round(0)

# %% [markdown]
# Take one that fell into poverty in one of the two worlds alone, if there is one.

# %%
parted = listed[listed.why.str.startswith("fell only")]
chosen = int((parted if len(parted) else listed).iloc[-1].household)
two = sim.explain(opinion, chosen, against=baseline)
two.here.persons

# %%
print("\n".join(parting_in_words(two)))

# %% [markdown]
# `sim.explain` makes both runs again with this household watched. In its county the rules run as plain Python, and what they
# draw is a number that notes what it is compared with: the thresholds are the rule's own, nothing is worked out a second time.
#
# ## The two lives

# %%
figure, (above, below) = plt.subplots(2, 1, figsize=(9, 5.2), sharex=True, height_ratios=(3, 1), layout="constrained")
HERE, THERE = "#D55E00", "#0072B2"
for life, colour, label in ((two.there, THERE, "baseline"), (two.here, HERE, "Opinion")):
    when = pd.to_datetime(life.months.index)
    above.plot(when, life.months["x"], color=colour, linewidth=1.8, label=f"X, {label}")
    alone = two.events[0 if life is two.here else 1]
    marked = life.months["x"].loc[sorted({life.names[event.t] for event in alone})]
    above.plot(pd.to_datetime(marked.index), marked, "o", color=colour, markersize=4)
    below.plot(when, life.months["aid_paid"], color=colour, drawstyle="steps-mid", label=label)
above.plot(when, life.months["line"], color="#6B6B6B", linewidth=1, label="monitoring line")
above.plot(when, life.months["poverty_line"], color="#262626", linewidth=1, linestyle="--", label="poverty line")
first = pd.to_datetime(two.here.names[two.difference.t])
above.set(ylabel="yuan a head and year", title=f"Household {chosen}: they part in {two.here.names[two.difference.t]}")
above.legend(frameon=False, fontsize=8, ncols=2)
below.set(ylabel="aid, yuan/month")
for axes in (above, below):
    axes.axvline(first, color="#888888", linestyle=":", linewidth=1)
    axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# The dots are what happened in one of the two worlds alone, here in words, each with the draws that decided it:

# %%
for name, life, events in (("Opinion", two.here, two.events[0]), ("baseline", two.there, two.events[1])):
    print(f"{name} alone:")
    print("\n".join(lines_of(life, events)[:12]) or "  nothing")

# %% [markdown]
# The first draw that came out otherwise, the same number against two thresholds:

# %%
if two.other_outcome:
    print(two.here.names[two.other_outcome.t], choice_in_words(two.other_outcome))
else:
    print("every draw about this household came out alike; what others did parted the lives")

# %% [markdown]
# ## An example is no evidence
#
# Under the same luck many households come out apart, because somebody else took the job that they have in the other world. How
# far apart, and to which side? The gap of X in the last month, for everybody:

# %%
here, there = everybody(opinion), everybody(baseline)
gap = (here.x_last - there.x_last).dropna()
key = here.is_in_key_county.reindex(gap.index)
figure, axes = plt.subplots(figsize=(9, 2.8), layout="constrained")
axes.hist(gap[key].clip(-20_000, 20_000), bins=81, color="#7FB8DA")
axes.axvline(0, color="#262626", linewidth=0.8)
axes.set(
    xlabel="X in the Opinion less X in the baseline, last month, yuan a head (ends of the axis hold all beyond)",
    ylabel="households", title="Households of key counties",
)  # fmt: skip
axes.spines[["top", "right"]].set_visible(False)
print(f"same to the fen: {(gap == 0).mean():.0%}; within 100 yuan: {(gap.abs() < 100).mean():.0%}")
print(
    f"better in the Opinion: {(gap > 0).mean():.0%}, worse: {(gap < 0).mean():.0%}; median gap {gap.median():,.0f} yuan"
)

# %% [markdown]
# One run says nothing about which policy is better for whom; gains and losses beyond the churn of queues are what `sim.compare` tells,
# against a placebo in which only the lots of queues are drawn anew. A life shows *how* a policy reaches somebody.
#
# The same from the command line:
#
# ```sh
# tiltsim explain results/opinion-2021-… --against results/baseline-…                 # households to look at
# tiltsim explain results/opinion-2021-… --against results/baseline-… --household N   # the two lives
# tiltsim explain results/opinion-2021-… --household N --month 2022-03                # every draw of a month
# ```
