"""Every command line, snippet, link and name in the documents is one that works."""

import ast
import builtins
import importlib
import inspect
import re
import shutil
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pages import NAMES, ROOT, anchors, blocks, commands, links, read, spans, words_of_the_code, yaml_files
from ruamel.yaml import YAML

import sim
from sim.cli import parser
from sim.errors import InputError
from sim.scenario import Scenario
from sim.sections import BEHAVIOUR, LEVERS
from sim.study.cluster import Cluster
from sim.study.studyfile import StudyFile

KINDS = ("REFERENCE.yaml", "OTHER.yaml")
"""Files of a command line that is told in general."""


@pytest.mark.parametrize("name", [name for name in NAMES if commands(name)])
def test_command_lines_can_be_asked_and_their_files_exist(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    written = yaml_files(name)
    for words in commands(name):
        if not words or (len(words) == 1 and words[0] in parser().format_help()):
            continue  # the name of a verb in a sentence
        try:
            parser().parse_args(words)
        except SystemExit as ended:
            if ended.code:
                pytest.fail(f"{name}: tiltsim {' '.join(words)}: {capsys.readouterr().err}")
        for file in (word for word in words if word.endswith(".yaml") and word not in KINDS):
            assert file in written or list(ROOT.glob(file)), f"{name}: tiltsim {' '.join(words)}: no {file}"


@pytest.mark.parametrize("name", [name for name in NAMES if blocks(name, "yaml")])
def test_yaml_can_be_used(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "~" / ".config"))
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    mappings = {file for file in yaml_files(name) if file.endswith("/mapping.yaml")}
    for file, text in yaml_files(name).items():
        if file in mappings:
            continue  # a part of one, which is read below
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    for file, text in yaml_files(name).items():
        is_study = re.search(r"^(method|screen|shares):", text, re.MULTILINE)
        try:
            if file in mappings:
                check_part(name, YAML(typ="safe").load(text), YAML(typ="safe").load(ROOT / file))
            elif file.endswith("cluster.yaml"):
                Cluster.of()
            else:
                (StudyFile if is_study else Scenario).load(tmp_path / file)
        except InputError as problem:
            pytest.fail(f"{name}: {problem}")


@pytest.mark.parametrize("name", [name for name in NAMES if blocks(name, "python")])
def test_python_uses_what_is_there(name: str) -> None:
    known: dict[str, type] = {}
    for block in blocks(name, "python"):
        tree = ast.parse(block.text)
        for node in ast.walk(tree):
            check_import(name, node)
            check_call(name, node)
            check_words(name, node)
        for made, kind in assigned(tree):
            known[made] = kind
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                check_attribute(name, node.value.id, node.attr, known)


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    here = ROOT / name
    for target in links(name):
        file, _, anchor = target.partition("#")
        page = (here.parent / file).resolve() if file else here
        assert page.exists(), f"{name}: {target}: no such file"
        if anchor and page.suffix == ".md":
            assert anchor in anchors(page), f"{name}: {target}: no such heading"


@pytest.mark.parametrize("name", NAMES)
def test_names_and_paths_are_those_of_the_code(name: str) -> None:
    for span in spans(name):
        if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", span):
            assert span in words(), f"{name}: nothing is called {span}"
        if re.fullmatch(r"(sim|tests|docs|scenarios|benchmarks|results/studies)/[\w./*-]+", span):
            assert list(ROOT.glob(span.rstrip("/"))), f"{name}: no {span}"


def test_every_page_is_in_the_table_of_contents() -> None:
    listed = {(ROOT / "docs" / link).resolve() for link in links("docs/README.md")}
    listed |= {(ROOT / "docs" / "model" / link.partition("#")[0]).resolve() for link in links("docs/model/README.md")}
    pages = {ROOT / name for name in NAMES if name.startswith("docs/")} - {ROOT / "docs" / "README.md"}
    assert {str(page.relative_to(ROOT)) for page in pages - listed} == set()


@cache
def words() -> set[str]:
    """Every name in the code, once."""
    return words_of_the_code()


