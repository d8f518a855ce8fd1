"""Rules on what cards inherit, replace and repeat."""

from __future__ import annotations

import pytest

from assetcards.model.patches import Composed
from assetcards.nodes import Node
from assetcards.rules.inheritance.deletion_absent import absent_deletions
from assetcards.rules.inheritance.field_repeated import adds_nothing
from tests.unit.cards import catalog_of
from tests.unit.rules.judging import MODEL, OTHER_WEIGHTS, TOKENIZER, WEIGHTS, documents, told_of

LAB = WEIGHTS.replace("org/", "lab/")
DIGEST = f'checkpoint_sha256: "{"0123456789abcdef" * 4}"\n'
OTHER_DIGEST = f'checkpoint_sha256: "{"fedcba9876543210" * 4}"\n'


def family(base: str, child: str, *more: str) -> dict[str, str]:
    """A card `tiny`, another with it as base, and overrides for `lab`, each with fields of its own."""
    cards = documents(f"name: tiny\n{base}{MODEL}", f"name: child\nbase: tiny\n{child}{OTHER_WEIGHTS}")
    overrides = {"models/@lab/x.yaml": documents(*more)} if more else {}
    return {"models/x.yaml": cards, **overrides}


def repeated(field: str) -> list[str]:
    return [
        f"models/x.yaml:8:1: C501 {field} has no effect: 'child' inherits the same value from 'tiny' (models/x.yaml:2)"
    ]


@pytest.mark.parametrize(
    ("base", "child", "is_repeated"),
    [
        ("note: 1", "note: 1", True),
        ("note: 1", "note: +1", True),
        ("note: 1", "note: 1.0", False),
        ("note: 1", "note: true", False),
        ("note: 1", "note: '1'", False),
        ("note: one", "note: 'one'", True),
        ("note: null", "note: ~", True),
        ("note: 1", "note: null", False),
        ("note: [a, {b: 1}]", "note: [a, {b: 1}]", True),
        ("note: [a, b]", "note: [b, a]", False),
        ("note: {a: 1, b: 2}", "note: {b: 2, a: 1}", True),
        ("description: x", "description: x", False),
        ("model_config: {a: 1, b: {c: 2}}", "model_config: {a: 1}", True),
        ("model_config: {a: 1, b: {c: 2}}", "model_config: {b: {c: 2}}", True),
        ("model_config: {a: 1, b: {c: 2}}", "model_config: {b: {}}", True),
        ("model_config: {a: 1, b: {c: 2}}", "model_config: {a: {}}", False),
        ("model_config: {a: 1, b: {c: 2}}", "model_config: {b: {c: 2, d: 3}}", False),
        ("model_config: {a: 1, b: {c: 2}}", "model_config: {a: 1.0}", False),
        ("model_config: {a: 1}", "model_config: null", True),
        ("note: 1", "model_config: null", False),
        ("model_config: {_set_: {a: {x: 1}}}", "model_config: {a: {x: 1}}", True),
        ("model_config: {a: 1}", "model_config: {_set_: {a: 1}}", False),
    ],
)
def test_a_field_is_repeated_when_it_changes_nothing(base: str, child: str, is_repeated: bool) -> None:
    told = told_of(family(f"{base}\n", f"{child}\n"))
    assert told == (repeated(child.partition(":")[0]) if is_repeated else [])


@pytest.mark.parametrize(("override", "is_repeated"), [("note: 2\n", False), ("other: 2\n", True)])
def test_a_field_that_holds_against_an_override_of_the_base_is_not_repeated(override: str, is_repeated: bool) -> None:
    told = told_of(family("note: 1\n", "note: 1\n", f"name: tiny@lab\n{override}"))
    assert told == (repeated("note") if is_repeated else [])


def test_a_field_that_the_override_of_the_card_replaces_does_not_count_there() -> None:
    overrides = ("name: tiny@lab\nnote: 2\n", "name: child@lab\nnote: 3\n")
    assert told_of(family("note: 1\n", "note: 1\n", *overrides)) == repeated("note")


def test_an_override_repeats_its_card_and_what_the_card_inherits() -> None:
    overrides = ("name: tiny@lab\nnote: 1\n", "name: child@lab\nnote: 1\nmodel_config: {a: 1}\n")
    files = family("note: 1\n", "model_config: {a: 1}\n", *overrides)
    assert told_of(files) == [
        f"models/@lab/x.yaml:{line}:1: C501 {field} has no effect: "
        f"{name!r} inherits the same value from {other!r} ({place})"
        for line, field, name, other, place in [
            (2, "note", "tiny@lab", "tiny", "models/x.yaml:2"),
            (5, "note", "child@lab", "tiny@lab", "models/@lab/x.yaml:2"),
            (6, "model_config", "child@lab", "child", "models/x.yaml:8"),
        ]
    ]


