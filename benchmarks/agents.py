"""What agents over the tables cost: each idiom beside the bare arrays and beside plain Mesa agents of the same values.

    python benchmarks/agents.py [--households 20000]

Best of seven calls, one core.
"""

import argparse
import sys
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mesa
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from small_model import SmallModel

from sim.agents import Household

VILLAGE = 100
"""Households of a village; the small world has four counties."""


class PlainHousehold(mesa.Agent):
    """A household as Mesa stores it: one object with its own attributes."""

    def __init__(self, model: mesa.Model, savings: float, county: int) -> None:
        super().__init__(model)
        self.savings = savings
        self.county = county


def microseconds(call: Callable[[], Any]) -> float:
    """Best of seven calls."""
    return 1e6 * min(timeit.repeat(call, number=1, repeat=7))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--households", type=int, default=20_000)
    count = parser.parse_args().households
    model = SmallModel(villages=max(1, count // (4 * VILLAGE)), households=VILLAGE)
    ours, table, villages = model.agents_by_type[Household], model.world.households, model.world.villages
    plain = mesa.Model(rng=1)
    for savings, county in ours.get(["savings", "county"]):
        PlainHousehold(plain, savings, county)
    theirs = plain.agents
    collector = mesa.DataCollector(agenttype_reporters={Household: {"savings": "savings"}})
    plain_collector = mesa.DataCollector(agenttype_reporters={PlainHousehold: {"savings": "savings"}})

    def by_county() -> Any:
        county = villages.county[table.village]
        return np.bincount(county, table.savings / 100) / np.bincount(county)

    rows: list[tuple[str, Callable[[], Any] | None, Callable[[], Any], Callable[[], Any]]] = [
        (
            'agg("savings", np.mean)',
            lambda: (table.savings / 100).mean(),
            lambda: ours.agg("savings", np.mean),
            lambda: theirs.agg("savings", np.mean),
        ),
        (
            'agg("savings", sum)',
            lambda: sum((table.savings / 100).tolist()),
            lambda: ours.agg("savings", sum),
            lambda: theirs.agg("savings", sum),
        ),
        (
            'get("savings")',
            lambda: (table.savings / 100).tolist(),
            lambda: ours.get("savings"),
            lambda: theirs.get("savings"),
        ),
        (
            'groupby("county").agg("savings", np.mean)',
            by_county,
            lambda: ours.groupby("county").agg("savings", np.mean),
            lambda: theirs.groupby("county").agg("savings", np.mean),
        ),
        (
            'select(column("savings") > 5100)',
            lambda: np.flatnonzero(table.savings / 100 > 5100),
            lambda: ours.select(ours.column("savings") > 5100),
            lambda: theirs.select(lambda agent: agent.savings > 5100),
        ),
        (
            "select(lambda h: h.savings > 5100)",
            None,
            lambda: ours.select(lambda agent: agent.savings > 5100),
            lambda: theirs.select(lambda agent: agent.savings > 5100),
        ),
        (
            'sort("savings")',
            lambda: np.argsort(-table.savings, kind="stable"),
            lambda: ours.sort("savings"),
            lambda: theirs.sort("savings"),
        ),
        ("shuffle()", lambda: np.random.default_rng(1).permutation(count), ours.shuffle, theirs.shuffle),
        (
            "do(lambda h: h.savings)",
            None,
            lambda: ours.do(lambda agent: agent.savings),
            lambda: theirs.do(lambda agent: agent.savings),
        ),
        ("for household in set", None, lambda: list(ours), lambda: list(theirs)),
        ("DataCollector, one name", None, lambda: collector.collect(model), lambda: plain_collector.collect(plain)),
    ]
    print(f"{len(ours)} households, microseconds")
    print(f"{'idiom':45}{'arrays':>10}{'this set':>10}{'plain Mesa':>12}")
    for name, arrays, here, there in rows:
        bare = f"{microseconds(arrays):10.0f}" if arrays else f"{'–':>10}"
        print(f"{name:45}{bare}{microseconds(here):10.0f}{microseconds(there):12.0f}")


if __name__ == "__main__":
    main()
