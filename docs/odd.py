"""The description of the model by the ODD protocol: prose of docs/prose, tables from the code."""

import ast
import csv
import inspect
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from clauses import NOTE, beliefs, linked, month_order, table, told

from sim.behaviour import Behaviour
from sim.declare import GRADES, declared
from sim.indicators import DEFINITIONS
from sim.levers import Levers
from sim.numeric import Decision
from sim.population.settings import OF_A_KIND, Population
from sim.rules import VARIANTS
from sim.scenario import Scenario
from sim.state import World
from sim.state.table import Column, columns

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
DATA = ROOT / "sim" / "data"
TYPES = {
    **{"i1": "whole, 8 bit", "i2": "whole, 16 bit", "i4": "whole, 32 bit", "i8": "whole, 64 bit"},
    **{"f4": "real, single", "f8": "real, double", "?": "flag"},
}
CHOSEN = {"looking": ("migration", "search"), "order": ("matching", "lots"), "listing": ("targeting", "targeting")}
"""Names by which a month calls the theories that a scenario chooses, with the step and the default's rule."""
FILES = {
    "provinces.csv": "the ten provinces: counties, registered people, eastern pairs",
    "counties.csv": "the 462 alleviated counties, 160 of them key, and their drawn covariates",
    "margins.csv": "shares and means from which people and employers of the first month are made",
    "published.csv": "what the first month is held against, and in which role",
    "tilts.csv": "what raking found",
    "paths.csv": "levels of each year: prices, pay outside, pensions, the living allowance, lines",
    "facts.csv": "published figures by id, with publisher and address",
    "moments.csv": "published figures that levels are held against",
    "sources.csv": "sources by key",
}


def tables() -> dict[str, type]:
    """The tables of a world by name."""
    return dict(World.__annotations__)


