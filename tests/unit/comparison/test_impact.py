"""What a change does, case by case: the state of every card, every difference, and its cause."""

from __future__ import annotations

from typing import Any

import pytest

from assetcards.comparison.impact import Impact, find_impact
from assetcards.names import FullName
from tests.unit.cards import catalog_of

FAMILY = """\
name: root
license: MIT
model_config: {a: 1, b: {c: 2}}
---
name: mid
base: root
---
name: leaf
base: mid
checkpoint: hg://org/leaf
---
name: mid@lab
note: lab
"""


def impact_of(old: dict[str, str] | str, new: dict[str, str] | str) -> Impact:
    return find_impact(catalog_of(old), catalog_of(new))


def told(old: dict[str, str] | str, new: dict[str, str] | str) -> dict[str, Any]:
    """All that is told of a change; what there is nothing of is left out."""
    impact = impact_of(old, new)
    lists = {
        "added": [str(asked.full_name) for asked in impact.added],
        "removed": [str(asked.full_name) for asked in impact.removed],
        "renamed": [f"{each.old_name} -> {each.asked.full_name}" for each in impact.renamed],
        "changed": [
            f"{change.asked.full_name}: {each.difference.field} by {each.cause}"
            for change in impact.changed
            for each in change.fields
        ],
        "broken": [f"{each.asked.full_name}: {each.findings[0].code} by {each.cause}" for each in impact.broken],
        "fixed": [f"{each.asked.full_name}: {each.findings[0].code} by {each.cause}" for each in impact.fixed],
        "unresolved": [str(each.asked.full_name) for each in impact.unresolved],
    }
    assert impact.is_empty == (not any(items for name, items in lists.items() if name != "unresolved"))
    return {name: items for name, items in lists.items() if items}


def test_a_field_of_a_base_changes_in_all_that_inherit_it_and_in_every_environment() -> None:
    assert told(FAMILY, FAMILY.replace("MIT", "Apache-2.0")) == {
        "changed": [
            "leaf: license by root",
            "leaf@lab: license by root",
            "mid: license by root",
            "mid@lab: license by root",
            "root: license by root",
        ]
    }


def test_an_override_changes_its_card_and_its_heirs_in_its_environment_alone() -> None:
    assert told(FAMILY, FAMILY.replace("note: lab", "note: LAB")) == {
        "changed": ["leaf@lab: note by mid@lab", "mid@lab: note by mid@lab"]
    }


def test_an_override_that_goes_is_the_cause() -> None:
    assert told(FAMILY, FAMILY.partition("---\nname: mid@lab")[0]) == {
        "changed": ["leaf@lab: note by mid@lab", "mid@lab: note by mid@lab"]
    }


def test_an_override_that_comes_is_the_cause() -> None:
    assert told(FAMILY, f"{FAMILY}---\nname: root@edge\nmodel_config: {{a: 2}}\n") == {
        "changed": [
            f"{name}: model_config.{leaf} by root@edge"
            for name in ("leaf@edge", "mid@edge", "root@edge")
            for leaf in ("a", "b.c")
        ]
    }


def test_an_override_that_says_what_its_card_says_changes_nothing() -> None:
    assert told(FAMILY, f"{FAMILY}---\nname: leaf@edge\ncheckpoint: hg://org/leaf\n") == {}


def test_a_leaf_of_a_config_is_caused_by_the_card_that_changed_that_leaf() -> None:
    new = FAMILY.replace("c: 2", "c: 3").replace("base: root\n", "base: root\nmodel_config: {a: 5}\n")
    assert told(FAMILY, new)["changed"] == [
        "leaf: model_config.a by mid",
        "leaf: model_config.b.c by root",
        "leaf@lab: model_config.a by mid",
        "leaf@lab: model_config.b.c by root",
        "mid: model_config.a by mid",
        "mid: model_config.b.c by root",
        "mid@lab: model_config.a by mid",
        "mid@lab: model_config.b.c by root",
        "root: model_config.b.c by root",
    ]


def test_of_two_cards_that_changed_a_field_the_nearest_is_the_cause() -> None:
    new = FAMILY.replace("MIT", "BSD").replace("base: mid\n", "base: mid\nlicense: ISC\n")
    changed = told(FAMILY, new)["changed"]
    assert [line for line in changed if line.startswith("leaf")] == [
        "leaf: license by leaf",
        "leaf@lab: license by leaf",
    ]


def test_a_field_that_a_nearer_card_gives_up_is_caused_by_that_card() -> None:
    old = FAMILY.replace("base: mid\n", "base: mid\nlicense: ISC\n")
    assert told(old, FAMILY) == {"changed": ["leaf: license by leaf", "leaf@lab: license by leaf"]}


