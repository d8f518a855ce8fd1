"""What holds when little is said: variables, and folders of the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import SourceError
from assetcards.sources.defaults import (
    absolute_path,
    current_environment,
    is_offline,
    offline,
    open_cache,
    system_folder,
    user_folder,
)


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