def test_the_config_of_an_override_replaces_that_of_its_card_and_so_may_repeat_the_base() -> None:
    files = family("model_config: {a: 1}\n", "model_config: {a: 2}\n", "name: child@lab\nmodel_config: {a: 1}\n")
    assert told_of(files) == []


@pytest.mark.parametrize(
    ("field", "value", "is_repeated"),
    [
        ("vocabulary", "./x.txt", False),
        ("vocabulary", "../x.txt", False),
        ("data", "x.txt", False),
        ("data", "/srv/x.txt", True),
        ("vocabulary", "s3://bucket/x.txt", True),
        ("note", "x.txt", True),
    ],
)
def test_a_relative_path_in_another_folder_is_another_file(field: str, value: str, is_repeated: bool) -> None:
    files = {
        "models/x.yaml": f"name: tiny\n{field}: {value}\n{MODEL}",
        "models/more/y.yaml": f"name: child\nbase: tiny\n{field}: {value}\n{OTHER_WEIGHTS}",
    }
    told = [line for line in told_of(files) if "C501" in line]
    same = "'child' inherits the same value from 'tiny' (models/x.yaml:2)"
    expected = f"models/more/y.yaml:3:1: C501 {field} has no effect: {same}"
    assert told == ([expected] if is_repeated else [])


@pytest.mark.parametrize(
    ("child", "told"),
    [
        (OTHER_WEIGHTS, True),
        (OTHER_WEIGHTS + OTHER_DIGEST, False),
        (OTHER_WEIGHTS + DIGEST, False),
        (OTHER_WEIGHTS + "checkpoint_sha256: null\n", False),
        ("checkpoint: null\nurl: 'https://example.org/tiny'\n", False),
        ("note: 1\n", False),
    ],
)
def test_a_digest_is_not_inherited_past_another_address(child: str, told: bool) -> None:
    files = {"models/x.yaml": documents(f"name: tiny\n{MODEL}{DIGEST}", f"name: child\nbase: tiny\n{child}")}
    message = "checkpoint_sha256 (models/x.yaml:4) was written for another checkpoint (models/x.yaml:3)"
    assert told_of(files) == ([f"models/x.yaml:8:13: C502 {message}"] if told else [])


def test_a_digest_of_data_is_not_inherited_past_other_data_and_may_be_that_of_data_in_a_config() -> None:
    digest = DIGEST.replace("checkpoint", "data")
    alone = f"name: tiny\ndataset_family: text\n{digest}dataset_config: {{data: 'https://example.org/a.txt'}}\n"
    assert told_of({"datasets/x.yaml": alone}) == []
    cards = documents(
        f"name: tiny\ndataset_family: text\n{digest}data: 'https://example.org/a.txt'\n",
        "name: child\nbase: tiny\ndata: 'https://example.org/b.txt'\n",
    )
    message = "data_sha256 (datasets/x.yaml:3) was written for another data (datasets/x.yaml:4)"
    assert told_of({"datasets/x.yaml": cards}) == [f"datasets/x.yaml:8:7: C502 {message}"]


def test_a_digest_of_an_override_is_not_that_of_a_card_with_another_address() -> None:
    files = family("", "", f"name: tiny@lab\n{LAB}{DIGEST}")
    message = "checkpoint_sha256 (models/@lab/x.yaml:3) was written for another checkpoint (models/@lab/x.yaml:2)"
    assert told_of(files) == [f"models/x.yaml:7:13: C502 {message}"]


