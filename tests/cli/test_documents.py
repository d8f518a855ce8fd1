"""The documents for programs: their keys and types are promises; docs/json.md tells them to users."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

REVISION = {"asked": "text", "commit": "text"}
FINDING = {
    "code": "text", "severity": "text", "path": "text", "line": "number", "column": "number", "message": "text",
    "hint": "text", "related": [], "source": "text",
}  # fmt: skip
SHAPES: dict[str, dict[str, Any]] = {
    "list": {
        "schema_version": "number",
        "revision": REVISION,
        "root": "text",
        "cards": [
            {
                "name": "text", "env": "text or null", "kinds": ["text"],
                "families": {"model": "text", "tokenizer": "text"},
                "source": "text", "path": "text", "line": "number",
                "deprecation": "null", "gated_at": "null",
            }
        ],
        "broken": [FINDING],
    },
    "validate": {
        "schema_version": "number",
        "revision": REVISION,
        "root": "text",
        "findings": [FINDING],
        "summary": {"errors": "number", "warnings": "number", "advice": "number"},
        "known": "null",
    },
    "stores": {
        "schema_version": "number",
        "revision": REVISION,
        "stores": [
            {
                "role": "text", "source": "text", "files": "number", "cards": "number", "broken_files": "number",
                "problem": "null",
            }
        ],
    },
    "envs": {
        "schema_version": "number",
        "revision": REVISION,
        "environments": [{"name": "text", "overrides": "number", "known": "flag", "in_force": "flag"}],
    },
}  # fmt: skip

TYPES = {bool: "flag", int: "number", float: "number", str: "text", type(None): "null"}


def shape(value: Any) -> Any:
    """The keys and types of a document; a list has the shape of its items, which are alike."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [merged([shape(item) for item in value])] if value else []
    return TYPES[type(value)]


def merged(shapes: list[Any]) -> Any:
    """One shape for all of them: texts and nulls in one place make `text or null`, other maps may lack keys."""
    first = shapes[0]
    if isinstance(first, dict):
        keys = dict.fromkeys(key for each in shapes for key in each)
        return {key: merged([each[key] for each in shapes if key in each]) for key in keys}
    if isinstance(first, list):
        items = [item for each in shapes for item in each]
        return [merged(items)] if items else []
    return " or ".join(sorted(set(shapes), reverse=True))


@pytest.mark.parametrize("verb", SHAPES)
def test_the_shape_of_a_document_is_kept(cards: GitFixture, ask: Ask, verb: str) -> None:
    cards.commit({"catalog/models/broken.yaml": "name: broken\nbase: nothing\n"})
    cards.git("rm", "-r", "--quiet", "catalog/datasets")
    cards.commit()
    _, out, _ = ask(verb, "--rev", "HEAD", "--format", "json")
    assert shape(json.loads(out)) == SHAPES[verb]
    assert json.loads(out)["schema_version"] == 2
    assert list(json.loads(out)) == list(SHAPES[verb])


@pytest.mark.parametrize("verb", SHAPES)
def test_the_revision_of_a_checkout_is_null(cards: GitFixture, ask: Ask, verb: str) -> None:
    assert json.loads(ask(verb, "--format", "json")[1])["revision"] is None


LOCKED = {
    "schema_version": "number",
    "file": "text",
    "repository": "text",
    "root": "text",
    "revision": REVISION,
    "cards": [{"name": "text", "env": "text or null", "deprecation": "null", "gated_at": "null"}],
    "unreachable": "null",
}


