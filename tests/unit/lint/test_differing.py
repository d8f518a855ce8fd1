"""Which files of two catalogs differ."""

from __future__ import annotations

from assetcards import MemoryTree
from assetcards.lint.differing import changed_files, differing_descriptions
from assetcards.model.catalog import Catalog
from assetcards.model.settings import FamilySettings, Settings
from assetcards.model.store import Store

FILES = {"catalog.toml": "", "a.yaml": "name: a\n", "b.yaml": "name: b\n"}


def catalog_of(files: dict[str, str], more: dict[str, str] | None = None) -> Catalog:
    return Catalog([Store(MemoryTree("first", files)), Store(MemoryTree("second", more or {}))])


def test_files_that_come_go_or_change_differ() -> None:
    new = {"catalog.toml": "x = 1\n", "a.yaml": "name: a\n", "c.yaml": "name: c\n"}
    assert changed_files(catalog_of(FILES), catalog_of(new)) == {"catalog.toml", "b.yaml", "c.yaml"}
    assert changed_files(catalog_of(FILES), catalog_of(FILES)) == set()


def test_where_there_was_no_catalog_all_files_differ() -> None:
    assert changed_files(None, catalog_of(FILES)) == set(FILES)


def test_settings_that_come_or_go_differ() -> None:
    without = {path: text for path, text in FILES.items() if path != "catalog.toml"}
    assert changed_files(catalog_of(without), catalog_of(FILES)) == {"catalog.toml"}


def test_other_stores_are_no_part_of_a_change() -> None:
    assert changed_files(catalog_of(FILES), catalog_of(FILES, {"z.yaml": "name: z\n"})) == set()


def test_a_file_of_a_byte_less_than_the_bound_is_compared_whole() -> None:
    long = FILES | {"a.yaml": "name: a\n" + "#" * 5000 + "\n"}
    assert changed_files(catalog_of(long), catalog_of(long | {"a.yaml": long["a.yaml"] + "# end\n"})) == {"a.yaml"}


def described(files: dict[str, str], *paths: str) -> Catalog:
    settings = Settings(is_catalog=True, families=FamilySettings(descriptions=paths))
    return Catalog([Store(MemoryTree("first", FILES | files))], settings=settings)


def test_a_description_of_families_is_a_file_of_the_change() -> None:
    old, new = described({"lab.json": "{}"}, "lab.json"), described({"lab.json": "[]"}, "lab.json")
    assert changed_files(old, new) == changed_files(old, described({})) == {"lab.json"}
    assert changed_files(None, new) == {*FILES, "lab.json"}
    assert changed_files(old, old) == set()
    assert differing_descriptions(old, new) == ["lab.json"]


def test_a_description_that_one_side_alone_names_is_no_changed_one() -> None:
    old, new = described({"lab.json": "{}"}), described({"lab.json": "[]"}, "lab.json")
    assert differing_descriptions(old, new) == differing_descriptions(new, old) == []
    assert differing_descriptions(None, new) == differing_descriptions(new, new) == []
