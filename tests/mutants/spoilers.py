"""What a file can be spoilt with: its values, its keys, its lines, its bytes."""

import copy
import csv
import io
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

HOSTILE_NUMBERS = (
    *(0, -1, 1, -0.0, 0.5, 1e-320, 1e308, -1e308, 2**31, 2**63, 2**64, -(2**63), 10**39, 10**400, 1e-9, 1_000_000),
)
HOSTILE_TEXTS = (
    *(
        "",
        " ",
        "\t",
        "~",
        "nan",
        ".nan",
        ".inf",
        "-.inf",
        "1e999",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "yes",
        "12:30:00",
    ),
    *("2021-12", "2021-13", "2021-12-01", "0000-01", "9999-12", "２０２１-12", "declared", "all", "fixed", "extends"),
    *(
        "../../etc/passwd",
        "/etc/passwd",
        "/dev/zero",
        "/dev/stdin",
        "..",
        ".",
        "/",
        "~/x.yaml",
        "a/b",
        "a\\b",
        "con",
        "x" * 300,
    ),
    *(
        "<script>alert(1)</script>",
        "[/red]",
        "[bold]x",
        "{0}",
        "%s",
        "${HOME}",
        "$(id)",
        "`id`",
        "'; drop table runs; --",
    ),
    *(
        "a\nb",
        "\x1b[31m",
        "\x00",
        "\u202etxt",
        "\ufeff",
        "\u2028",
        "重点帮扶县",
        "🙂",
        "é" * 200,
        "-",
        "#",
        "&a",
        "*a",
        "!!int 1",
    ),
)
HOSTILE_SHAPES: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"a": {"b": {"c": 1}}},
    [1, 2, 3],
    ["x"],
)
"""What a value may be replaced by; numbers that no range allows, texts that mean something elsewhere, other shapes."""

type Place = tuple[Any, ...]
type Spoiler = Callable[[Random, bytes], bytes]


# A tree of values: JSON, or what a YAML file says


