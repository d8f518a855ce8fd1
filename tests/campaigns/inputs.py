"""Inputs for the reader: real cards, hostile ones and pieces of YAML, put together and broken at random."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

TESTS = Path(__file__).parents[1]

PIECES = (
    "a", "b: 1", "- ", "? ", ": ", '"', "'", "{", "}", "[", "]", ",", "\n", "  ", "\t", "\t", "#", "# c\n", "|\n",
    ">\n", "|-\n", ">+\n", ">1\n", "|2\n", "&a ", "*a", "<<: *a\n", "<<", "=", "! ", "!!str ", "!x ", "%",
    "%YAML 1.1\n", "---\n", "--- ", "...\n", "@", "`", "\\", "\\u0041", "\\e", "\\\n", "\\ud800", "~", "null",
    "yes", "1e3", "0x1f", ".5", "0o7", "1:30", ".inf", "1e999", "2001-01-01", "2001-99-99", "-", " \n", "\n\n",
    "x: y\n", "  k: v\n", "- i\n", '"a\nb"', "'a\n\n b'", "\u00e9", "e\u0301", "\u2028", "\x85", "\ufeff", "\r\n",
    "\r", "\xa0", "\u202e", "\u200b", "\U0001f600", "\x00", "\x07", "\x7f", "a:b", "http://x", " #x", ": #",
    "key:\n", "- - ", "{a: 1, b}", "[a, b: c]", "name: a\n", "name: a@lab\n", "base: a\n", "base: b\n",
    "model_family: llama\n", "model_config:\n  ", "checkpoint: ", "hg://a/b\n", "tokenizer_ref: a\n",
    "_del_: [a]\n", "_set_: {a: 1}\n", "${env:X}", "__x__: 1\n", "<<<<<<< HEAD\n", "=======\n",
    "version https://git-lfs.github.com/spec/v1\n", "# catalog: ignore[C131] r\n",
)  # fmt: skip
STARTS = ("", "", "name: a\n", "name: a\nx: ", "name: a\nx:\n  ", "name: a\nx: {", "name: a\nx: [", 'name: a\nx: "')


@cache
def seeds() -> tuple[str, ...]:
    """Small files of cards, good and hostile, and the golden cases."""
    folders = ("corpus", "hostile/files", "hostile/mended", "cases")
    paths = (path for folder in folders for path in sorted((TESTS / folder).rglob("*.y*ml")) if path.is_file())
    texts = (path.read_bytes().decode("utf-8", "replace") for path in paths)
    return tuple(text for text in texts if len(text) < 3000)


def random_text(chance: random.Random) -> str:
    """A text: pieces, a seed or a part of one, and up to three wounds."""
    text = chance.choice(STARTS)
    if chance.random() < 0.4:
        text += "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 12)))
    else:
        lines = chance.choice(seeds()).splitlines(keepends=True) or [""]
        first = chance.randrange(len(lines))
        text += "".join(lines[first : first + chance.randint(1, 10)] if chance.random() < 0.5 else lines)
    for _ in range(chance.randint(0, 3)):
        text = _wound(text, chance)
    return text


def _wound(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    kind = chance.random()
    if kind < 0.5:
        return text[:at] + chance.choice(PIECES) + text[at:]
    if kind < 0.8:
        return text[:at] + text[at + chance.randint(1, 4) :]
    other = chance.randrange(len(text) + 1)
    return text[:at] + text[other : other + chance.randint(1, 12)] + text[at:]


def random_bytes(chance: random.Random) -> bytes:
    """The bytes of a text, now and then with some that are no UTF-8."""
    content = random_text(chance).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.randbytes(chance.randint(1, 3)) + content[at + chance.randint(0, 2) :]
    return content


def drawn_texts() -> st.SearchStrategy[str]:
    """Texts of pieces and lines of seeds, which hypothesis draws and makes smaller."""
    lines = st.sampled_from(sorted({line for seed in seeds() for line in seed.splitlines(keepends=True)}))
    parts = st.lists(st.sampled_from(PIECES) | lines | st.text(max_size=5), max_size=12).map("".join)
    return st.tuples(st.sampled_from(STARTS), parts).map("".join)


def drawn_bytes() -> st.SearchStrategy[bytes]:
    """The bytes of such texts, and any few bytes."""
    return drawn_texts().map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=80)
