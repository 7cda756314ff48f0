"""How large a population is: people, memory and time, known before anybody is made.

memory   what a process holds before anybody is made, and each person's rows with what January needs to set them anew
time     each person is made once and lives through the burn-in and the run; counties share the cores
"""

from pathlib import Path
from typing import NamedTuple

from sim.errors import EnvironmentProblem
from sim.population.settings import FULL, Population, chosen_counties
from sim.progress import span

PER_HOUSEHOLD = 3.48
"""People of a household made from the margins."""
PROCESS, PER_PERSON = 4.0e8, 320.0
"""Bytes; measured on runs of one and of five million people (`benchmarks/`)."""
BUILD, MONTH = 2.0e-6, 5.0e-7
"""Seconds a person on one core; measured so too."""
BURN_IN = 24
TOLD_FROM = 1_000_000
"""People from whom on it is told before it begins."""
LIMIT = Path("/sys/fs/cgroup/memory.max")
USED = Path("/sys/fs/cgroup/memory.current")


class Extent(NamedTuple):
    """How large a run is.

    Attributes
    ----------
    people : simulated people
    memory : bytes, at most
    seconds : from the first person to the last month
    """

    people: int
    memory: float
    seconds: float

    def told(self) -> str:
        """In words."""
        people, memory = f"{self.people / 1e6:.1f} million people", f"{self.memory / 1e9:.1f} GB of memory"
        return f"{people}: about {memory} and {span(self.seconds)}"


def extent(population: Population, months: int, threads: int) -> Extent:
    """How large a run of these people is."""
    chosen = chosen_counties(population)
    if population.scale == FULL:
        people = sum(int(county.registered_people) for county in chosen)
    else:
        people = int(PER_HOUSEHOLD * population.households * len(chosen))
    seconds = people * (BUILD + MONTH * (BURN_IN + months) / threads)
    return Extent(people, PROCESS + PER_PERSON * people, seconds)


def demand_room(size: Extent) -> None:
    """Refuse what this machine cannot hold.

    Raises
    ------
    EnvironmentProblem
        If it needs more memory than is free.
    """
    free = free_memory()
    if size.memory > free:
        raise EnvironmentProblem(
            f"{size.people / 1e6:.1f} million people need about {size.memory / 1e9:.1f} GB of memory, and "
            f"{free / 1e9:.1f} GB are free; ask for fewer counties or households"
        )


def free_memory() -> float:
    """Bytes that this process may still take, by the machine and by the limit of its group."""
    import psutil

    free = float(psutil.virtual_memory().available)
    try:
        limit, used = LIMIT.read_text().strip(), float(USED.read_text())
    except (OSError, ValueError):
        return free
    return free if limit == "max" else min(free, float(limit) - used)
