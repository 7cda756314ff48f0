"""Notebooks are executed, whole, small, and made from the sources beside them; the nightly part executes them."""

import ast
import runpy
from pathlib import Path
from typing import Any

import nbformat
import pytest

FOLDER = Path(__file__).parent.parent / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))
LARGEST = 300_000
"""Bytes of a notebook."""


@pytest.fixture(scope="module")
def make() -> dict[str, Any]:
    return runpy.run_path(str(FOLDER / "make.py"))


@pytest.fixture(params=NAMES)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    found = nbformat.read(FOLDER / f"{request.param}.ipynb", as_version=4)
    found.metadata["name"] = request.param
    return found


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_source_has_its_notebook_and_no_other_is_there() -> None:
    assert [name[:2] for name in NAMES] == ["01", "02", "03", "04", "05", "06", "07"]
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == NAMES
    for name in NAMES:
        assert (FOLDER / f"{name}.ipynb").stat().st_size <= LARGEST, f"{name} is larger than {LARGEST // 1000} kB"


def test_it_is_made_from_its_source(notebook: nbformat.NotebookNode, make: dict[str, Any]) -> None:
    source = make["unexecuted"](FOLDER / f"{notebook.metadata['name']}.py")
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        (cell.cell_type, cell.source) for cell in source.cells
    ], f"python notebooks/make.py {notebook.metadata['name'][:2]}"


def test_all_of_it_ran_in_order_without_a_fault(notebook: nbformat.NotebookNode) -> None:
    cells = code(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        ast.parse(cell.source)
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.get("text")


def test_it_opens_with_a_question_and_answers_with_a_figure(notebook: nbformat.NotebookNode) -> None:
    title, question, *_ = notebook.cells[0].source.split("\n\n")
    assert title.startswith(f"# {notebook.metadata['name'][:2]} ")
    assert question.startswith("**") and question.endswith("?**")
    pictures = [output for cell in code(notebook) for output in cell.outputs if "image/png" in output.get("data", {})]
    assert pictures


def test_a_word_that_begins_no_name_is_refused(make: dict[str, Any]) -> None:
    with pytest.raises(SystemExit, match=r"no notebook begins with 99; there are 01-first-run, 02"):
        make["sources"](["99"])
