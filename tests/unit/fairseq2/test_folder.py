"""Cards as files for fairseq2."""

from __future__ import annotations

from ruamel.yaml import YAML

from assetcards import MemoryTree, open_catalog
from assetcards.fairseq2.folder import file_of, render_folder
from assetcards.fairseq2.translation import translate

ODD = """\
name: tiny
date: 2024-06-30
time: 2024-06-30 12:00:00
numbers: [1e-5, 1e+22, 0o17, 12345678901234567890123, -0.0, 1_000]
words: ["yes", "010", "1e-5", "=", "<<", "~", "", " a ", "# x", "line\\nbreak", "\\U0001F600", "\\x07", "::set x"]
model_config: {0: zero, true: one, null: none, 0.5: half, "a: b": {"_set_": {x: []}}}
"""


def test_every_value_is_read_by_the_parser_of_fairseq2_as_it_is_written() -> None:
    with open_catalog(MemoryTree(files={"a/tiny.yaml": ODD}), stores=[]) as catalog:
        files = render_folder(catalog, translate(catalog, {}).cards)
    [document] = YAML(typ="safe", pure=True).load_all(files["cards/a,tiny.yaml"].decode())
    [expected] = YAML(typ="safe", pure=True).load_all(ODD)
    assert repr(document) == repr(expected)


def test_each_file_has_a_name_of_its_own() -> None:
    paths = [
        ("", "a/b.yaml"),
        ("", "a,b.yaml"),
        ("", "a%2Cb.yaml"),
        ("a", "b.yaml"),
        ("", "a+b.yaml"),
        ("a+b", "c.yml"),
    ]
    assert len({file_of(*path) for path in paths}) == len(paths)
    assert not any("/" in file_of(*path) for path in paths)