def test_the_shape_of_a_lock_and_of_its_check_is_kept(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("lock", "tiny", "tiny@lab", "--rev", "HEAD", "--format", "json")
    assert (code, shape(json.loads(out)), err) == (0, LOCKED | {"dropped": [], "uncommitted": []}, "")
    cards.commit({"catalog/models/tiny.yaml": "name: tiny\nnote: changed\n"})
    code, out, err = ask("lock", "--check", "--format", "json")
    checked = json.loads(out)
    differences = [{"name": "text", "env": "text or null", "message": "text"}]
    assert (code, shape(checked), err) == (1, LOCKED | {"now": "text", "differences": differences}, "")
    assert checked["now"] == cards.head() != checked["revision"]["commit"]
    assert [(each["name"], each["env"]) for each in checked["differences"]] == [("tiny", None), ("tiny", "lab")]


def test_a_check_that_finds_nothing_says_so_in_an_empty_list(cards: GitFixture, ask: Ask) -> None:
    ask("lock", "tiny", "--rev", "HEAD")
    code, out, _ = ask("lock", "--check", "--format", "json")
    assert (code, json.loads(out)["differences"], json.loads(out)["now"]) == (0, [], cards.head())


def test_a_resolved_card_is_shown_as_the_specification_has_it(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("show", "tiny_chat", "--env", "lab", "--rev", "v1", "--format", "json")
    commit = cards.head("v1")
    source = f"git:{cards.folder}@{commit}"
    tiny, child = "models/tiny.yaml", "models/tiny.yaml"
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "schema_version": 2,
        "query": "tiny_chat",
        "name": "tiny_chat",
        "env": None,
        "source": source,
        "revision": {"asked": "v1", "commit": commit},
        "root": "catalog",
        "chain": ["tiny_chat", "tiny"],
        "kinds": ["model", "tokenizer"],
        "deprecation": None,
        "gated_at": None,
        "fields": {
            "base": "tiny",
            "checkpoint": "hg://org/tiny-chat",
            "tokenizer_family": "llama",
            "tokenizer": "hg://org/tiny-chat",
            "model_config": {"encoder": {"heads": 4}},
            "description": "A small model for tests.",
            "model_family": "small",
            "model_arch": "tiny",
            "license": "MIT",
        },
        "configs": {"model": {"dropout": 0.1, "encoder": {"layers": 2, "heads": 4}}},
        "patches": {"model": {"merge": {"dropout": 0.1, "encoder": {"layers": 2, "heads": 4}}}},
        "uris": {"checkpoint": "hg://org/tiny-chat", "tokenizer": "hg://org/tiny-chat"},
        "references": {"base": "tiny"},
        "layers": [
            {"card": "tiny_chat@", "path": child, "line": 11, "source": source},
            {"card": "tiny@lab", "path": "models/@lab/tiny.yaml", "line": 1, "source": source},
            {"card": "tiny@", "path": tiny, "line": 1, "source": source},
        ],
        "origins": {
            "base": {"card": "tiny_chat@", "path": child, "line": 12},
            "checkpoint": {"card": "tiny_chat@", "path": child, "line": 13},
            "tokenizer_family": {"card": "tiny_chat@", "path": child, "line": 14},
            "tokenizer": {"card": "tiny_chat@", "path": child, "line": 15},
            "model_config": {"card": "tiny_chat@", "path": child, "line": 16},
            "description": {"card": "tiny@", "path": tiny, "line": 2},
            "model_family": {"card": "tiny@", "path": tiny, "line": 3},
            "model_arch": {"card": "tiny@", "path": tiny, "line": 4},
            "license": {"card": "tiny@", "path": tiny, "line": 5},
            "model_config.dropout": {"card": "tiny@", "path": tiny, "line": 8},
            "model_config.encoder.layers": {"card": "tiny@", "path": tiny, "line": 9},
            "model_config.encoder.heads": {"card": "tiny_chat@", "path": child, "line": 17},
        },
    }


def test_the_override_that_applies_names_the_environment(cards: GitFixture, ask: Ask) -> None:
    document = json.loads(ask("show", "tiny@lab", "--format", "json")[1])
    about = {key: document[key] for key in ("query", "name", "env", "revision", "chain", "uris")}
    assert about == {
        "query": "tiny@lab",
        "name": "tiny",
        "env": "lab",
        "revision": None,
        "chain": ["tiny"],
        "uris": {"checkpoint": "file:///lab/tiny.pt"},
    }
    assert [layer["card"] for layer in document["layers"]] == ["tiny@lab", "tiny@"]
    assert document["origins"]["checkpoint"] == {"card": "tiny@lab", "path": "models/@lab/tiny.yaml", "line": 2}


ODD = """\
name: odd
when: 2024-06-30
big: .inf
none: .nan
"no": ["yes", "1e-5", 1e-5, null, true, ""]
map: {0: zero, true: one, 2024-06-30: day}
text: "line\\nline \\u202e\\e[2J é"
"""


def test_json_and_yaml_are_the_same_document_in_ascii(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/odd.yaml": ODD})
    as_json, as_yaml = (ask("show", "odd", "--format", form)[1] for form in ("json", "yaml"))
    assert as_json.isascii()
    assert as_yaml.isascii()
    assert yaml.safe_load(as_yaml) == json.loads(as_json)
    assert json.loads(as_json)["fields"] == {
        "when": "2024-06-30",
        "big": ".inf",
        "none": ".nan",
        "no": ["yes", "1e-5", 1e-05, None, True, ""],
        "map": {"0": "zero", "true": "one", "2024-06-30": "day"},
        "text": "line\nline \u202e\x1b[2J é",
    }


def test_the_same_question_has_the_same_bytes(cards: GitFixture, ask: Ask) -> None:
    questions = [[verb, "--rev", "v1", "--format", "json"] for verb in SHAPES]
    assert [ask(*question) for question in questions] == [ask(*question) for question in questions]
