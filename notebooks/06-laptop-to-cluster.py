# %% [markdown]
# # 06 From a laptop to a cluster
#
# **My question needs thousands of runs. How long does that take here, how many jobs would it be there, and do I get the same
# numbers?**
#
# A study is a function of factors and a seed. The same call runs it in this process, on all cores, or in jobs of Slurm: one word
# differs. Runs are kept by what determines them, so that it does not matter where each was made.

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy import stats

import sim
from sim.study.cluster import Cluster
from sim.study.slurm import worker_script

FACTORS = {"fund_tilt_tilt": stats.uniform(0.5, 2.0), "job_service_dose": stats.uniform(0.5, 2.0)}
PEOPLE = {"counties": 8, "households": 40}


def relapse(factors: dict[str, float], seed: int) -> dict[str, float]:
    """Raw relapse in key counties, mean of the last year of 36 months."""
    results = sim.run("../scenarios/opinion-2021.yaml", seed=seed, months=36, population=PEOPLE, threads=1, **factors)
    return {"relapse": float(results.series("relapse_rate_raw", "county_type", "key")[-12:].mean())}


# %% [markdown]
# ## Ask first what it takes
#
# A dry run makes eight runs of the design, keeps them, and tells from them what the rest will take. This one is of 1,000 points with two
# seeds each.

# %%
study = sim.sweep(relapse, FACTORS, method="lhs", samples=1_000, replicates=2, dry_run=True)
cost = study.forecast()
each = cost.seconds / cost.runs
print(f"{cost.runs:,} runs of {each:.1f} s: {cost.seconds / 3600:.1f} hours of computing, {cost.disk / 1e6:.1f} MB")

# %% [markdown]
# ## How long, by how many workers, and how surely
#
# Left: hours by workers, for the small world above and for the usual one (40 counties of 500 households). What a run takes is so much for
# itself and so much a person and month: a line through two runs, here of the small world and of one with ten times the people.
# The usual world lies beyond both, so this is a forecast to be replaced by a dry run; and the machine that made this page was busy
# with much else, so that its seconds are several times what an idle one takes. Right: how the error of a mean falls with
# the runs, from the spread of those that are there.

# %%
MONTHS = 36


def seconds(counties: int, households: int) -> float:
    """What one run of this size takes here, building the people included."""
    people = {"counties": counties, "households": households}
    results = sim.run("../scenarios/opinion-2021.yaml", months=MONTHS, population=people, threads=1)
    return sum(results.seconds.values())


small, large = seconds(8, 40), seconds(20, 160)
slope = (large - small) / (20 * 160 - 8 * 40)
usual = max(small, small + slope * (40 * 500 - 8 * 40))
workers = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256])
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
for name, took, colour in (("small world", small, "#0072B2"), ("usual world", usual, "#D55E00")):
    left.loglog(workers, 10_000 * took / 3600 / workers, "o-", color=colour, markersize=4, label=name)
left.axvline(2, color="#888888", linestyle=":", linewidth=0.8)
left.axhline(8, color="#888888", linestyle="--", linewidth=0.8)
left.text(256, 8.6, "a night", ha="right", fontsize=8, color="#6B6B6B")
left.set(xlabel="workers (dotted: two cores)", ylabel="hours", title=f"10,000 runs of {MONTHS} months")
left.xaxis.set_major_formatter("{x:g}")
left.yaxis.set_major_formatter("{x:g}")
left.legend(frameon=False, fontsize=8)
done = study.runs.query("status == 'done'")
spread = 100 * done["relapse"].std(ddof=1)
counts = np.array([8, 32, 128, 512, 2_048, 8_192])
right.loglog(counts, 1.96 * spread / np.sqrt(counts), "o-", color="#262626", markersize=4)
right.set(xlabel="runs", ylabel="half-width of the 95 % interval, points", title="Mean raw relapse", xticks=counts)
right.set_xticklabels([f"{count:,}" for count in counts], fontsize=8)
right.minorticks_off()
right.yaxis.set_major_formatter("{x:g}")
for axes in (left, right):
    axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# ## The same numbers, wherever
#
# Luck is a function of the seed, the month, the decision and who is decided about; not of who asks, in which order. Eight runs
# in this process, then on two worker processes:

# %%
few = {"method": "lhs", "samples": 4, "replicates": 2}
here = sim.sweep(relapse, FACTORS, on="serial", **few).runs
there = sim.sweep(relapse, FACTORS, on="local", **few).runs
kept = ["run_id", *FACTORS, "relapse"]
pd.testing.assert_frame_equal(here[kept], there[kept], check_exact=True)
print(f"{len(here)} runs, equal to the last bit")

# %% [markdown]
# ## On Slurm
#
# With `on="slurm"` this process stays and hands out chunks of runs to workers in jobs; with `on="slurm-array"` nothing stays, and `tiltsim status`
# and `tiltsim resume` tell and mend. What is true of the site stands in `~/.config/tiltsim/cluster.yaml` or in a `cluster:` block:
#
# ```python
# sim.sweep(relapse, FACTORS, method="lhs", samples=10_000, out="/shared/relapse", on="slurm", cluster=site)
# ```
#
# The job script that would be submitted:

# %%
site = {
    "account": "econ",
    "partition": "short",
    "time": "2:00:00",
    "jobs": 20,
    "cpus": 4,
    "mem": "8G",
    "python": "python3",
}
script = worker_script(Cluster.of(site), study.folder.parent / "relapse", 40)
print("\n".join(line for line in script.splitlines() if line.startswith(("#!", "#SBATCH"))))

# %% [markdown]
# A worker that is cancelled, preempted or out of memory costs its chunk, which another makes again; a run that fails is a row that says
# why; the same command goes on after a stop, with more samples, here or there. All of it: `docs/cluster.md`.
