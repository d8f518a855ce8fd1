"""Locks and pinned reads include the commits of upstreams: the same question has the same answer for ever."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run

import pytest

from assetcards import UpstreamError, open_catalog
from tests.cli.conftest import Ask
from tests.remote.servers import git_daemon
from tests.sampling import sample
from tests.upstream.catalogs import UPSTREAM, settings
from tests.upstream.conftest import Both

NEWER = UPSTREAM.replace("license: MIT", "license: Apache-2.0")


def move(both: Both) -> None:
    """Give the upstream's tag to another commit, and read that in the newest commit of ours."""
    moved = both.upstream.commit({"cards/speech.yaml": NEWER})
    both.upstream.git("tag", "--force", "v1")
    both.ours.commit({"catalog/catalog.toml": settings("../base", moved)})


def test_a_lock_and_an_old_revision_give_the_old_answer_when_the_upstream_has_moved(both: Both, ask: Ask) -> None:
    commit = both.ours.head()
    assert ask("lock", "tiny", "w2v@lab")[0] == 0
    lock = (both.ours.folder / "catalog.lock").read_text()
    assert f"base@{both.commit}:cards/speech.yaml" in lock and "models/tiny.yaml" in lock
    move(both)
    with open_catalog(env="", rev=commit) as old, open_catalog(env="", lock="catalog.lock") as locked:
        assert [catalog.card("tiny").field("license").value for catalog in (old, locked)] == ["MIT", "MIT"]
    code, out, _ = ask("lock", "--check")
    assert (code, "tiny" in out) == (1, True)
    assert ask("lock", "--update")[0] == 0
    with open_catalog(env="", lock="catalog.lock") as catalog:
        assert catalog.card("tiny").field("license").value == "Apache-2.0"
    shutil.rmtree(both.upstream.folder)
    with open_catalog(env="", lock="catalog.lock", offline=True) as catalog:
        assert catalog.card("w2v@lab").field("license").value == "Apache-2.0"


def test_a_card_of_an_upstream_without_a_commit_is_not_locked_but_others_are(both: Both, ask: Ask) -> None:
    both.ours.commit({"catalog/catalog.toml": settings("../base", both.commit).replace("commit", "# commit")})
    code, _, err = ask("lock", "tiny")
    assert (code, "w2v is of upstream 'base', which has no commit" in err) == (3, True)
    assert ask("lock", "alone")[0] == 0


def test_a_lock_needs_no_upstream_for_cards_that_need_none(both: Both, ask: Ask, cache: Path) -> None:
    assert ask("lock", "alone", "tiny")[0] == 0
    shutil.rmtree(both.upstream.folder)
    shutil.rmtree(cache)
    with pytest.raises(UpstreamError):
        open_catalog(env="", lock="catalog.lock")
    assert ask("lock", "alone", "--replace")[0] == 0
    with open_catalog(env="", lock="catalog.lock") as catalog:
        assert catalog.card("alone").chain == ["alone"]


def test_a_change_of_policy_that_comes_from_an_upstream_is_reported_at_our_card(both: Both, ask: Ask) -> None:
    move(both)
    code, out, _ = ask("policy", "HEAD~1", "HEAD")
    assert (code, "catalog/models/tiny.yaml:1" in out, "Apache-2.0" in out, "speech.yaml" in out) == (
        0,
        True,
        True,
        False,
    )


def test_many_processes_at_once_fetch_it_once_and_agree(both: Both, cache: Path, tmp_path: Path) -> None:
    both.upstream.clone(tmp_path / "served" / "base", "--bare")

    def ask_for_card(_: int) -> tuple[int, bytes, bytes]:
        command = [sys.executable, "-m", "assetcards", "show", "tiny", "--format", "json", "--env", ""]
        done = run(command, cwd=both.ours.folder, capture_output=True, timeout=300, check=False)
        return done.returncode, done.stdout, done.stderr

    with git_daemon(tmp_path / "served") as served, ThreadPoolExecutor(32) as pool:
        both.ours.write({"catalog/catalog.toml": settings(f"{served}/base", both.commit)})
        answers = list(pool.map(ask_for_card, range(sample(4, of_all=32))))
    assert {(code, out) for code, out, _ in answers} == {(0, answers[0][1])}
    assert b"w2v" in answers[0][1] and not any(b"Traceback" in err for _, _, err in answers)
    assert len([path for path in cache.glob("git/*/*") if path.name.startswith(both.commit)]) == 1
