"""Addresses that cards write: which fields hold one, and what its parts are."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards.model.uris import WrittenUri, loaded_uris, maybe_uri, scheme_of, written_uris
from assetcards.nodes import ScalarNode
from tests.unit.cards import catalog_of


def uri(text: str, field: str = "checkpoint") -> WrittenUri:
    found = maybe_uri(field, ScalarNode(text, text, False, 1, 1))
    assert found is not None
    return found


@given(st.from_regex(r"[a-z0-9+]{1,3}://[A-Za-z0-9.-]{0,4}[/:.@?#A-Za-z0-9%~+-]{0,8}", fullmatch=True))
def test_the_parts_of_any_uri_are_those_of_the_standard_library(text: str) -> None:
    try:
        expected = urlsplit(text)
        _ = expected.port
    except ValueError:
        expected = None
    assert uri(text).maybe_parts == expected


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("https://example.org", "https"),
        ("S3://bucket", "s3"),
        ("s3+git://x", "s3+git"),
        ("a.b-c:d", "a.b-c"),
        ("C:\\m.pt", "c"),
        ("./a:b", ""),
        ("/a:b", ""),
        ("1a://b", ""),
        ("", ""),
        (":", ""),
        ("models/x.pt", ""),
    ],
)
def test_the_scheme_is_what_is_before_the_first_colon(text: str, scheme: str) -> None:
    assert scheme_of(text) == scheme


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://example.org/x", "uri"),
        ("file:///x", "uri"),
        ("https:/example.org", "neither"),
        ("javascript:alert(1)", "neither"),
        ("./x.pt", "path"),
        ("x.pt", "path"),
        ("/x.pt", "path"),
        ("C:\\x.pt", "windows"),
        ("c:/x.pt", "windows"),
        ("\\\\server\\share", "windows"),
        ("//server/share", "windows"),
    ],
)
def test_an_address_is_a_uri_a_path_or_a_path_of_windows(text: str, kind: str) -> None:
    found = uri(text)
    kinds = {"uri": found.is_uri, "path": found.is_path, "windows": found.is_windows_path}
    assert [name for name, holds in kinds.items() if holds] == ([kind] if kind != "neither" else [])


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://Example.ORG/x", "example.org"),
        ("http://example.org.:80/x", "example.org"),
        ("https://me:secret@example.org", "example.org"),
        ("https://[::1]/x", "::1"),
        ("s3://bucket/x", None),
        ("https:///x", None),
        ("https://example.org:x/", None),
        ("https://[::1/x", None),
        ("./x", None),
    ],
)
def test_the_host_is_that_of_a_web_address(text: str, host: str | None) -> None:
    assert uri(text).maybe_web_host == host


@pytest.mark.parametrize("text", ["https://example.org:99999/", "https://[::1/x"])
def test_an_address_whose_parts_are_unknown_has_none(text: str) -> None:
    assert uri(text).maybe_parts is None


FIELDS = """\
name: tiny
model_family: https://family.example
description: https://prose.example
checkpoint: x
tokenizer: ./y
data: z z
url: page
extra: s3://bucket/e
local: ../l
root: /r
spaced: ./a b
plain: text
homepage: https://home.example
api_docs: https://docs.example
docs_mirror: https://mirror.example
number: 5
list: [https://list.example]
"""


def test_addresses_are_in_their_fields_and_in_strings_that_look_like_one_but_for_people() -> None:
    [card] = catalog_of(FIELDS).all_cards()
    assert [(each.field, each.text) for each in written_uris(card)] == [
        ("checkpoint", "x"),
        ("tokenizer", "./y"),
        ("data", "z z"),
        ("url", "page"),
        ("extra", "s3://bucket/e"),
        ("local", "../l"),
        ("root", "/r"),
        ("docs_mirror", "https://mirror.example"),
    ]
    assert [each.field for each in written_uris(card) if each.is_page] == ["url"]


CONFIG = """\
name: tiny
dataset_config:
  data: words
  files: [s3://bucket/a, plain, {deep: ~/b}]
  root: $DATA/x
  drive: "D:/x"
  separator: /
  replaced: ${env:DATA}/x
  homepage: https://home.example
  url: https://page.example
  spaced: ./a b
  inner: {data: words}
"""


def test_addresses_in_a_config_are_named_by_their_dotted_names() -> None:
    [card] = catalog_of(CONFIG).all_cards()
    assert [(each.field, each.text, each.is_loaded) for each in written_uris(card)] == [
        ("dataset_config.data", "words", True),
        ("dataset_config.files", "s3://bucket/a", False),
        ("dataset_config.files.deep", "~/b", False),
        ("dataset_config.root", "$DATA/x", False),
        ("dataset_config.drive", "D:/x", False),
    ]


def test_the_data_of_a_config_is_loaded_and_belongs_to_the_card_that_writes_it() -> None:
    catalog = catalog_of(f"{CONFIG}---\nname: child\nbase: tiny\ndataset_config: {{more: 1}}\n")
    [(card, uri)] = loaded_uris(catalog.card("child"))
    assert (card.name, uri.field, uri.text) == ("tiny", "dataset_config.data", "words")


def test_an_address_that_is_not_a_string_is_none() -> None:
    [card] = catalog_of("name: tiny\ncheckpoint: 5\ntokenizer: null\ndata: [./x]\n").all_cards()
    assert list(written_uris(card)) == []


def test_what_a_card_loads_is_reported_with_the_card_that_wrote_it() -> None:
    cards = "name: tiny\ncheckpoint: a\ntokenizer: b\nurl: c\n---\nname: chat\nbase: tiny\ncheckpoint: d\ndata: null\n"
    loaded = [(card.name, each.field, each.text) for card, each in loaded_uris(catalog_of(cards).card("chat"))]
    assert loaded == [("chat", "checkpoint", "d"), ("tiny", "tokenizer", "b")]
