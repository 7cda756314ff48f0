"""The YAML door: every value with its place, and one sentence for what is no such file."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.files import DEEPEST, LARGEST, Place, Written, read
from sim.files import given as given_from_python


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "a.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def is_read_or_refused_in_a_sentence(path: Path) -> bool:
    """Whether one of the two happens."""
    try:
        return isinstance(read(path).value, dict)
    except InputError as told:
        return str(told).startswith(f"{path}:") and "\n" not in str(told)


def plain(entry: Written) -> object:
    """The values alone."""
    if isinstance(entry.value, dict):
        return {key: plain(value) for key, value in entry.value.items()}
    if isinstance(entry.value, list):
        return [plain(value) for value in entry.value]
    return entry.value


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "# a remark\na: 1\nb:\n  c: 2\n  d:\n    - 3\n    - 4\n")
    document = read(path)
    b = document.value["b"]
    assert document.value["a"].place == Place(str(path), 2)
    assert b.place.line == 3 and b.value["c"].place.line == 4
    assert [item.place.line for item in b.value["d"].value] == [6, 7]
    assert str(b.place) == f"{path}:3"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("-3", -3), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("true", True), ("FALSE", False),
        ("", None), ("~", None), ("null", None), ("yes", "yes"), ("no", "no"), ("2021-12", "2021-12"),
        ("1_000", "1_000"), ("0x10", "0x10"), ("'1'", "1"), ('"a b"', "a b"), ("重点帮扶县", "重点帮扶县"),
        (".inf", float("inf")), ("-.inf", float("-inf")), ("010", 10), ("1" * 500, float("inf")),
    ],
)  # fmt: skip
def test_plain_values_are_yaml_1_2(tmp_path: Path, text: str, value: object) -> None:
    found = read(written(tmp_path, f"a: {text}\n")).value["a"].value
    assert found == value and type(found) is type(value)


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    assert list(read(written(tmp_path, b"\xef\xbb\xbfmonths: 3\n")).value) == ["months"]


def test_windows_line_ends(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"a: 1\r\nb: 2\r\n")).value["b"].place.line == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<<: {a: 1}\n", ":1: merge key"),
        ("? [a]\n: 1\n", ":1: a key is not a plain name"),
        ("a: 1\n&x b: 2\n", ":2: a key is not a plain name"),
        ("a: 1\nb: \x01\n", ":2: not YAML: a character"),
        ('a: "\\U99999999"\n', ":1: not YAML after this line"),
        ("a: 1\n b: 2\n", ":2: not YAML"),
        ("just words\n", ":1: the file is 'just words'; allowed is lines of"),
        ("a: 'never closed\n", ":1: not YAML"),
    ],
)
def test_what_is_no_such_document_is_told_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as told:
        read(path)
    assert str(told.value).startswith(f"{path}{says}") and "\n" not in str(told.value)


def test_size_has_a_limit(tmp_path: Path) -> None:
    path = written(tmp_path, "a: 1\n" + "#" * LARGEST)
    with pytest.raises(InputError, match=r"a\.yaml:1: larger than 1,000,000 bytes"):
        read(path)
    assert read(written(tmp_path, "a: 1\n" + "#" * (LARGEST - 5))).value["a"].value == 1


def test_depth_has_a_limit(tmp_path: Path) -> None:
    depth = DEEPEST - 1
    assert read(written(tmp_path, "a: " + "[" * depth + "]" * depth))
    with pytest.raises(InputError, match=":1: more than 20 mappings and lists inside each other"):
        read(written(tmp_path, "a: " + "[" * (depth + 1) + "]" * (depth + 1)))


def test_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    written(tmp_path, "a: 1").rename(tmp_path / "baseline.yaml")
    with pytest.raises(InputError, match=r"basline\.yaml: no such file; did you mean '.*/baseline\.yaml'\?"):
        read(tmp_path / "basline.yaml")


@pytest.mark.parametrize("place", [".", "/dev/null", "x" * 300 + ".yaml", "no\0name.yaml"])
def test_what_is_no_file_is_refused(place: str) -> None:
    with pytest.raises(InputError):
        read(place)


YAML_TEXT = st.text(st.sampled_from("ab:-?,[]{}#&*!|>'\"%@`\\U~.01 \n\t\0\x7f\ud7ff中\u2028"), max_size=60)


@settings(max_examples=400, deadline=None)
@given(text=YAML_TEXT)
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8")
    assert is_read_or_refused_in_a_sentence(path)


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    assert is_read_or_refused_in_a_sentence(path)


def test_values_from_python_have_no_place() -> None:
    with pytest.raises(InputError, match=r"^months is 'x'; allowed is a whole number from 1 to 2$"):
        given_from_python({"months": "x"}).value["months"].whole("months", 1, 2)
    with pytest.raises(InputError, match="a key is 3; allowed is a text"):
        given_from_python({"levers": {3: 1}})
    assert plain(given_from_python({"a": (1, {"b": None})})) == {"a": [1, {"b": None}]}


def test_a_circle_in_python_ends() -> None:
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(InputError, match="more than 20"):
        given_from_python(circle)
