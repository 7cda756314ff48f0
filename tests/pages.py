"""What the documents say to readers' machines: their command lines, snippets, links and names."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "results" / "README.md"]
    + [page for page in (ROOT / "docs").rglob("*.md") if page.parent.name != "prose"]
)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
FENCE = re.compile(r"^( *)```(\S*)[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
NUMBERS = {"N": "1", "K": "8", "X": "0.5"}
"""What a number is called where a command line is told in general."""


class Block(NamedTuple):
    """A fenced part of a page."""

    language: str
    text: str


def read(name: str) -> str:
    """A page."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, *languages: str) -> list[Block]:
    """Fenced parts of a page in these languages."""
    found = [Block(language, text) for _, language, text in FENCE.findall(read(name))]
    return [block for block in found if block.language in languages]


def prose(name: str) -> str:
    """A page without its fenced parts."""
    return FENCE.sub("", read(name))


def spans(name: str) -> list[str]:
    """What stands as code within sentences."""
    return SPAN.findall(prose(name))


def commands(name: str) -> list[list[str]]:
    """Words after `tiltsim` of every command line of a page."""
    lines = [line for block in blocks(name, "sh", "") for line in block.text.splitlines()]
    told = [line for line in lines + spans(name) if re.match(r"(.*\$\(|.*&& |.*exec )?(\S*/)?tiltsim( |$)", line)]
    found = []
    for line in told:
        command = re.split(r" +#|[>|);]|&&", line[re.search(r"(^|/|\(|exec )tiltsim( |$)", line).end() :])[0]
        command = command.split('"')[0] if command.count('"') == 1 else command
        found.append([NUMBERS.get(word, word) for word in shlex.split(command)])
    return found


def yaml_files(name: str) -> dict[str, str]:
    """Snippets of YAML of a page by the file that the comment on their first line names."""
    found = {}
    for block in blocks(name, "yaml"):
        named = re.match(r"# (\S+\.yaml)\n", block.text)
        assert named, f"{name}: a snippet of YAML must begin with a comment that names its file:\n{block.text}"
        found[named[1]] = block.text
    return found


def links(name: str) -> list[str]:
    """Where the links and pictures of a page lead within the repository."""
    found = [link or picture for link, picture in LINK.findall(prose(name))]
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(page: Path) -> set[str]:
    """Names of the headings of a page, as links write them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head).replace("`", "").lower() for head in heads]
    return {re.sub(r"[^\w\- ]", "", head).strip().replace(" ", "-") for head in plain}


def words_of_the_code() -> set[str]:
    """Every name in the sources, the data, the scenarios and the tests."""
    files = [
        path
        for folder in ("sim", "tests", "docs", "benchmarks", "scenarios")
        for ending in ("py", "csv", "yaml")
        for path in (ROOT / folder).rglob(f"*.{ending}")
        if path.name != "test_snippets.py"
    ]
    text = "\n".join(path.read_text(encoding="utf-8", errors="ignore") for path in files)
    return set(re.findall(r"\w+", text))
