"""Findings that are kept in the cache: what `validate` says never depends on them but in the time that it takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from assetcards import Catalog, Finding
from assetcards.lint import kept_findings, lint
from assetcards.lint.lint import lint_catalog
from assetcards.model import store
from assetcards.sources import kept
from assetcards.trees import stats
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

Answer = tuple[int, str, str]

FILES = {
    "catalog/models/half.yaml": "name: half\nbase: tiny\nnote: [\n",
    "catalog/models/twice.yaml": "name: twice\n---\nname: twice\n",
    "catalog/models/path.yaml": "name: path\nbase: tiny\ncheckpoint: ./here.pt\n",
    "catalog/models/aside.yaml": "name: aside\nbase: hidden\n",
    "catalog/models/loose.yaml": "name: loose\nbase: tiny\ncheckpoint: ./loose.pt\n",
    "catalog/models/late.yaml": "name: late\nbase: tiny\nlicense: mit license\nlicence: MIT\n",
    "catalog/families.json": "{}",
    "catalog/models/here.pt": "",
    ".gitattributes": "*.txt text\n",
}


@pytest.fixture
def large(cards: GitFixture, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a catalog with faults of all sorts, that counts for large and was not changed just now."""
    monkeypatch.setattr(store, "MIN_INDEXED", 0)
    monkeypatch.setattr(stats, "SETTLED_NS", -(10**18))
    cards.commit(FILES)
    (cards.folder / "catalog/models/loose.pt").write_text("weights")
    (cards.folder / "catalog/models/aside.yaml").unlink()
    return cards.folder / "catalog"


def kept_in(cache: Path) -> list[Path]:
    return sorted(cache.glob("findings-*/*"))


def answers(ask: Ask, *options: str) -> list[Answer]:
    questions = ("validate --advice", "validate -q", "validate --format json", "validate --rev HEAD", "validate models")
    return [ask(*question.split(), *options) for question in questions[: None if options else -1]]


@pytest.fixture
def is_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Whether cards were judged since the last time somebody asked."""
    judged: list[object] = []

    def judge(catalog: Catalog) -> Sequence[Finding]:
        judged.append(catalog)
        return lint_catalog(catalog)

    monkeypatch.setattr(lint, "lint_catalog", judge)

    def was_read() -> bool:
        was = bool(judged)
        judged.clear()
        return was

    return was_read


def test_what_has_not_changed_is_judged_once(large: Path, cache: Path, ask: Ask, is_read: Callable[[], bool]) -> None:
    for question in ("validate --format json", "validate --rev HEAD", "validate --root catalog --advice"):
        expected = ask(*question.split(), "--no-cache")
        assert ask(*question.split()) == expected
        is_read()
        assert ask(*question.split()) == expected
        assert not is_read()
    assert ask("validate", "-q") == ask("validate", "-q", "--no-cache")


def test_a_catalog_whose_cards_are_missed_among_ignored_files_is_judged_each_time(
    large: Path, cache: Path, ask: Ask, is_read: Callable[[], bool]
) -> None:
    GitFixture(large.parent).git("checkout", "catalog/models/aside.yaml")
    (large / ".gitignore").write_text("hidden.yaml\n")
    ask("validate")
    assert is_read()
    (large / "hidden.yaml").write_text("name: hidden\n")
    assert "`hidden.yaml:1` defines it" in ask("validate")[1]


def test_every_answer_is_the_same_in_any_state_of_the_cache(
    large: Path, cache: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(ask, "--no-cache")
    assert kept_in(cache) == []
    assert answers(ask) == answers(ask) == expected[:-1]
    whole = {file: file.read_bytes() for file in kept_in(cache)}
    assert len(whole) == 2
    for old, new in ((b"}]]", b""), (b"C", b"D"), (b"", b"\0")):
        for file, content in whole.items():
            file.write_bytes(content.replace(old, new))
        assert answers(ask) == expected[:-1]
    assert {file: file.read_bytes() for file in kept_in(cache)} == whole
    for file in whole:
        file.chmod(0o666)
    with monkeypatch.context() as full:
        full.setattr(os, "replace", refuse)
        assert answers(ask) == expected[:-1]


def refuse(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_another_version_has_kept_is_not_used(
    large: Path, cache: Path, ask: Ask, is_read: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, version in ((kept, "reader_version", b"0.0.1"), (kept_findings, "judge_facts", b"0.0.1")):
        ask("validate")
        is_read()
        with monkeypatch.context() as other:
            other.setattr(module, name, partial(type(version), version))
            ask("validate")
            assert is_read()


SETTINGS = "catalog.toml"


def test_a_description_that_changes_is_read_again(large: Path, cache: Path, ask: Ask) -> None:
    (large / SETTINGS).write_text('[families]\ndescriptions = ["families.json"]\n')
    ask("validate")
    (large / "families.json").write_text("[")
    assert ask("validate") == ask("validate", "--no-cache")


def test_a_commit_with_other_attributes_above_the_catalog_has_findings_of_its_own(
    large: Path, cache: Path, ask: Ask
) -> None:
    question = ("validate", "--rev", "HEAD", "--format", "json")
    before = ask(*question)
    GitFixture(large.parent).commit({".gitattributes": "*.yaml filter=x\n"})
    assert ask(*question) == ask(*question, "--no-cache") != before


def test_other_stores_and_environments_are_judged_each_time(
    large: Path, cache: Path, ask: Ask, is_read: Callable[[], bool]
) -> None:
    (large.parent / "more").mkdir()
    for options in (("--store", "more"), ("--env", "lab")):
        assert ask("validate", *options) == ask("validate", *options)
        assert kept_in(cache) == []
