"""What is told of a study: figures of the tables that its stages left, and its half page."""

from collections.abc import Callable
from pathlib import Path

from sim.errors import InputError
from sim.reports import deciding, driving, situated
from sim.reports.method import stages
from sim.reports.parts import Picture
from sim.reports.phrases import Phrases
from sim.study.decided import FRONT, LINES, OMITTED, SETS, SHAPLEY

DRAWN: tuple[tuple[str, Callable[[Path, str, Phrases], Picture]], ...] = (
    ("shares.csv", driving.shares),
    ("indices.csv", driving.tornado),
    ("ranking.csv", driving.ranked),
    (SHAPLEY, deciding.areas),
    (OMITTED, deciding.measures),
    (SETS, situated.when),
    (LINES, deciding.along),
    (FRONT, deciding.front),
)
"""Tables, and the figure of each."""


def pictures(folder: Path, say: Phrases) -> list[Picture]:
    """Figures of the tables that lie in the folders of a study's stages.

    Raises
    ------
    InputError
        If a table is torn or foreign.
    """
    found = []
    for place, stage in enumerate(stages(folder)):
        for name, draw in DRAWN:
            path = stage / name
            if path.is_file():
                title = stage.name if stage != folder else folder.resolve().name
                try:
                    picture = draw(stage, title, say)
                except (ValueError, LookupError, TypeError) as problem:
                    raise InputError(
                        f"{path}: not readable as a table of a study ({problem}); torn or foreign"
                    ) from None
                found.append(picture._replace(name=f"{picture.name}-{folder.resolve().name}-{place}"))
    return found
