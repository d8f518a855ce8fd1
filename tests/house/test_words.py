"""What people read here is in the words of the glossary: pages, messages and docstrings."""

from __future__ import annotations

from collections.abc import Iterable

from tests.house.words import modules, old_words, old_words_of, pages

PROSE = pages()
MODULES = modules()


def complaints(source: str, found: Iterable[tuple[int, str, str]]) -> list[str]:
    return [f"{source}:{line}: {word!r}: write {instead}" for line, word, instead in found]


def test_no_word_of_a_page_is_one_that_the_glossary_replaces() -> None:
    assert [said for source in PROSE for said in complaints(source, old_words(PROSE[source]))] == []


def test_no_word_of_a_message_or_a_docstring_is_one_that_the_glossary_replaces() -> None:
    assert [said for source in MODULES for said in complaints(source, old_words_of(MODULES[source]))] == []
