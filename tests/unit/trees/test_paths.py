"""Paths of card files, and as URIs."""

from __future__ import annotations

import pytest

from assetcards.trees.paths import file_uri, is_card_file


@pytest.mark.parametrize(
    ("path", "uri"),
    [("/a/../b", "file:///a/../b"), ("/~/x", "file:///~/x"), ("/é", "file:///%C3%A9"), ("/a#b?c", "file:///a%23b%3Fc")],
)
def test_a_path_becomes_a_uri_as_it_is(path: str, uri: str) -> None:
    assert file_uri(path) == uri


@pytest.mark.parametrize(("name", "is_card"), [("a.yaml", True), ("a.yml", True), ("a.YAML", False), ("yaml", False)])
def test_a_card_file_is_known_by_its_suffix(name: str, is_card: bool) -> None:
    assert is_card_file(name) is is_card
