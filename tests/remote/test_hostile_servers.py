"""Whatever a server sends, a read ends within its limits, says which, and leaves nothing behind.

The memory is that of the default limit; time and size have small ones, so that the suite stays quick.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gitfixture import GitFixture
from tests.remote import hostile_servers as hostile
from tests.remote import hostile_v2
from tests.remote.hostile_servers import COMMIT, Answer, Behaviour, hostile_daemon, hostile_web_server
from tests.remote.watching import Watched, kill_all, needs_proc, start, still_running, wait_for_git, watch

pytestmark = needs_proc

MOST_MEMORY = 200_000_000
MOST_DISK = 8_000_000
SMALL = {"CATALOG_FETCH_SIZE": str(MOST_DISK), "CATALOG_FETCH_SECONDS": "20"}


def read_from(source: str, cache: Path, rev: str = COMMIT, **variables: str) -> Watched:
    return watch(start("list", "--repo", source, "--rev", rev, **{**SMALL, **variables}), cache)


def assert_ended_well(watched: Watched, source: str, cache: Path, said: str) -> None:
    assert (watched.code, watched.out) == (3, "")
    assert watched.err.startswith(f"catalog: {source}") and said in watched.err, watched.err
    assert "Traceback" not in watched.err
    assert watched.memory < MOST_MEMORY
    assert watched.disk < MOST_DISK + 1_000_000
    assert watched.left == []
    assert [path for path in cache.glob("git/*/*") if path.is_dir() and path.name != "revisions"] == []


@pytest.mark.parametrize(
    ("behave", "said"),
    [
        (hostile.floods_progress, ": it prints more than 1.0 MB"),
        (
            hostile.murmurs,
            ": git needs more than 128.0 MB of memory for it (if that is expected, raise CATALOG_",
        ),
        (hostile.sends_without_end, ": it has more than 8.0 MB (if that is expected, raise CATALOG_FETCH_SIZE)"),
        (hostile.sends_a_bomb, ": git needs more than 128.0 MB of memory for it"),
        (hostile.sends_another_commit, ""),
        (hostile.cuts, ""),
        (hostile.lies_about_a_line, ""),
        (hostile.lies_about_the_count, ""),
        (hostile.lies_greatly_about_the_count, ": git needs more than 128.0 MB of memory for it"),
        (hostile.lies_about_an_object, ""),
        (hostile.has_branches_without_end, ": git needs more than 128.0 MB of memory for it"),
    ],
)
def test_a_hostile_daemon_ends_a_read_with_a_sentence_and_leaves_nothing(
    behave: Behaviour, said: str, cache: Path
) -> None:
    with hostile_daemon(behave) as source:
        assert_ended_well(read_from(source, cache), source, cache, said)


@pytest.mark.parametrize("behave", [hostile.drips, hostile_v2.pauses])
def test_a_server_that_drips_for_ever_is_ended_by_the_limit_on_all_the_time(behave: Behaviour, cache: Path) -> None:
    said = ": it takes more than 2 seconds (if that is expected, raise CATALOG_FETCH_SECONDS)"
    with hostile_daemon(behave) as source:
        assert_ended_well(read_from(source, cache, CATALOG_FETCH_SECONDS="2"), source, cache, said)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (hostile.asks_again, ""),
        (hostile.wants_a_password, "could not read Username"),
        (hostile.answers_without_end, ": git needs more than 128.0 MB of memory for it"),
        (hostile.answers_more_than_it_said, ""),
        (hostile.answers_less_than_it_said, ""),
        (hostile.answers_a_bomb, ": git needs more than 128.0 MB of memory for it"),
    ],
)
@pytest.mark.parametrize("rev", ["main", COMMIT])
def test_a_hostile_web_server_ends_a_read_with_a_sentence_and_leaves_nothing(
    answer: Answer, said: str, rev: str, cache: Path
) -> None:
    with hostile_web_server(answer) as source:
        assert_ended_well(read_from(source, cache, rev), source, cache, said)


def test_branches_without_end_are_no_answer_to_a_look_up(cache: Path) -> None:
    with hostile_daemon(hostile.has_branches_without_end) as source:
        assert_ended_well(read_from(source, cache, "main"), source, cache, "")


LESS = {"CATALOG_FETCH_MEMORY": "64000000"}
MEMORY = ": git needs more than 64.0 MB of memory for it (if that is expected, raise CATALOG_FETCH_MEMORY)"


@pytest.mark.parametrize("rev", ["main", COMMIT])
@pytest.mark.parametrize("behave", [hostile_v2.capabilities, hostile_v2.branches])
def test_what_a_server_can_do_and_has_ends_a_read_when_it_has_no_end(behave: Behaviour, rev: str, cache: Path) -> None:
    with hostile_daemon(behave) as source:
        assert_ended_well(read_from(source, cache, rev, **LESS), source, cache, MEMORY)


@pytest.mark.parametrize("rev", ["main", COMMIT])
def test_what_a_web_server_can_do_ends_a_read_when_it_has_no_end(rev: str, cache: Path) -> None:
    with hostile_web_server(hostile_v2.answers_with_capabilities) as source:
        assert_ended_well(read_from(source, cache, rev, **LESS), source, cache, MEMORY)


@pytest.mark.parametrize(
    ("behave", "said"),
    [
        (hostile_v2.cut_commits, MEMORY),
        (hostile_v2.acknowledgments, ""),
        (hostile_v2.sections, ""),
        (hostile_v2.words, ": it prints more than 1.0 MB"),
        (hostile_v2.murmurs, MEMORY),
    ],
)
def test_each_part_of_an_answer_ends_a_read_when_it_has_no_end(behave: Behaviour, said: str, cache: Path) -> None:
    with hostile_daemon(behave) as source:
        assert_ended_well(read_from(source, cache, **LESS), source, cache, said)


def test_a_history_that_is_cut_in_many_commits_is_not_taken(cache: Path) -> None:
    """git would take long for every question that it is asked of one."""
    said = ": its shallow history is cut off at too many commits (ask its administrator)"
    with hostile_daemon(hostile_v2.cuts_in_many_places) as source:
        assert_ended_well(read_from(source, cache, hostile_v2.ROOT_COMMIT), source, cache, said)


@pytest.mark.parametrize(
    ("flood", "said"),
    [
        (hostile_v2.flood_of_words, ": it prints more than 1.0 MB (ask its administrator)\n"),
        (hostile.endless_blob, ": it has more than 8.0 MB (if that is expected, raise CATALOG_FETCH_SIZE)\n"),
    ],
)
def test_a_server_that_floods_only_who_asks_for_the_history_ends_that_and_nothing_else(
    flood: Behaviour, said: str, cache: Path, tmp_path: Path
) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    commit = repo.commit({"catalog/catalog.toml": "", "catalog/tiny.yaml": "name: tiny\n"})
    whole = hostile_v2.pack_of(repo.folder)
    with hostile_daemon(hostile_v2.gives_a_commit_and_no_history(commit, whole, flood)) as source:
        code, out, err = asked(cache, "list", "--repo", source, "--rev", commit, "--format", "names")
        assert (code, out, err) == (0, "tiny\n", "")
        code, out, err = asked(cache, "log", "tiny", "--repo", source, "--rev", commit)
        assert (code, out) == (3, "")
        assert err == f"catalog: fetching the history of {source}, once\ncatalog: {source}{said}"
        code, out, err = asked(cache, "list", "--repo", source, "--rev", commit, "--format", "names")
        assert (code, out, err) == (0, "tiny\n", "")


def asked(cache: Path, *arguments: str) -> tuple[int, str, str]:
    """What the command answers within small limits; it leaves no process and nothing unfinished."""
    watched = watch(start(*arguments, **SMALL), cache)
    assert (watched.left, list(cache.glob("git/*/unfinished-*"))) == ([], [])
    assert watched.memory < MOST_MEMORY
    assert watched.disk < MOST_DISK + 1_000_000
    return watched.code, watched.out, watched.err


def test_an_ssh_that_floods_its_standard_error_is_ended(cache: Path, tmp_path: Path) -> None:
    flood = tmp_path / "ssh"
    flood.write_text("#!/bin/sh\nyes counting >&2\n")
    flood.chmod(0o755)
    watched = read_from("ssh://git@host/cards.git", cache, GIT_SSH_COMMAND=str(flood))
    assert_ended_well(
        watched, "ssh://git@host/cards.git", cache, ": it prints more than 1.0 MB (ask its administrator)"
    )


@contextmanager
def as_by_default(number: signal.Signals) -> Iterator[None]:
    """What is started has a signal not ignored, as it is below `nohup` or in the background of a script."""
    if number is signal.SIGKILL:
        yield
        return
    before = signal.getsignal(number)
    if before == signal.SIG_IGN:
        signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP, signal.SIGINT])
def test_no_git_outlives_its_parent(end: signal.Signals, cache: Path) -> None:
    with hostile_daemon(hostile.drips) as source:
        with as_by_default(end):
            process = start("list", "--repo", source, "--rev", COMMIT)
        started = wait_for_git(process, "fetch")
        process.send_signal(end)
        process.communicate(timeout=30)
        left = still_running(started)
        kill_all(left)
    assert left == []
