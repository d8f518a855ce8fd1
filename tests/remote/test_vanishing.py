"""An entry of the cache that somebody takes away while it is read is fetched again, and nobody calls that damage."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards import Catalog, OfflineError, open_catalog
from assetcards.cli.main import main
from tests.cli.conftest import Ask, ask
from tests.remote.conftest import Served
from tests.remote.servers import HttpServer

__all__ = ["ask"]  # a fixture is found by its name here

Removal = Callable[[Path], object]


def prune(cache: Path) -> None:
    assert main(["cache", "prune", "--keep", "0"]) == 0


def remove_all(cache: Path) -> None:
    shutil.rmtree(cache)


def read_again(catalog: Catalog) -> None:
    """End the git that reads: it has the files open that are gone."""
    catalog.stores[0].tree.repository.close()  # type: ignore[attr-defined]  # (a commit is read)


REMOVALS = (prune, remove_all)


@pytest.mark.parametrize("removal", REMOVALS)
def test_a_catalog_that_is_open_goes_on(removal: Removal, over_http: HttpServer, served: Served, cache: Path) -> None:
    """Between opening it and the first card, and between two cards; each time it is fetched once."""
    with open_catalog(f"{over_http.address}/cards.git", rev=served.commit) as catalog:
        posts = over_http.posts
        removal(cache)
        read_again(catalog)
        assert catalog.card("tiny").field("license").value == "MIT"
        assert over_http.posts == 2 * posts
        removal(cache)
        read_again(catalog)
        assert len(list(catalog)) == 22
        assert over_http.posts <= 3 * posts


@pytest.mark.parametrize("removal", REMOVALS)
def test_an_entry_of_another_root_that_is_gone_is_fetched_for_this_one(
    removal: Removal, served: Served, cache: Path
) -> None:
    source = served.folder.as_uri()
    open_catalog(source, rev=served.commit).close()
    with open_catalog(source, rev=served.commit, root="catalog/models") as catalog:
        removal(cache)
        assert len(list(catalog)) == 22
    assert len(list(open_catalog(source, rev=served.commit))) == 22


@pytest.mark.parametrize("removal", REMOVALS)
def test_offline_it_is_not_in_the_cache_and_not_damaged(
    removal: Removal, served: Served, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = served.folder.as_uri()
    open_catalog(source, rev=served.commit).close()
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    with open_catalog(source, rev=served.commit) as catalog:
        removal(cache)
        read_again(catalog)
        with pytest.raises(OfflineError, match=f"commit {served.commit[:12]} is not in the cache"):
            catalog.card("tiny")


@pytest.mark.parametrize("removal", REMOVALS)
def test_a_history_that_is_gone_is_fetched_again(removal: Removal, served: Served, cache: Path, ask: Ask) -> None:
    with open_catalog(served.folder.as_uri(), rev=served.commit) as catalog:
        repository = catalog.stores[0].tree.repository  # type: ignore[attr-defined]  # (a commit is read)
        history = repository.with_history()
        removal(cache)
        assert len(history.run(["rev-list", served.commit]).split()) == 300
        history.close()


def test_readers_beside_one_who_prunes_get_their_answers(served: Served, cache: Path) -> None:
    program = (
        "import sys\n"
        "from assetcards import open_catalog\n"
        "for _ in range(6):\n"
        "    with open_catalog(sys.argv[1], rev=sys.argv[2]) as catalog:\n"
        "        assert catalog.card('tiny').field('license').value == 'MIT'\n"
    )
    command = [sys.executable, "-c", program, served.folder.as_uri(), served.commit]
    readers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    over = threading.Event()

    def keep_pruning() -> None:
        while not over.wait(0.3):
            subprocess.run(
                [sys.executable, "-m", "assetcards", "cache", "prune", "--keep", "0"], capture_output=True, check=True
            )

    thread = threading.Thread(target=keep_pruning)
    thread.start()
    said = [line for reader in readers for line in reader.communicate()[1].splitlines()]
    over.set()
    thread.join()
    assert [line for line in said if not line.startswith("waiting for at most ")] == []
    assert [reader.returncode for reader in readers] == [0] * 3


@pytest.fixture
def removing_once(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git that removes the cache when it has fetched for the first time; the file that is there by then."""
    real, mark = shutil.which("git"), tmp_path / "removed"
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "git").write_text(
        f'#!/bin/sh\n{real} "$@"\ncode=$?\n'
        f'case "$*" in *fetch*--depth*) test -e {mark} || {{ touch {mark}; rm -rf {cache}/*; }};; esac\nexit $code\n'
    )
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    return mark


def test_what_is_removed_while_it_is_fetched_is_fetched_once_more(
    removing_once: Path, over_http: HttpServer, served: Served
) -> None:
    with open_catalog(f"{over_http.address}/cards.git", rev=served.commit) as catalog:
        assert len(list(catalog)) == 22
    assert removing_once.exists()


READER = """
import sys, time
from assetcards import GitError, open_catalog
def read():
    with open_catalog(sys.argv[1], rev=sys.argv[2]) as catalog:
        return {card.field("license").value for card in catalog}
end = time.monotonic() + 5
while time.monotonic() < end:
    try:
        assert read() == {"MIT"}
    except GitError as error:
        assert "keeps being removed from the cache" in error.message, error.message
print(*read())
"""


def test_readers_beside_one_who_removes_all_without_pause_get_answers_or_a_sentence(
    served: Served, cache: Path
) -> None:
    """Every 50 ms, for a while; a fetch takes longer than that. One who waits for another's fetch says so."""
    command = [sys.executable, "-c", READER, served.folder.as_uri(), served.commit]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    over = threading.Event()

    def keep_removing() -> None:
        while not over.wait(0.05):
            subprocess.run(["sh", "-c", f"rm -rf {cache}/*"], capture_output=True, check=False)

    thread = threading.Thread(target=keep_removing)
    thread.start()
    assert over.wait(4) is False
    over.set()
    thread.join()
    answers, said = zip(*(reader.communicate() for reader in readers), strict=True)
    assert answers == ("MIT\n",) * 3
    assert [line for line in "".join(said).splitlines() if not line.startswith("waiting for at most ")] == []
