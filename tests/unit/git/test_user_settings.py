"""The settings in variables: all of them are read as git does, and few of them count."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from assetcards.git.user_settings import Setting, configured, settings_for_fetching, settings_for_reading
from tests.gitfixture import git_variables

ODD = {
    "safe.directory": "it's \\ \"here\"! 'a'='b'",
    "url.https://u=v@host/.insteadOf": "x=y\nz",
    "http.https://host/!.extraHeader": "",
    "credential.helper": "!f() { echo 'a'; }; f",
    "Core.SshCommand": "ssh -i key",
    "core.pager": "less",
}


def given(folder: Path, options: Mapping[str, str]) -> dict[str, str]:
    """The variables that git gives a program that it runs, when it is itself run with settings as options."""
    names = {f"V{number}": value for number, value in enumerate(options.values())}
    words = [f"--config-env={key}={name}" for key, name in zip(options, names, strict=True)]
    command = ["git", *words, "-c", "alias.variables=!env -0", "variables"]
    done = subprocess.run(command, cwd=folder, env=git_variables(folder) | names, capture_output=True, check=True)
    rows = (row.partition("=") for row in done.stdout.decode().split("\0"))
    return {name: value for name, _, value in rows if name == "GIT_CONFIG_PARAMETERS"}


def test_options_of_the_command_line_are_read_as_git_writes_them(tmp_path: Path) -> None:
    environ = given(tmp_path, ODD)
    counted = {**dict(settings_for_reading(environ)), **dict(settings_for_fetching(environ))}
    assert {key.lower(): value for key, value in counted.items()} == {
        key.lower(): value for key, value in ODD.items() if key != "core.pager"
    }


def test_the_form_of_older_versions_is_read_too() -> None:
    environ = {"GIT_CONFIG_PARAMETERS": "'safe.directory=/a=b' 'http.sslVerify' 'safe.directory'="}
    assert settings_for_reading(environ) == [Setting("safe.directory", "/a=b"), Setting("safe.directory", "")]
    assert settings_for_fetching(environ) == [Setting("http.sslVerify", "true")]


def test_numbered_variables_come_first_as_in_git() -> None:
    environ = {
        "GIT_CONFIG_COUNT": "3",
        "GIT_CONFIG_KEY_0": "SAFE.Directory",
        "GIT_CONFIG_VALUE_0": "",
        "GIT_CONFIG_KEY_1": "url.https://a/.insteadOf",
        "GIT_CONFIG_VALUE_1": "https://b/",
        "GIT_CONFIG_KEY_3": "safe.directory",
        "GIT_CONFIG_VALUE_3": "beyond the count",
        "GIT_CONFIG_PARAMETERS": "'safe.directory'='*'",
    }
    assert settings_for_reading(environ) == [Setting("SAFE.Directory", ""), Setting("safe.directory", "*")]
    assert settings_for_fetching(environ) == [Setting("url.https://a/.insteadOf", "https://b/")]


@pytest.mark.parametrize("count", ["", "x", "-1", "1e3", "99999999999", "\u0663"])
def test_a_count_that_is_none_gives_nothing(count: str) -> None:
    environ = {"GIT_CONFIG_COUNT": count, "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    assert settings_for_reading(environ) == []


@pytest.mark.parametrize(
    "key", ["core.hooksPath", "core.fsmonitor", "diff.external", "safe.directoryx", "xhttp.proxy", "protocol.ext.allow"]
)
def test_all_others_are_left_out(key: str) -> None:
    environ = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": key, "GIT_CONFIG_VALUE_0": "always"}
    assert settings_for_reading(environ) == settings_for_fetching(environ) == []


def test_what_is_added_is_numbered_on() -> None:
    made = configured(configured({"GIT_CONFIG_COUNT": "0"}, ("a.b", "1")), ("c.d", "2"), ("a.b", "3"))
    assert made == {
        "GIT_CONFIG_COUNT": "3",
        "GIT_CONFIG_KEY_0": "a.b",
        "GIT_CONFIG_VALUE_0": "1",
        "GIT_CONFIG_KEY_1": "c.d",
        "GIT_CONFIG_VALUE_1": "2",
        "GIT_CONFIG_KEY_2": "a.b",
        "GIT_CONFIG_VALUE_2": "3",
    }
