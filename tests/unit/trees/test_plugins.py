"""Stores and environments that others add: by function, and by the entry points of installed packages."""

from __future__ import annotations

import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assetcards import (
    Catalog,
    MemoryTree,
    PluginError,
    Tree,
    open_catalog,
    register_environment_detector,
    register_store,
    unregister,
)
from assetcards.trees.plugins import detect_environment, store_plugins

TREE = MemoryTree("team", cards=[{"name": "theirs"}])


@pytest.fixture
def added() -> Iterator[list[Callable[[], object]]]:
    """Functions that are taken back at the end."""
    functions: list[Callable[[], object]] = []
    yield functions
    for function in functions:
        unregister(function)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages, whose modules are forgotten at the end."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        del sys.modules[name]


def install(site: Path, entry_points: str, module: str = "", *, name: str = "team") -> None:
    """A package as an installer leaves it: its module, and what its metadata says."""
    (site / f"{name}_plugin.py").write_text(textwrap.dedent(module))
    about = site / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(textwrap.dedent(entry_points))


def open_empty(folder: Path) -> Catalog:
    (folder / "catalog").mkdir()
    (folder / "catalog" / "catalog.toml").touch()
    return open_catalog(folder / "catalog")


# By function


def test_a_registered_store_takes_part_until_it_is_taken_back(tmp_path: Path) -> None:
    @register_store
    def team_cards() -> Tree:
        return TREE

    with open_empty(tmp_path) as catalog:
        assert catalog.names() == ["theirs"]
        assert [store.role for store in catalog.stores] == ["catalog", "system", "user", "registered:team_cards"]
    unregister(team_cards)
    with open_catalog(tmp_path / "catalog") as catalog:
        assert catalog.names() == []


def test_a_registered_store_does_not_take_part_beside_named_stores(
    tmp_path: Path, added: list[Callable[[], object]]
) -> None:
    added.append(register_store(lambda: TREE))
    open_empty(tmp_path)
    with open_catalog(tmp_path / "catalog", stores=[]) as catalog:
        assert catalog.names() == []


def test_what_was_never_registered_can_be_taken_back() -> None:
    unregister(test_what_was_never_registered_can_be_taken_back)


def answering(answer: str | None) -> Callable[[], str | None]:
    return lambda: answer


def test_the_first_detector_that_answers_is_believed(added: list[Callable[[], object]]) -> None:
    added += [register_environment_detector(answering(answer)) for answer in (None, "", "  ", " lab ", "edge")]
    assert detect_environment() == "lab"


def test_without_detectors_no_environment_is_detected() -> None:
    assert detect_environment() is None


