"""Which source files a file of the package depends on, and a hash of them."""

import hashlib
import re
from functools import cache
from pathlib import Path

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n;]*)|import[ \t]+([^\n;]*))", re.MULTILINE
)
"""What names a file in a statement of import: found without parsing the file, which takes eight times as long."""


def imported_files(file: Path, package: Path) -> list[Path]:
    """A source file and every file of the package that it imports, directly or not, sorted.

    Parameters
    ----------
    file : Path
        The source file.
    package : Path
        Folder of the package; its name is that of the package.
    """
    found: set[Path] = set()
    waiting = {file}
    while waiting:
        found |= waiting
        waiting = {path for each in waiting for path in _imports(each, package)} - found
    return sorted(found)


def digest_of(file: Path, package: Path) -> bytes:
    """Hash of a source file and of all that it imports from the package, their places in it included."""
    digest = hashlib.sha256()
    for path in imported_files(file, package):
        digest.update(_told(path, package))
    return digest.digest()


@cache
def _modules(package: Path) -> dict[str, Path]:
    """Files of the package by the dotted name under which they are imported."""
    named = {}
    for path in package.rglob("*.py"):
        parts = path.relative_to(package.parent).with_suffix("").parts
        named[".".join(parts[:-1] if path.stem == "__init__" else parts)] = path
    return named


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@cache
def _imports(path: Path, package: Path) -> frozenset[Path]:
    """Files of the package that a source file imports."""
    modules, found = _modules(package), set()
    for module, names, others in _IMPORT.findall(_text(path)):
        told = re.findall(r"[\w.]+", re.sub(r"\bas\s+\w+|#.*", "", names or others))
        found |= {module, *(f"{module}.{name}" for name in told)} if module else {*told}
    return frozenset(modules[name] for name in found & modules.keys())


@cache
def _told(path: Path, package: Path) -> bytes:
    """Place and hash of one file."""
    place = path.relative_to(package).as_posix() if path.is_relative_to(package) else path.name
    return place.encode() + b"\0" + hashlib.sha256(_text(path).encode()).digest()
