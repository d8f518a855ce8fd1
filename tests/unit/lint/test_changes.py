"""What a change touches, and which findings are reported for it.

`base: x@y` stands for anything that is wrong with a card and was wrong before: an error at that card alone (C402).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from assetcards import Catalog, MemoryTree, Severity
from assetcards.lint.changes import lint_change, select_files
from assetcards.lint.differing import changed_files
from assetcards.lint.judging import Judge
from assetcards.lint.lint import lint_catalog
from assetcards.sources.making import make_catalog
from tests.unit.families.test_document import DOCUMENT

WRONG = "base: x@y\n"


def catalog_of(files: Mapping[str, str]) -> Catalog:
    return make_catalog(MemoryTree("cards", files), env=None, stores=[])


def reported(before: Mapping[str, str] | None, after: Mapping[str, str]) -> list[str]:
    """`path:line:column: code` of what is reported on a change."""
    judge = Judge(None if before is None else catalog_of(before))
    found = lint_change(judge, judge.settle(catalog_of(after)))
    return [f"{finding.location}: {finding.code}" for finding in found]


def test_nothing_is_reported_when_nothing_changed() -> None:
    files = {"a.yaml": f"name: a\n{WRONG}"}
    assert reported(files, files) == []


def test_what_is_wrong_with_a_changed_card_is_reported_and_with_others_is_not() -> None:
    before = {"a.yaml": f"name: a\n{WRONG}", "b.yaml": f"name: b\n{WRONG}"}
    assert reported(before, before | {"a.yaml": f"name: a\n{WRONG}note: 1\n"}) == ["a.yaml:2:7: C402"]


def test_cards_of_one_file_are_distinguished_though_their_lines_move() -> None:
    first, second = f"name: a\n{WRONG}", f"---\nname: b\n{WRONG}"
    before = {"x.yaml": first + second}
    assert reported(before, {"x.yaml": f"{first}note: 1\n{second}"}) == ["x.yaml:2:7: C402"]
    assert reported(before, {"x.yaml": f"{first}{second}note: 1\n"}) == ["x.yaml:5:7: C402"]


def test_a_comment_is_a_change_of_the_card_that_it_is_in() -> None:
    before = {"x.yaml": f"name: a\n{WRONG}---\nname: b\n{WRONG}"}
    after = {"x.yaml": f"name: a\n{WRONG}---\n# Better than a.\nname: b\n{WRONG}"}
    assert reported(before, after) == ["x.yaml:6:7: C402"]


def test_a_comment_above_the_first_card_is_a_change_of_the_file_alone() -> None:
    before = {"x.yaml": f"name: a\n{WRONG}"}
    assert reported(before, {"x.yaml": f"# Licensed to you.\nname: a\n{WRONG}"}) == []


def test_an_added_card_is_reported_on() -> None:
    before = {"a.yaml": f"name: a\n{WRONG}"}
    assert reported(before, before | {"b.yaml": f"name: b\n{WRONG}"}) == ["b.yaml:2:7: C402"]


def test_a_card_that_moved_to_another_file_is_reported_on() -> None:
    text = f"name: a\n{WRONG}"
    assert reported({"a.yaml": text}, {"b.yaml": text}) == ["b.yaml:2:7: C402"]


def test_a_deleted_base_is_reported_at_its_child() -> None:
    before = {"a.yaml": "name: a\n", "b.yaml": "name: b\nbase: a\n"}
    assert reported(before, {"b.yaml": before["b.yaml"]}) == ["b.yaml:2:7: C401"]


def test_a_renamed_base_is_reported_at_its_child() -> None:
    before = {"a.yaml": "name: a\n", "b.yaml": "name: b\nbase: a\n"}
    assert reported(before, before | {"a.yaml": "name: aa\n"}) == ["b.yaml:2:7: C401"]


def test_a_deleted_child_is_reported_at_the_base_that_is_no_longer_abstract() -> None:
    before = {
        "a.yaml": "name: a\nmodel_family: llama\nmodel_arch: tiny\n",
        "b.yaml": "name: b\nbase: a\ncheckpoint: hg://org/b\n",
    }
    assert "a.yaml:1:7: C301" in reported(before, {"a.yaml": before["a.yaml"]})


DEPENDENT = {
    "base": f"name: b@lab\n{WRONG}---\nname: b\nbase: a\n",
    "base, twice removed": f"name: b@lab\n{WRONG}---\nname: b\nbase: c\n---\nname: c\nbase: a\n",
    "base of an override": f"name: c\nteacher_ref: b\n{WRONG}---\nname: b\n---\nname: b@lab\nbase: a\n",
    "override": f"name: a@lab\n{WRONG}",
    "reference": f"name: b\ntokenizer_ref: a\n{WRONG}",
    "reference to an override": f"name: b\nteacher_ref: a@lab\n{WRONG}",
    "reference of a base": f"name: b@lab\n{WRONG}---\nname: b\nbase: c\n---\nname: c\ntokenizer_ref: a\n",
}


@pytest.mark.parametrize("dependence", DEPENDENT)
def test_what_depends_on_a_changed_card_is_reported_on(dependence: str) -> None:
    others = {"others.yaml": DEPENDENT[dependence], "unrelated.yaml": f"name: u\n{WRONG}"}
    found = reported({"a.yaml": "name: a\n", **others}, {"a.yaml": "name: a\nnote: 1\n", **others})
    line = others["others.yaml"].splitlines().index(WRONG.strip()) + 1
    assert [place for place in found if place.endswith("C402")] == [f"others.yaml:{line}:7: C402"]


def test_what_depends_on_an_override_that_is_deleted_is_reported_on() -> None:
    plain = {"a.yaml": "name: a\n", "b.yaml": f"name: b\nteacher_ref: a\n{WRONG}"}
    assert reported(plain | {"lab.yaml": "name: a@lab\n"}, plain) == ["b.yaml:3:7: C402"]


def test_a_changed_override_is_no_change_of_its_plain_card() -> None:
    plain = {"a.yaml": f"name: a\n{WRONG}"}
    assert reported(plain | {"lab.yaml": "name: a@lab\n"}, plain | {"lab.yaml": "name: a@lab\nnote: 1\n"}) == []


def test_a_name_used_again_is_reported_at_its_second_location() -> None:
    before = {"b.yaml": "name: a\n"}
    assert reported(before, before | {"a.yaml": "name: a\n"}) == ["b.yaml:1:7: C210"]


def test_an_override_of_nothing_is_reported_whatever_changes() -> None:
    before = {"a.yaml": "name: a\n", "b.yaml": "name: b@lab\n"}
    assert reported(before, before | {"a.yaml": "name: a\nnote: 1\n"}) == ["b.yaml:1:7: C205"]


def test_a_finding_about_no_card_is_reported_when_its_file_changed() -> None:
    before = {"a.yaml": "note: no name\n", "b.yaml": "note: no name\n"}
    assert reported(before, before | {"b.yaml": "note: still no name\n"}) == ["b.yaml:1:1: C220"]


def test_a_file_that_breaks_as_a_whole_is_reported_on() -> None:
    before = {"a.yaml": "name: a\n"}
    assert reported(before, {"a.yaml": "\x00\n"}) == ["a.yaml:1:1: C103"]
    assert reported({"a.yaml": "\x00\n"}, {"a.yaml": "\x01\n"}) == ["a.yaml:1:1: C103"]


def test_what_other_settings_make_wrong_is_reported_and_nothing_else() -> None:
    lenient = '[rules]\nignore = ["C208"]\n'
    before = {"catalog.toml": lenient, "a.yaml": 'name: "a "\n', "b.yaml": f"name: b\n{WRONG}"}
    assert reported(before, before | {"catalog.toml": f"# A comment.\n{lenient}"}) == []
    assert reported(before, before | {"catalog.toml": ""}) == ["a.yaml:1:7: C208"]


def test_findings_of_other_severities_are_left_out() -> None:
    before, after = catalog_of({"a.yaml": "name: a\n"}), catalog_of({"a.yaml": f'name: "a "\n---\nname: b\n{WRONG}'})
    assert [finding.code for finding in lint_change(Judge(before), after)] == ["C208", "C402"]
    assert [finding.code for finding in lint_change(Judge(before), after, [Severity.ERROR])] == ["C402"]
    assert [finding.code for finding in lint_change(Judge(None), after, [Severity.ERROR])] == ["C402"]


def test_everything_is_new_where_there_was_no_catalog() -> None:
    assert reported(None, {"a.yaml": f"name: a\n{WRONG}"}) == ["a.yaml:2:7: C402"]


def test_changed_files_are_those_with_other_bytes_and_the_settings() -> None:
    before = catalog_of({"catalog.toml": "", "a.yaml": "name: a\n", "b.yaml": "name: b\n", "note.txt": "1"})
    after = catalog_of({"catalog.toml": "#\n", "b.yaml": "name: b\n", "c.yaml": "name: c\n", "note.txt": "2"})
    assert changed_files(before, after) == {"catalog.toml", "a.yaml", "c.yaml"}
    assert changed_files(after, after) == frozenset()


def test_a_description_that_changes_is_listed_with_what_it_makes_wrong_in_cards_that_did_not() -> None:
    settings = '[families]\ndescriptions = ["lab.json"]\n'
    card = "name: a\nmodel_family: mine\nmodel_config: {size: 3}\n"
    before = {"catalog.toml": settings, "a.yaml": card, "lab.json": json.dumps(DOCUMENT)}
    other = json.dumps(DOCUMENT).replace('"size"', '"width"')
    listed = "catalog.toml:2:1: C909"
    assert reported(before, before | {"lab.json": other}) == ["a.yaml:3:16: C704", listed]
    assert reported(before, before | {"lab.json": f"{before['lab.json']}\n"}) == [listed]
    assert reported(before, before) == []
    catalog = catalog_of(before | {"lab.json": other})
    found = [finding for finding in lint_catalog(catalog) if finding.code == "C704"]
    assert select_files(catalog, ["lab.json"], found) == found


def test_named_files_count_as_changed() -> None:
    files = {
        "a.yaml": "name: a\n",
        "b.yaml": f"name: b@lab\n{WRONG}---\nname: b\nbase: a\n",
        "c.yaml": f"name: c\n{WRONG}",
    }
    catalog = catalog_of(files)
    found = lint_catalog(catalog)
    assert [str(finding.location) for finding in select_files(catalog, ["a.yaml"], found)] == ["b.yaml:2:7"]
    assert [str(finding.location) for finding in select_files(catalog, ["c.yaml"], found)] == ["c.yaml:2:7"]
    assert len(select_files(catalog, ["catalog.toml"], found)) == 2
