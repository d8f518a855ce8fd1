"""Judging a catalog: what is found, by whom, and what of it is told."""

from __future__ import annotations

from assetcards import MemoryTree
from assetcards.lint.lint import find_all, lint_catalog, readable_files, report, select
from assetcards.model.catalog import Catalog
from assetcards.model.settings_file import parse_settings
from assetcards.model.store import Store
from assetcards.trees.folder import FolderTree
from tests.unit.rules.judging import MODEL, catalog_of

BAD = "name: bad\nbase: nowhere\n"


def codes(catalog: Catalog) -> list[str]:
    return [f"{finding.location}: {finding.code}" for finding in lint_catalog(catalog)]


def test_reading_resolving_and_rules_all_find_and_it_is_sorted() -> None:
    files = {"models/b.yaml": f"name: b\n1: x\n{MODEL}", "models/a.yaml": f"{BAD}note: x \n"}
    assert codes(catalog_of(files)) == ["models/a.yaml:2:7: C401", "models/a.yaml:3:8: C110", "models/b.yaml:2:1: C122"]


def test_what_is_found_is_kept_apart_by_who_found_it() -> None:
    files = {
        "models/a.yaml": BAD,
        "models/o.yaml": "name: o@lab\nx: 1\n",
        "models/r.yaml": f"name: r\n1: x\n{MODEL}",
        "models/t.yaml": f"name: t\n{MODEL}note: x \n",
    }
    found = find_all(catalog_of(files))
    assert {finding.code for finding in found.noted} == {"C122"}
    assert {finding.code for finding in found.broken} == {"C122", "C205", "C401"}
    assert {"C110", "C122", "C205", "C401"} <= {finding.code for finding in found.findings}


def test_what_a_comment_or_the_settings_silence_is_found_and_not_selected() -> None:
    files = {"models/a.yaml": f"{BAD.strip()}  # catalog: ignore[C401] on its way\n"}
    catalog = catalog_of(files)
    found = find_all(catalog)
    assert "C401" in {finding.code for finding in found.findings}
    assert [comment.line for comment in found.comments] == [2]
    assert "C401" not in {finding.code for finding in select(found, catalog.settings, found.comments)}
    assert "C401" in {finding.code for finding in select(found, catalog.settings, ())}


def test_a_secret_that_a_finding_quotes_is_not_shown() -> None:
    files = {"models/a.yaml": f"name: a\n{MODEL}teacher_ref: hf_abcdefghijklmnopqrstuvwxyz012345\n"}
    catalog = catalog_of(files)
    assert any("hf_abcdef" in finding.message for finding in find_all(catalog).findings)
    assert not any("hf_abcdef" in f"{finding}" for finding in lint_catalog(catalog))
    assert report([]) == []


def test_files_of_a_store_that_cannot_be_listed_are_left_out() -> None:
    stores = [Store(MemoryTree("first", {"a.yaml": "name: a\n"})), Store(FolderTree("/nowhere"), role="user")]
    assert [file.path for file in readable_files(Catalog(stores, settings=parse_settings(b"")))] == ["a.yaml"]
