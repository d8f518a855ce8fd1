"""Rules on names, folders and files."""

from __future__ import annotations

import pytest

from tests.unit.rules.judging import MODEL, OTHER_WEIGHTS, TOKENIZER, WEIGHTS, documents, told_of


def card(name: str, body: str = MODEL) -> str:
    return f'name: "{name}"\n{body}'


OVERRIDE = WEIGHTS.replace("org/", "lab/")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("t" * 200, None),
        ("t" * 201, f"'{'t' * 60}'... has 201 characters"),
        ("0.5b", None),
        ("Tiny-Chat_v1.0", None),
        (".tiny", "'.tiny' starts with '.', not with a letter or a digit"),
        ("-tiny", "'-tiny' starts with '-', not with a letter or a digit"),
        ("ti ny", "'ti ny' contains ' '"),
        ("ti/ny", "'ti/ny' contains '/'"),
        ("../tiny", "'../tiny' contains '/'"),
        ("tin\\u00e9", "'tin\u00e9' contains '\u00e9' (U+00E9)"),
        ("tiny\\u200b", "'tiny\\u200b' contains '\\u200b' (U+200B)"),
        ("t\\u0456ny", "'t\u0456ny' contains '\u0456' (U+0456)"),
        ("tin\\ny", "'tin\\ny' contains '\\n'"),
    ],
)
def test_a_name_in_a_catalog_keeps_to_the_strict_grammar(name: str, problem: str | None) -> None:
    assert told_of({"models/x.yaml": card(name)}) == ([f"models/x.yaml:1:7: C204 name {problem}"] if problem else [])


@pytest.mark.parametrize(
    ("env", "problem"), [("e" * 200, None), ("_lab", "'_lab' starts with '_', not with a letter or a digit")]
)
def test_an_environment_in_a_catalog_keeps_to_the_strict_grammar(env: str, problem: str | None) -> None:
    files = {"models/x.yaml": card("tiny"), f"models/@{env}/x.yaml": card(f"tiny@{env}", OVERRIDE)}
    assert told_of(files) == ([f"models/@{env}/x.yaml:1:7: C204 environment {problem}"] if problem else [])


def test_strict_names_and_layout_hold_in_the_store_of_the_settings_alone() -> None:
    free = {"x.yaml": documents(card("org/tiny"), card("aux"), card("org/tiny@user", OVERRIDE))}
    assert told_of(free, settings=None) == []
    assert told_of({}, more=free) == []
    assert sorted(line.split()[1] for line in told_of(free)) == ["C204", "C206", "C212", "C212", "C214"]


@pytest.mark.parametrize("name", ["con", "PRN", "Aux", "nul", "nul.txt", "com1", "LPT9.tar.gz", "com\\u00b9"])
def test_the_name_of_a_device_is_no_name(name: str) -> None:
    assert any("C206" in line for line in told_of({"models/x.yaml": card(name)}))


@pytest.mark.parametrize("name", ["conan", "com0", "com10", "my.con", "auxiliary", "nul_1"])
def test_a_name_that_only_resembles_a_device_is_fine(name: str) -> None:
    assert told_of({"models/x.yaml": card(name)}) == []


def test_an_environment_and_a_folder_may_not_be_named_like_a_device() -> None:
    files = {"models/aux/x.yaml": card("tiny"), "models/@con/x.yaml": card("tiny@con", OVERRIDE)}
    assert told_of(files) == [
        "models/@con/x.yaml:1:7: C206 'con' is the name of a Windows device",
        "models/aux/x.yaml: C206 'aux' is the name of a Windows device, so the file cannot be checked out on Windows",
    ]


def test_an_empty_environment_is_refused_without_a_catalog_too() -> None:
    assert told_of({"x.yaml": card("tiny @ ")}, settings=None) == [
        "x.yaml:1:7: C207 name 'tiny @ ' has '@' but no environment"
    ]


def test_spaces_in_a_base_and_in_a_reference_are_reported_where_they_are() -> None:
    child = f'name: child\nbase: " tiny"\nteacher_ref: "tiny@ user"\n{OTHER_WEIGHTS}'
    assert told_of({"models/x.yaml": documents(card("tiny"), child)}) == [
        "models/x.yaml:6:7: C208 whitespace in the name ' tiny'",
        "models/x.yaml:7:14: C208 whitespace in the name 'tiny@ user'",
    ]


def test_names_alike_in_two_stores_are_named_with_the_store() -> None:
    assert told_of({"models/x.yaml": card("Tiny")}, more={"y.yaml": card("tiny")}) == [
        (
            "y.yaml:1:7: C211 name 'tiny' differs from 'Tiny' (models/x.yaml:1 in memory:first) "
            "only in case or Unicode form"
        )
    ]


