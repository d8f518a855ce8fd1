"""What an `[[upstream]]` may say."""

from __future__ import annotations

import pytest

from assetcards.model.settings_file import parse_settings
from assetcards.model.upstream_reading import parse_upstream

RIGHT = {"name": "base", "repository": "../base", "rev": "v1", "commit": "a" * 40, "root": "cards", "vendored": "../b"}


def test_what_is_right_is_taken_as_it_is() -> None:
    upstream, problems = parse_upstream(RIGHT, [])
    assert (upstream and upstream.facts, problems) == ((*RIGHT.values(), ""), [])


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("name", None, "[[upstream]] without name"),
        ("name", "two words", "name is 'two words'"),
        ("name", "taken", "two upstreams are called 'taken'"),
        ("name", ["base"], "name is a list"),
        ("repository", None, "[[upstream]] without repository"),
        ("repository", "/srv/base", "repository is '/srv/base'"),
        ("repository", "ftp://example.org/x", "ftp://example.org/x: catalogs are not fetched by ftp"),
        ("repository", "https://me:secret@example.org/x", "repository https://***@example.org/x holds credentials"),
        ("rev", "--upload-pack=x", "'--upload-pack=x' is not a revision"),
        ("rev", "", "rev is ''"),
        ("commit", "abc", "commit is 'abc'"),
        ("root", "../other", "root is '../other'"),
        ("vendored", "/tmp", "vendored is '/tmp'"),
        ("root", 7, "root is 7"),
        ("root", "a\nb", "root is 'a\\nb'"),
    ],
)
def test_what_is_wrong_is_said_and_keeps_the_upstream_from_being_read(key: str, value: object, message: str) -> None:
    table = {name: text for name, text in (RIGHT | {key: value}).items() if text is not None}
    upstream, problems = parse_upstream(table, ["taken"])
    assert [problem.message for problem in problems] == [message]
    assert (upstream is None) if key == "name" else (upstream is not None and upstream.problem == message)


def test_tables_are_found_at_their_lines_and_one_with_a_mistake_has_a_finding() -> None:
    text = 'fields = ["x"]\n[[upstream]]\nname = "a"\nrepository = "../a"\n[[upstream]]\nname = "a"\nrepo = "x"\n'
    settings = parse_settings(text.encode())
    assert [(each.name, each.rev, each.line) for each in settings.upstreams] == [("a", "HEAD", 2)]
    assert [finding.location for finding in settings.findings] == [
        "catalog.toml:7:1",
        "catalog.toml:5:3",
        "catalog.toml:6:1",
    ]
