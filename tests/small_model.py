"""A Mesa model over the small world whose month only moves money, so that tests of the door need no scenario."""

from small_world import small_world

from sim.tablemodel import TableModel


class SmallModel(TableModel):
    """Each month every household saves one yuan."""

    def __init__(self, rng: int = 7, months: int = 6, villages: int = 3, households: int = 8) -> None:
        super().__init__(rng, months)
        self.world = small_world(villages, households)

    def step(self) -> None:
        self.world.households.savings[:] += 100
        self.month += 1
        self.running = self.month < self.months