def entities() -> str:
    """What one row of each table is, and how many state variables it has."""
    cells = []
    for name, kind in tables().items():
        says = (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")
        module = (inspect.getdoc(inspect.getmodule(kind)) or "").split("\n")[0]
        cells.append((f"[`{name}`](state.md#{name})", module, says, str(len(columns(kind)))))
    return table(("table", "what it holds", "one row", "variables"), cells)


def state_page() -> str:
    """Every state variable."""
    parts = [
        f"{NOTE}\n# State\n\nEvery column of every table, in the order of `sim/state/`. The values of a code stand\n"
        "in `sim/state/codes.py`; a link holds the row it points to, or NONE. A column with a shape has one value for\n"
        "each place in it: of 24 measures, clauses (3) to (26) in order; of 12 months, a ring.\n"
    ]
    for name, kind in tables().items():
        cells = [(f"`{column}`", typed(one), one.unit, one.text) for column, one in columns(kind).items()]
        says = (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")
        parts.append(f"## {name}\n\n{says}\n\n" + table(("column", "type", "unit", "what it is"), cells))
    return "\n".join(parts)


def typed(column: Column) -> str:
    """The type of a column in words, with its shape."""
    shape = " × ".join(str(length) for length in column.width)
    return TYPES[column.dtype] + (f", {shape} each" if shape else "")


def scales() -> str:
    """How many of what, from when to when, by default."""
    people, usual = Population(), Scenario.load(ROOT / "scenarios" / "baseline.yaml")
    rows = rows_of("counties.csv")
    key = sum(row["is_key"] == "1" for row in rows)
    return (
        f"One step is a month; a run is {usual.months} months from {usual.start} after a burn-in of two years. "
        f"The world is {len(rows_of('provinces.csv'))} western provinces with {len(rows)} alleviated counties, {key} "
        f"of them key; by default {people.counties} are sampled, at least {OF_A_KIND} of each kind in every sampled "
        f"province, with {people.households} whole households each, in villages."
    )


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of a data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def calls(method: ast.FunctionDef) -> Iterator[tuple[str, str, str]]:
    """Rules that a method of the model calls in order: the call as written, the rule, by county or across."""
    found = [node for node in ast.walk(method) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    for node in sorted(found, key=lambda node: (node.lineno, node.col_offset)):
        assert isinstance(node.func, ast.Attribute)
        if node.func.attr not in ("_each", "_once", "_settle"):
            continue
        called = ast.unparse(node.args[0]).split("(")[0]
        yield called, called.split(".")[0], "across counties" if node.func.attr != "_each" else "by county"


def schedule() -> str:
    """The order of a month, as the model's source has it."""
    tree = ast.parse((ROOT / "sim" / "model.py").read_text(encoding="utf-8"))
    methods = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    cells = []
    for part in ("_open", "_simulate"):
        for called, rule, how in calls(methods[part]):
            step, home = CHOSEN.get(rule, ("", rule))
            name = linked(home)
            if step:
                name += f" or what `rules: {{{step}: …}}` names"
            elif not called.endswith(".step"):
                name += f", `{called.split('.')[1]}`"
            when = ", each January" if part == "_open" and rule != "calendar" else ""
            cells.append((str(len(cells) + 1), name, how + when, told(home)[0]))
    return table(("", "rule", "how", "what it does"), cells)


def variants() -> str:
    """The rival theories."""
    return "; ".join(
        f"`{step}`: {', '.join(f'`{name}`' for name in names)}" for step, names in VARIANTS.items()
    ) + " (the first is the default)"  # fmt: skip


def makers() -> dict[str, list[str]]:
    """Where each kind of draw is made, kinds by number."""
    homes = [*(ROOT / "sim" / "rules").glob("*.py"), *(ROOT / "sim" / "population").glob("*.py")]
    sources = {f"{path.parent.name}/{path.stem}": path.read_text(encoding="utf-8") for path in sorted(homes)}
    made = {
        one.name: [home for home, text in sources.items() if re.search(rf"\bDecision\.{one.name}\b", text)]
        for one in sorted(Decision)
    }
    return {name: found for name, found in made.items() if found}


def draws() -> str:
    """Every kind of draw, and where it is made."""
    cells = [
        (name.lower().replace("_", " "), " ".join(f"`{home}`" for home in homes)) for name, homes in makers().items()
    ]
    return table(("what is drawn", "in"), cells)


def signatures() -> str:
    """What should come out of a policy without being put in."""
    with (ROOT / "tests" / "verification" / "signatures.csv").open(encoding="utf-8", newline="") as file:
        cells = [(row["claim"], row["ablation"]) for row in csv.DictReader(file)]
    return table(("what comes out", "and goes when"), cells)


def moment_years() -> str:
    """The years of the published figures that levels are held against."""
    years = [row["date"][:4] for row in rows_of("moments.csv")]
    return f"{min(years)} to {max(years)}"


def initialisation() -> str:
    """How the first month is made, part by part."""
    parts = []
    for name in ("build", "villages", "raking", "people", "traits", "work", "firms", "owners"):
        text = (
            ast.get_docstring(ast.parse((ROOT / "sim" / "population" / f"{name}.py").read_text(encoding="utf-8"))) or ""
        )
        sentence, _, rest = text.partition("\n")
        block = f"\n\n```text\n{textwrap.dedent(rest.strip(chr(10)))}\n```" if rest.strip() else ""
        parts.append(f"**`population/{name}`** {sentence}{block}")
    return "\n\n".join(parts)


def burn_in() -> str:
    """What happens before the first month, in the words of the model."""
    tree = ast.parse((ROOT / "sim" / "model.py").read_text(encoding="utf-8"))
    method = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "_burn_in")
    return ast.get_docstring(method) or ""


def inputs() -> str:
    """The files of data."""
    cells = [(f"`sim/data/{name}`", says, str(len(rows_of(name)))) for name, says in FILES.items()]
    return table(("file", "what it holds", "rows"), cells)


def grades() -> str:
    """How many rows of data are of which grade."""
    count = Counter(row["grade"] for name in FILES for row in rows_of(name) if row.get("grade"))
    return ", ".join(f"{count[grade]:,} {grade}" for grade in GRADES if count[grade])


def parameter_counts() -> str:
    """How many numbers there are, and how many of them are guesses."""
    told = []
    for what, names in (("levers", Levers), ("numbers of behaviour", Behaviour)):
        quantities = declared(names)
        guessed = sum(q.grade == "assumption" for q in quantities.values())
        told.append(f"{len(quantities)} {what}, {guessed} of them assumptions")
    return f"There are {' and '.join(told)}: their ranges are priors for sensitivity analysis and no evidence."


def submodels() -> str:
    """Every rule with its sentence, in the order of a month."""
    cells = [(linked(rule), told(rule)[0], str(len(beliefs(rule)))) for rule in month_order()]
    return table(("rule", "what it does", "beliefs"), cells)


def filled(name: str, parts: dict[str, Callable[[], str]]) -> str:
    """A page of prose with its parts put in; both must be complete."""
    prose = (FOLDER / "prose" / name).read_text(encoding="utf-8")
    wanted = re.findall(r"\{\{ (\w+) \}\}", prose)
    if set(wanted) != set(parts):
        raise SystemExit(f"docs/prose/{name}: wants {sorted(wanted)}, docs make {sorted(parts)}")
    return NOTE + "\n" + re.sub(r"\{\{ (\w+) \}\}", lambda found: parts[found[1]]().rstrip("\n"), prose)


def odd_page() -> str:
    """The description."""
    return filled(
        "odd.md",
        {
            "burn_in": burn_in,
            "draw_count": lambda: str(len(makers())),
            "draws": draws,
            "entities": entities,
            "grades": grades,
            "indicator_count": lambda: str(len(DEFINITIONS)),
            "initialisation": initialisation,
            "inputs": inputs,
            "moment_years": moment_years,
            "moment_count": lambda: str(len(rows_of("moments.csv"))),
            "parameter_counts": parameter_counts,
            "scales": scales,
            "schedule": schedule,
            "signatures": signatures,
            "submodels": submodels,
            "variants": variants,
        },
    )
