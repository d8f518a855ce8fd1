"""Secrets and credentials are found by their shape, and no message shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards.redaction import find_secrets, is_like_address, maybe_credentials, redact, render_quoted

TOKEN = "hf_" + "a" * 34


@pytest.mark.parametrize(
    "text",
    ["hf_short", "hf_name: org/name", "tokenizer_hf_" + "x" * 5, "AKIA", "sk-learn", "sk-" + "a" * 39, "eyJ.eyJ",
     "the-----BEGIN CERTIFICATE-----", "shf_" + "a" * 34, "a" * 64],
)  # fmt: skip
def test_what_only_resembles_a_secret_is_none(text: str) -> None:
    assert list(find_secrets(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://me:geheim@example.org/m", "a user and a password"),
        ("see https://geheim@example.org", "a user or token"),
        ("S3://key:geheim@bucket/m", "a user and a password"),
        ("https://me:gehe@geheim@example.org/m", "a user and a password"),
        ("https://me:gehe/geheim@example.org/m", "a user and a password"),
        ("https://example.org:8080/geheim@2", None),
        ("https://[::1]/geheim@2", None),
        ("https://example.org/m?Token=geheim", "a signature or token"),
        ("https://example.org/m?private_token=geheim", "a signature or token"),
        ("https://example.org/m?x=1&job-token=geheim", "a signature or token"),
        ("https://example.org/m?x=1&sig=geheim#x", "a signature or token"),
        ("https://@example.org", "a user or token"),
        ("1https://me:geheim@example.org/m", "a user and a password"),
        ("https://example.org:80/?from=https://me:geheim@example.org", "a user and a password"),
        ("ssh://git@example.org/x", None),
        ("ssh://git:geheim@example.org/x", "a user and a password"),
        ("https:/me:geheim@example.org/x", "a user and a password"),
        ("https//me:geheim@example.org/x", "a user and a password"),
        ("HTTPS:me:geheim@example.org", "a user and a password"),
        ("https:///me:gehe@geheim@example.org", "a user and a password"),
        ("http:/geheim@example.org/x", "a user or token"),
        ("see git+https;//me:geheim@example.org", "a user and a password"),
        ("https:\\\\me:geheim@example.org", "a user and a password"),
        ("https:/example.org:8080/x@2", None),
        ("https:/example.org/x@2", None),
        ("git:https://example.org/cards.git@0123abcd", None),
        ("git:git@example.org:cards.git@0123abcd", None),
        ("https://example.org/@me", None),
        ("https://example.org/?q=me@example.org", None),
        ("me@example.org", None),
        ("a?token=b", None),
        ("https://ai.example.org/llama/;gated=true", None),
        ("https://example.org/m?token=", None),
    ],
)
def test_credentials_of_an_address(text: str, found: str | None) -> None:
    assert maybe_credentials(text) == found
    assert "geheim" not in redact(text) or found is None


def test_a_web_token_is_found_wherever_it_is_in_its_run_of_characters() -> None:
    token = "eyJ" + "a" * 10 + ".eyJ" + "b" * 10 + ".c"
    assert [redact(text) for text in (token, f"Bearer-{token}", f"a.{token}. Done")] == ["***", "***", "a.***. Done"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_redacted_text_has_no_secret_whatever_surrounds_it(before: str, after: str) -> None:
    assert TOKEN not in redact(f"{before} {TOKEN}{after}")


@given(st.text(max_size=200))
def test_what_is_redacted_once_stays_as_it_is(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize("text", ["https://me:geheim@example.org/", "https://example.org/?token=geheim"])
def test_a_string_is_redacted_before_it_is_cut_and_quoted(text: str) -> None:
    for limit in range(1, 40):
        quoted = render_quoted(text, limit=limit)
        assert "gehe" not in quoted


@pytest.mark.parametrize(
    "text", ["./me:pw@h", "/srv/a:b@c", "~/a:b@c", "../a:b@c", "git@host:cards.git", "main@{1}", "v1"]
)
def test_a_path_and_a_revision_have_no_login(text: str) -> None:
    assert not is_like_address(text)


def test_redacting_takes_no_longer_for_strings_that_nearly_hold_logins() -> None:
    for part in ("https/a:", "https:", "https:/a:1/", "http//x?", "https:/a:b/"):
        text = part * 20_000
        assert redact(f"{text} {text}@")
