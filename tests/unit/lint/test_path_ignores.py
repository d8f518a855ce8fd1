"""The ignores of settings: which are for which files and codes."""

from __future__ import annotations

from assetcards.lint.path_ignores import PathIgnores
from assetcards.model.settings_file import parse_settings

SETTINGS = """\
[[ignore]]
path = "models/**"
codes = ["C301", "C4"]
reason = "old"
[[ignore]]
path = "**/tiny.yaml"
codes = ["C301"]
reason = "old"
[[ignore]]
path = "other/*"
codes = ["C5"]
reason = "old"
"""


def ignores() -> PathIgnores:
    settings = parse_settings(SETTINGS.encode())
    assert settings.findings == ()
    return PathIgnores(settings.path_ignores)


def test_a_file_has_the_ignores_whose_patterns_name_it() -> None:
    found = ignores()
    assert found.naming("models/a/tiny.yaml") == {0, 1}
    assert found.naming("models/x.yaml") == {0}
    assert found.naming("other/x.yaml") == {2}
    assert found.naming("another/x.yaml") == set()


def test_a_code_is_silenced_by_those_of_its_file_that_list_it_or_its_group() -> None:
    found = ignores()
    assert found.silencing("models/tiny.yaml", "C301") == {0, 1}
    assert found.silencing("models/tiny.yaml", "C401") == {0}
    assert found.silencing("other/x.yaml", "C501") == {2}
    assert found.silencing("other/x.yaml", "C301") == set()
    assert found.silencing("models/tiny.yaml", "C999") == set()


def test_without_ignores_nothing_is_silenced() -> None:
    assert PathIgnores(()).naming("x.yaml") == PathIgnores(()).silencing("x.yaml", "C301") == set()
