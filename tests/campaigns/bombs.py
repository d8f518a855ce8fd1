"""Catalogs that are small and cost much, if work is done twice: layers x children x leaves x environments x references.

Each is a change: the files before it and after it. A file stays within the bounds of a file, or is just beyond one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

Files: TypeAlias = dict[str, str]
Cards: TypeAlias = list[str]

FILE_BYTES = 1 << 20
FILE_CARDS = 10_000
FILE_VALUES = 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bomb:
    """A change of a catalog: what it is made of, cards to ask for, the best one first, and the files on both sides."""

    title: str
    names: tuple[str, ...]
    before: Mapping[str, str]
    after: Mapping[str, str]


def make_bomb(seed: int) -> Bomb:
    """The bomb of a seed: one to three shapes, in files beside each other."""
    chance = Random(seed)
    before: Files = {"catalog.toml": "".join(_settings(chance))}
    after = dict(before)
    titles = []
    names: list[str] = []
    for number, shape in enumerate(chance.sample(SHAPES, chance.choice((1, 1, 1, 2, 3)))):
        cards, changed, name = shape(chance)
        for files, side in ((before, cards), (after, changed)):
            files.update(_packed(f"models/{shape.__name__}{number}", side))
        titles.append(shape.__name__)
        names.append(name)
    written = re.findall(r"^name: ([\w-]{1,50})$", "".join(before.values()), re.MULTILINE)
    names += chance.sample(written, min(len(written), 300))
    return Bomb(title=" + ".join(titles), names=tuple(dict.fromkeys(names)), before=before, after=after)


def _packed(stem: str, cards: Cards) -> Iterator[tuple[str, str]]:
    """The cards in as few files as can hold them."""
    pile: Cards = []
    size = values = number = 0
    for card in cards:
        if pile and (size + len(card) > FILE_BYTES or values > FILE_VALUES or len(pile) >= FILE_CARDS):
            yield f"{stem}_{number}.yaml", "---\n".join(pile)
            pile, size, values, number = [], 0, 0, number + 1
        pile.append(card)
        size += len(card) + 4
        values += 2 * card.count("\n") + card.count(",") + 2
    yield f"{stem}_{number}.yaml", "---\n".join(pile)


def _settings(chance: Random) -> Iterator[str]:
    if chance.random() < 0.3:
        for number in range(_count(chance, 200)):
            yield f'[[ignore]]\npath = "models/*{number}*"\ncodes = ["C5{number % 10:02}", "C2"]\nreason = "known"\n'


def _count(chance: Random, most: int) -> int:
    """A number up to the largest one: often that, else small ones as likely as large ones."""
    return most if chance.random() < 0.3 else max(1, int(most ** chance.uniform(0.3, 1)))


# Leaves, as the lines of a card

Leaves: TypeAlias = Callable[[Random, int, str], str]


def _flat(chance: Random, count: int, value: str) -> str:
    return "model_config:\n" + "".join(f"  k{i}: {value}\n" for i in range(count))


def _nested(chance: Random, count: int, value: str) -> str:
    groups = _count(chance, 200)
    inner = "".join(f"    k{i}: {value}\n" for i in range(max(1, count // groups)))
    return "model_config:\n" + "".join(f"  g{i}:\n{inner}" for i in range(groups))


def _deep(chance: Random, count: int, value: str) -> str:
    key, depth = "d" * _count(chance, 400), _count(chance, 55)
    way = "".join(f"{'  ' * level}{key}{level}:\n" for level in range(1, depth))
    return f"model_config:\n{way}" + "".join(f"{'  ' * depth}k{i}: {value}\n" for i in range(min(count, 6000)))


def _set(chance: Random, count: int, value: str) -> str:
    return "model_config:\n  _set_:\n    all:\n" + "".join(f"      k{i}: {value}\n" for i in range(count))


def _items(chance: Random, count: int, value: str) -> str:
    return "model_config:\n  all:\n" + f"  - {value}\n" * (2 * count)


def _text(chance: Random, count: int, value: str) -> str:
    return f'model_config:\n  all: "{(value + " words of it ") * (2 * count)}"\n'


def _fields(chance: Random, count: int, value: str) -> str:
    return "".join(f"field{i}: {value}\n" for i in range(count))


def _text_field(chance: Random, count: int, value: str) -> str:
    field = chance.choice(("description", "license", "model_arch", "notes", "model_family"))
    return f'{field}: "{(value + "word ") * (5 * count)}"\n'


def _spellings(chance: Random, count: int, value: str) -> str:
    keys = ("model_config", "model_config_override", "model_config_overrides")
    inner = "".join(f"  k{i}: {value}\n" for i in range(max(1, count // 3)))
    return "".join(f"{key}:\n{inner}" for key in keys)


def _refs(chance: Random, count: int, value: str) -> str:
    return "".join(f"r{i}_ref: {chance.choice(('big', 'bgi', 'nothing'))}\n" for i in range(count))


LEAVES: tuple[Leaves, ...] = (
    _flat, _nested, _deep, _set, _items, _text, _fields, _text_field, _spellings, _refs,
)  # fmt: skip

OWN = (
    "",
    "model_config:\n  k1: 5\n",
    "model_config:\n  _del_: [k1, k2, gone]\n",
    "model_config:\n  _set_: {k1: 5, all: {k1: 6}}\n",
    "model_config:\n  g0: {k1: 5}\n  all: {k1: 7}\n",
    "model_config: null\n",
    "model_config:\n  k1: {k2: 5}\n",
    "field1: 5\nlicense: MIT\n",
    "model_config_overrides:\n  k1: 5\n",
    "tokenizer_ref: big\nmodel_config: {}\n",
)
"""What a child writes itself."""


# Shapes: the cards before and after, and the name of one

Shape: TypeAlias = Callable[[Random], tuple[Cards, Cards, str]]


def inheritance(chance: Random) -> tuple[Cards, Cards, str]:
    """A chain of bases with many leaves, many children of its end, overrides of any of them."""
    layers = chance.choice((1, 1, 2, 3, 20, 250, 257))
    leaves = _count(chance, 22_000 if layers < 20 else 4_000 if layers == 20 else 800)
    children = _count(chance, 9_000)
    environments = chance.choice((0, 0, 1, 30, _count(chance, 3_000)))
    write, own = chance.choice(LEAVES), chance.choice(OWN)
    written = [write(chance, leaves, "1") for _ in range(min(layers, 3))]
    changed = _changed(chance, written)

    def cards(texts: list[str]) -> Iterator[str]:
        for i in range(layers):
            base = f"base: big{i - 1}\n" if i else "model_family: llama\ncheckpoint: hg://org/big\n"
            yield f"name: {'big' if i == layers - 1 else f'big{i}'}\n{base}{texts[i % len(texts)]}"
        for i in range(children):
            yield f"name: child{i}\nbase: big\n{own}"
        over = chance.choice(("big", "child0"))
        form = chance.choice(("", f"base: {over}\n", "base: big0\n"))
        for i in range(environments):
            yield f"name: {over}@e{i}\n{form}{own}"

    state = chance.getstate()
    before = list(cards(written))
    chance.setstate(state)
    return before, list(cards(changed)), f"child{children - 1}"


def _changed(chance: Random, texts: list[str]) -> list[str]:
    """The same with one leaf changed, or all of them, in one layer or all of them."""
    last = texts[-1]
    ways: tuple[Callable[[], list[str]], ...] = (
        lambda: [text.replace(": 1\n", ": 2\n", 1) for text in texts],
        lambda: [*texts[:-1], last.replace(": 1\n", ": 2\n", 1).replace('"1', '"2')],
        lambda: [text.replace(": 1\n", ": 2\n").replace("- 1\n", "- 2\n").replace('"1', '"2') for text in texts],
        lambda: [text.replace(": 1\n", ": {new: 1}\n") for text in texts],
        lambda: ["license: MIT\n" for _ in texts],
        lambda: [f"{text}another: 1\n" for text in texts],
    )
    return chance.choice(ways)()


def families(chance: Random) -> tuple[Cards, Cards, str]:
    """Many bases that each inherit from a large one, and have children of their own."""
    leaves, middle, children = _count(chance, 20_000), _count(chance, 3_000), _count(chance, 3)
    write, own = chance.choice(LEAVES), chance.choice(OWN)
    text = write(chance, leaves, "1")

    def cards(text: str) -> Iterator[str]:
        yield f"name: big\nmodel_family: llama\n{text}"
        for i in range(middle):
            yield f"name: mid{i}\nbase: big\n{own}"
            for j in range(children):
                yield f"name: leaf{i}_{j}\nbase: mid{i}\ncheckpoint: hg://org/m{i}\n{own}"

    return list(cards(text)), list(cards(_changed(chance, [text])[0])), "leaf0_0"


def renamed(chance: Random) -> tuple[Cards, Cards, str]:
    """Children of a large base that all get other names, or another base, or a field each."""
    leaves, children = _count(chance, 10_000), _count(chance, 5_000)
    base = f"name: big\n{_flat(chance, leaves, '1')}"
    before = [base, *(f"name: child{i}\nbase: big\nnumber: {i}\n" for i in range(children))]
    after: Callable[[int], str] = chance.choice(
        (
            lambda i: f"name: other{i}\nbase: big\nnumber: {i}\n",
            lambda i: f"name: child{i}\nbase: gib\nnumber: {i}\n",
            lambda i: f"name: child{i}\nbase: big\nnumber: {i + 1}\nlicense: MIT\n",
            lambda i: f"name: child{i}\nnumber: {i}\n",
            lambda i: f"name: child{i}\nbase: child{i - 1 if i % 250 else 0}\nmodel_config: {{k{i}: 2}}\n",
        )
    )
    return before, [base, *map(after, range(children))], "child0"


def duplicates(chance: Random) -> tuple[Cards, Cards, str]:
    """One name again and again, plain or for one environment, and children of it."""
    count, children = _count(chance, 8_000), _count(chance, 2_000)
    form = chance.choice(("same", "same@lab", "same@e{i}", "s{i}", "{s}"))
    spell = [letter.upper() + letter for letter in "samplesamplet"]
    cards = ["name: same\nmodel_family: llama\n"]
    for i in range(count):
        spelled = "".join(pair[i >> at & 1] for at, pair in enumerate(spell))
        cards.append(f"name: {form.format(i=i // 2, s=spelled)}\nnote: {i}\n")
    cards += [f"name: child{i}\nbase: same\nsame_ref: same@lab\n" for i in range(children)]
    return cards, cards[:: chance.choice((-1, 1, 2))], "same"


def typos(chance: Random) -> tuple[Cards, Cards, str]:
    """Bases, references and environments that are not there, each close to thousands that are."""
    count, wrong = _count(chance, 5_000), _count(chance, 5_000)
    stem = "x" * _count(chance, 150)
    here = [f"name: {stem}{i}\n" for i in range(count)]
    away = [
        f"name: w{i}\nbase: {stem}{i}y\nlost_ref: {stem}{i}z\ndeprecated: {{replaced_by: {stem}{i}q}}\n"
        for i in range(wrong)
    ]
    lost = [f"name: {stem}{i}y@lab{i}\nodd_ref: {stem}0@lba{i}\n" for i in range(wrong // 2)]
    return here + away + lost, away + lost, "w0"


def rings(chance: Random) -> tuple[Cards, Cards, str]:
    """Bases, references and replacements in a ring, and cards that hang on it."""
    ring, hanging = _count(chance, 8_000), _count(chance, 8_000)

    def card(i: int, to: int) -> str:
        field = chance.choice(fields)
        return f"name: r{i}\n{field.format(to=to)}"

    kinds = ("base: r{to}\n", "tokenizer_ref: r{to}\n", "deprecated: {{replaced_by: r{to}}}\n", "x_ref: r{to}@lab\n")
    fields = [chance.choice(kinds)] if chance.random() < 0.8 else [*kinds]
    cards = [card(i, (i + 1) % ring) for i in range(ring)]
    cards += [card(ring + i, i % ring) for i in range(hanging)]
    cards += [f"name: r{i}@lab\nnote: 1\n" for i in range(_count(chance, 2_000))]
    return cards, cards[1:], "r1"


def references(chance: Random) -> tuple[Cards, Cards, str]:
    """Chains of `tokenizer_ref`, many references in a card, and a target with many overrides."""
    count, each, environments = _count(chance, 5_000), _count(chance, 300), _count(chance, 3_000)
    cards = ["name: hub\nmodel_family: llama\ntokenizer_ref: c0\n"]
    for i in range(count):
        base = f"base: c{i - 1}\n" if i % 2 else ""
        cards.append(
            f"name: c{i}\ntokenizer_family: t\n{base}tokenizer_ref: c{i + 1}\nmodel_ref: hub\ndataset_ref: hub\n"
        )
    cards += [f"name: hub@e{i}\ntokenizer_ref: c{i}@e{i}\n" for i in range(environments)]
    cards.append("name: many\n" + "".join(f"x{i}_ref: c{i}\ny{i}_ref: d{i}\n" for i in range(each)))
    cards += [f"name: heir{i}\nbase: many\n" for i in range(_count(chance, 3_000))]
    return cards, [card.replace("model_ref: hub", "model_ref: c1") for card in cards], "hub"


def suppressed(chance: Random) -> tuple[Cards, Cards, str]:
    """A finding on each line, and comments that silence them, or try to."""
    count, lines = _count(chance, 3_000), _count(chance, 10)
    codes = ", ".join(f"C{100 + i}" for i in range(_count(chance, 300)))
    comment = chance.choice(
        ("# catalog: ignore[C303] known", f"# catalog: ignore[{codes}] known", "# catalog: ignore[C999x] known", "")
    )
    line = chance.choice(
        ("chekpoint{i}: {i}", "liscense: {i}", "a{i}: 1e5", "t{i}: {{_dell_: [a]}}", "u{i}: 'x://{i}'")
    )
    body = "".join(f"{line.format(i=i)} {comment}\n" for i in range(lines))
    cards = [f"name: s{i}\n{body}" for i in range(count)]
    return cards, [card.replace("# ", "#  ") for card in cards], "s0"


def broken(chance: Random) -> tuple[Cards, Cards, str]:
    """Documents that are no cards, keys again and again, malformed directives that all inherit."""
    count = _count(chance, 9_000)
    form = chance.choice(
        (
            "note: {i}\n", "- name: b{i}\n", "nmae: b{i}\n", "name: b{i}@x@y\n", "name: [b{i}]\n", "", "text\n",
            "name: b{i}\n" + "k: 1\n" * 4, "name: b{i}\n" + "__k{i}__: 1\n", "name: b{i}\nbase: [x]\n",
        )
    )  # fmt: skip
    bad = "name: bad\nmodel_config:\n" + "".join(f"  k{i}: {i}\n" for i in range(count)) + "  _del_: 5\n"
    many = "name: many\n" + "".join(f"{'k' if count % 2 else f'k{i}'}: &a{i} 1\n" for i in range(count))
    cards = [bad, many, *(form.format(i=i) for i in range(count))]
    cards += [f"name: heir{i}\nbase: {chance.choice(('bad', 'b1', 'many'))}\n" for i in range(_count(chance, 9_000))]
    return cards, cards[::2], "heir0"


def long_names(chance: Random) -> tuple[Cards, Cards, str]:
    """Names, fields and environments that are long, and told of again and again."""
    long = chance.choice(("n", "n-", "\u00e9", "N.n_")) * _count(chance, 60_000)
    count = _count(chance, 5_000)
    cards = [
        f"name: {long}\nmodel_family: llama\n{_flat(chance, _count(chance, 300), '1')}",
        f"name: mid\nbase: {long}\n? {long}\n: 1\n",
        f"name: mid@{long}\nnote: 1\n",
        *(f"name: child{i}\nbase: mid\nmodel_family: llama\ntokenizer_ref: mid\n" for i in range(count)),
    ]
    return cards, [card.replace("llama", "qwen") for card in cards], "child0"


SHAPES: tuple[Shape, ...] = (
    inheritance, inheritance, inheritance, families, renamed, duplicates, typos, rings, references, suppressed, broken,
    long_names,
)  # fmt: skip


def total_size(files: Iterable[str]) -> int:
    """How many bytes the files have together."""
    return sum(map(len, files))
