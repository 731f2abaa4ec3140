"""Makes mutants of documents: of their bytes, of their lines, and of the values in their JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

LIMIT = 64 * 1024
"""Bytes of a mutant; larger ones are cut."""
WORDS = (
    b"", b" ", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"{", b"}", b"[", b"]", b'"', b"<", b">",
    b"&", b"&lt;", b"&#0;", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<![CDATA[", b"]]>", b"<text>", b"</text>",
    b"null", b"true", b"-1", b"1e999", b"NaN", b"9" * 40, b"\\ud800", b"\n", b"\r", b"\t", b"---\n", b": ", b"- ",
    b"!!python/object:os.system", b"&a [*a]", b"*a", b"%2F", b"../", b"file:///etc/passwd", b"https://u:p@h/x?token=1",
    b"pkg:pypi/a@1", b"pkg:", b"pkg:pypi/", b"pkg:a/b/c@d?e=f#g", b"cpe:2.3:a:b:c:1:*:*:*:*:*:*:*", b"urn:cdx:1/1#a",
    b"0000-00-00T00:00:00Z", b"30000-01-01T00:00:00Z", b"2024-02-30T25:61:61Z", b"NOASSERTION", b"NONE", b"SPDXRef-a",
    b"LicenseRef-a", b"MIT OR", b"(MIT", b"CVE-2024-1", b"MAL-2024-1", b">=1.0,<2", b"sha256:", b"\x1f\x8b",
)  # fmt: skip
"""What has broken readers of documents before."""
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, 1e308, "", " ", "a", "\ud800", "\0", "x" * 5000, [], {}, [None], [[]], [{}],
    {"": ""}, {"a": None}, ["a", "a"], *(word.decode("latin-1") for word in WORDS if word.isascii()),
)  # fmt: skip

Mutate = Callable[[Random, bytes, Sequence[bytes]], bytes]


def mutant(random: Random, document: bytes, others: Sequence[bytes], ways: Sequence[Mutate]) -> bytes:
    """A document after one to five mutations; `others` are documents that pieces may come from."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        document = random.choice(ways)(random, document, others)[:LIMIT]
    return document


def of_bytes(random: Random, document: bytes, others: Sequence[bytes]) -> bytes:
    """Flip, remove, repeat, insert, cut off or cross over some bytes."""
    first, last = sorted((random.randint(0, len(document)), random.randint(0, len(document))))
    last = min(last, first + random.choice((1, 4, 64, 4096)))
    piece = document[first:last]
    match random.randrange(7):
        case 0:
            new = bytes(b ^ 1 << random.randrange(8) for b in piece) + document[last:]
        case 1:
            new = document[last:]
        case 2:
            new = piece * random.choice((2, 3, 50)) + document[last:]
        case 3:
            new = random.choice(WORDS) + document[first:]
        case 4:
            new = b""
        case 5:
            other = random.choice(others)
            new = other[random.randint(0, len(other)) :]
        case _:
            new = document[first:] + random.choice(others)
    return document[:first] + new


def of_lines(random: Random, document: bytes, others: Sequence[bytes]) -> bytes:
    """Remove, repeat, move or cross over some lines."""
    lines = document.split(b"\n")
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            foreign = random.choice(others).split(b"\n")
            lines.insert(at, random.choice(foreign))
        case _:
            head, colon, _ = lines[at].partition(b":")
            lines[at] = head + colon + b" " + random.choice(WORDS)
    return b"\n".join(lines)


def of_json(random: Random, document: bytes, others: Sequence[bytes]) -> bytes:
    """Replace, remove, repeat, move or nest one value of a JSON document; other bytes are mutated as bytes."""
    try:
        whole = json.loads(document)
        foreign = json.loads(random.choice(others))
    except (ValueError, RecursionError):
        return of_bytes(random, document, others)
    holder, key = _place(random, whole)
    if holder is None:
        return json.dumps(random.choice(VALUES)).encode()
    match random.randrange(7):
        case 0 | 1:
            holder[key] = random.choice(VALUES)
        case 2:
            del holder[key]
        case 3:
            other, name = _place(random, foreign)
            holder[key] = other[name] if other is not None else None
        case 4:
            holder[key] = _nested(random, holder[key])
        case 5 if isinstance(holder, list):
            holder.extend([holder[key]] * random.choice((1, 2, 100)))
        case _:
            value = holder[key]
            other, name = _place(random, whole)
            if other is not None:
                other[name] = json.loads(_written(value, b"null"))
    return _written(whole, document)


def _written(value: Any, otherwise: bytes) -> bytes:
    """A value as JSON; something else where it was nested too deeply for that, time and again."""
    try:
        return json.dumps(value).encode()
    except RecursionError:
        return otherwise


def _place(random: Random, value: Any) -> tuple[Any, Any]:
    """A random place in a JSON value: what holds it, and under which key or index."""
    holder, key = None, None
    while isinstance(value, dict | list) and value and (holder is None or random.random() < 0.8):
        holder = value
        key = random.choice(list(value)) if isinstance(value, dict) else random.randrange(len(value))
        value = holder[key]
    return holder, key


def _nested(random: Random, value: Any) -> Any:
    for _ in range(random.choice((1, 2, 250))):
        value = [value] if random.random() < 0.5 else {"components": [value]}
    return value
