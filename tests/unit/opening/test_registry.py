"""Families in code: registered ones, and those that installed packages name."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assetcards import (
    Family,
    FamilyNotFoundError,
    MemoryTree,
    PluginError,
    family_opener,
    open_catalog,
    register_family,
    unregister_family,
    validate,
)
from assetcards.opening.registry import find_family


@pytest.fixture
def registered() -> Iterator[Family]:
    yield register_family(Family(kind="dataset", name="my_lines", config=None, opener=lambda config: 1))
    unregister_family("dataset", "my_lines")


def package(folder: Path, module: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package whose module names `FAMILY` by an entry point."""
    (folder / f"{module}.py").write_text(code, "utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[assetcards.families]\n{module} = {module}:FAMILY\n", "utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, module, raising=False)


def family_code(name: str, more: str = "opener=lambda config: 'opened'") -> str:
    return (
        "from assetcards.families.family import Family\n"
        f"FAMILY = Family(kind='dataset', name={name!r}, config=None, {more})\n"
    )


def test_a_family_that_nobody_registers_is_not_found_with_what_there_is(registered: Family) -> None:
    with pytest.raises(FamilyNotFoundError) as raised:
        find_family("dataset", "my_line")
    assert raised.value.suggestions == ("my_lines",)
    with pytest.raises(FamilyNotFoundError, match=r"is not known here .*: `register_family`\)"):
        find_family("model", "poems")


def test_the_family_that_is_registered_last_counts(registered: Family) -> None:
    @family_opener(kind="dataset", name="my_lines")
    def open_lines(config: None) -> int:
        return 2

    opener = find_family("dataset", "my_lines").opener
    assert opener is open_lines
    assert find_family("dataset", "my_lines") is not registered


@pytest.mark.parametrize("kind", ["modle", "other"])
def test_a_family_of_no_kind_is_a_mistake_of_the_program(kind: str) -> None:
    with pytest.raises(TypeError, match="a model, a dataset or a tokenizer"):
        register_family(Family(kind=kind, name="x", config=None))


@pytest.mark.parametrize(
    ("family", "problem"),
    [
        (Family(kind="dataset", name=" x", config=None), "has a name that no card can write"),
        (Family(kind="dataset", name="", config=None), "has a name that no card can write"),
        (Family(kind="dataset", name="x", config=dict), "has the config <class 'dict'>, which is no dataclass"),
        (Family(kind="dataset", name="x", config=None, opener=3), "has the opener 3, which is no function"),  # type: ignore[arg-type]  # the mistake
        ("x", "'x' is no Family of a model, a dataset or a tokenizer"),
    ],
)
def test_what_is_no_family_is_refused_where_it_is_registered_and_where_a_package_names_it(
    family: Any, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TypeError, match=problem):
        register_family(family)
    package(tmp_path, "lab_lines", "FAMILY = None\n", monkeypatch)
    monkeypatch.setattr(importlib.import_module("lab_lines"), "FAMILY", family)
    with pytest.raises(PluginError, match=problem):
        find_family("dataset", "poems")


def test_an_installed_package_brings_its_families(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, "lab_lines", family_code("lab_lines"), monkeypatch)
    opener = find_family("dataset", "lab_lines").opener
    assert opener is not None and opener(None) == "opened"


def test_a_package_that_fails_stops_only_who_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, registered: Family
) -> None:
    for name, code in (("lab_broken", "1 / 0"), ("lab_lines", family_code("lab_lines"))):
        folder = tmp_path / name
        folder.mkdir()
        package(folder, name, code, monkeypatch)
    assert find_family("dataset", "my_lines") is registered
    assert find_family("dataset", "lab_lines").name == "lab_lines"
    with pytest.raises(PluginError, match="lab_broken: failed with ZeroDivisionError"):
        find_family("dataset", "poems")


def test_a_family_that_two_packages_name_is_nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("lab_one", "lab_two"):
        folder = tmp_path / name
        folder.mkdir()
        package(folder, name, family_code("lines"), monkeypatch)
    with pytest.raises(PluginError, match="two installed packages name the dataset family 'lines'"):
        find_family("dataset", "lines")


def test_a_family_that_is_only_described_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, "lab_words", family_code("lab_words", more=""), monkeypatch)
    with pytest.raises(FamilyNotFoundError):
        find_family("dataset", "lab_words")


def test_no_code_of_a_family_runs_before_an_asset_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, "lab_lines", family_code("lab_lines"), monkeypatch)
    card = {"name": "poems", "dataset_family": "lab_lines", "dataset_config": {"data": "lab_lines:FAMILY"}}
    with open_catalog(MemoryTree(cards=[card]), stores=[]) as catalog:
        validate(catalog)
        assert catalog.card("poems").config("dataset") == {"data": "lab_lines:FAMILY"}
        assert "lab_lines" not in sys.modules


@pytest.mark.parametrize("name", ["builtins:print", "os.system", "lab_lines:FAMILY", "lab_lines"])
def test_a_card_names_no_code(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, "lab_lines", family_code("other_lines"), monkeypatch)
    catalog = open_catalog(MemoryTree(cards=[{"name": "poems", "dataset_family": name}]), stores=[])
    with pytest.raises(FamilyNotFoundError):
        catalog.open("poems")
