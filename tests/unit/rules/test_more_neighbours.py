"""More neighbours of what the field has found, as people are told of them: repeats folded, one finding a cause."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assetcards import MemoryTree, open_catalog, validate
from assetcards.lint.lint import condense, lint_catalog
from assetcards.rendering.display import PLAIN
from assetcards.rendering.validate import render_text
from tests.unit.policies.judging import finder
from tests.unit.rules.judging import MODEL, TOKENIZER, catalog_of, documents

H = "https://example.org/m.safetensors"
M = f"name: m\n{MODEL}"
DATASET = f"name: d\ndataset_family: mine\ndata: {H}\n"
LISTED = 'environments = ["helios", "juno"]\n'
RECIPE = "optimizer:\n  lr: 0.1\nmax_num_steps: 1000\n"


def said_of(files: Mapping[str, str], settings: str = "", mine: Mapping[str, str] | None = None) -> list[str]:
    """The findings about a catalog as people get them, each with its fix."""
    catalog = catalog_of(files, settings, mine)
    return [
        f"{finding.location}: {finding.code} {finding.hint}" for finding in condense(catalog, lint_catalog(catalog))
    ]


def codes_of(files: Mapping[str, str], settings: str = "") -> list[str]:
    found = [line.split(" ") for line in said_of(files, settings)]
    return [f"{place.split(':')[0].rpartition('/')[2]} {code}" for place, code, *_ in found]


def summary_of(text: str) -> list[str]:
    """What `validate` prints about one file of models."""
    tree = MemoryTree("cards", {"catalog.toml": "", "models/x.yaml": text})
    with open_catalog(tree, stores=[]) as catalog, validate(catalog) as verdict:
        return render_text(verdict, PLAIN).splitlines()


@pytest.mark.parametrize(
    ("path", "codes"),
    [("models/y.yaml", ["y.yaml C213", "y.yaml C218"]), ("models/sub/@mars/y.yaml", ["y.yaml C218"])],
)
def test_an_environment_that_is_not_listed_is_an_error_wherever_its_override_is(path: str, codes: list[str]) -> None:
    assert codes_of({"models/x.yaml": M, path: f"name: m@mars\ncheckpoint: {H}\n"}, LISTED) == codes


def test_a_reference_to_an_environment_that_is_not_listed_is_an_error() -> None:
    files = {"models/x.yaml": f"{M}tokenizer_ref: t@helois\n", "tokenizers/t.yaml": f"name: t\n{TOKENIZER}"}
    assert codes_of(files, LISTED) == ["x.yaml C409"]


@pytest.mark.parametrize("text", [documents(RECIPE, RECIPE), "- hosts: all\n  tasks: []\n- hosts: web\n"])
def test_recipes_of_several_documents_or_in_a_list_are_reported_once_a_folder(text: str) -> None:
    recipes = {f"{folder}/r{number}.yaml": text for folder in ("a", "b") for number in range(9)}
    hint = "keep the files of other programs outside of the root, or name them in `exclude` of `catalog.toml`"
    also = "also r1.yaml, r2.yaml, r3.yaml, r4.yaml, r5.yaml and 3 more"
    assert said_of({"models/x.yaml": M, **recipes}) == [f"{at}/r0.yaml:1:1: C220 {hint}; {also}" for at in ("a", "b")]


@pytest.mark.parametrize("name", ["name:", "name: null", "name: [a]", "name: ''"])
def test_a_base_whose_name_says_nothing_is_reported_alone(name: str) -> None:
    base, child = f"{name}\ntokenizer_family: m\n", f"name: t\nbase: tt\ntokenizer: {H}\n"
    code = "C203" if "'" in name else "C202"
    assert codes_of({"tokenizers/x.yaml": documents(base, child)}) == [f"x.yaml {code}"]


def test_an_unnamed_card_that_is_referred_to_or_overridden_is_reported_alone() -> None:
    referring = {"tokenizers/t.yaml": TOKENIZER, "models/x.yaml": f"{M}tokenizer_ref: char_tok\n"}
    assert codes_of(referring) == ["t.yaml C201"]
    overridden = {"models/x.yaml": MODEL, "models/@lab/y.yaml": f"name: m@lab\ncheckpoint: {H}\n"}
    assert codes_of(overridden) == ["x.yaml C201"]


def test_equal_warnings_are_one_line_and_all_are_counted() -> None:
    cards = (f"name: m{number}\n{MODEL}license:\n" for number in range(31))
    line, last = summary_of(documents(*cards))
    assert line.startswith("models/x.yaml:4:1: C140 warning: ")
    assert line.endswith(" and 25 more")
    assert last == "31 warnings"


def test_advice_alone_is_one_line() -> None:
    cards = (f"name: m{number}\nmodel_family: m\ncheckpoint: https://example.org/{number}.pt\n" for number in range(9))
    assert summary_of(documents(*cards)) == ["9 advice (C611 9; --advice shows them)"]


def test_a_duplicate_of_a_tokenizer_in_the_user_store_is_to_be_an_override() -> None:
    [said] = said_of({"tokenizers/t.yaml": f"name: t\n{TOKENIZER}"}, mine={"t.yaml": f"name: t\ntokenizer: {H}\n"})
    assert said.startswith("t.yaml:1:7: C210 ")
    assert said.endswith("`name: t@user`, in your own store")


@pytest.mark.parametrize("name", ["m@user", "own"])
def test_duplicates_within_the_user_store_are_not_sent_to_the_name_that_they_have_or_do_not_need(name: str) -> None:
    mine = dict.fromkeys(("a.yaml", "b.yaml"), f"name: {name}\ncheckpoint: {H}\n")
    assert said_of({"models/x.yaml": M}, mine=mine) == ["b.yaml:1:7: C210 rename or remove one of the two"]


def test_an_old_name_behind_a_base_that_has_the_new_one_is_reported() -> None:
    heir = f"name: e\nbase: d\ndataset_type: other\ndata: {H}?2\n"
    [said] = said_of({"datasets/x.yaml": documents(DATASET, heir)})
    assert said.startswith("datasets/x.yaml:7:1: C303 write 'dataset_family'")


def test_an_address_by_another_name_is_no_finding_in_an_override_and_as_a_mapping() -> None:
    files = {
        "tokenizers/t.yaml": f"name: t\n{TOKENIZER}",
        "tokenizers/@lab/t.yaml": f"name: t@lab\nuri: {H}\n",
        "datasets/d.yaml": f"{DATASET}uri: {{train: {H}}}\n",
    }
    assert said_of(files) == []


@pytest.mark.parametrize(
    ("path", "name", "told"),
    [
        ("tokenizers/deep/x.yaml", "d@lab", "C213 move it to datasets/@lab/"),
        ("tokenizers/@lab/x.yaml", "d@lab", "C212 move it to datasets/@lab/"),
        ("tokenizers/@edge/x.yaml", "d@lab", "C213 move it to datasets/@lab/"),
        ("datasets/@edge/x.yaml", "d@lab", "C213 move it to datasets/@lab/, or name it 'd@edge'"),
    ],
)
def test_an_override_of_a_data_set_is_sent_to_its_folder_and_to_no_name_that_is_refused_there(
    path: str, name: str, told: str
) -> None:
    files = {"datasets/d.yaml": DATASET, path: f"name: {name}\ndata: {H}?lab\n"}
    assert said_of(files) == [f"{path}:1:7: {told}"]


@pytest.mark.parametrize(
    ("config", "place"), [("model_config:\n  a:\n    b:\n  c: 1\n", "6:5"), ("model_config: {a: , c: 1}\n", "4:16")]
)
def test_nothing_behind_a_key_deep_in_a_config_is_reported(config: str, place: str) -> None:
    [said] = said_of({"models/x.yaml": f"{M}{config}"})
    assert said == f"models/x.yaml:{place}: C140 write the value, or `null` if that is meant"


OLD = f"name: old\nlicense: MIT\nowners: [a]\ncheckpoint: {H}\n"


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (
            f"name: new\nlicense: MIT\ntokenizer: {H}\ntokenizer_config:\n  parts:\n    - trust_remote_code: true\n",
            "new card 'new' is opened: tokenizer_config.parts.trust_remote_code",
        ),
        (
            "name: old@lab\nmodel_config:\n  _set_:\n    loader: {trust_remote_code: true}\n",
            "'old' in environment 'lab' is opened: model_config.loader.trust_remote_code",
        ),
    ],
)
def test_code_that_runs_from_a_list_or_under_set_of_a_new_override_needs_review(added: str, message: str) -> None:
    [found] = finder("P110")(OLD, f"{OLD}---\n{added}")
    assert found.endswith(f"P110 warning: code runs when {message}")
