"""Rules on bases and references, and what is said when the card that is named cannot be read."""

from __future__ import annotations

import pytest

from assetcards import CardError
from assetcards.lint.lint import lint_catalog
from tests.unit.rules.judging import MODEL, OTHER_WEIGHTS, TOKENIZER, WEIGHTS, catalog_of, documents, told_of

CHILD = f"name: child\nbase: tiny\n{OTHER_WEIGHTS}"
TINY = f"name: tiny\n{MODEL}"
TOK = f"name: tok\n{TOKENIZER}"


@pytest.mark.parametrize(
    "lost",
    [
        "name: a\nnote: [\n---\nname: tiny\n",
        "name: a\nnote: [\n---\n'name': \"tiny\"\n",
        '{"name": "a", "note": [\n---\n{"name": "tiny"}\n',
        "name: a\nnote: '\n---\nname: tiny # the base\n",
        "name: a\nnote: '\n---\nname: tiny@\n",
        b"name: a\nnote: \xff\n---\nname: tiny\n",
        "name: a\n---\nname: tiny\n" + "# too long\n" * 100,
    ],
)
def test_a_base_in_a_file_that_cannot_be_read_is_reported_at_its_cause(lost: str | bytes) -> None:
    files = {"base.yaml": lost, "a.yaml": CHILD, "b.yaml": f"name: other\nbase: tiny\n{WEIGHTS}"}
    told = told_of(files, "[bounds]\nfile_bytes = 1000\n")
    assert [line.split(":")[0] for line in told] == ["base.yaml"]
    assert "C401" not in told[0]


def test_asking_for_a_card_whose_base_cannot_be_read_names_the_cause() -> None:
    catalog = catalog_of({"base.yaml": "name: a\nnote: [\n---\nname: tiny\n", "x.yaml": CHILD})
    with pytest.raises(CardError) as caught:
        catalog.card("child")
    assert [(d.code, d.path, d.line) for d in caught.value.findings] == [("C120", "base.yaml", 3)]


@pytest.mark.parametrize(
    "broken",
    [
        "name: a\nnote: [\n---\nnote: tiny\n",
        "name: a\nnote: [\n---\nconfig:\n  name: tiny\n",
        "name: a\nnote: [\n---\nname: tiny@lab\n",
    ],
)
def test_a_base_that_is_nowhere_is_missing_whatever_else_is_broken(broken: str) -> None:
    told = told_of({"base.yaml": broken, "x.yaml": CHILD}, settings=None)
    assert "x.yaml:2:7: C401 base 'tiny' does not exist" in told


def test_an_override_and_a_reference_of_a_card_that_cannot_be_read_are_not_reported() -> None:
    files = {
        "base.yaml": "name: a\nnote: [\n---\nname: tiny\n",
        "x.yaml": f"name: tiny@lab\n{WEIGHTS}",
        "y.yaml": f"name: other\n{MODEL}teacher_ref: tiny\n",
    }
    assert [line.split(": ")[1][:4] for line in told_of(files, settings=None)] == ["C120"]


def test_a_broken_base_is_reported_once_for_all_that_inherit_from_it() -> None:
    broken = f"name: tiny\n__mine__: 1\n{MODEL}"
    grandchild = f"name: grandchild\nbase: child\ntokenizer_ref: child\n{WEIGHTS}"
    files = {"x.yaml": documents(broken, CHILD, grandchild), "@lab/x.yaml": f"name: tiny@lab\n{WEIGHTS}"}
    assert told_of(files, settings=None) == ["x.yaml:2:1: C123 key '__mine__' is reserved for fairseq2"]


def test_a_broken_override_is_reported_once_for_all_that_inherit_from_it_in_its_environment() -> None:
    override = f"name: tiny@lab\n__mine__: 1\n{WEIGHTS.replace('org/', 'lab/')}"
    files = {"x.yaml": documents(TINY, CHILD, f"name: grandchild\nbase: child\n{WEIGHTS}"), "y.yaml": override}
    assert told_of(files, settings=None) == ["y.yaml:2:1: C123 key '__mine__' is reserved for fairseq2"]


def test_a_card_that_an_override_gives_a_sound_base_is_judged_in_its_environment() -> None:
    broken = f"name: tiny\nbase: gone\nmodel_config: {{b: 1}}\n{MODEL}"
    override = "name: tiny@lab\nbase: null\n"
    config = "name: child\nbase: tiny\nmodel_config: {_del_: [a]}\n" + OTHER_WEIGHTS
    told = told_of({"x.yaml": documents(broken, config), "y.yaml": override}, settings=None)
    assert told == [
        "x.yaml:2:7: C401 base 'gone' does not exist",
        "x.yaml:9:24: C503 _del_ has the key 'a', which does not exist below",
    ]


def test_thousands_of_wrong_names_are_reported_with_suggestions_for_the_first() -> None:
    """The work that suggestions take has a bound: here it is spent after a few dozen names."""
    known = documents(*(f"name: known_{i:04}\nnote: x\n" for i in range(1000)))
    wrong = documents(*(f"name: wrong_{i:04}\nbase: knwon_{i:04}\n" for i in range(1000)))
    findings = lint_catalog(catalog_of({"x.yaml": known, "y.yaml": wrong}, settings=None))
    assert {finding.code for finding in findings} == {"C401"}
    suggested = ["did you mean 'known_" in finding.hint for finding in findings]
    assert len(suggested) == 1000
    assert suggested == sorted(suggested, reverse=True)
    assert 10 < sum(suggested) < 100


