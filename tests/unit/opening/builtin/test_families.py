"""The families that come with the toolchain are described as fairseq2's are, so that their configs are validated."""

from __future__ import annotations

from importlib import resources

from assetcards.commands.families import describe_families
from assetcards.families.opened import open_configs
from assetcards.rendering.families import render_document
from tests.unit.rules.judging import catalog_of, documents, told_of

WRONG = documents(
    "name: a\nmodel_family: safetensors\nmodel_arch: small\nmodel_config: {framework: tf}\ncheckpoint: ./a\n",
    "name: b\ndataset_family: jsonl\ndataset_config: {data: 3, dta: x}\n",
    "name: c\ndataset_family: parquet\ndataset_config: {data: [x]}\n",
    "name: d\ntokenizer_family: tokenizers\ntokenizer_config: {lower: true}\ntokenizer: ./d.json\n",
    "name: e\ndataset_family: jsnol\n",
)


def test_what_ships_is_what_describing_their_classes_gives() -> None:
    """Otherwise: `catalog families describe --package assetcards > tools/assetcards/families/builtin.json`."""
    shipped = resources.files("assetcards.families").joinpath("builtin.json").read_text("utf-8")
    assert render_document(describe_families("assetcards")) == shipped


def test_a_wrong_config_of_one_of_them_is_reported_at_its_line() -> None:
    assert [line for line in told_of({"x.yaml": WRONG}) if ": C7" in line] == [
        "x.yaml:3:13: C703 safetensors has no architecture 'small'",
        "x.yaml:4:16: C705 model_config.framework is the string 'tf', which safetensors does not take",
        "x.yaml:9:18: C705 dataset_config.data is the integer '3', which jsonl does not take",
        "x.yaml:9:27: C704 jsonl has no config key 'dta'",
        "x.yaml:13:18: C705 dataset_config.data is a sequence, which parquet does not take",
        "x.yaml:17:1: C705 tokenizers takes no config",
        "x.yaml:21:17: C701 no dataset family 'jsnol' is known",
    ]


def test_their_configs_are_shown_as_their_code_gets_them() -> None:
    catalog = catalog_of({"x.yaml": "name: a\nmodel_family: safetensors\ndataset_family: jsonl\ndata: ./lines.jsonl\n"})
    opened = open_configs(catalog, catalog.card("a"))
    assert [(each.family, each.source, each.config) for each in opened] == [
        ("safetensors", "assetcards", {"framework": "numpy"}),
        ("jsonl", "assetcards", {"data": None}),
    ]
