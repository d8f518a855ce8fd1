"""What holds when little is said: variables, user folders, and the stores beside a catalog."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards import Catalog, SourceError, open_catalog
from assetcards.sources.defaults import (
    absolute_path,
    current_environment,
    is_offline,
    offline,
    open_cache,
    system_folder,
    user_folder,
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and no variable that names a store."""
    for name in ("FAIRSEQ2_ASSET_DIR", "FAIRSEQ2_USER_ASSET_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def write(folder: Path, **cards: str) -> Path:
    """A folder of cards, a file for each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in cards.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    write(tmp_path / "catalog" / "models", tiny="name: tiny\ncheckpoint: hg://org/tiny\n")
    (tmp_path / "catalog" / "catalog.toml").touch()
    return tmp_path / "catalog"


def sources(catalog: Catalog) -> list[tuple[str, str]]:
    return [(store.role, store.origin.place) for store in catalog.stores]


def test_the_system_has_a_folder_that_a_variable_changes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_folder() == "/etc/fairseq2/assets"
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", "")
    assert system_folder() == "/etc/fairseq2/assets"
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", "/srv/../cards")
    assert system_folder() == "/cards"


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({}, "{home}/.config/fairseq2/assets"),
        ({"XDG_CONFIG_HOME": "/conf"}, "/conf/fairseq2/assets"),
        ({"XDG_CONFIG_HOME": "~/conf"}, "{home}/.config/fairseq2/assets"),
        ({"XDG_CONFIG_HOME": "conf"}, "{home}/.config/fairseq2/assets"),
        ({"XDG_CONFIG_HOME": "./conf", "HOME": "/x/../y"}, "/y/.config/fairseq2/assets"),
        ({"XDG_CONFIG_HOME": "/conf", "HOME": "no-home"}, "/conf/fairseq2/assets"),
        ({"XDG_CONFIG_HOME": ""}, "{home}/.config/fairseq2/assets"),
        ({"FAIRSEQ2_USER_ASSET_DIR": "/mine", "XDG_CONFIG_HOME": "/conf"}, "/mine"),
        ({"FAIRSEQ2_USER_ASSET_DIR": "~/mine"}, "{home}/mine"),
        ({"FAIRSEQ2_USER_ASSET_DIR": ""}, "{home}/.config/fairseq2/assets"),
    ],
)
def test_the_user_has_a_folder_that_variables_change(
    home: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], folder: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert user_folder() == folder.format(home=home)


def test_a_relative_folder_belongs_to_the_current_directory(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", "cards")
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", "./mine/")
    assert (system_folder(), user_folder()) == (f"{tmp_path}/cards", f"{tmp_path}/mine")


def test_the_current_directory_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert absolute_path("/x/../y") == "/y"
    with pytest.raises(SourceError, match=r"^cannot find the current directory: No such file or directory"):
        absolute_path("x")
    monkeypatch.chdir(tmp_path)  # or the folder before cannot be gone back to


def test_the_stores_of_system_and_user_take_part(
    home: Path, cards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = write(tmp_path / "system", small="name: small\nbase: tiny\n")
    user = write(home / ".config/fairseq2/assets", mine="name: tiny@user\ncheckpoint: /mine.pt\n")
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(system))
    with open_catalog(cards) as catalog:
        assert sources(catalog) == [("catalog", str(cards)), ("system", str(system)), ("user", str(user))]
        assert catalog.card("small").uri() == "file:///mine.pt"
    with open_catalog(cards, stores=[system]) as catalog:
        assert sources(catalog) == [("catalog", str(cards)), ("named", str(system))]
        assert catalog.card("small").uri() == "hg://org/tiny"


def test_default_stores_that_are_not_there_do_not_matter(home: Path, cards: Path) -> None:
    with open_catalog(cards) as catalog:
        assert catalog.names() == ["tiny"]
        problems = [catalog.maybe_problem(store) for store in catalog.stores]
    assert problems == [
        None,
        "/etc/fairseq2/assets: cannot be listed: No such file or directory",
        f"{home}/.config/fairseq2/assets: cannot be listed: No such file or directory",
    ]


@pytest.mark.parametrize("named", ["{catalog}", "{catalog}/", "{catalog}/../catalog", "{link}", "{catalog}/models"])
@pytest.mark.parametrize("variable", ["FAIRSEQ2_ASSET_DIR", "FAIRSEQ2_USER_ASSET_DIR"])
def test_a_store_that_is_the_catalog_does_not_double_its_cards(
    home: Path, cards: Path, monkeypatch: pytest.MonkeyPatch, variable: str, named: str
) -> None:
    link = cards.parent / "link"
    link.symlink_to(cards)
    monkeypatch.setenv(variable, named.format(catalog=cards, link=link))
    with open_catalog(cards) as catalog:
        assert catalog.findings() == []
        assert catalog.card("tiny").uri() == "hg://org/tiny"


def test_one_folder_for_system_and_user_is_read_once(home: Path, cards: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = write(home / "both", small="name: small\n")
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(both))
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", "~/both")
    with open_catalog(cards) as catalog:
        assert sources(catalog) == [("catalog", str(cards)), ("system", str(both))]
        assert catalog.findings() == []


def test_a_folder_whose_name_begins_alike_is_another(home: Path, cards: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = write(cards.parent / "catalog2", small="name: small\n")
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(other))
    with open_catalog(cards) as catalog:
        assert catalog.names() == ["small", "tiny"]


@pytest.mark.parametrize(
    ("given", "variable", "answer"),
    [
        (None, None, None),
        (None, "", None),
        (None, " lab ", "lab"),
        ("edge", "lab", "edge"),
        (" edge ", None, "edge"),
        ("", "lab", None),
        (" ", "lab", None),
    ],
)
def test_the_environment_is_the_one_given_or_that_of_the_variable(
    monkeypatch: pytest.MonkeyPatch, given: str | None, variable: str | None, answer: str | None
) -> None:
    if variable is not None:
        monkeypatch.setenv("CATALOG_ENV", variable)
    assert current_environment(given) == answer


@pytest.mark.parametrize(
    ("value", "forbidden"),
    [
        *((value, False) for value in (None, "", " ", "0", " 0 ", "no", "No", "false", "FALSE")),
        *((value, True) for value in ("1", "yes", "true", "on", "off", "00", "nothing")),
    ],
)
def test_fetching_is_forbidden_by_any_value_but_one_that_says_no(
    monkeypatch: pytest.MonkeyPatch, value: str | None, *, forbidden: bool
) -> None:
    if value is not None:
        monkeypatch.setenv("CATALOG_OFFLINE", value)
    assert is_offline() is forbidden


def test_what_is_offline_stays_so_until_it_ends_whatever_the_variable_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_OFFLINE", "no")
    with offline():
        assert is_offline()
    assert not is_offline()


def test_without_a_home_the_user_has_no_store(cards: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    assert os.path.isabs(user_folder())
    with open_catalog(cards) as catalog:
        assert "tiny" in catalog.names()


@pytest.mark.parametrize("variable", ["CATALOG_FETCH_SECONDS", "CATALOG_FETCH_SIZE", "CATALOG_FETCH_MEMORY"])
@pytest.mark.parametrize("value", ["0", "-1", "many", "1e9", "inf", "9" * 5000, "\u0661"])
def test_a_limit_of_fetching_that_is_no_number_is_refused(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SourceError, match=rf"^\${variable} is '.{{1,40}}', which is no number above 0 \(write one, "):
        open_cache()


def test_an_empty_limit_of_fetching_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_FETCH_SIZE", "")
    open_cache()


@pytest.mark.parametrize("folder", ["cache", "./cache", ".."])
def test_a_relative_folder_is_no_cache(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", folder)
    with pytest.raises(SourceError) as caught:
        open_cache()
    assert str(caught.value) == (
        f"$CATALOG_CACHE_DIR is {folder!r}, not an absolute path "
        "(use an absolute path: a relative one would give each directory its own cache)"
    )
    monkeypatch.setenv("CATALOG_CACHE_DIR", "~/cache")
    open_cache()