def test_an_override_is_not_reported_for_the_name_of_its_card() -> None:
    cards = documents(card("Tiny"), card("tiny", MODEL.replace("tiny", "other")))
    files = {
        "models/x.yaml": cards,
        "models/@lab/x.yaml": documents(card("Tiny@lab", OVERRIDE), card("tiny@lab", OVERRIDE)),
    }
    assert told_of(files) == [
        "models/x.yaml:5:7: C211 name 'tiny' differs from 'Tiny' (models/x.yaml:1) only in case or Unicode form"
    ]


def test_a_typo_of_capitals_in_an_override_is_reported_once() -> None:
    files = {"models/x.yaml": card("tiny"), "models/@lab/x.yaml": card("Tiny@lab", OVERRIDE)}
    assert told_of(files) == ["models/@lab/x.yaml:1:7: C205 'Tiny@lab' overrides 'Tiny', which does not exist"]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("models/caf\u00e9 (1).yaml", None),
        ("models/a\tb.yaml", "contains the unprintable character U+0009"),
        ("models/a\nb.yaml", "contains the unprintable character U+000A"),
        ("models/a\u202eb.yaml", "contains the unprintable character U+202E"),
        ("models/a\u00a0b.yaml", "contains the unprintable character U+00A0"),
        ("models/a\udcffb.yaml", "is not UTF-8"),
        ("models/-a.yaml", "has a part that starts with '-': '-a.yaml'"),
        ("-models/a.yaml", "has a part that starts with '-': '-models'"),
    ],
)
def test_a_path_has_characters_that_every_system_takes(path: str, problem: str | None) -> None:
    remark = "name: note\nremark: of no kind\n"
    assert told_of({path: remark}) == ([f"{path}: C216 path {problem}"] if problem else [])
    assert told_of({path: remark}, settings=None) == []


@pytest.mark.parametrize("twin", ["models/X.yaml", "Models/x.yaml", "models/xx.yaml"])
def test_paths_that_a_file_system_may_take_for_one_are_refused(twin: str) -> None:
    files = {twin: card("other"), "models/x.yaml": card("tiny")}
    told = [line for line in told_of(files) if "C215" in line]
    message = f"path differs from {twin!r} only in case or Unicode form"
    expected = [] if "xx" in twin else [f"models/x.yaml: C215 {message}"]
    assert told == expected


def test_paths_that_differ_in_their_unicode_form_are_refused() -> None:
    files = {"models/cafe\u0301.yaml": "", "models/caf\u00e9.yaml": ""}
    assert (
        "models/caf\u00e9.yaml: C215 path differs from 'models/cafe\u0301.yaml' only in case or Unicode form"
        in told_of(files)
    )


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("models/x.yaml", MODEL, None),
        ("models/deep/er/x.yaml", MODEL, None),
        ("models/x.yaml", MODEL + TOKENIZER, None),
        ("tokenizers/x.yaml", MODEL + TOKENIZER, None),
        ("datasets/x.yaml", "remark: of no kind\n", None),
        ("x.yaml", "remark: of no kind\n", None),
        ("x.yaml", MODEL, "a model (model_family), but is not under models/"),
        ("shared/models/x.yaml", MODEL, "a model (model_family), but is not under models/"),
        ("tokenizers/x.yaml", MODEL, "a model (model_family), but is not under models/"),
        (
            "datasets/x.yaml",
            MODEL + TOKENIZER,
            "a model (model_family) and a tokenizer (tokenizer_family), but is not under models/",
        ),
    ],
)
def test_a_card_is_under_a_kind_that_it_has(path: str, body: str, told: str | None) -> None:
    assert told_of({path: card("tiny", body)}) == ([f"{path}:1:7: C212 'tiny' is {told}"] if told else [])


def test_a_kind_that_is_inherited_in_the_wrong_folder_is_reported_at_the_card_that_gives_it() -> None:
    family = "name: tiny\nremark: of no kind\n"
    files = {
        "datasets/a.yaml": f"name: child\nbase: tiny\n{MODEL}",
        "datasets/b.yaml": f"name: grandchild\nbase: child\n{OTHER_WEIGHTS}",
        "models/x.yaml": family,
    }
    assert told_of(files) == ["datasets/a.yaml:1:7: C212 'child' is a model (model_family), but is not under models/"]


def test_a_kind_that_is_inherited_from_another_store_is_reported_at_our_card() -> None:
    files = {"tokenizers/y.yaml": f"name: child\nbase: tiny\n{OTHER_WEIGHTS}"}
    kind = "a model (model_family of 'tiny' at tokenizers/x.yaml:2 in memory:second)"
    assert told_of(files, more={"tokenizers/x.yaml": card("tiny")}) == [
        f"tokenizers/y.yaml:1:7: C212 'child' is {kind}, but is not under models/"
    ]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["One_7b", "two_7b"], []),
        (["One_7b", "two_7b", "three_7b"], ["One_7b"]),
        (["One_7b", "Two_7b", "three_7b"], []),
    ],
)
def test_one_name_with_capitals_among_three_of_a_family_is_reported(names: list[str], told: list[str]) -> None:
    cards = documents(*(card(name, MODEL.replace("tiny", name)) for name in names))
    assert told_of({"models/x.yaml": cards}) == [
        f"models/x.yaml:1:7: C309 name {name!r} has capitals, unlike the other names of its family" for name in told
    ]


