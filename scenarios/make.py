"""Write the scenarios that follow from the declarations of levers: one per measure and area, ladders, factorials.

python scenarios/make.py           write them
python scenarios/make.py --check   say which differ from what the declarations say; exit 1 if any does
"""

import sys
from pathlib import Path

from sim.declare import Quantity, declared
from sim.levers import Levers
from sim.measures import AREAS, MEASURES, Measure

FOLDER = Path(__file__).parent
NOTE = "# Written by scenarios/make.py from the declarations of the levers; edit there.\n"
FOLDERS = ("measures", "areas", "tilt-ladder", "tilt-by-audit", "tilt-by-data-sharing")
OPINION = range(3, 27)
BEFORE = 1.2
"""Tilt before the Opinion: assumption, 1 to 1.5 is plausible."""
LADDER = (1.0, 1.5, 2.0, 2.5)
LEVERS = declared(Levers)


def aimed(name: str, lever: Quantity) -> float:
    """The Opinion's value of a lever, else the package's, else the baseline's."""
    for value in (lever.opinion, lever.package):
        if value is not None:
            return value
    return float(Levers._field_defaults[name])


def of_clauses(clauses: range, *, is_aimed: bool = True) -> dict[str, float]:
    """Levers of clauses whose aim differs from the baseline, at their aim or at the baseline."""
    chosen = {name: lever for name, lever in LEVERS.items() if lever.clause in clauses}
    moved = {name: aimed(name, lever) for name, lever in chosen.items() if aimed(name, lever) != default(name)}
    return moved if is_aimed else {name: default(name) for name in moved}


def default(name: str) -> float:
    """The baseline's value of a lever."""
    return float(Levers._field_defaults[name])


def tilts(value: float) -> dict[str, float]:
    """Every tilt: the fund's, which the measures it pays take, and those of the measures that it does not pay."""
    return {name: value for name in LEVERS if name.endswith("_tilt") and default(name) != 0.0}


def text(question: str, title: str, extends: str, levers: dict[str, object], **more: object) -> str:
    """A scenario file."""
    lines = [f"# {question}", NOTE.rstrip(), f"title: {title}", f"extends: {extends}"]
    lines += [f"{key}: {value}" for key, value in more.items()]
    if levers:
        lines += ["levers:", *(f"  {name}: {shown(value)}" for name, value in levers.items())]
    return "\n".join(lines) + "\n"


