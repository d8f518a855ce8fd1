"""Neighbours of what the field has found: a fault of the same kind in another field, layer or value."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.rules.judging import MODEL, TOKENIZER, documents, told_of

H = "https://example.org/m.safetensors"
QWEN = f"name: qwen_3b\nmodel_family: qwen\nmodel_arch: qwen25_3b\ncheckpoint: {H}\n"
TOK = f"tokenizer: {H}\n"
DATASET = "name: d\ndataset_family: mine\n"

NEIGHBOURS: Mapping[str, tuple[Mapping[str, str], list[str]]] = {
    "an empty config of a tokenizer": (
        {"tokenizers/x.yaml": f"name: t\ntokenizer_family: qwen\n{TOK}tokenizer_config:\nuse_im_end: true\n"},
        ["x.yaml:4 C140", "x.yaml:5 C310"],
    ),
    "an empty config of an override": (
        {"models/q.yaml": QWEN, "models/@lab/x.yaml": "name: qwen_3b@lab\nmodel_config:\nnum_layers: 3\n"},
        ["x.yaml:2 C140", "x.yaml:3 C310"],
    ),
    "an old parameter of a tokenizer": (
        {"tokenizers/x.yaml": "name: t\ntokenizer_family: m\ntokenizer: https://example.org/x.tar;path=a%2Fb.model\n"},
        ["x.yaml:3 C615"],
    ),
    "an old parameter inside a config": (
        {"datasets/x.yaml": f"{DATASET}dataset_config:\n  data: https://example.org/x.tar;path=a%2Fb\n"},
        ["x.yaml:4 C615"],
    ),
    "an old name in an override": (
        {"models/x.yaml": f"name: m\n{MODEL}", "models/@lab/x.yaml": "name: m@lab\nmodel_type: x\n"},
        ["x.yaml:2 C303"],
    ),
    "variables in a list of a config": (
        {"datasets/x.yaml": f"{DATASET}dataset_config:\n  data: [$DATA/x, ~/y]\n"},
        ["x.yaml:4 C604", "x.yaml:4 C604"],
    ),
    "a drive letter under _set_": (
        {"datasets/x.yaml": f"{DATASET}dataset_config:\n  _set_: {{data: 'C:\\x'}}\n"},
        ["x.yaml:4 C602"],
    ),
    "the page of a data set": (
        {"datasets/x.yaml": f"{DATASET}data: https://huggingface.co/datasets/O/R\n"},
        ["x.yaml:3 C614"],
    ),
    "the page of a file of another forge": (
        {"models/x.yaml": "name: m\nmodel_family: m\ncheckpoint: https://gitlab.com/O/R/-/blob/main/x.safetensors\n"},
        ["x.yaml:3 C614"],
    ),
    "a page inside a config": (
        {"datasets/x.yaml": f"{DATASET}dataset_config: {{data: 'https://github.com/O/R/blob/main/x.jsonl'}}\n"},
        ["x.yaml:3 C614"],
    ),
    "a tokenizer that an override completes": (
        {
            "tokenizers/x.yaml": "name: t\ntokenizer_family: m\n",
            "tokenizers/@lab/x.yaml": f"name: t@lab\ntokenizer: {H}\n",
        },
        [],
    ),
    "a tokenizer that an override does not complete": (
        {"tokenizers/t.yaml": "name: t\ntokenizer_family: m\n", "tokenizers/@lab/x.yaml": "name: t@lab\nnote: 1\n"},
        ["t.yaml:1 C301"],
    ),
    "other words for addresses": ({"models/x.yaml": f"name: m\n{MODEL}urls: [a]\nlink: {H}\nsource: {H}\n"}, []),
    "a typo in the base of a tokenizer": (
        {
            "tokenizers/x.yaml": documents(
                "name: base\ntokenizer_family: m\n", f"name: t\nbase: basee\ntokenizer: {H}\n"
            )
        },
        ["x.yaml:5 C401"],
    ),
    "a typo in the middle of a chain": (
        {
            "models/x.yaml": documents(
                "name: a\nmodel_family: m\n", "name: b\nbase: aa\n", f"name: c\nbase: b\ncheckpoint: {H}\n"
            )
        },
        ["x.yaml:5 C401"],
    ),
    "another name of the hub": (
        {"models/x.yaml": "name: m\nmodel_family: m\ncheckpoint: huggingface://org/model\n"},
        ["x.yaml:3 C602"],
    ),
    "the hub's own scheme inside a config": (
        {"datasets/x.yaml": f"{DATASET}dataset_config: {{data: 'hf://org/model'}}\n"},
        ["x.yaml:3 C602"],
    ),
    "a tokenizer in the wrong folder of the wrong kind": (
        {"models/@lab/x.yaml": f"name: t@edge\ntokenizer: {H}\n", "tokenizers/t.yaml": f"name: t\n{TOKENIZER}"},
        ["x.yaml:1 C213"],
    ),
    "nothing behind owners and description": (
        {"models/x.yaml": f"name: m\n{MODEL}description:\nowners:\n"},
        ["x.yaml:4 C140", "x.yaml:5 C140"],
    ),
    "a revision in the address of a tokenizer": (
        {"tokenizers/x.yaml": f"name: t\ntokenizer_family: m\ntokenizer: hg://o/n@{'0123456789' * 4}\n"},
        ["x.yaml:3 C616"],
    ),
    "a revision inside a config": (
        {"datasets/x.yaml": f"{DATASET}dataset_config: {{data: 'hg://o/n@main'}}\n"},
        ["x.yaml:3 C616"],
    ),
    "a card with a dash behind a comment": (
        {"models/x.yaml": f"name: m\n{MODEL}# next\n- name: k\n  model_family: x\n"},
        ["x.yaml:5 C120"],
    ),
    "a card without a dash": ({"models/x.yaml": f"name: m\n{MODEL}\nname: k\nmodel_family: x\n"}, ["x.yaml:5 C121"]),
    "no file for a tokenizer": (
        {"tokenizers/x.yaml": "name: t\ntokenizer_family: m\ntokenizer: file:///dev/null\n"},
        [],
    ),
    "several dotted prefixes": (
        {"models/x.yaml": "name: org.model.tiny\nmodel_family: m\ncheckpoint: /dev/zero\n"},
        [],
    ),
}


@pytest.mark.parametrize("kind", NEIGHBOURS)
def test_a_fault_of_the_same_kind_is_reported_where_it_is_and_nothing_else_is(kind: str) -> None:
    files, codes = NEIGHBOURS[kind]
    found = [line.split(":") for line in told_of(files)]
    assert sorted(f"{path.rpartition('/')[2]}:{line} {rest[1].split()[0]}" for path, line, *rest in found) == codes