def test_a_deletion_in_a_config_is_the_cause() -> None:
    new = FAMILY.replace("base: mid\n", "base: mid\nmodel_config: {_del_: [a]}\n")
    names = (
        "leaf: model_config._del_.a",
        "leaf: model_config.a",
        "leaf@lab: model_config._del_.a",
        "leaf@lab: model_config.a",
    )
    assert told(FAMILY, new) == {"changed": [f"{name} by leaf" for name in names]}


def test_another_spelling_of_a_config_that_hides_the_first_is_the_cause() -> None:
    new = FAMILY.replace("base: mid\n", "base: mid\nmodel_config_overrides: {a: 1}\n")
    assert told(FAMILY, new) == {"changed": ["leaf: model_config.b.c by leaf", "leaf@lab: model_config.b.c by leaf"]}


def test_another_base_is_caused_by_the_card_that_names_it() -> None:
    new = FAMILY.replace("base: mid\n", "base: other\n") + "---\nname: other\nlicense: ISC\n"
    assert told(FAMILY, new) == {
        "added": ["other"],
        "changed": [
            *(f"leaf: {field} by leaf" for field in ("base", "license", "model_config.a", "model_config.b.c")),
            *(
                f"leaf@lab: {field} by leaf"
                for field in ("base", "license", "model_config.a", "model_config.b.c", "note")
            ),
        ],
    }


def test_a_card_put_between_two_others_causes_only_what_it_says() -> None:
    new = FAMILY.replace("MIT", "BSD").replace("name: mid\nbase: root", "name: mid\nbase: new")
    new += "---\nname: new\nbase: root\nextra: 1\n"
    assert told(FAMILY, new) == {
        "added": ["new"],
        "changed": [
            *("leaf: extra by mid", "leaf: license by root", "leaf@lab: extra by mid", "leaf@lab: license by root"),
            *("mid: base by mid", "mid: extra by mid", "mid: license by root"),
            *("mid@lab: base by mid", "mid@lab: extra by mid", "mid@lab: license by root"),
            "root: license by root",
        ],
    }


def test_a_base_that_goes_breaks_all_that_inherit_from_it() -> None:
    new = FAMILY.partition("---\n")[2]
    assert told(FAMILY, new) == {
        "removed": ["root"],
        "broken": [f"{name}: C401 by root" for name in ("leaf", "leaf@lab", "mid", "mid@lab")],
    }


def test_a_base_that_comes_fixes_all_that_inherit_from_it() -> None:
    old = FAMILY.partition("---\n")[2]
    assert told(old, FAMILY) == {
        "added": ["root"],
        "fixed": [f"{name}: C401 by root" for name in ("leaf", "leaf@lab", "mid", "mid@lab")],
    }


def test_a_circle_is_caused_by_the_card_that_closes_it() -> None:
    new = FAMILY.replace("license: MIT\n", "license: MIT\nbase: leaf\n")
    names = ("leaf", "leaf@lab", "mid", "mid@lab", "root", "root@lab")
    assert told(FAMILY, new) == {"broken": [f"{name}: C403 by root" for name in names]}


def test_a_malformed_directive_breaks_a_card_whose_other_fields_change() -> None:
    new = FAMILY.replace("hg://org/leaf", "hg://org/new").replace("c: 2}", "_del_: 5}")
    assert told(FAMILY, new) == {
        "broken": [f"{name}: C505 by root" for name in ("leaf", "leaf@lab", "mid", "mid@lab", "root")]
    }


def test_a_card_written_twice_is_broken() -> None:
    new = f"{FAMILY}---\nname: leaf\n"
    assert told(FAMILY, new) == {"broken": ["leaf: C210 by leaf", "leaf@lab: C210 by leaf"]}


def test_a_new_card_that_is_broken_is_reported_as_broken() -> None:
    assert told(FAMILY, f"{FAMILY}---\nname: new\nbase: nowhere\n") == {"broken": ["new: C401 by new"]}


def test_a_card_in_a_file_that_broke_off_is_broken_and_not_removed() -> None:
    assert told({"x.yaml": FAMILY}, {"x.yaml": FAMILY.replace("name: leaf", "name: leaf\n- x")}) == {
        "changed": ["mid@lab: note by mid@lab"],
        "broken": ["leaf: C120 by leaf", "leaf@lab: C120 by leaf"],
    }


POINTER = "version https://git-lfs.github.com/spec/v1\n"


def test_a_card_in_a_file_that_cannot_be_read_is_broken_and_so_is_what_needs_it() -> None:
    files = {"a.yaml": "name: a\n", "b.yaml": "name: b\nbase: a\n"}
    unread = files | {"a.yaml": POINTER}
    assert told(files, unread) == {"broken": ["a: C113 by a", "b: C113 by a"]}
    assert told(unread, files) == {"fixed": ["a: C113 by a", "b: C113 by a"]}
    assert told(unread, files | {"b.yaml": "name: b\nbase: a\nnote: 1\n"}) == told(unread, files)
    assert impact_of(files, unread).edits[FullName("a")].kind == "changed"