def places(tree: Any, here: Place = ()) -> Iterator[Place]:
    """Where a value stands in a tree, the root left out."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in pairs:
        yield (*here, key)
        yield from places(value, (*here, key))


def hostile(luck: Random) -> Any:
    return copy.deepcopy(luck.choice(luck.choice((HOSTILE_NUMBERS, HOSTILE_TEXTS, HOSTILE_SHAPES))))


def spoilt_tree(luck: Random, tree: Any) -> Any:
    """A tree with one to three values replaced, taken away, called otherwise, moved, doubled or made deep."""
    tree = copy.deepcopy(tree)
    for _ in range(luck.choice((1, 1, 2, 3))):
        there = list(places(tree))
        if not there:
            return hostile(luck)
        *way, last = luck.choice(there)
        holder = tree
        for key in way:
            holder = holder[key]
        _spoil_at(luck, tree, holder, last)
    return tree


def _spoil_at(luck: Random, tree: Any, holder: Any, last: Any) -> None:
    deed = luck.choice(("replace", "replace", "replace", "remove", "rename", "move", "scale", "wrap", "grow"))
    value = holder[last]
    if deed == "remove":
        del holder[last]
    elif deed == "rename" and isinstance(holder, dict):
        del holder[last]
        holder[_misspelt(luck, str(last))] = value
    elif deed == "move" and isinstance(tree, dict):
        tree[luck.choice(list(tree))] = value
    elif deed == "scale" and isinstance(value, int | float) and not isinstance(value, bool):
        holder[last] = value * luck.choice((-1, 10, 1e6, 1e300 if isinstance(value, float) else 10**30))
    elif deed == "wrap":
        for _ in range(luck.choice((1, 2, 30, 300))):
            value = luck.choice(([value], {"a": value}))
        holder[last] = value
    elif deed == "grow" and isinstance(value, list) and value:
        holder[last] = value * luck.choice((2, 50))
    else:
        holder[last] = hostile(luck)


def _misspelt(luck: Random, name: str) -> str:
    at = luck.randrange(len(name) + 1)
    return luck.choice(
        (name[:at] + name[at + 1 :], name[:at] + "x" + name[at:], name.upper(), name + " ", "", "../" + name)
    )


def json_values(luck: Random, content: bytes) -> bytes:
    """Other values in a JSON file; not a number and infinite are written as Python writes them."""
    tree = spoilt_tree(luck, json.loads(content))
    text = json.dumps(tree, ensure_ascii=luck.random() < 0.2)
    if luck.random() < 0.15:
        text = text.replace(
            luck.choice((": 1", ": 0", "true", '""', "null")),
            luck.choice((": NaN", ": Infinity", ": 1e999", ": -Infinity")),
            1,
        )
    if luck.random() < 0.1 and isinstance(tree, dict) and tree:
        key = luck.choice(list(tree))
        text = f"{text[:-1]}, {json.dumps(key)}: {json.dumps(hostile(luck))}}}"
    return text.encode("utf-8", "surrogatepass")


# Lines of a text


def _lines(luck: Random, content: bytes) -> tuple[list[str], int]:
    lines = content.decode().splitlines() or [""]
    return lines, luck.randrange(len(lines))


def yaml_values(luck: Random, content: bytes) -> bytes:
    """Another value after a colon, or in a list, written as it stands."""
    lines, at = _lines(luck, content)
    value = hostile(luck)
    told = value if isinstance(value, str) and luck.random() < 0.5 else json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float) and luck.random() < 0.2:
        told = luck.choice((".nan", ".inf", "-.inf", "1e999", "-1e999", "9" * 5000))
    found = [place for place, sign in enumerate(lines[at]) if sign in ":,[{"]
    if found:
        place = luck.choice(found)
        after = min(
            (end for end in (lines[at].find(sign, place + 1) for sign in ",]}") if end > 0), default=len(lines[at])
        )
        lines[at] = f"{lines[at][: place + 1]} {told}{lines[at][after:]}"
    else:
        lines[at] = told
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def keys(luck: Random, content: bytes) -> bytes:
    """A key called otherwise, doubled, taken away or put elsewhere."""
    lines, at = _lines(luck, content)
    deed = luck.choice(("rename", "rename", "double", "remove", "move", "indent"))
    name, colon, rest = lines[at].partition(":")
    if deed == "rename":
        lines[at] = _misspelt(luck, name) + colon + rest
    elif deed == "double":
        lines.insert(luck.randrange(len(lines) + 1), lines[at])
    elif deed == "remove":
        del lines[at]
    elif deed == "move":
        lines.insert(luck.randrange(len(lines)), lines.pop(at))
    else:
        lines[at] = luck.choice((" ", "   ", "\t")) + lines[at]
    return "\n".join(lines).encode()


def bombs(luck: Random, content: bytes) -> bytes:
    """Anchors, aliases, merge keys, tags that make objects, laughter that doubles, depth, a second document, size."""
    lines, at = _lines(luck, content)
    name, _, rest = lines[at].partition(":")
    laughs = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    laughs += [f"{new}: &{new} [{', '.join(['*' + old] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    deep = luck.choice((30, 500, 5000))
    more = {
        "anchor": [f"{name}: &x{rest}"],
        "alias": [f"{name}: *x"],
        "merge": ["<<: {months: 3}"],
        "merge alias": ["base: &base {months: 3}", "<<: *base"],
        "object": [f"{name}: !!python/object/apply:os.system ['touch /tmp/tiltsim-was-here']"],
        "tag": [f"{name}: !!binary{rest}"],
        "laughs": laughs,
        "deep": [f"{name}: " + "[" * deep + "]" * deep],
        "deep mapping": [f"{name}: " + "{a: " * deep + "}" * deep],
        "deep block": ["  " * depth + "a:" for depth in range(min(deep, 900))],
        "document": ["---", lines[at]],
        "directive": ["%YAML 3.9", "---"],
        "large": ["# " + "x" * 1_000_001],
        "wide": [f"key_{number}: 1" for number in range(3000)],
        "complex key": [f"? [{name}]", ": 1"],
        "long key": ["k" * 2000 + ": 1"],
    }
    kind = luck.choice(list(more))
    lines[at : at + luck.choice((0, 1))] = more[kind]
    return "\n".join(lines).encode()


def encodings(luck: Random, content: bytes) -> bytes:
    """Another encoding, a byte order mark, other line ends, characters that no text has."""
    text = content.decode() + "# 重点 é\n"
    foreign = luck.choice(("utf-16", "utf-32", "gb18030", "utf-16-be", "utf-7", "utf-8-sig"))
    strange = luck.choice(("\x00", "\x07", "\x1b", "\ufffe", "\x85", "\u2029", "\x0c"))
    at = luck.randrange(len(text) + 1)
    return luck.choice(
        (
            text.encode(foreign),
            content.replace(b"\n", luck.choice((b"\r\n", b"\r", b"\n\r"))),
            (text[:at] + strange + text[at:]).encode("utf-8", "surrogatepass"),
            content[:at] + luck.choice((b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\x80")) + content[at:],
        )
    )


# Tables as text


def cells(luck: Random, content: bytes) -> bytes:
    """Another cell, row or column of a CSV file."""
    rows = list(csv.reader(io.StringIO(content.decode())))
    at, column = luck.randrange(len(rows)), luck.randrange(len(rows[0]))
    deed = luck.choice(("cell", "cell", "cell", "header", "row", "double", "drop", "add", "short", "empty"))
    if deed in ("cell", "header"):
        rows[0 if deed == "header" else at][column] = str(hostile(luck))
    elif deed in ("row", "double"):
        rows[at : at + (deed == "row")] = [] if deed == "row" else [rows[at]]
    elif deed == "drop":
        rows = [row[:column] + row[column + 1 :] for row in rows]
    elif deed == "add":
        rows = [[*row, luck.choice(rows[0])] for row in rows]
    elif deed == "short":
        rows[at] = rows[at][: luck.randrange(len(rows[0]))]
    else:
        rows = rows[: luck.choice((0, 1, 2))]
    out = io.StringIO()
    csv.writer(out, lineterminator=luck.choice(("\n", "\r\n"))).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


# Bytes


def bits(luck: Random, content: bytes) -> bytes:
    """Cut off, emptied, bytes flipped, taken out, doubled or put in another order."""
    if not content:
        return b"x"
    at, long = luck.randrange(len(content)), luck.choice((1, 2, 8, 64))
    piece = content[at : at + long]
    return luck.choice(
        (
            content[:at],
            content[at:],
            b"" if luck.random() < 0.2 else content[: len(content) // 2],
            content[:at] + bytes(byte ^ luck.randrange(1, 256) for byte in piece) + content[at + long :],
            content[:at] + content[at + long :],
            content[:at] + piece * luck.choice((2, 40)) + content[at + long :],
            content[:at] + bytes(luck.randrange(256) for _ in range(long)) + content[at:],
            content[:at] + b"\x00" * long + content[at + long :],
        )
    )