def shown(value: object) -> str:
    """A number without a needless point; a path as it is."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def of_measure(measure: Measure) -> dict[str, str]:
    """Only this measure of the Opinion; all but it."""
    clauses = range(measure.clause, measure.clause + 1)
    what = f"({measure.clause}) {measure.text}"
    return {
        f"measures/only-{measure.name}.yaml": text(
            f"What does {what} {measure.chinese} do by itself, if all else stays as in 2020-21?",
            f"Only {what}", "../baseline.yaml", {**of_clauses(clauses)},
        ),
        f"measures/all-but-{measure.name}.yaml": text(
            f"What is lost without {what} {measure.chinese}?",
            f"The Opinion without {what}", "../opinion-2021.yaml", {**of_clauses(clauses, is_aimed=False)},
        ),
    }  # fmt: skip


def files() -> dict[str, str]:
    """Every file by its path in this folder."""
    found: dict[str, str] = {}
    for measure in MEASURES:
        found |= of_measure(measure)
    for area, clauses in AREAS.items():
        found[f"areas/{area}.yaml"] = text(
            f"What do the measures of {area}, clauses {clauses[0]} to {clauses[-1]}, do by themselves?",
            f"Only the measures of {area}", "../baseline.yaml", {**of_clauses(clauses)},
        )  # fmt: skip
    for value in LADDER:
        found[f"tilt-ladder/tilt-{value:g}.yaml"] = text(
            f"What if a unit of need in a key county gets {value:g} times what one elsewhere gets, of everything?",
            f"The Opinion with every tilt at {value:g}", "../opinion-2021.yaml", {**tilts(value)},
        )  # fmt: skip
    by_dose = {"audit": "supervision_dose", "data-sharing": "data_sharing_dose"}
    for factor, lever in ((factor, lever) for factor, lever in by_dose.items() if lever in LEVERS):
        for tilted in (1.0, 2.0):
            for dose in (0.0, 1.0, 2.0):
                found[f"tilt-by-{factor}/tilt-{tilted:g}-{factor}-{dose:g}.yaml"] = text(
                    f"Does a tilt of {tilted:g} do more where the dose of {factor} is {dose:g}?",
                    f"Every tilt at {tilted:g}, {factor} at {dose:g}", "../opinion-2021.yaml",
                    {**tilts(tilted), lever: dose},
                )  # fmt: skip
    ends: dict[str, object] = {
        name: f"{{2021-12: {aimed(name, lever):.10g}, 2025-01: {default(name):.10g}}}"
        for name, lever in LEVERS.items()
        if aimed(name, lever) != default(name)
    }
    ramps: dict[str, object] = {
        name: f"{{2021-12: {{to: {value:.10g}, over: 12}}}}" for name, value in of_clauses(OPINION).items()
    }
    ramps |= {
        name: f"{{2020-01: {BEFORE:.10g}, 2021-12: {{to: {aimed(name, LEVERS[name]):.10g}, over: 12}}}}"
        for name in tilts(BEFORE)
    }
    found["opinion-2021.yaml"] = text(
        "What does the Opinion of November 2021 do, put in force at once in December 2021?\n"
        "# Each lever has the value of the Opinion's text, or of the package where the text names none (`tiltsim\n"
        "# levers` says which). What is not listed stays as in 2020-21.",
        "The Opinion of 2021 from December 2021", "baseline.yaml", {**of_clauses(OPINION)},
    )  # fmt: skip
    key_only = {name: 0.0 for name in LEVERS if name.endswith("_key_only") and aimed(name, LEVERS[name]) > 0.0}
    found["no-tilt-same-money.yaml"] = text(
        "How much of what the Opinion does comes from where the money goes, and not from how much there is?\n"
        "# Doses and pools are those of opinion-2021; a unit of need gets the same everywhere, and nothing is set\n"
        "# aside for the key counties (under zero_sum that is paid from the same pool, so the sum does not change).",
        "The Opinion's money without any tilt", "opinion-2021.yaml", {**tilts(1.0), **key_only},
    )  # fmt: skip
    found["withdrawal.yaml"] = text(
        "What do the measures hold up? All of them end in December 2021, and nothing is paid for any more.",
        "All measures withdrawn from December 2021", "baseline.yaml",
        {name: 0.0 for name in LEVERS if name.endswith("_dose")},
    )  # fmt: skip
    found["history.yaml"] = text(
        "What happened? Calibration runs on it; its levers after 2021 are the Opinion's, phased in over a year.\n"
        f"# Assumptions: provinces already gave a unit of need in a key county {BEFORE:g} times what they gave\n"
        "# elsewhere before 2021 (1 to 1.5 is plausible), and it takes a year until the Opinion is in force.",
        "What happened, the Opinion phased in from December 2021", "baseline.yaml", ramps,
    )  # fmt: skip
    found["switch-off-2025.yaml"] = text(
        "What is left when the Opinion's measures go back to those of 2020-21 in January 2025?",
        "The Opinion until the end of 2024", "baseline.yaml", ends, months=120,
    )  # fmt: skip
    found["prolonged-2030.yaml"] = text(
        "What if the Opinion stays in force until 2030?",
        "The Opinion until the end of 2030", "opinion-2021.yaml", {}, months=132,
    )  # fmt: skip
    return found


def main() -> int:
    """Write or check."""
    wrong = []
    for name, content in files().items():
        path = FOLDER / name
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != content:
                wrong.append(name)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
    there = [path for folder in FOLDERS for path in sorted((FOLDER / folder).glob("*.yaml"))]
    wrong += [name for path in there if (name := path.relative_to(FOLDER).as_posix()) not in files()]
    for name in wrong:
        sys.stdout.write(f"{name} is not what the declarations say\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