def test_a_reference_to_nothing_is_reported_where_it_is_written_and_not_where_it_is_inherited() -> None:
    base = f"name: tiny\n{MODEL}tokenizer_ref: tokk\n"
    files = {"models/x.yaml": documents(base, CHILD), "tokenizers/t.yaml": TOK}
    assert told_of(files) == ["models/x.yaml:4:16: C405 tokenizer_ref names 'tokk', which does not exist"]


def test_a_reference_to_a_card_that_is_broken_is_not_reported() -> None:
    tok = f"name: tok\nbase: gone\n{TOKENIZER}"
    files = {"models/x.yaml": f"{TINY}tokenizer_ref: tok\n", "tokenizers/t.yaml": tok}
    assert told_of(files) == ["tokenizers/t.yaml:2:7: C401 base 'gone' does not exist"]


@pytest.mark.parametrize(
    ("count", "shown"), [(5, "e0, e1, e2, e3, e4, user"), (7, "e0, e1, e2, e3, e4, e5 and 2 more")]
)
def test_an_unknown_environment_is_answered_with_some_that_are_known(count: int, shown: str) -> None:
    settings = f"environments = {[f'e{i}' for i in range(count)]}"
    catalog = catalog_of({"models/x.yaml": f"{TINY}teacher_ref: tiny@elsewhere\n"}, settings)
    assert [finding.hint for finding in lint_catalog(catalog)] == [f"the environments are {shown}"]


HALF = "name: half\nremark: of no kind but in the lab\n"
HALF_IN_LAB = f"name: half@lab\n{TOKENIZER}"


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("tok", None),
        ("half@lab", None),
        ("half", "C406 tokenizer_ref names 'half' (tokenizers/t.yaml:5), which has no tokenizer_family"),
        ('"half@"', "C406 tokenizer_ref names 'half' (tokenizers/t.yaml:5), which has no tokenizer_family"),
        ("half@user", "C406 tokenizer_ref names 'half' (tokenizers/t.yaml:5), which has no tokenizer_family"),
        ("tiny", "C406 tokenizer_ref names 'tiny' (models/x.yaml:1), which has no tokenizer_family"),
        ('"half@lab@lab"', "C408 tokenizer_ref 'half@lab@lab' is not the name of a card"),
        ("half@lap", "C409 tokenizer_ref asks for 'half' in the unknown environment 'lap'"),
    ],
)
def test_a_reference_names_a_card_of_its_kind_in_the_environment_it_asks_for(reference: str, told: str | None) -> None:
    files = {
        "models/x.yaml": documents(TINY, f"name: m\n{MODEL}tokenizer_ref: {reference}\n"),
        "tokenizers/t.yaml": documents(TOK, HALF),
        "tokenizers/@lab/t.yaml": HALF_IN_LAB,
    }
    assert told_of(files) == ([f"models/x.yaml:8:16: {told}"] if told else [])


def test_an_override_asks_for_a_reference_in_its_own_environment() -> None:
    files = {
        "models/x.yaml": TINY,
        "tokenizers/t.yaml": HALF,
        "tokenizers/@lab/t.yaml": HALF_IN_LAB,
        "models/@lab/x.yaml": "name: tiny@lab\ntokenizer_ref: half\n",
    }
    assert told_of(files) == []


def tokenizer(name: str, points_to: str) -> str:
    return f"name: {name}\n{TOKENIZER}tokenizer_ref: {points_to}\n"


@pytest.mark.parametrize("order", ["abc", "cba", "bca"])
def test_a_cycle_of_references_is_reported_once_in_whatever_order_cards_are(order: str) -> None:
    cards = {"a": tokenizer("a", "b"), "b": tokenizer("b", "c"), "c": tokenizer("c", "a")}
    outside = tokenizer("outside", "b")
    names = " -> ".join([*"abc"[ord(order[0]) - 97 :], *"abc"[: ord(order[0]) - 97], order[0]])
    assert told_of({"x.yaml": documents(*(cards[name] for name in order), outside)}, settings=None) == [
        f"x.yaml:4:16: C407 tokenizer_ref forms a cycle: {names}"
    ]


def test_a_reference_to_another_environment_of_the_same_card_is_no_cycle() -> None:
    files = {
        "models/x.yaml": f"{TINY}teacher_ref: tiny@lab\n",
        "models/@lab/x.yaml": "name: tiny@lab\nteacher_ref: null\n",
    }
    assert told_of(files) == []


def test_a_reference_to_itself_in_an_environment_without_an_override_is_a_cycle() -> None:
    files = {"models/x.yaml": f"{TINY}teacher_ref: tiny@user\n"}
    assert told_of(files) == ["models/x.yaml:4:14: C407 teacher_ref forms a cycle: tiny -> tiny"]


def test_a_cycle_that_an_override_closes_is_reported_at_the_override() -> None:
    files = {
        "tokenizers/t.yaml": documents(TOK, tokenizer("other", "tok")),
        "tokenizers/@lab/t.yaml": "name: tok@lab\ntokenizer_ref: other\n",
    }
    assert told_of(files) == ["tokenizers/@lab/t.yaml:2:16: C407 tokenizer_ref forms a cycle: tok -> other -> tok"]


def test_a_cycle_of_every_environment_is_reported_once() -> None:
    files = {
        "tokenizers/t.yaml": documents(tokenizer("a", "b"), tokenizer("b", "a")),
        "tokenizers/@lab/t.yaml": "name: a@lab\nremark: in the lab\n",
    }
    assert told_of(files) == ["tokenizers/t.yaml:4:16: C407 tokenizer_ref forms a cycle: a -> b -> a"]
