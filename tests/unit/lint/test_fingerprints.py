"""Findings are the same finding though lines, files and numbers in the message have moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from assetcards import Catalog, Finding, MemoryTree, Severity
from assetcards.lint.fingerprints import Owners, fingerprint_findings, new_findings
from assetcards.lint.lint import lint_catalog
from assetcards.sources.making import make_catalog

WRONG = "base: x@y\n"


def catalog_of(files: Mapping[str, str]) -> Catalog:
    return make_catalog(MemoryTree("cards", files), env=None, stores=[])


def new_places(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    old, new = catalog_of(before), catalog_of(after)
    return [finding.location for finding in new_findings(old, lint_catalog(old), new, lint_catalog(new))]


def test_a_finding_whose_line_moved_is_not_new() -> None:
    assert new_places({"a.yaml": f"name: a\n{WRONG}"}, {"a.yaml": f"# More.\n\nname: a\nnote: 1\n{WRONG}"}) == []


def test_a_finding_whose_card_moved_to_another_file_is_not_new() -> None:
    assert new_places({"a.yaml": f"name: a\n{WRONG}"}, {"b.yaml": f"name: b\n---\nname: a\n{WRONG}"}) == []


def test_a_location_named_in_the_message_may_move_too() -> None:
    before = {"a.yaml": "name: a\n", "b.yaml": "name: a\n"}
    assert new_places(before, before | {"a.yaml": "# The first.\nname: a\n"}) == []
    twice = {"a.yaml": "name: a\nnote: 1\nnote: 2\n"}
    assert new_places(twice, {"a.yaml": "# Twice.\nname: a\nnote: 1\nnote: 2\n"}) == []


def test_the_same_finding_about_another_card_is_new() -> None:
    before = {"a.yaml": f"name: a\n{WRONG}"}
    assert new_places(before, {"a.yaml": f"name: a\n{WRONG}---\nname: b\n{WRONG}"}) == ["a.yaml:5:7"]


def test_another_value_is_another_finding() -> None:
    assert new_places({"a.yaml": "name: a\nbase: x@y\n"}, {"a.yaml": "name: a\nbase: x@z\n"}) == ["a.yaml:2:7"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", "hf_XYZdefghijklmnopqrstuvwxyzABCDEFGH", id="a secret"),
        pytest.param(f"http://a.b/{'c' * 200}/d.safetensors", f"http://a.b/{'c' * 200}/e.safetensors", id="a long one"),
    ],
)
def test_another_value_is_another_finding_though_the_message_does_not_show_it(one: str, other: str) -> None:
    before = {"a.yaml": f"name: a\nmodel_family: llama\ncheckpoint: {one!r}\n"}
    after = {"a.yaml": f"name: a\nmodel_family: llama\nnote: 1\ncheckpoint: {other!r}\n"}
    assert new_places(before, after) == [
        next(place for place in new_places({}, after) if place.startswith("a.yaml:4:"))
    ]
    assert new_places(before, {"a.yaml": f"# Moved.\n{before['a.yaml']}"}) == []


def test_of_findings_that_read_the_same_the_last_are_new() -> None:
    before = {"a.yaml": "name: a\nx: &one 1\ny: 2\n", "b.yaml": "- 1\n"}
    after = {"a.yaml": "name: a\nx: &one 1\ny: 2\n", "b.yaml": "- 1\n---\n- 2\n---\n- 3\n"}
    assert new_places(before, after) == ["b.yaml:3:1", "b.yaml:5:1"]


def test_all_is_new_where_there_was_no_catalog() -> None:
    new = catalog_of({"a.yaml": f"name: a\n{WRONG}"})
    assert new_findings(None, [], new, lint_catalog(new)) == lint_catalog(new)


def test_fingerprints_are_the_same_in_every_run_and_no_two_are_equal() -> None:
    catalog = catalog_of({"a.yaml": f"name: a\n{WRONG}---\nname: b\n{WRONG}", "b.yaml": "- 1\n---\n- 2\n"})
    marks = [mark for _, mark in fingerprint_findings(catalog, lint_catalog(catalog))]
    assert len(set(marks)) == 4
    assert marks[0] == "699d13d53b294b579004272a9fd9627d77928da4d165763623c4383940c60a63"


def test_a_finding_where_no_value_is_is_the_same_while_its_line_is_but_for_a_comment_for_this_program() -> None:
    text = "a line\nof a text  # catalog: ignore[C101] x\n"

    def mark(line: int, text: str) -> str:
        found = replace(finding_at(line), column=3, message="odd")
        return next(fingerprint_findings(catalog_of({"a.yaml": text}), [found]))[1]

    assert mark(1, text) == mark(1, text.replace("of", "in"))
    assert mark(1, text) != mark(1, text.replace("a line", "a lane"))
    assert mark(2, text) == mark(1, "of a text\n") != mark(2, text.replace("text", "page"))
    assert mark(3, text) == mark(0, text) == mark(99, text)


@pytest.mark.parametrize(
    ("message", "without_numbers"),
    [
        ("the first is at a.yaml:1", "the first is at a.yaml"),
        ("the first is at a.yml:1:12", "the first is at a.yml"),
        ("set in catalog.toml:3", "set in catalog.toml"),
        ("written on line 3", "written on line"),
        ("written on lines 3 and 4", "written on lines and 4"),
    ],
)
def test_of_a_location_in_a_message_all_but_its_numbers_counts(message: str, without_numbers: str) -> None:
    catalog = catalog_of({"a.yaml": "name: a\n"})
    both = [Finding(code="C000", severity=Severity.ERROR, path="a.yaml", line=1, column=1, message=message)]
    both.append(replace(both[0], message=without_numbers))
    (_, mark), (_, other) = (next(fingerprint_findings(catalog, [finding])) for finding in both)
    assert mark == other


def finding_at(line: int, path: str = "a.yaml") -> Finding:
    return Finding(code="C000", severity=Severity.ERROR, path=path, line=line, column=1, message="odd")


def test_a_finding_belongs_to_the_card_in_whose_document_it_is() -> None:
    owners = Owners(catalog_of({"a.yaml": "# Hello.\n---\nname: a\nx: 1\n---\n- 1\n---\nname: c@lab\n"}))
    found = {line: str(owners.maybe_owner(finding_at(line))) for line in (0, 1, 2, 4, 5, 6, 7, 99)}
    assert found == {0: "None", 1: "None", 2: "a", 4: "a", 5: "None", 6: "None", 7: "c@lab", 99: "c@lab"}
    assert owners.maybe_owner(finding_at(1, "other.yaml")) is None