def check_part(name: str, part: object, whole: object) -> None:
    """What a page shows of a file is in the file."""
    if isinstance(part, dict) and isinstance(whole, dict):
        for key, value in part.items():
            assert key in whole, f"{name}: {key} is not in the file that is shown"
            check_part(name, value, whole[key])
    else:
        assert part == whole, f"{name}: {part} is {whole} in the file that is shown"


def check_import(name: str, node: ast.AST) -> None:
    """What is imported of this package exists."""
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sim":
        module = importlib.import_module(node.module or "")
        for alias in node.names:
            assert hasattr(module, alias.name), f"{name}: {node.module} has no {alias.name}"


def check_call(name: str, node: ast.AST) -> None:
    """A public function is given arguments that it has; overrides are levers or behaviour."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_sim(node.func.value)):
        return
    called = getattr(sim, node.func.attr, None)
    assert called is not None, f"{name}: sim has no {node.func.attr}"
    allowed = inspect.signature(called).parameters
    for keyword in node.keywords:
        if keyword.arg is not None and keyword.arg not in allowed:
            assert "overrides" in allowed and keyword.arg in {*LEVERS, *BEHAVIOUR}, f"{name}: {keyword.arg}"


def check_words(name: str, node: ast.AST) -> None:
    """A name within quotes is one of the code: a lever, an indicator, a group."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z]+(_[a-z]+)+", node.value):
        assert node.value in words(), f"{name}: nothing is called {node.value!r}"


def check_attribute(name: str, owner: str, attribute: str, known: dict[str, type]) -> None:
    """What is asked of `sim`, or of a variable whose kind is known, is public and there."""
    assert not attribute.startswith("_") or attribute.startswith("__"), f"{name}: {owner}.{attribute} is private"
    if owner == "sim":
        assert attribute in sim.__all__, f"{name}: sim has no public {attribute}"
    elif owner in known:
        kind = known[owner]
        there = hasattr(kind, attribute) or attribute in fields(kind)
        assert there, f"{name}: {owner}.{attribute}: {kind.__name__} has no {attribute}"


def fields(kind: type) -> set[str]:
    """Attributes that a class sets when it is made."""
    text = "".join(inspect.getsource(one) for one in kind.__mro__ if one.__module__.startswith("sim."))
    return set(re.findall(r"self\.(\w+)\b[^\n]*=", text)) | set(re.findall(r"^    (\w+):", text, re.MULTILINE))


def assigned(tree: ast.AST) -> Iterator[tuple[str, type]]:
    """Variables that hold what a public function or class gives."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name):
            kind = given(node.value.func)
            if kind is not None:
                yield node.targets[0].id, kind


def given(called: ast.expr) -> type | None:
    """What a call of `sim.x` or `sim.X.load` gives."""
    if isinstance(called, ast.Attribute) and is_sim(called.value):
        thing = getattr(sim, called.attr)
        if inspect.isclass(thing):
            return thing
        result = typing.get_type_hints(thing, vars(builtins) | vars(importlib.import_module(thing.__module__)))[
            "return"
        ]
        return result if inspect.isclass(result) else None
    if isinstance(called, ast.Attribute) and called.attr == "load" and isinstance(called.value, ast.Attribute):
        return getattr(sim, called.value.attr) if is_sim(called.value.value) else None
    return None


def is_sim(node: ast.expr) -> bool:
    """Whether an expression is the package."""
    return isinstance(node, ast.Name) and node.id == "sim"


def test_the_checks_can_fail(tmp_path: Path) -> None:
    """A wrong attribute, argument, import, name and file are each found."""
    wrong = {
        "sim.rnu('a.yaml')": check_call,
        "sim.run('a.yaml', sede=1)": check_call,
        "from sim.agents import Houshold": check_import,
        "results['relapse_raet']": check_words,
    }
    for text, check in wrong.items():
        with pytest.raises(AssertionError):
            [check("page", node) for node in ast.walk(ast.parse(text))]
    with pytest.raises(AssertionError):
        check_attribute("page", "results", "sumary", {"results": sim.Results})
    check_attribute("page", "results", "summary", {"results": sim.Results})
    assert read("README.md").startswith("# tiltsim")
