"""`catalog cache --kind assets`: what was fetched of assets, how it goes, and whether it is still what it was."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assets.conftest import WEIGHTS, Ask, card
from tests.assets.http.servers import file_server
from tests.gitfixture import GitFixture


@pytest.fixture
def paths(catalog: GitFixture, ask: Ask) -> Iterator[list[Path]]:
    """Two assets that were fetched, of 7000 and of 14000 bytes."""
    with file_server() as server:
        urls = [server.add("/a.pt", WEIGHTS), server.add("/b.pt", WEIGHTS * 2)]
        cards = [card(name, checkpoint=f'"{url}"') for name, url in zip("ab", urls, strict=True)]
        catalog.write({"catalog/x.yaml": "---\n".join(cards)})
        yield [Path(ask("fetch", name, "--format", "paths")[1].strip()) for name in "ab"]


def aged(path: Path, days: int) -> None:
    when = time.time() - days * 86400
    os.utime(path.parent / "about.json", (when, when))


def test_assets_are_listed_with_the_card_that_they_were_fetched_for(paths: list[Path], ask: Ask) -> None:
    code, out, _ = ask("cache", "ls", "--kind", "assets")
    assert (code, out.splitlines()[-1]) == (0, "2 entries, 21.0 kB")
    found = json.loads(ask("cache", "ls", "--kind", "assets", "--format", "json")[1])["entries"]
    assert {(each["card"], each["field"], each["bytes"]) for each in found} == {
        ("a", "checkpoint", 7000),
        ("b", "checkpoint", 14000),
    }
    assert ask("cache", "ls") == (0, "0 entries, 0 B\n", "")


def test_what_was_not_used_for_long_goes_and_using_it_counts(paths: list[Path], ask: Ask) -> None:
    for path in paths:
        aged(path, 40)
    assert ask("fetch", "b", "--offline")[0] == 0
    assert (
        ask("cache", "prune", "--kind", "assets", "--dry-run")[1].splitlines()[-1] == "would remove 1 entries, 7.0 kB"
    )
    assert [path.exists() for path in paths] == [True, True]
    assert ask("cache", "prune", "--kind", "assets")[1] == "removed 1 entries, 7.0 kB\n"
    assert [path.exists() for path in paths] == [False, True]
    assert ask("cache", "prune", "--kind", "assets")[1] == "removed 0 entries, 0 B\n"


def test_the_least_recently_used_go_until_so_much_is_left(paths: list[Path], ask: Ask) -> None:
    aged(paths[1], 1)
    assert ask("cache", "prune", "--kind", "assets", "--keep", "10k")[1] == "removed 1 entries, 14.0 kB\n"
    assert [path.exists() for path in paths] == [True, False]
    assert ask("cache", "prune", "--kind", "assets", "--keep", "0")[1] == "removed 1 entries, 7.0 kB\n"


def test_what_tries_have_left_goes_after_a_while(paths: list[Path], ask: Ask) -> None:
    left = paths[0].parents[1] / "0123.work"
    left.mkdir()
    assert ask("cache", "prune", "--kind", "assets")[0] == 0
    assert left.exists()
    os.utime(left, (1, 1))
    assert ask("cache", "prune", "--kind", "assets")[0] == 0
    assert not left.exists()


def test_a_damaged_asset_is_removed_and_fetched_again(paths: list[Path], ask: Ask) -> None:
    assert ask("cache", "verify", "--kind", "assets") == (0, "2 entries, 0 damaged\n", "")
    paths[0].write_bytes(b"x" + WEIGHTS[1:])
    code, out, _ = ask("cache", "verify", "--kind", "assets")
    assert (code, out.splitlines()[-1]) == (1, "2 entries, 1 damaged")
    assert out.startswith("removed http://127.0.0.1:") and not paths[0].exists()
    assert ask("fetch", "a")[0] == 0
    assert paths[0].read_bytes() == WEIGHTS
