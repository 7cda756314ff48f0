"""A Mesa model whose agents are rows of tables and whose run has a length."""

from typing import NoReturn

import mesa

from sim.agents import KINDS
from sim.agentset import AgentTable
from sim.rowview import RowView
from sim.state import World


class TableModel(mesa.Model):
    """What Mesa asks of a model, answered from the tables.

    Parameters
    ----------
    rng : seed of Mesa's own generators, from which no rule of the month draws
    months : months of the run

    Attributes
    ----------
    running : False after the last month, or one that failed; then every way to go on raises `RuntimeError`
    month : months stepped
    world : the tables
    """

    scenario = None  # Mesa would write into whatever is assigned here
    running: bool
    month: int
    world: World

    def __init__(self, rng: int, months: int) -> None:
        super().__init__(rng=rng)
        self.scenario = None
        self.months = months
        self.month = 0

    def _advance_time(self, until: float) -> None:
        """Mesa's clock, which every way to step goes through: it stops with the run."""
        if not self.running:
            raise RuntimeError(f"the run is over: {self.month} of {self.months} months are done")
        try:
            super()._advance_time(min(until, self.months))
        except BaseException:
            self.running = False  # a month half done cannot be gone on from; Mesa would skip the next ones in silence
            raise

    @property
    def agents(self) -> AgentTable:
        """All agents: households, persons, employers in business, training centres."""
        return AgentTable(self, KINDS)

    @property
    def agents_by_type(self) -> dict[type[RowView], AgentTable]:
        """The agents of each class."""
        return {kind: AgentTable(self, (kind,)) for kind in KINDS}

    @property
    def agent_types(self) -> list[type[RowView]]:
        """The classes of agents."""
        return list(KINDS)

    def register_agent(self, agent: mesa.Agent) -> NoReturn:
        """Refused: agents come and go by the rules."""
        raise TypeError(
            f"{type(agent).__name__} objects cannot join: the agents of this model are rows of its tables "
            f"({', '.join(kind.__name__ for kind in KINDS)}); keep objects of your own beside it"
        )

    def deregister_agent(self, agent: mesa.Agent) -> NoReturn:
        """Refused: agents come and go by the rules."""
        raise TypeError(f"{type(agent).__name__} agents cannot leave: they come and go by the rules of a month")
