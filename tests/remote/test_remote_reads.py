"""One commit of a remote repository: fetched once, read like any other, whatever becomes of the server."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assetcards import RevisionError, open_catalog
from assetcards.cli.main import main
from assetcards.errors import (
    AccessRefusedError,
    AmbiguousRevisionError,
    CorruptCacheError,
    NoCatalogError,
    OfflineError,
    UnreachableError,
)
from assetcards.git.addresses import maybe_address
from assetcards.sources.defaults import open_cache
from tests.cli.conftest import Ask, ask
from tests.cli.questions import COMMANDS, question_of
from tests.gitfixture import GitFixture, git_variables
from tests.remote.conftest import Served
from tests.remote.repositories import long_history
from tests.remote.servers import HttpServer, allow_filters, free_port, git_daemon, http_server
from tests.sampling import sample

__all__ = ["ask"]  # a fixture is found by its name here


def entries_of(cache: Path) -> list[Path]:
    return sorted(path for path in cache.glob("git/*/*") if path.is_dir() and path.name != "revisions")


def tiny_of(source: str, rev: str | None = None, *, offline: bool | None = None) -> dict[str, object]:
    with open_catalog(source, rev=rev, offline=offline) as catalog:
        card = catalog.card("tiny")
        return {"fields": card.fields, "uri": card.uri("checkpoint"), "revision": catalog.revision}


def test_every_transport_gives_the_answers_of_the_repository_itself(
    served: Served, over_git: str, over_http: HttpServer
) -> None:
    with open_catalog(served.folder, rev="main") as catalog:
        expected = {card.name: card.fields for card in catalog}
    for source in (over_git, f"{over_http.address}/cards.git", served.folder.as_uri()):
        with open_catalog(source, rev="main") as catalog:
            assert {card.name: card.fields for card in catalog} == expected
            assert catalog.card("tiny").source == f"git:{source}@{served.commit}"
            assert catalog.card("tiny").uri("checkpoint") == f"git:{served.commit}:catalog/models/tiny.pt"


@pytest.mark.parametrize("rev", ["main", "v1", "refs/heads/main", "refs/tags/v1", "HEAD", None])
def test_a_branch_a_tag_and_head_are_looked_up(served: Served, over_git: str, rev: str | None) -> None:
    revision = tiny_of(over_git, rev)["revision"]
    assert str(revision) == f"Revision(asked={rev or 'HEAD'!r}, commit={served.commit!r})"


def test_what_was_looked_up_since_a_moment_counts_and_what_was_before_does_not(served: Served, tmp_path: Path) -> None:
    moving = GitFixture.init(tmp_path / "moving.git", "--bare")
    moving.git("fetch", "--quiet", served.folder, "main:main")
    address = maybe_address(moving.folder.as_uri())
    assert address is not None
    began = time.time_ns()
    assert open_cache().resolve_since(address, "main", began, offline=False) == served.commit
    moving.git("update-ref", "refs/heads/main", "main~1")
    found = [open_cache().resolve_since(address, "main", moment, offline=False) for moment in (began, time.time_ns())]
    assert found == [served.commit, moving.head("main")]
    assert open_cache().resolve_since(address, "main", time.time_ns(), offline=True) == moving.head("main")


@pytest.mark.parametrize("source", ["{path}", "{uri}"])
def test_an_empty_string_is_no_revision(source: str, served: Served, ask: Ask) -> None:
    source = source.format(path=served.folder, uri=served.folder.as_uri())
    said = "'' is not a revision (name a branch, a tag or the id of a commit)"
    with pytest.raises(RevisionError) as caught:
        open_catalog(source, rev="")
    assert str(caught.value) == said
    for verb in (["lock", "tiny"], ["log", "tiny"], ["show", "tiny", "--at", "2030-01-01"], ["list"]):
        assert ask(*verb, "--rev", "", "--repo", source) == (3, "", f"catalog: {said}\n")


def test_a_pinned_commit_is_read_when_the_server_is_gone_and_nothing_may_be_fetched(served: Served) -> None:
    with git_daemon(served.folder.parent) as address:
        source = f"{address}/cards.git"
        before = tiny_of(source, served.commit)
        tiny_of(source, "main")
    assert tiny_of(source, served.commit) == before
    assert tiny_of(source, served.commit, offline=True) == before
    assert tiny_of(source, served.commit[:12], offline=True)["fields"] == before["fields"]
    assert tiny_of(source, "main", offline=True)["fields"] == before["fields"]
    with pytest.raises(UnreachableError):
        tiny_of(source, "main")
    with pytest.raises(OfflineError, match="'other' is not in the cache"):
        tiny_of(source, "other", offline=True)
    with pytest.raises(OfflineError, match="is not in the cache"):
        tiny_of(source, "1" * 40, offline=True)


READERS = [verb for verb, command in COMMANDS.items() if any(each.name == "offline" for each in command.params)]
QUESTIONS = {verb: question_of(verb) for verb in READERS} | {
    "diff": "diff main main",
    "policy": "policy main main",
    "review": "review main main",
    "lock": "lock tiny",
    "verify": "verify tiny",
    "override": "override tiny license=MIT --dry-run",
    "export": "export --to fairseq2 out --dry-run",
}


def test_every_verb_that_reads_remotes_can_be_told_to_fetch_nothing() -> None:
    remote = {"list", "show", "blame", "log", "diff", "compare", "validate", "policy", "review", "envs", "lock"}
    assert remote - set(READERS) == set()


@pytest.mark.parametrize("question", QUESTIONS.values())
def test_a_verb_that_reads_remotes_fetches_nothing_when_it_is_offline(question: str, cache: Path, ask: Ask) -> None:
    source = f"git://127.0.0.1:{free_port()}/cards.git"
    for words in (["--offline", *question.split()], [*question.split(), "--offline"]):
        code, out, err = ask(*words, "--repo", source)
        assert (code, out) == (3, "")
        assert "is not in the cache (open it once while fetching is allowed (without --offline and " in err
    assert entries_of(cache) == []


def test_a_full_id_is_never_looked_up_again(served: Served, over_http: HttpServer) -> None:
    source = f"{over_http.address}/cards.git"
    tiny_of(source, served.commit)
    sent = over_http.sent
    tiny_of(source, served.commit)
    assert over_http.sent == sent


def test_the_short_id_of_a_fetched_commit_needs_no_network(served: Served) -> None:
    with git_daemon(served.folder.parent) as address:
        source = f"{address}/cards.git"
        before = tiny_of(source, served.commit)
    assert tiny_of(source, served.commit[:8])["fields"] == before["fields"]
    with pytest.raises(UnreachableError):
        tiny_of(source, "abcdef1")


def test_a_short_id_of_two_fetched_commits_is_ambiguous(served: Served, cache: Path, ask: Ask) -> None:
    source = served.folder.as_uri()
    tiny_of(source, served.commit)
    [entry] = entries_of(cache)
    other = served.commit[:8] + "0" * 32
    entry.with_name(other).mkdir()
    rev = served.commit[:7]
    problem = f"{rev!r} is ambiguous: more than one commit fetched from {source} begins with it"
    said = f"catalog: {problem} (write more of the id)\n"
    assert ask("list", "--repo", source, "--rev", rev) == (3, "", said)


def test_one_commit_of_a_long_history_costs_a_fraction_of_a_clone(tmp_path: Path) -> None:
    folder = tmp_path / "served" / "cards.git"
    commit = long_history(folder, 5000)
    allow_filters(folder)
    with http_server(folder.parent) as server:
        source = f"{server.address}/cards.git"
        clone = ["git", "clone", "--quiet", "--bare", source, str(tmp_path / "full")]
        subprocess.run(clone, env=git_variables(tmp_path), check=True)
        whole, server.sent = server.sent, 0
        assert len(list(open_catalog(source, rev=commit))) == 22
    print(f"fetched {server.sent} bytes, {100 * server.sent / whole:.1f} % of a full clone of {whole}")
    assert server.sent < 0.15 * whole


def test_nothing_is_fetched_later(served: Served, cache: Path) -> None:
    with git_daemon(served.folder.parent) as address:
        catalog = open_catalog(f"{address}/cards.git", rev="main")
    assert len(list(catalog)) == 22
    [entry] = entries_of(cache)
    assert "url" not in (entry / "config").read_text()


def test_a_server_that_gives_all_blobs_at_once_is_taken_as_it_is(tmp_path: Path) -> None:
    commit = long_history(tmp_path / "served" / "cards.git", 20)
    with git_daemon(tmp_path / "served") as address:
        assert tiny_of(f"{address}/cards.git", commit)["fields"] == {"base": "base", "checkpoint": "./tiny.pt"} | {
            "model_family": "llama",
            "license": "MIT",
        }


def test_a_server_without_git_gives_everything_and_a_commit_is_found_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "served" / "cards.git"
    commit = long_history(folder, 20)
    subprocess.run(["git", "-C", folder, "update-server-info"], env=git_variables(tmp_path), check=True)
    with http_server(folder.parent, dumb=True) as server:
        source = f"{server.address}/cards.git"
        assert tiny_of(source, "v1") == tiny_of(source, commit) | {"revision": tiny_of(source, "v1")["revision"]}
        with pytest.raises(RevisionError, match=r"no branch or tag of .* contains commit"):
            tiny_of(source, "1" * 40)


def test_credentials_open_the_door_and_are_seen_nowhere(
    served: Served, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with http_server(served.folder.parent, login="ada:hunter2") as server:
        source = server.address.replace("://", "://ada:hunter2@") + "/cards.git"
        assert main(["show", "tiny", "--repo", source, "--rev", "main", "--format", "json"]) == 0
        assert main(["show", "tiny", "--repo", source, "--rev", "nowhere"]) == 3
        with pytest.raises(AccessRefusedError) as caught:
            tiny_of(f"{server.address}/cards.git", "main")
    printed = "".join(capsys.readouterr())
    written = "".join(path.read_text("latin-1") for path in cache.rglob("*") if path.is_file())
    seen = [printed, written, str(caught.value), *map(str, cache.rglob("*"))]
    assert [text for text in seen if "hunter2" in text] == []


@pytest.mark.parametrize(
    ("source", "rev", "error"),
    [
        ("https://no-such-host.invalid/cards.git", "main", UnreachableError),
        ("git://127.0.0.1:{port}/cards.git", "main", UnreachableError),
        ("{git}-other", "main", AccessRefusedError),
        ("{git}", "nowhere", RevisionError),
        ("{git}", "1" * 40, RevisionError),
        ("{git}", "abcdef1", RevisionError),
        ("{git}", "main~1", RevisionError),
        ("{git}", "--upload-pack=touch x", RevisionError),
    ],
)
def test_each_failure_has_its_own_error(over_git: str, source: str, rev: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        tiny_of(source.format(git=over_git, port=free_port()), rev)


def test_a_commit_without_a_catalog_says_so(over_git: str) -> None:
    with pytest.raises(NoCatalogError, match=r"there is no folder 'nowhere' in commit [0-9a-f]{12} of git://"):
        open_catalog(over_git, rev="main", root="nowhere")


def test_a_branch_that_looks_like_an_id_never_stands_for_one(served: Served) -> None:
    name = "abcdef12"
    subprocess.run(["git", "-C", served.folder, "branch", name], env=git_variables(served.folder), check=True)
    try:
        with pytest.raises(AmbiguousRevisionError, match="write refs/heads/abcdef12 or "):
            tiny_of(served.folder.as_uri(), name)
        assert tiny_of(served.folder.as_uri(), f"refs/heads/{name}")
    finally:
        subprocess.run(["git", "-C", served.folder, "branch", "-D", name], env=git_variables(served.folder), check=True)


def test_another_root_of_a_fetched_commit_is_fetched_only_when_it_lacks_blobs(served: Served, cache: Path) -> None:
    source = served.folder.as_uri()
    tiny_of(source, served.commit)
    assert len(list(open_catalog(source, rev=served.commit, root="catalog"))) == 22
    assert len(list(open_catalog(source, rev=served.commit, root="catalog/models"))) == 22
    assert len(entries_of(cache)) == 1
    assert list(open_catalog(source, rev=served.commit, root="src")) == []
    assert len(entries_of(cache)) == 2


def test_a_damaged_cache_is_an_error_and_verifying_removes_it(
    served: Served, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = served.folder.as_uri()
    before = tiny_of(source, served.commit)
    for pack in cache.rglob("*.pack"):
        content = bytearray(pack.read_bytes())
        content[len(content) // 2] ^= 0x40
        pack.chmod(0o644)
        pack.write_bytes(content)
    with pytest.raises(CorruptCacheError, match="run `catalog cache verify`"):
        tiny_of(source, served.commit)
    assert main(["cache", "verify"]) == 1
    assert capsys.readouterr().out.endswith("1 entries, 1 damaged\n")
    assert tiny_of(source, served.commit) == before
    assert main(["cache", "verify"]) == 0


def test_the_cache_is_listed_and_pruned_oldest_first(
    served: Served, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = served.folder.as_uri()
    tiny_of(source, served.commit)
    assert main(["cache", "ls", "--format", "json"]) == 0
    [entry] = json.loads(capsys.readouterr().out)["entries"]
    assert (entry["kind"], entry["source"], entry["commit"]) == ("git", source, served.commit)
    assert main(["cache", "prune", "--keep", "1G"]) == 0
    assert main(["cache", "prune", "--keep", "0"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("removed 1 entries")
    assert entries_of(cache) == []


PROCESSES = sample(12, of_all=32)


def test_many_processes_fetch_a_new_commit_once(served: Served, over_http: HttpServer, cache: Path) -> None:
    source = f"{over_http.address}/cards.git"
    tiny_of(source, served.commit)
    posts_of_one, over_http.posts = over_http.posts, 0
    main(["cache", "prune", "--keep", "0"])
    program = (
        "import sys; from assetcards import open_catalog\n"
        "catalog = open_catalog(sys.argv[1], rev=sys.argv[2])\n"
        "print(len(list(catalog)), catalog.card('tiny').fields); catalog.close()"
    )
    command = [sys.executable, "-c", program, source, served.commit]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    answers = [process.communicate()[0] for process in processes]
    assert len(set(answers)) == 1
    assert answers[0].startswith("22 ")
    assert over_http.posts == posts_of_one
    assert len(entries_of(cache)) == 1


def test_a_cache_that_cannot_be_written_is_named(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "file"))
    assert main(["show", "tiny", "--repo", served.folder.as_uri(), "--rev", "main"]) == 3
    assert "cannot be written: Not a directory (set CATALOG_CACHE_DIR to another folder)" in capsys.readouterr().err
