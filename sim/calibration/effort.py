"""How much a calibration runs."""

from dataclasses import dataclass

from sim.errors import InputError


@dataclass(frozen=True)
class Effort:
    """How much is run.

    Attributes
    ----------
    points : of the model in each wave
    replicates : seeds of each point
    waves : of history matching, at most
    members : of the ensemble
    truths : known truths that are to come back
    seed : of designs, folds and sampler
    """

    points: int = 300
    replicates: int = 2
    waves: int = 3
    members: int = 64
    truths: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises
        ------
        InputError
            If a number is too small.
        """
        least = {"points": 40, "replicates": 1, "waves": 1, "members": 8, "truths": 0, "seed": 0}
        for name, low in least.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < low:
                raise InputError(f"{name} is {value!r}; allowed is a whole number from {low} on")

    @property
    def most(self) -> int:
        """Runs at most."""
        return (self.points * self.waves + self.members) * self.replicates
