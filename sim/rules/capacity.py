"""Capacity of the labour office: staff leave, vacant posts are filled.

    staff' = stayed + staff_filling_chance (1 - stayed),  stayed = staff (1 - staff_leaving_chance)     [assumption]

Reads   nothing else     Writes  counties.staff     Levers  none     Luck  none
"""

from sim.behaviour import Behaviour
from sim.numeric import kernel
from sim.state.counties import Counties


@kernel
def staff_next(staff: float, staff_leaving_chance: float, staff_filling_chance: float) -> float:
    """Staff at work per established post, a month later."""
    stayed = staff * (1.0 - staff_leaving_chance)
    return stayed + staff_filling_chance * (1.0 - stayed)


@kernel
def step(counties: Counties, behaviour: Behaviour, first: int, last: int) -> None:
    """Move the labour offices of counties first … last - 1 by a month."""
    for c in range(first, last):
        counties.staff[c] = staff_next(
            float(counties.staff[c]), behaviour.staff_leaving_chance, behaviour.staff_filling_chance
        )