def test_an_override_that_changes_the_kind_is_reported_in_its_own_folder() -> None:
    files = {
        "models/x.yaml": card("tiny"),
        "models/note.yaml": "name: note\nremark: of no kind\n",
        "models/@lab/x.yaml": "name: note@lab\ndataset_family: text\n",
        "tokenizers/@lab/x.yaml": f"name: tiny@lab\n{OVERRIDE}",
    }
    inherited = "(model_family of 'tiny' at models/x.yaml:2)"
    assert told_of(files) == [
        "models/@lab/x.yaml:1:7: C212 'note@lab' is a dataset (dataset_family), but is not under datasets/",
        f"tokenizers/@lab/x.yaml:1:7: C212 'tiny@lab' is a model {inherited}, but is not under models/",
    ]


def test_a_card_is_not_reported_for_what_the_override_of_its_base_makes_of_it() -> None:
    files = {
        "models/x.yaml": documents("name: note\nremark: of no kind\n", "name: child\nbase: note\n"),
        "datasets/@lab/x.yaml": "name: note@lab\ndataset_family: text\n",
    }
    assert told_of(files) == []


@pytest.mark.parametrize(
    ("path", "name", "told"),
    [
        ("models/@lab/x.yaml", "tiny@lab", None),
        ("models/more/@lab/deep/x.yaml", "tiny@lab", None),
        ("models/@zeta/x.yaml", "tiny@zeta", None),
        ("models/x.yaml", "tiny@lab", "C213 override 'tiny@lab' is not under a folder '@lab'"),
        ("models/@edge/x.yaml", "tiny@lab", "C213 'tiny@lab' is under '@edge', where every card must be NAME@edge"),
        (
            "models/@lab/@edge/x.yaml",
            "tiny@lab",
            "C213 'tiny@lab' is under '@edge', where every card must be NAME@edge",
        ),
        ("models/@Lab/x.yaml", "tiny@lab", "C213 'tiny@lab' is under '@Lab', where every card must be NAME@Lab"),
        ("models/@user/x.yaml", "tiny@user", "C214 'tiny@user' is a personal override in a shared catalog"),
        ("models/x.yaml", "tiny@user", "C214 'tiny@user' is a personal override in a shared catalog"),
    ],
)
def test_an_override_is_in_the_folder_of_its_environment(path: str, name: str, told: str | None) -> None:
    files = {"models/tiny.yaml": card("tiny"), path: card(name, OVERRIDE)}
    assert told_of(files) == ([f"{path}:1:7: {told}"] if told else [])


def test_a_plain_card_is_not_in_the_folder_of_an_environment() -> None:
    files = {"models/@lab/x.yaml": card("tiny"), "models/@user/x.yaml": card("other", MODEL.replace("tiny", "other"))}
    assert told_of(files) == [
        "models/@lab/x.yaml:1:7: C213 'tiny' is under '@lab', where every card must be NAME@lab",
        "models/@user/x.yaml:1:7: C213 'other' is under '@user', where every card must be NAME@user",
    ]


@pytest.mark.parametrize("env", ["awsclutser", "awscluste", "awsclusters", "bwscluster"])
def test_an_environment_one_letter_from_a_listed_one_is_pointed_out_once(env: str) -> None:
    cards = documents(card(f"other@{env}", OTHER_WEIGHTS.replace("org/", "lab/")), card(f"tiny@{env}", OVERRIDE))
    files = {
        "models/x.yaml": documents(card("tiny"), card("other", MODEL.replace("tiny", "other"))),
        f"models/@{env}/x.yaml": cards,
    }
    listed = 'environments = ["awscluster", "lab"]'
    assert told_of(files, listed) == [
        f"models/@{env}/x.yaml:1:7: C218 environment {env!r} is not listed in `catalog.toml`"
    ]
    assert told_of(files, f'environments = ["awscluster", "{env}"]') == []
    assert told_of(files) == []


def test_two_spellings_of_an_environment_are_one_finding_though_paths_differ_in_them_too() -> None:
    files = {
        "models/@Lab/x.yaml": f"name: tiny@Lab\n{OTHER_WEIGHTS}",
        "models/@lab/x.yaml": f"name: small@lab\n{OTHER_WEIGHTS}",
        "models/x.yaml": documents(f"name: tiny\n{MODEL}", f"name: small\n{MODEL}"),
    }
    assert [line.split()[1] for line in told_of(files)] == ["C211"]