def test_a_digest_without_an_address_is_that_of_the_first_address_written() -> None:
    gated = f'name: tiny\nmodel_family: llama\nurl: "https://example.org/tiny"\n{DIGEST}'
    assert told_of({"models/x.yaml": gated, "models/@lab/x.yaml": f"name: tiny@lab\n{LAB}"}) == []


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ("", ["C502"]),
        ("tokenizer_family: char\n", ["C301"]),
        ("tokenizer_ref: tok\n", ["C502"]),
        ("tokenizer_family: char\ntokenizer_ref: tok\n", ["C502"]),
        ("tokenizer_family: char\nurl: 'https://example.org/tiny'\n", []),
        ("tokenizer_ref: tok\nurl: 'https://example.org/tiny'\n", []),
        ("tokenizer_ref: tok\ntokenizer: 'https://example.org/tiny.safetensors'\n", ["C507"]),
    ],
)
def test_a_digest_of_no_file_is_reported_unless_it_is_the_file_that_is_missing(fields: str, codes: list[str]) -> None:
    card = f"name: tiny\n{fields}{DIGEST.replace('checkpoint', 'tokenizer')}"
    told = told_of({"tokenizers/x.yaml": documents(card, f"name: tok\n{TOKENIZER}")})
    assert [line.split()[1] for line in told] == codes


@pytest.mark.parametrize("address", ["http://example.org/tiny.pt", "https://example.org/tiny.pt"])
def test_a_digest_goes_on_counting_for_the_same_address_written_again(address: str) -> None:
    """Leaving it out would be advised (C501), but it does not come over HTTP, or as a pickle, without a digest."""
    card = f"name: tiny\nmodel_family: llama\ncheckpoint: {address!r}\n{DIGEST}"
    told = told_of({"models/x.yaml": documents(card, f"name: child\nbase: tiny\ncheckpoint: {address!r}\n")})
    assert [line.split()[1] for line in told] == ["C501"]


@pytest.mark.parametrize(
    ("child", "column", "absent"),
    [
        ("{_del_: [a]}", 0, None),
        ("{_del_: [z]}", 24, "z"),
        ("{b: {_del_: [c]}}", 0, None),
        ("{B: {_del_: [c]}}", 0, None),
        ("{b: {_del_: [a]}}", 28, "a"),
        ("{a: {_del_: [c]}}", 28, "c"),
        ("{_del_: [b], b: {_del_: [c]}}", 40, "c"),
        ("{z: {_del_: [a]}}", 0, None),
        ("{_del_: null}", 0, None),
    ],
)
def test_a_deletion_names_a_key_that_is_there(child: str, column: int, absent: str | None) -> None:
    told = told_of(family("model_config: {a: 1, b: {c: 2}, B: {c: 2}}\n", f"model_config: {child}\n"))
    expected = f"models/x.yaml:8:{column}: C503 _del_ has the key {absent!r}, which does not exist below"
    assert told == ([expected] if absent else [])


@pytest.mark.parametrize(
    ("config", "column", "where"),
    [
        ("{_set_: {a: {_del_: [z]}}}", 28, "_set_"),
        ("{_set_: {a: [{_del_: [z]}]}}", 29, "_set_"),
        ("{a: [{_set_: {b: 1}}]}", 21, "a sequence"),
        ("{a: [{b: {_del_: [z]}}]}", 25, "a sequence"),
    ],
)
def test_what_looks_like_a_directive_in_a_value_that_replaces_whole_does_nothing(
    config: str, column: int, where: str
) -> None:
    told = told_of(family("model_config: {a: 1}\n", f"model_config: {config}\n"))
    key = "_set_" if "[{_set_" in config else "_del_"
    message = f"key {key!r} in {where} is not a directive: such values are used as they are"
    assert told == [f"models/x.yaml:8:{column}: C508 {message}"]


def test_a_deletion_of_what_is_there_in_some_environment_is_fine() -> None:
    files = family("", "model_config: {_del_: [a]}\n", "name: tiny@lab\nmodel_config: {a: 1}\n")
    assert told_of(files) == []


def test_a_self_base_override_deletes_from_its_plain_card() -> None:
    files = {
        "models/x.yaml": f"name: tiny\n{MODEL}model_config: {{a: 1}}\n",
        "models/@lab/x.yaml": "name: tiny@lab\nbase: tiny\nmodel_config: {_del_: [a, b]}\n",
    }
    own = "override 'tiny@lab' has its own plain card as base, which fairseq2 cannot load"
    assert told_of(files) == [
        f"models/@lab/x.yaml:2:7: C506 {own}",
        "models/@lab/x.yaml:3:27: C503 _del_ has the key 'b', which does not exist below",
    ]


SPELLINGS = ("model_config_overrides", "model_config_override", "model_config")


