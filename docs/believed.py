"""The page of targets: what the model is held against."""

from clauses import NOTE, table

from sim.calibration.targets import INPUT, MOST_UNEXPLAINED, SHARED_DISCREPANCY, Target, targets

TARGETS = """
# Targets

What calibration holds the model against: each published moment up to 2022, the indicator that tells the same of the
same people and months, and how far the two may differ. All of it was fixed before anything was fitted. Figures after
2022 are the test; no file holds one.

- *error*: of the published figure. *bridge*: from the people who were asked to those of the 462 counties, a ratio and
  its deviation. *discrepancy*: what the model cannot tell rightly, however its parameters are set. All are relative
  standard deviations, judged where no sampling error is published.
- None is above {most} without a reason; the last table gives them.
- *fit* takes part in a calibration; *check* is told beside it: it follows from others, or no free parameter moves it.
  Errors are independent; a bridge is the same in all years of a moment, discrepancies correlate by {shared:g} in one.
- The survey's year is the calendar year, the registry's runs from October to September.

"""
OWN = """
## Targets of one's own

A folder with another `moments.csv`, another `targets.csv` (in the columns of `sim/calibration/targets.csv`) or both
takes their place: `sim.calibration.targets.targets(folder)`. What the folder lacks is the model's. Every mistake is
told with file, line and column.
"""


def percent(share: float) -> str:
    """A relative deviation in per cent."""
    return f"{100.0 * share:.3g} %"


def amount(value: float) -> str:
    """A target's value in the indicator's unit."""
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.4g}"


def row(target: Target) -> tuple[str, ...]:
    """One target."""
    figure, reads = f"{target.name}, {target.date}", f"`{target.indicator}`, {target.group}, {target.month}"
    about = f"`{target.id}`", target.moment, figure, target.role, reads, f"{target.published:g}", amount(target.value)
    bridge = f"{target.bridge:g} ± {percent(target.bridge_sd)}"
    return *about, percent(target.error), bridge, percent(target.discrepancy), amount(target.sd)


def target_page() -> str:
    """Every published moment, what reads it, and how far the two may differ."""
    told = targets()
    held = [target for target in told if target.role != INPUT]
    inputs = [f"- {t.moment}, {t.name}, {t.date}: {t.published:g}; {t.reason}\n" for t in told if t.role == INPUT]
    heads = (
        *("target", "moment", "published figure", "role", "read as", "printed", "value here", "error", "bridge"),
        *("discrepancy", "all, 1 sd"),
    )
    why = [(f"`{target.id}`", target.error_basis, target.bridge_basis, target.reason) for target in held]
    return "".join(
        (
            f"{NOTE}{TARGETS.format(most=percent(MOST_UNEXPLAINED), shared=SHARED_DISCREPANCY)}",
            table(heads, [row(target) for target in held]),
            f"\n## Inputs\n\n{''.join(inputs)}\n## Why these deviations\n\n",
            table(("target", "error", "bridge", "discrepancy"), why),
            OWN,
        )
    )
