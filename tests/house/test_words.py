"""What people read here is in the words of the glossary."""

from __future__ import annotations

import pytest

from tests.house.words import old_words, pages

PROSE = pages()


@pytest.mark.parametrize("source", PROSE)
def test_no_word_is_one_that_the_glossary_replaces(source: str) -> None:
    assert [f"{source}:{line}: {word!r}: write {instead}" for line, word, instead in old_words(PROSE[source])] == []