def test_a_detector_is_asked_when_nothing_else_says_the_environment(
    tmp_path: Path, added: list[Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    added.append(register_environment_detector(lambda: "lab"))
    with open_empty(tmp_path) as catalog:
        assert catalog.env == "lab"
    with open_catalog(tmp_path / "catalog", env="edge") as catalog:
        assert catalog.env == "edge"
    with open_catalog(tmp_path / "catalog", env="") as catalog:
        assert catalog.env is None
    monkeypatch.setenv("CATALOG_ENV", " cloud ")
    with open_catalog(tmp_path / "catalog") as catalog:
        assert catalog.env == "cloud"


def failing() -> Tree:
    raise ZeroDivisionError("today of all days")


def test_a_failing_store_is_named(tmp_path: Path, added: list[Callable[[], object]]) -> None:
    added.append(register_store(failing))
    with pytest.raises(PluginError) as caught:
        open_empty(tmp_path)
    assert caught.value.plugin == "registered:failing"
    assert str(caught.value) == (
        "registered:failing: failed with ZeroDivisionError: today of all days (fix it, or remove it with `unregister`)"
    )


def test_a_failing_store_does_not_disturb_where_it_takes_no_part(
    tmp_path: Path, added: list[Callable[[], object]]
) -> None:
    added.append(register_store(failing))
    (tmp_path / "catalog").mkdir()
    with open_catalog(tmp_path / "catalog", stores=[TREE]) as catalog:
        assert catalog.names() == ["theirs"]


def test_what_is_no_tree_is_refused(tmp_path: Path, added: list[Callable[[], object]]) -> None:
    added.append(register_store(lambda: "a folder"))  # type: ignore[arg-type,return-value]  # what is tested
    with pytest.raises(PluginError, match=r"^registered:<lambda>: made a str, not an assetcards\.Tree "):
        open_empty(tmp_path)


def test_a_failing_detector_is_named(added: list[Callable[[], object]]) -> None:
    added.append(register_environment_detector(failing))  # type: ignore[arg-type]  # it never returns
    with pytest.raises(PluginError, match=r"^registered:failing: failed with ZeroDivisionError"):
        detect_environment()


def test_an_answer_that_is_not_a_string_is_refused(added: list[Callable[[], object]]) -> None:
    added.append(register_environment_detector(lambda: 1))  # type: ignore[arg-type,return-value]  # what is tested
    with pytest.raises(PluginError, match=r"returned int, not the name of an environment"):
        detect_environment()


# By entry point


def test_entry_points_add_stores_and_detectors_by_name(site: Path, tmp_path: Path) -> None:
    install(
        site,
        """
        [assetcards.stores]
        zeta = team_plugin:zeta
        alpha = team_plugin:Cards.alpha

        [assetcards.environments]
        cluster = team_plugin:cluster
        """,
        """
        from assetcards import MemoryTree
        class Cards:
            def alpha():
                return MemoryTree("alpha", cards=[{"name": "a"}])
        def zeta():
            return MemoryTree("zeta", cards=[{"name": "z"}, {"name": "z@lab", "note": "theirs"}])
        def cluster():
            return "lab"
        """,
    )
    with open_empty(tmp_path) as catalog:
        roles = [store.role for store in catalog.stores]
        assert roles == ["catalog", "system", "user", "assetcards.stores:alpha", "assetcards.stores:zeta"]
        assert catalog.card("z").fields == {"note": "theirs"}


def test_registered_functions_come_before_entry_points(site: Path, added: list[Callable[[], object]]) -> None:
    install(
        site,
        "[assetcards.stores]\na = team_plugin:a\n[assetcards.environments]\na = team_plugin:env",
        "def env(): return 'x'",
    )
    added.append(register_store(lambda: TREE))
    added.append(register_environment_detector(lambda: "lab"))
    assert [plugin.name for plugin in store_plugins()] == ["registered:<lambda>", "assetcards.stores:a"]
    assert detect_environment() == "lab"


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("nowhere", "failed with ModuleNotFoundError: No module named 'nowhere'"),
        ("team_plugin:missing", "failed with AttributeError: "),
        ("team_plugin:NUMBER", "failed with TypeError: 'int' object is not callable"),
        ("team_plugin:fail", "failed with SourceError: no cards today"),
        ("team_plugin:Wrong", "made a Wrong, not an assetcards.Tree"),
    ],
)
def test_a_failing_entry_point_is_named(site: Path, tmp_path: Path, target: str, problem: str) -> None:
    module = """
        from assetcards import SourceError
        NUMBER = 1
        class Wrong: pass
        def fail(): raise SourceError("no cards today")
        """
    install(site, f"[assetcards.stores]\nteam = {target}\n", module)
    with pytest.raises(PluginError) as caught:
        open_empty(tmp_path)
    assert caught.value.plugin == "assetcards.stores:team"
    assert str(caught.value).startswith(f"assetcards.stores:team: {problem}")


def test_a_broken_list_of_entry_points_is_said_so(site: Path) -> None:
    install(site, "[assetcards.stores]\nno equals sign here\n")
    with pytest.raises(
        PluginError, match=r"^assetcards\.stores: the entry points of the installed packages cannot be read"
    ):
        store_plugins()


@pytest.mark.parametrize("metadata", ["TEAM-1.0.DIST-INFO", "team.egg-info", "team.egg/EGG-INFO"])
def test_metadata_of_any_form_is_found(site: Path, monkeypatch: pytest.MonkeyPatch, metadata: str) -> None:
    folder = site / metadata
    folder.mkdir(parents=True)
    (folder / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: team\nVersion: 1.0\n")
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: team\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[assetcards.stores]\nteam = team_plugin:team\n")
    if metadata.startswith("team.egg/"):
        monkeypatch.syspath_prepend(site / "team.egg")
    assert [plugin.name for plugin in store_plugins()] == ["assetcards.stores:team"]


def test_a_package_in_a_zip_file_may_add_stores(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(site / "team.zip", "w") as archive:
        archive.writestr("team-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: team\nVersion: 1.0\n")
        archive.writestr("team-1.0.dist-info/entry_points.txt", "[assetcards.stores]\nteam = team_plugin:team\n")
    monkeypatch.syspath_prepend(site / "team.zip")
    assert [plugin.name for plugin in store_plugins()] == ["assetcards.stores:team"]


def test_packages_without_such_entry_points_cost_no_reading_of_metadata(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site, "[console_scripts]\nteam = team_plugin:main\n")
    monkeypatch.setattr("importlib.metadata.entry_points", failing)
    assert store_plugins() == []


@pytest.mark.parametrize("register", [register_store, register_environment_detector])
def test_only_a_function_is_registered(register: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="expected a function, not 'cards'"):
        register("cards")
