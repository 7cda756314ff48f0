"""Execute the notebooks: write each `NN-name.ipynb` with its outputs from its source `NN-name.py`.

python notebooks/make.py                  all of them
python notebooks/make.py 02 05            those whose names begin so
python notebooks/make.py --out DIR        into another folder, so that those here stay as they are

A source is a script in Jupytext's percent format: open it as a notebook in Jupyter, or read it as it is.
"""

import argparse
import sys
from pathlib import Path
from time import perf_counter

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).parent
SECONDS = 600
"""After which a cell has failed: the first run of a version compiles."""


def sources(begin: list[str]) -> list[Path]:
    """The sources whose names begin with one of the words, all if there is none."""
    found = sorted(path for path in FOLDER.glob("[0-9]*.py") if path.name.startswith(tuple(begin) or ""))
    if not found:
        sys.exit(f"no notebook begins with {' or '.join(begin)}; there are {', '.join(names())}")
    return found


def names() -> list[str]:
    """Names of all notebooks."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def unexecuted(source: Path) -> nbformat.NotebookNode:
    """The notebook of a source, with stable cell ids and no more metadata than the kernel."""
    notebook = jupytext.read(source)
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for place, cell in enumerate(notebook.cells):
        cell.metadata = nbformat.from_dict({})
        cell["id"] = f"cell-{place}"
    return notebook


def executed(source: Path) -> nbformat.NotebookNode:
    """The notebook of a source, run from its own folder."""
    notebook = unexecuted(source)
    place = {"metadata": {"path": str(FOLDER)}}
    quiet = ["--log-level=ERROR"]  # the kernel warns that it speaks over loopback without encryption
    client = NotebookClient(notebook, timeout=SECONDS, resources=place, record_timing=False, extra_arguments=quiet)
    client.execute()
    return notebook


def main() -> int:
    """Execute and write; a cell that fails ends it, with its error."""
    asked = argparse.ArgumentParser(description="Execute the notebooks.")
    asked.add_argument("begin", nargs="*", metavar="NN", help="how the names of some begin; default: all")
    asked.add_argument(
        "--out", type=Path, default=FOLDER, metavar="DIR", help="where they go; default: beside the sources"
    )
    told = asked.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    for source in sources(told.begin):
        begun = perf_counter()
        try:
            notebook = executed(source)
        except CellExecutionError as problem:
            sys.stderr.write(f"{source.name}: {problem}\n")
            return 1
        target = told.out / f"{source.stem}.ipynb"
        nbformat.write(notebook, target)
        sys.stdout.write(f"{target.name}: {perf_counter() - begun:.0f} s, {target.stat().st_size // 1000} kB\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
