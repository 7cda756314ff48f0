"""One trial: a good input is made, one file of it spoilt, the door opened, and what comes of it judged."""

import random
import shutil
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from doors import Door

from sim.errors import EnvironmentProblem, InputError

LONGEST = 700
"""Characters of one clear sentence, paths included."""
SECONDS = 60
"""After which a door counts as stuck."""


class Trial(NamedTuple):
    """What came of one spoilt input: "taken" (it still says something allowed), "refused", or what is wrong."""

    kind: str
    came: str
    why: str = ""

    @property
    def is_held(self) -> bool:
        return self.came in ("taken", "refused")


@contextmanager
def limited() -> Iterator[None]:
    def stuck(*_: object) -> None:
        raise TimeoutError(f"nothing came of it in {SECONDS} s")

    before = signal.signal(signal.SIGALRM, stuck)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def spoil(door: Door, path: Path, luck: random.Random) -> str:
    """Spoil one file of an input; with what."""
    root = folder_of(path)
    files = sorted(file for pattern in door.spoilt for file in root.glob(pattern))
    file, spoiler = luck.choice(files), luck.choice(door.spoilers)
    file.write_bytes(spoiler(luck, file.read_bytes()))
    return spoiler.__name__.replace("_", " ")


def judged(door: Door, path: Path, kind: str) -> Trial:
    """Open an input, and say whether it was taken, or refused in one sentence, with nothing left behind."""
    before = _listed(path)
    try:
        with limited():
            door.open(path)
    except (InputError, EnvironmentProblem) as problem:
        if fault := faulty(str(problem), path):
            return Trial(kind, "unclear", f"{fault}: {problem!s:.900}")
        if left := _listed(path) ^ before:
            return Trial(kind, "left something", str(sorted(left)))
        return Trial(kind, "refused", str(problem))
    except Exception:
        return Trial(kind, "traceback", traceback.format_exc())
    return Trial(kind, "taken")


def faulty(sentence: str, path: Path) -> str:
    """What keeps words from being one clear sentence about a file."""
    if "\n" in sentence or not sentence.isprintable():
        return "not on one line"
    if len(sentence) > LONGEST:
        return "too long"
    return "" if str(folder_of(path)) in sentence else "no file is named"


def folder_of(path: Path) -> Path:
    """The folder that an input is, or lies in; it may be closed to us."""
    return path.parent if path.suffix == ".yaml" else path


def _listed(path: Path) -> set[Path]:
    """Everything beside it, but for what an interrupted study rightly has of its own."""
    return {file for file in folder_of(path).rglob("*") if file.suffix != ".parquet"}


def trials(door: Door, good: Path, room: Path, numbers: range) -> Iterator[Trial]:
    """Spoilt copies of a good input, one for each number; a number always gives the same."""
    root = good if good.is_dir() else good.parent
    for number in numbers:
        place = room / "spoilt"
        shutil.copytree(root, place)
        path = place if good.is_dir() else place / good.name
        kind = spoil(door, path, random.Random(f"{door.name} {number}"))
        yield judged(door, path, kind)
        shutil.rmtree(place)
