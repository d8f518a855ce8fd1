"""What a run says while it goes on: to whom."""

from __future__ import annotations

import pytest

from assetcards.notices import listening, say


def test_the_last_one_who_listens_hears_it_and_nobody_else() -> None:
    outer: list[str] = []
    inner: list[str] = []
    with listening(outer.append):
        say("first")
        with listening(inner.append):
            say("second")
        say("third")
    assert (outer, inner) == (["first", "third"], ["second"])


def test_where_nobody_listens_it_is_a_warning_of_our_logger(caplog: pytest.LogCaptureFixture) -> None:
    say("waiting")
    assert [(record.name, record.levelname, record.message) for record in caplog.records] == [
        ("assetcards", "WARNING", "waiting")
    ]


def test_who_fails_while_listening_listens_no_more(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[str] = []
    with pytest.raises(RuntimeError, match="ended"), listening(heard.append):
        raise RuntimeError("ended")
    say("later")
    assert (heard, len(caplog.records)) == ([], 1)