@pytest.mark.parametrize(
    ("base", "child", "told"),
    [
        ("model_config", "model_config", None),
        (
            "model_config_overrides",
            "model_config",
            "model_config is ignored, because model_config_overrides (models/x.yaml:2) is used",
        ),
        (
            "model_config",
            "model_config_override",
            "model_config (models/x.yaml:2) is ignored because of this model_config_override",
        ),
        ("tokenizer_config_overrides", "model_config", None),
    ],
)
def test_a_chain_has_one_spelling_of_a_config(base: str, child: str, told: str | None) -> None:
    files = family(f"{base}: {{a: 1}}\n", f"{child}: {{a: 2}}\n")
    files["models/y.yaml"] = f"name: grandchild\nbase: child\n{LAB}tokenizer_family: char\ntokenizer: t\n"
    assert told_of(files) == ([f"models/x.yaml:8:1: C504 {told}"] if told else [])


def test_two_spellings_in_one_card_are_reported_once_and_not_in_every_environment() -> None:
    files = family("model_config: {a: 1}\nmodel_config_overrides: {a: 2}\n", "", "name: tiny@lab\nnote: 1\n")
    assert told_of(files) == [
        "models/x.yaml:2:1: C504 model_config is ignored, because model_config_overrides (models/x.yaml:3) is used"
    ]


def test_the_spelling_that_counts_is_not_reported_again_where_the_base_mixes_them() -> None:
    files = family("model_config: {a: 1}\nmodel_config_overrides: {a: 2}\n", "model_config_overrides: {a: 3}\n")
    assert told_of(files) == [
        "models/x.yaml:2:1: C504 model_config is ignored, because model_config_overrides (models/x.yaml:3) is used"
    ]


@pytest.mark.parametrize(
    ("fields", "more", "part"),
    [
        ("model_arch: tiny\n", "", "a model_arch"),
        ("checkpoint: 'https://example.org/tiny.safetensors'\n", "", "a checkpoint"),
        ("data: 'https://example.org/tiny.parquet'\n", "", "data"),
        ("tokenizer: 'https://example.org/tok.model'\n", "", "a tokenizer"),
        ("model_arch: tiny\n", f"name: user\nbase: common\n{MODEL}", None),
        ("model_arch: tiny\n", f"name: user\n{MODEL}teacher_ref: common\n", None),
        ("model_arch: tiny\nvocoder_family: hifi\n", "", None),
        ("note: 1\n", "", None),
    ],
)
def test_an_abstract_card_is_there_for_somebody(fields: str, more: str, part: str | None) -> None:
    cards = documents(f"name: common\n{fields}", more) if more else f"name: common\n{fields}"
    expected = f"models/x.yaml:1:7: C507 'common' has {part} but no family, and is not the base of any card"
    assert told_of({"models/x.yaml": cards}) == ([expected] if part else [])


def test_a_card_that_an_override_makes_a_model_is_not_abstract() -> None:
    files = {"models/x.yaml": "name: common\nmodel_arch: tiny\n", "models/@lab/x.yaml": f"name: common@lab\n{MODEL}"}
    assert told_of(files) == []


def test_every_malformed_directive_of_a_chain_is_reported_at_once() -> None:
    files = family("model_config: {_del_: a}\n", "model_config: {b: {_set_: 1}, c: {_del_: [1]}}\n")
    assert told_of(files) == [
        "models/x.yaml:2:23: C505 _del_ is the string 'a', not a sequence of keys",
        "models/x.yaml:8:27: C505 _set_ is the integer '1', not a mapping of keys to values",
        "models/x.yaml:8:43: C505 _del_ has an item that is the integer '1', not the string of a key",
    ]


def below_and_layer(below: str, layer: str) -> tuple[Composed | None, Node]:
    """What is done to a config below a layer, and the layer."""
    catalog = catalog_of(f"name: a\nmodel_config: {below}\n---\nname: b\nbase: a\nmodel_config: {layer}\n")
    return catalog.card("a").composed("model"), catalog.card("b").field("model_config").entry.value