def test_a_card_whose_override_cannot_be_read_is_broken_in_its_environment() -> None:
    files = {"a.yaml": "name: a\n", "@lab/a.yaml": "name: a@lab\nnote: 1\n", "b.yaml": "name: b\nbase: a\n"}
    assert told(files, files | {"@lab/a.yaml": POINTER}) == {"broken": ["a@lab: C113 by a@lab", "b@lab: C113 by a@lab"]}


def test_a_card_that_moved_away_from_a_file_that_cannot_be_read_is_the_same() -> None:
    assert told({"a.yaml": "name: a\n"}, {"a.yaml": POINTER, "c.yaml": "name: a\n"}) == {}


def test_a_card_that_broke_by_its_text_has_not_gone() -> None:
    assert impact_of("name: a\nnote: 1\n", "name: a\n- x\n").edits[FullName("a")].kind == "changed"


def test_a_card_that_is_broken_before_and_after_is_not_compared_and_said_so() -> None:
    broken = FAMILY.replace("base: root\n", "base: nowhere\n")
    assert told(broken, broken.replace("hg://org/leaf", "hg://org/new")) == {"unresolved": ["leaf", "leaf@lab"]}


def test_a_card_that_moves_within_its_folder_says_the_same() -> None:
    assert told({"models/x.yaml": FAMILY}, {"models/y.yaml": FAMILY}) == {}


def test_a_moved_file_changes_what_its_relative_paths_name() -> None:
    text = "name: m\ncheckpoint: ./m.pt\n---\nname: heir\nbase: m\n"
    assert told({"a/x.yaml": text}, {"b/x.yaml": text}) == {"changed": ["heir: checkpoint by m", "m: checkpoint by m"]}


@pytest.mark.parametrize(
    "new",
    [
        FAMILY.replace("\n", "\n\n"),
        f"# A comment\n{FAMILY}",
        FAMILY.replace("license: MIT", 'license: "MIT"'),
        FAMILY.replace("{a: 1, b: {c: 2}}", "{b: {c: 2}, a: 1}"),
        FAMILY.replace("model_config:", "model_config_override:"),
    ],
    ids=["blank lines", "comment", "quotes", "order", "spelling"],
)
def test_other_text_that_says_the_same_is_no_change(new: str) -> None:
    assert told(FAMILY, new) == {}


# Renaming


def test_a_card_under_another_name_is_renamed_in_every_environment() -> None:
    old = "name: m\nlicense: MIT\n---\nname: m@lab\nnote: 1\n"
    assert told(old, old.replace("name: m", "name: n")) == {"renamed": ["m -> n", "m -> n@lab"]}


def test_an_heir_of_a_renamed_card_changes_its_base() -> None:
    old = "name: m\nlicense: MIT\n---\nname: heir\nbase: m\n"
    new = "name: n\nlicense: MIT\n---\nname: heir\nbase: n\n"
    assert told(old, new) == {"renamed": ["m -> n"], "changed": ["heir: base by heir"]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: m\nlicense: MIT\n", "name: n\nlicense: BSD\n"),
        ("name: m\nlicense: MIT\n", "name: n\nlicense: MIT\n---\nname: o\nlicense: MIT\n"),
        ("name: m\nlicense: MIT\n---\nname: o\nlicense: MIT\n", "name: n\nlicense: MIT\n"),
        ("name: m\n", "name: n\n"),
        ("name: m\nlicense: MIT\n", "name: n\nlicense: MIT\n---\nname: n@lab\nlicense: BSD\n"),
    ],
    ids=["other content", "two came", "two went", "nothing said", "another environment"],
)
def test_what_could_be_mistaken_is_added_and_removed(old: str, new: str) -> None:
    assert set(told(old, new)) == {"added", "removed"}


def test_edits_show_what_happened_to_the_text_of_cards() -> None:
    new = FAMILY.replace("MIT", "BSD").replace("name: mid@lab", "name: mid@edge")
    edits = impact_of(FAMILY, new).edits
    assert {str(name): edit.kind for name, edit in edits.items()} == {
        "mid@edge": "added",
        "mid@lab": "removed",
        "root": "changed",
    }


def test_cards_of_an_environment_are_compared_with_the_bare_card_where_it_is_new() -> None:
    old = "name: m\nnote: 1\n"
    assert told(old, f"{old}---\nname: m@lab\nnote: 2\n") == {"changed": ["m@lab: note by m@lab"]}
