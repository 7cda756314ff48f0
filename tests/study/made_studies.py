"""Small studies of the model, as files."""

import textwrap
from pathlib import Path

BASE = """
title: A small world
policy_from: 2020-04
months: 8
population: {counties: 4, households: 20}
"""
PACKAGE = """
title: A small world with a tilt
extends: base.yaml
levers: {fund_tilt_tilt: 1.3, fund_tilt_dose: 2}
"""
STUDY = """
title: A small study
scenario: package.yaml
reference: base.yaml
factors:
  levers: {fund_tilt_tilt: [0.5, 2.5], local_jobs_post_pay: [400, 600]}
  behaviour: {illness_rate: declared, reimbursed_share: [0.4, 0.8]}
outcomes:
  income: {indicator: income_mean, group: key, last: 3}
  relapse: {indicator: relapse_rate, group: other}
  effect on income: {indicator: income_mean, group: key, effect: true}
series:
  income by month: {indicator: income_mean, group: key}
method: morris
samples: 4
"""
SHORT = """
scenario: package.yaml
factors:
  behaviour: {illness_rate: declared}
outcomes:
  income: {indicator: income_mean, group: key}
method: morris
samples: 4
"""
STAGED = STUDY.replace(
    "method: morris\nsamples: 4\n",
    "policies:\n  posts: {local_jobs_dose: 1.5}\n  tilt: {fund_tilt_tilt: 1.3}\nshares: {samples: 8, replicates: 3}\n"
    "screen: {samples: 4}\nthen: {samples: 16, may_drop: 0.2, at_most: 3}\n"
    "ranking: {samples: 5, by: {income: higher}}\n"
    "budget: {minutes: 60}\nstop: {half_width: 0.05, samples: 64}\nthresholds: {income: 9000}\n",
)


def written(folder: Path, study: str = STUDY, name: str = "small") -> Path:
    """A study file beside its two scenarios."""
    (folder / "base.yaml").write_text(BASE)
    (folder / "package.yaml").write_text(PACKAGE)
    path = folder / f"{name}.yaml"
    path.write_text(textwrap.dedent(study))
    return path
