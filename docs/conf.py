"""How Sphinx builds these pages into a site that asks no other machine for anything:

sphinx-build -W docs build/site
"""

import os
import re
from dataclasses import is_dataclass
from importlib import metadata
from typing import Any

from sphinx.application import Sphinx

os.environ["NUMBA_DISABLE_JIT"] = "1"  # pages need docstrings, not compiled kernels

project = "tiltsim"
author = copyright = "The tiltsim maintainers"  # noqa: A001
release = version = metadata.version("tiltsim")
root_doc = "README"
exclude_patterns = ["prose"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_numpy_docstring = True
napoleon_google_docstring = False
napoleon_use_param = False
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = "tiltsim"
html_static_path = ["_static"]
html_css_files = ["wide.css"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"source_repository": "", "top_of_page_buttons": []}

LINK = re.compile(r"\]\(([\w./-]+)\.md\)")
ENTRY = re.compile(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*) : (.+)$")
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


def contents(_: Sphinx, page: str, source: list[str]) -> None:
    """Make the table of contents from the links of the two index pages, which are read on their own elsewhere, too."""
    if page not in ("README", "model/README"):
        return
    told, *sections = SECTION.split(source[0])
    for title, text in zip(sections[::2], sections[1::2], strict=True):
        pages = "\n".join(dict.fromkeys(link for link in LINK.findall(text) if not link.startswith("..")))
        tree = f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{pages}\n```\n\n" if pages else ""
        told += f"## {title}{text}{tree}"
    source[0] = told


def described(*event: Any) -> None:
    """Set what follows `name : ` under the name where it is a description: here it is, unless a sentence follows."""
    lines: list[str] = event[-1]
    told: list[str] = []
    for place, line in enumerate(lines):
        entry = ENTRY.match(line)
        following = lines[place + 1].strip() if place + 1 < len(lines) else ""
        told += [entry[1], f"    {entry[2]}"] if entry and not following[:1].isupper() else [line]
    lines[:] = told


def signature(_: Sphinx, what: str, __: str, thing: object, *___: object) -> tuple[str, str] | None:
    """Leave out the one that a dataclass makes of its fields, which stand below it with their meaning."""
    return ("", "") if what == "class" and is_dataclass(thing) else None


def setup(app: Sphinx) -> None:
    """Take part in the build."""
    app.connect("source-read", contents)
    app.connect("autodoc-process-signature", signature)
    app.connect("autodoc-process-docstring", described, priority=0)