@pytest.mark.parametrize(
    ("below", "layer", "absent"),
    [
        ("{a: 1, b: {c: 2}}", "{_del_: [a, b]}", []),
        ("{a: 1}", "{_del_: [a, gone]}", ["gone"]),
        ("{a: 1}", "{_del_: [a, a]}", ["a"]),
        ("{b: {c: 2}}", "{b: {_del_: [c, d]}}", ["d"]),
        ("{b: {c: 2}}", "{_del_: [b], b: {_del_: [c]}}", ["c"]),
        ("{b: 5}", "{b: {_del_: [c]}}", ["c"]),
        ("{}", "{_set_: {_del_: [a]}}", []),
        ("{a: 1}", "text", []),
        ("null", "{_del_: [dropout]}", []),
        ("null", "{_del_: [a, a]}", ["a"]),
        ("null", "{a: {_del_: [x]}, _del_: [y]}", []),
        ("{a: 1}", "{b: {_del_: [c]}}", []),
        ("{_del_: [a]}", "{_del_: [a]}", ["a"]),
        ("{_set_: {b: {c: 1}}}", "{b: {d: {_del_: [e]}}}", ["e"]),
        ("text", "{_del_: [a]}", ["a"]),
    ],
)
def test_a_deletion_of_what_is_neither_below_nor_can_be_a_default_is_found(
    below: str, layer: str, absent: list[str]
) -> None:
    patch, node = below_and_layer(below, layer)
    assert [key.value for key in absent_deletions(patch, node, in_value=False)] == absent


@pytest.mark.parametrize(
    ("below", "layer", "nothing"),
    [
        ("{a: 1, b: {c: 2}}", "{b: {c: 2}}", True),
        ("{a: 1, b: {c: 2}}", "{}", True),
        ("{a: 1}", "{a: 2}", False),
        ("{a: 1}", "{b: 1}", False),
        ("{a: 1}", "{a: 1.0}", False),
        ("{a: 1}", "{a: {}}", False),
        ("{a: 1, b: 1}", "{_del_: [b]}", False),
        ("{a: 1}", "{_set_: {a: 1}}", False),
        ("text", "text", True),
        ("text", "{}", False),
        ("{a: {_del_: [x]}}", "{a: {}}", True),
        ("{_del_: [a]}", "{a: {}}", False),
        ("{_set_: {a: {b: 1}}}", "{a: {b: 1}}", True),
    ],
)
def test_a_layer_that_leaves_all_as_it_is_adds_nothing(below: str, layer: str, nothing: bool) -> None:
    patch, node = below_and_layer(below, layer)
    assert patch is not None
    assert adds_nothing(patch, node) is nothing


PLAIN = "model_config: {a: 1, max_seq_len: 2, rope: {theta: 1, scale: 2}, _set_: {vocab: {size: 3}}}\n"


def of_override(base: str, plain: str, override: str) -> list[str]:
    """What is said of the config of an override, whose plain card has a base with a config."""
    cards = documents(f"name: tiny\n{base}{MODEL}", f"name: child\nbase: tiny\n{plain}{OTHER_WEIGHTS}")
    files = {"models/x.yaml": cards, "models/@lab/x.yaml": f"name: child@lab\n{override}"}
    return [line.partition(": ")[2][:4] for line in told_of(files) if line.startswith("models/@lab/")]


@pytest.mark.parametrize(
    ("override", "codes"),
    [
        ("{max_seq_len: 2, rope: {theta: 1, scale: 2}, vocab: {size: 3}}", []),
        ("{rope: {theta: 1, scale: 2}, vocab: {size: 3}}", ["C509"]),
        ("{_del_: [max_seq_len], rope: {theta: 1, scale: 2}, vocab: {size: 3}}", []),
        ("{_del_: [vocab], max_seq_len: 2, rope: {theta: 1, scale: 2}}", []),
        ("{_del_: [rope], max_seq_len: 2, vocab: {size: 3}}", []),
        ("{max_seq_len: 2, rope: {_del_: [scale], theta: 1}, vocab: {size: 3}}", []),
        ("{max_seq_len: 2, rope: {_del_: [scael], theta: 1}, vocab: {size: 3}}", ["C509", "C503"]),
        ("{_del_: [max_len], max_seq_len: 2, rope: {theta: 1, scale: 2}, vocab: {size: 3}}", ["C503"]),
        ("{_del_: [max_seq_len, max_seq_len], rope: {theta: 1, scale: 2}, vocab: {size: 3}}", ["C503"]),
    ],
)
def test_an_override_may_delete_what_its_plain_card_writes_and_is_asked_for_the_rest(
    override: str, codes: list[str]
) -> None:
    found = of_override("model_config: {a: 1, rope: {theta: 5}}\n", PLAIN, f"model_config: {override}\n")
    assert found == codes


def test_an_override_is_not_asked_for_a_key_that_is_called_like_a_directive() -> None:
    plain = "model_config: {b: 1, _set_: {_del_: 5}}\n"
    assert of_override("model_config: {a: 1}\n", plain, "model_config: {b: 1}\n") == []
