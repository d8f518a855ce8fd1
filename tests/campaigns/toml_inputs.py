"""Settings and lock files: real ones and pieces of TOML, put together and broken at random."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from assetcards.names import FullName
from assetcards.sources.lockfile import Lock, LockedCard
from assetcards.sources.lockform import render_lock
from tests.hostile.toml_bombs import BOMBS

TESTS = Path(__file__).parents[1]

KEYS = (
    "environments", "fields", "rules", "select", "ignore", "path", "codes", "reason", "uris", "schemes", "hosts",
    "bounds", "file_bytes", "depth", "nodes", "documents", "policy", "removed", "frozen", "frozen_fields",
    "version", "digest", "source", "repository", "root", "revision", "commit", "card", "name", "blobs",
    '"a b"', "'c.d'", '""', '"\\u0000"', "x", "\u00e9", '"\u2028"', "a-b", "1",
)  # fmt: skip
VALUES = (
    "1", "0", "-1", "64", "200", "201", "8_388_608", "1_000_000_000_000", "0xff", "0o777", "0b1", "1.5", "1e999",
    "-1e999", "inf", "nan", "+0", "true", "false", "1979-05-27", "07:32:00", "1979-05-27T07:32:00.999Z", "0000-01-01",
    '""', '"lab"', "'*'", '"C301"', "'C'", "'C9'", "'C999'", '"pass"', "'hg'", "'*.example.org'", "'[a-'", '" "',
    "'''x'''", '"""\ny\\\n  z"""', '"\\ud800"', '"\\U0001f600"', '"\\x"', "[]", "{}", "['lab']", "['C3', 'C301']",
    "[1, 'x', {a = 1}]", "[[[]]]", "{a.b = 1, 'c' = []}", "[ # c\n 1,\n]", "'a' 'b'", "0x" + "f" * 5000, "9" * 4300,
    "1" * 4001, "[" * 70, "{a=" * 30, "'" + "*" * 300 + "'", "'" + "*a" * 90 + "'", f"'{'y' * 70_000}'",
    f"sha256:{'0' * 64}", f'"sha256:{"a" * 64}"', f'"{"1" * 40}"', '"../x"', '"\\u0000"',
)  # fmt: skip
PIECES = (
    *KEYS, *VALUES, "=", " = ", ".", ",", "[", "]", "[[", "]]", "{", "}", "\n", "\r\n", "\r", "\t", " ", "#", "# c\n",
    '"', "'", '"""', "'''", "\\", "\x00", "\x7f", "\ufeff", "\u202e", "<<<<<<< HEAD\n", "=======\n",
)  # fmt: skip


@cache
def seeds() -> tuple[str, ...]:
    """The settings of the golden cases, lock files, and small bombs."""
    settings = [path.read_text("utf-8") for path in sorted((TESTS / "cases").rglob("catalog.toml"))]
    bombs = [text for text in (make() for make in BOMBS.values()) if len(text) < 60_000]
    return (*filter(None, settings), *map(_lock, range(4)), _lock(2, version=1), *bombs)


def _lock(cards: int, version: int = 2) -> str:
    locked = (
        LockedCard(
            full_name=FullName(f"card{n}", "lab" * (n % 2)), digest=f"sha256:{'a' * 64}", blobs={f"{n}.yaml": "1" * 40}
        )
        for n in range(cards)
    )
    lock = Lock(repository=".", root="catalog", revision="main", commit="2" * 40, cards=tuple(locked), version=version)
    return render_lock(lock)


def random_toml(chance: random.Random) -> bytes:
    """A file: statements or a seed, and up to three wounds, now and then with bytes that are no UTF-8."""
    if chance.random() < 0.6:
        text = "".join(_statement(chance) for _ in range(chance.randint(1, 10)))
    else:
        text = chance.choice(seeds())
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(("", *PIECES)) + text[at + chance.choice((0, 0, 1, 3)) :]
    content = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.05:
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.randbytes(chance.randint(1, 3)) + content[at + chance.randint(0, 2) :]
    return content


def _statement(chance: random.Random) -> str:
    key = ".".join(chance.choice(KEYS) for _ in range(chance.choice((1, 1, 1, 2, 3))))
    if chance.random() < 0.3:
        return chance.choice((f"[{key}]\n", f"[[{key}]]\n", f"[ {key} ] # c\n", "[[ignore]]\n", "[bounds]\n"))
    value = chance.choice(VALUES)
    if chance.random() < 0.3:
        value = f"[{', '.join(chance.choice(VALUES) for _ in range(chance.randint(1, 4)))}]"
    return f"{key} = {value}\n"


def drawn_toml() -> st.SearchStrategy[bytes]:
    """Files of statements, pieces and lines of seeds, which hypothesis draws and makes smaller."""
    keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3).map(".".join)
    values = st.sampled_from(VALUES) | st.lists(st.sampled_from(VALUES), max_size=3).map(
        lambda each: f"[{','.join(each)}]"
    )
    pairs = st.tuples(keys, values).map(lambda pair: f"{pair[0]} = {pair[1]}\n")
    headers = keys.map(lambda key: f"[{key}]\n") | keys.map(lambda key: f"[[{key}]]\n")
    lines = st.sampled_from(sorted({line for seed in seeds() for line in seed.splitlines(keepends=True)}))
    parts = st.lists(pairs | headers | lines | st.sampled_from(PIECES) | st.text(max_size=5), max_size=10)
    return parts.map(lambda each: "".join(each).encode("utf-8", "surrogatepass")) | st.binary(max_size=60)
