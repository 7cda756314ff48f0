"""The YAML door: what somebody wrote, with the file and line of every value.

YAML 1.2, one document of mappings, lists and plain values. Anchors, aliases, tags and keys that come twice are refused,
and so is a file that is too large or too deep: a file says each thing once and means what it says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from sim.declare import Quantity, checked, did_you_mean, nearest, shown
from sim.errors import EnvironmentProblem, InputError

LARGEST = 1_000_000
"""Bytes of the largest file read."""
DEEPEST = 20
"""Mappings and lists inside each other."""

_WHOLE = re.compile(r"[-+]?[0-9]{1,400}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_TRUTH = re.compile(r"true|True|TRUE|false|False|FALSE")
_NOTHING = ("", "~", "null", "Null", "NULL")


class Place(NamedTuple):
    """Where something was written; no file is a call from Python, line 0 no line."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        """Write it as editors and compilers do."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it was written.

    Attributes
    ----------
    value : text, number, truth value, None, dict of text to `Written`, or list of `Written`
    place : file and line of its key, or of the value itself where it has none
    """

    value: Any
    place: Place

    def fault(self, message: str) -> NoReturn:
        """Refuse it with one sentence that begins with file and line."""
        raise InputError(f"{self.place}: {message}" if self.place.file else message)

    def refuse(self, name: str, allowed: str) -> NoReturn:
        """Refuse it, saying what was found and what is allowed."""
        self.fault(f"{name} is {shown(self.value)}; allowed is {allowed}")

    def mapping(self, name: str, keys: Iterable[str] | None = None) -> dict[str, "Written"]:
        """Entries by key; with `keys`, no other key is allowed."""
        if not isinstance(self.value, dict):
            self.refuse(name, "a mapping of names to values")
        entries: dict[str, Written] = self.value
        if keys is not None:
            known = list(keys)
            for key, entry in entries.items():
                if key not in known:
                    entry.fault(f"unknown key {shown(key)} in {name}{did_you_mean(key, known)}")
        return entries

    def items(self, name: str) -> list["Written"]:
        """Entries of a list."""
        if not isinstance(self.value, list):
            self.refuse(name, "a list")
        entries: list[Written] = self.value
        return entries

    def text(self, name: str) -> str:
        """A text of one line, not empty."""
        if not isinstance(self.value, str) or not self.value.strip() or not self.value.strip().isprintable():
            self.refuse(name, "a text of one line")
        return self.value.strip()

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        if isinstance(self.value, bool) or not isinstance(self.value, Integral) or not low <= int(self.value) <= high:
            self.refuse(name, f"a whole number from {low} to {high}")
        return int(self.value)

    def number(self, name: str, quantity: Quantity) -> float:
        """A number within the declared range."""
        try:
            return checked(name, self.value, quantity)
        except InputError as problem:
            self.fault(str(problem))

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """One of the allowed words."""
        words = list(allowed)
        if not isinstance(self.value, str) or self.value not in words:
            guess = did_you_mean(self.value, words) if isinstance(self.value, str) else ""
            self.fault(f"{name} is {shown(self.value)}; allowed is {' or '.join(words)}{guess}")
        return self.value


def given(value: object) -> Written:
    """Values of a Python call as if they had been read from a file.

    Raises
    ------
    InputError
        If it is a mapping whose keys are not texts, or too deep.
    """
    return _given(value, 0)


def _given(value: object, depth: int) -> Written:
    place = Place("")
    if depth > DEEPEST:
        raise InputError(f"more than {DEEPEST} mappings and lists inside each other")
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise InputError(f"a key is {shown(key)}; allowed is a text")
        return Written({key: _given(entry, depth + 1) for key, entry in value.items()}, place)
    if isinstance(value, (list, tuple)):
        return Written([_given(entry, depth + 1) for entry in value], place)
    return Written(value, place)


def read(path: str | Path, asked: Written | None = None) -> Written:
    """Read a YAML file whose document is a mapping.

    Parameters
    ----------
    path : the file
    asked : what names the file, where a file does: it is refused if the file is missing

    Raises
    ------
    InputError
        If there is no such file, or it is not such a document.
    EnvironmentProblem
        If the system does not let us read it.
    """
    path = Path(path)
    try:
        content = _content(path)
    except InputError as problem:
        if asked is None:
            raise
        asked.fault(str(problem))
    text = _text(path, content)
    document = _document(str(path), text)
    if not isinstance(document.value, dict):
        document.refuse("the file", "lines of `key: value`")
    return document


def _content(path: Path) -> bytes:
    try:
        if path.is_file():
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        elif path.exists():
            raise InputError(f"{path}: is a folder or a device, not a YAML file")
        else:
            raise InputError(f"{path}: no such file{_neighbour(path)}")
    except PermissionError:
        raise EnvironmentProblem(f"{path}: not allowed to read this file") from None
    except OSError as problem:
        raise InputError(f"{shown(str(path))}: cannot be read: {problem.strerror}") from None
    if len(content) > LARGEST:
        raise InputError(f"{path}:1: larger than {LARGEST:,} bytes, which no such file needs")
    return content


def _neighbour(path: Path) -> str:
    """The file beside it that was meant."""
    if not path.parent.is_dir():
        return ""
    near = nearest(path.name, sorted(other.name for other in path.parent.glob("*.y*ml")))
    return f"; did you mean {str(path.with_name(near))!r}?" if near else ""


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise InputError(f"{path}:{line}: not UTF-8 text; save the file as UTF-8") from None


def _document(file: str, text: str) -> Written:
    """Parse the one document of a file."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    reader = _Reader(file)
    try:
        document = reader.document(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as problem:
        marks = [mark.line + 1 for mark in (problem.problem_mark, problem.context_mark) if mark]
        line = next((line for line in marks if line <= len(text.splitlines())), reader.line)
        words = " ".join(str(problem.problem or problem.context).split())[:120]
        raise InputError(f"{file}:{line}: not YAML: {words}") from None
    except YAMLError as problem:
        position = getattr(problem, "position", 0)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else reader.line
        raise InputError(f"{file}:{line}: not YAML: a character that YAML does not allow") from None
    except InputError:
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise InputError(f"{file}:{reader.line}: not YAML after this line") from None
    return document or Written(None, Place(file, 1))


class _Reader:
    """Builds a `Written` from the events of a parser, remembering the line it has come to."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.line = 1

    def document(self, events: Iterator[Any]) -> Written | None:
        """The one document, or None if there is none."""
        found: Written | None = None
        for event in events:
            kind = self._kind(event)
            if found is not None and kind not in ("DocumentEnd", "StreamEnd"):
                self._fault("a second document begins; a file holds one")
            if kind in ("StreamStart", "StreamEnd", "DocumentStart", "DocumentEnd"):
                continue
            found = self._value(event, events, 1)
        return found

    def _value(self, event: Any, events: Iterator[Any], depth: int, key_line: int = 0) -> Written:
        kind = self._kind(event)
        place = Place(self._file, key_line or self.line)
        if kind == "Alias":
            self._fault(f"alias {shown('*' + event.anchor)} is not allowed; write the value out, or use `extends`")
        if event.anchor is not None:
            self._fault(f"anchor {shown('&' + event.anchor)} is not allowed; write the value out, or use `extends`")
        if event.tag is not None:
            self._fault("a tag such as `!!int` is not allowed; values mean what they look like")
        if kind == "Scalar":
            return Written(_plain(event.value) if event.implicit[0] else event.value, place)
        if depth > DEEPEST:
            self._fault(f"more than {DEEPEST} mappings and lists inside each other")
        if kind == "SequenceStart":
            return Written(list(self._list(events, depth)), place)
        return Written(self._mapping(events, depth), place)

    def _list(self, events: Iterator[Any], depth: int) -> Iterator[Written]:
        for event in events:
            if self._kind(event) == "SequenceEnd":
                return
            yield self._value(event, events, depth + 1)

    def _mapping(self, events: Iterator[Any], depth: int) -> dict[str, Written]:
        entries: dict[str, Written] = {}
        for event in events:
            kind = self._kind(event)
            if kind == "MappingEnd":
                break
            line = self.line
            if kind != "Scalar" or event.tag is not None or event.anchor is not None:
                self._fault("a key is not a plain name")
            key = event.value
            if key == "<<":
                self._fault("merge key '<<' is not allowed; write the values out, or use `extends`")
            if key in entries:
                self._fault(f"key {shown(key)} comes twice, first on line {entries[key].place.line}")
            entries[key] = self._value(next(events), events, depth + 1, line)
        return entries

    def _kind(self, event: Any) -> str:
        self.line = event.start_mark.line + 1
        return type(event).__name__.removesuffix("Event")

    def _fault(self, message: str) -> NoReturn:
        raise InputError(f"{self._file}:{self.line}: {message}")


def _plain(text: str) -> Any:
    """Value of an unquoted text, by the core schema of YAML 1.2."""
    if text in _NOTHING:
        return None
    if _TRUTH.fullmatch(text):
        return text.lower() == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    return text
