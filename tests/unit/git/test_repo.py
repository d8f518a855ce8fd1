"""Finding repositories, naming commits and reading objects, on real repositories of every kind."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards.errors import (
    AmbiguousRevisionError,
    CorruptObjectError,
    GitError,
    RepositoryNotFoundError,
    RevisionError,
    SourceError,
)
from assetcards.git import discovery, reader
from assetcards.git.objects import GitObject, Mode
from assetcards.git.process import git_environment
from assetcards.git.repo import Repository
from tests.gitfixture import GitFixture, git_variables


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    """Two commits: the first with the tags `v1` (annotated) and `light`, the second on `main`."""
    fixture = GitFixture.init(tmp_path_factory.mktemp("template") / "repo")
    fixture.commit({"a.yaml": "name: a\n"})
    fixture.git("tag", "--annotate", "--message", "first", "v1")
    fixture.git("tag", "light")
    fixture.commit({"a.yaml": "name: a\nnote: changed\n", "folder/b.yaml": "name: b\n"})
    return fixture


@pytest.fixture
def fixture(template: GitFixture, tmp_path: Path) -> GitFixture:
    """A copy of the template, to change."""
    return template.copy(tmp_path / "repo")


def find(folder: Path | str) -> Repository:
    return Repository.find(str(folder), os.environ)


def blob_of(repository: Repository, revision: str, name: str = "a.yaml") -> bytes:
    entries = repository.read_tree(repository.tree_of(repository.resolve(revision)))
    return repository.read_object(entries[name].object_id).content


# Finding


@pytest.mark.parametrize("below", ["", "folder", "folder/gone/further"])
def test_a_repository_is_found_from_any_folder_in_it(fixture: GitFixture, below: str) -> None:
    found = find(fixture.folder / below)
    assert (found.top, found.git_dir) == (str(fixture.folder), str(fixture.folder / ".git"))


@pytest.mark.parametrize(
    "name", ["with blank", "with\nline end\n", "-option", "Größe 日本", "a:b", "$HOME", "\x0b\x85\u2028"]
)
def test_a_repository_may_have_any_path(tmp_path: Path, name: str) -> None:
    fixture = GitFixture.init(tmp_path / name)
    fixture.commit({"folder/a.yaml": "name: a\n"})
    found = find(fixture.folder / "folder")
    assert (found.top, found.git_dir) == (str(fixture.folder), str(fixture.folder / ".git"))
    assert found.resolve("main") == fixture.head()
    with pytest.raises(RevisionError, match=r"did you mean 'main'\?"):
        found.resolve("mian")


def test_a_path_that_is_no_utf8_is_found(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9")
    try:
        (tmp_path / name).mkdir()
    except OSError:
        pytest.skip("this file system takes names in UTF-8 alone")
    fixture = GitFixture.init(tmp_path / name)
    commit = fixture.commit({"a.yaml": "name: a\n"})
    assert find(fixture.folder).resolve("HEAD") == commit


def test_a_link_to_a_folder_of_a_repository_leads_to_the_repository(fixture: GitFixture, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(fixture.folder / "folder")
    assert find(tmp_path / "link").top == str(fixture.folder)


def test_a_bare_repository_has_no_work_tree(fixture: GitFixture, tmp_path: Path) -> None:
    bare = fixture.clone(tmp_path / "cards.git", "--bare")
    found = find(bare.folder)
    assert (found.top, found.git_dir, found.place) == (None, str(bare.folder), str(bare.folder))
    assert blob_of(found, "light") == b"name: a\n"


def test_a_relative_folder_is_refused_because_it_depends_on_the_current_directory() -> None:
    with pytest.raises(SourceError, match=r"^'gone/further' is not an absolute path"):
        find("gone/further")


def test_the_git_folder_of_a_checkout_is_read_as_a_bare_repository(fixture: GitFixture) -> None:
    assert find(fixture.folder / ".git").resolve("main") == fixture.head()


def test_a_linked_work_tree_has_its_own_head(fixture: GitFixture, tmp_path: Path) -> None:
    linked = fixture.worktree(tmp_path / "linked", "light")
    found = find(linked.folder)
    assert found.top == str(linked.folder)
    assert found.resolve("HEAD") == fixture.head("light")


def test_a_submodule_is_a_repository_of_its_own(fixture: GitFixture, tmp_path: Path) -> None:
    above = GitFixture.init(tmp_path / "above")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{fixture.folder}", "sub")
    found = find(above.folder / "sub" / "folder")
    assert found.top == str(above.folder / "sub")
    assert found.resolve("HEAD") == fixture.head()


def test_a_repository_inside_another_is_taken_first(fixture: GitFixture) -> None:
    inner = GitFixture.init(fixture.folder / "folder" / "inner")
    assert find(inner.folder).top == str(inner.folder)


def test_a_shallow_clone_says_that_it_is_shallow(fixture: GitFixture, tmp_path: Path) -> None:
    clone = find(fixture.clone(tmp_path / "clone", "--depth=1").folder)
    assert clone.resolve("HEAD") == fixture.head()
    with pytest.raises(RevisionError) as caught:
        clone.resolve("HEAD~1")
    assert str(caught.value) == (
        f"'HEAD~1' names no commit in {tmp_path / 'clone'} (this clone is shallow: fetch more of the history)"
    )


def test_a_sha256_repository_is_read(tmp_path: Path) -> None:
    fixture = GitFixture.init(tmp_path / "repo", "--object-format=sha256")
    commit = fixture.commit({"a.yaml": "name: a\n"})
    found = find(fixture.folder)
    assert len(commit) == 64
    assert found.resolve(commit[:12]) == commit
    assert blob_of(found, "HEAD") == b"name: a\n"
    with pytest.raises(RevisionError, match=r"did you mean 'main'\?"):
        found.resolve("mian")


def test_outside_of_a_repository_there_are_no_revisions(tmp_path: Path) -> None:
    with pytest.raises(RepositoryNotFoundError) as caught:
        find(tmp_path)
    assert str(caught.value) == f"{tmp_path} is not in a git repository, so it has no revisions (name one with --repo)"


def test_a_folder_that_is_not_there_is_named_and_not_its_parent(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "cards"
    with pytest.raises(RepositoryNotFoundError) as caught:
        find(nowhere)
    message = f"there is no folder {nowhere}, and no git repository above it (name one with --repo)"
    assert str(caught.value) == message


@pytest.mark.parametrize("head", ["garbage", "", "\0"])
def test_a_damaged_repository_is_not_taken_for_none(fixture: GitFixture, head: str) -> None:
    (fixture.folder / ".git" / "HEAD").write_text(head)
    with pytest.raises(GitError) as caught:
        find(fixture.folder / "folder")
    assert str(caught.value) == (
        f"{fixture.folder / '.git'} is not a valid git repository (it is damaged: clone it again)"
    )


def test_a_link_to_a_repository_that_is_gone_is_not_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text(f"gitdir: {tmp_path / 'gone'}\n")
    with pytest.raises(GitError, match=r"^/.*/\.git is not a valid git repository"):
        find(tmp_path)


def test_an_unknown_format_is_named(fixture: GitFixture) -> None:
    fixture.git("config", "core.repositoryFormatVersion", "1")
    fixture.git("config", "extensions.fromTheFuture", "true")
    with pytest.raises(
        GitError, match=r"^git cannot read the repository at .*: unknown repository extension found: fromthe"
    ):
        find(fixture.folder)


def test_a_folder_inside_the_git_folder_is_not_in_the_work_tree(fixture: GitFixture) -> None:
    with pytest.raises(GitError, match=r"/\.git/objects is not in the work tree of its repository"):
        find(fixture.folder / ".git" / "objects")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_a_repository_of_another_user_is_explained(fixture: GitFixture) -> None:
    for path in (fixture.folder, fixture.folder / ".git"):
        os.chown(path, 4242, 4242)
    with pytest.raises(GitError) as caught:
        find(fixture.folder)
    assert str(caught.value) == (
        f"the repository at {fixture.folder} belongs to another user, and git does not read it "
        f"(if you trust it: git config --global --add safe.directory {fixture.folder})"
    )


def test_git_that_is_missing_is_said_so(fixture: GitFixture, tmp_path: Path) -> None:
    with pytest.raises(GitError, match=r"^git is not installed \(install git"):
        Repository.find(str(fixture.folder), {"PATH": str(tmp_path)})


def test_git_that_cannot_be_run_is_said_so(fixture: GitFixture, tmp_path: Path) -> None:
    (tmp_path / "git").mkdir()
    with pytest.raises(GitError, match=r"^git cannot be run: Permission denied"):
        Repository.find(str(fixture.folder), {"PATH": str(tmp_path)})


def test_git_that_is_too_old_is_refused(fixture: GitFixture, tmp_path: Path) -> None:
    """It does not know an option that we ask with, and repeats it."""
    answers = (
        "*rev-parse*) printf '%s\\n' --path-format=absolute true /x/.git '' ;; version) echo git version 2.30.9 ;;"
    )
    (tmp_path / "git").write_text(f'#!/bin/sh\ncase "$*" in {answers} esac\n')
    (tmp_path / "git").chmod(0o755)
    with pytest.raises(GitError, match=r"^git version 2\.30\.9 is too old \(install git 2\.31 or later\)$"):
        Repository.find(str(fixture.folder), {"PATH": str(tmp_path)})


@pytest.mark.parametrize("bare", [False, True])
def test_a_pipe_in_the_configuration_does_not_keep_us(
    fixture: GitFixture, monkeypatch: pytest.MonkeyPatch, bare: bool
) -> None:
    os.mkfifo(fixture.folder / ".git/pipe")
    fixture.git("config", "include.path", "pipe")
    monkeypatch.setattr(discovery, "PATIENCE", 0.3)
    with pytest.raises(GitError, match=r"git was ended: it takes more than 0\.3 seconds \(check the"):
        find(fixture.folder / ".git" if bare else fixture.folder)


def test_a_pipe_in_place_of_a_branch_does_not_keep_us(fixture: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(fixture.folder / ".git/refs/heads/pipe")
    monkeypatch.setattr(reader, "PATIENCE", 0.3)
    found = find(fixture.folder)
    with pytest.raises(GitError) as caught:
        found.resolve("pipe")
    assert str(caught.value) == (
        "git was ended: it takes more than 0.3 seconds (check the repository and its configuration)"
    )
    assert found.resolve("main") == fixture.head()


def test_a_pipe_in_place_of_an_object_does_not_keep_us(fixture: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = fixture.git("rev-parse", "light:a.yaml")
    file = fixture.folder / ".git/objects" / blob[:2] / blob[2:]
    file.unlink()
    os.mkfifo(file)
    monkeypatch.setattr(reader, "PATIENCE", 0.3)
    with pytest.raises(GitError, match=r"^git was ended: it takes more than 0\.3 seconds "):
        blob_of(find(fixture.folder), "light")


def test_reading_does_not_depend_on_the_current_directory(
    fixture: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find(fixture.folder)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert blob_of(found, "light") == b"name: a\n"
    monkeypatch.chdir(tmp_path)  # or the folder before cannot be gone back to


# Revisions


@pytest.mark.parametrize(
    ("revision", "meant"),
    [
        ("main", "main"),
        ("refs/heads/main", "main"),
        ("HEAD", "main"),
        ("@", "main"),
        ("v1", "light"),
        ("refs/tags/v1", "light"),
        ("v1^{}", "light"),
        ("light", "light"),
        ("HEAD~1", "light"),
        ("HEAD^", "light"),
        ("HEAD@{0}", "main"),
        ("HEAD^{/Change}", "main"),
    ],
)
def test_a_revision_is_resolved_as_git_does(fixture: GitFixture, revision: str, meant: str) -> None:
    assert find(fixture.folder).resolve(revision) == fixture.head(meant)


@pytest.mark.parametrize("length", [7, 12, 40])
def test_an_id_is_resolved_in_full_and_in_short(fixture: GitFixture, length: int) -> None:
    found = find(fixture.folder)
    assert found.resolve(fixture.head()[:length]) == fixture.head()
    assert found.resolve(fixture.head()[:length].upper()) == fixture.head()
    assert found.resolve(f"{fixture.head()[:length]}~1") == fixture.head("light")


@pytest.mark.parametrize("length", [8, 40])
def test_the_id_of_an_annotated_tag_leads_to_its_commit(fixture: GitFixture, length: int) -> None:
    tag = fixture.git("rev-parse", "v1")
    assert tag != fixture.head("light")
    assert find(fixture.folder).resolve(tag[:length]) == fixture.head("light")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "--help",
        "--output=x",
        "^main",
        ":",
        ":a.yaml",
        ":/first",
        "HEAD:a.yaml",
        "main..light",
        "main...light",
        "main\n",
        "ma\0in",
        "\x1b[2J",
        "main\x7f",
        "\ud800",
        "x" * 1001,
        "@{yesterday",
        "HEAD^{/first",
        "main}",
    ],
)
def test_what_is_no_revision_is_refused_before_git_sees_it(fixture: GitFixture, text: str) -> None:
    with pytest.raises(RevisionError) as caught:
        Repository(str(fixture.folder / ".git"), None, {"PATH": "/nowhere"}).resolve(text)
    assert caught.value.revision == text
    assert str(caught.value) == f"{text[:80]!r} is not a revision (name a branch, a tag or the id of a commit)"


@pytest.mark.parametrize(
    "text", ["HEAD^@", "HEAD^!", "HEAD~99", "@{-1}", "main^{tree}", "a b", "*", "$HOME", "`id`", "~"]
)
def test_what_git_finds_no_commit_for_names_none(fixture: GitFixture, text: str) -> None:
    with pytest.raises(RevisionError) as caught:
        find(fixture.folder).resolve(text)
    assert caught.value.revision == text


@settings(deadline=None)  # git is run for each text
@given(text=st.text(max_size=40) | st.text("HEADmain~^@{}-:./0123", max_size=12))
def test_any_text_is_a_commit_or_a_fault_of_ours(shared: Repository, text: str) -> None:
    try:
        commit = shared.resolve(text)
    except RevisionError:
        return
    assert shared.read_object(commit).kind == "commit"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    fixture = GitFixture.init(tmp_path_factory.mktemp("shared") / "repo")
    fixture.commit({"a.yaml": "name: a\n"})
    return Repository(str(fixture.folder / ".git"), str(fixture.folder), git_variables(fixture.folder))


def test_an_unknown_revision_suggests_branches_and_tags(fixture: GitFixture, tmp_path: Path) -> None:
    fixture.git("branch", "release/2026")
    fixture.git("pack-refs", "--all")
    with pytest.raises(RevisionError) as caught:
        find(fixture.folder).resolve("release/2025")
    assert str(caught.value) == (f"'release/2025' names no commit in {fixture.folder} (did you mean 'release/2026'?)")
    clone = fixture.clone(tmp_path / "clone")
    with pytest.raises(RevisionError, match=r"did you mean 'origin/release/2026'\?"):
        find(clone.folder).resolve("release/2025")


def test_a_commit_that_was_not_fetched_is_said_so(fixture: GitFixture) -> None:
    with pytest.raises(RevisionError, match=r"names no commit in .* \(fetch it first, or see `git log --all`\)$"):
        find(fixture.folder).resolve("0123456789abcdef0123456789abcdef01234567")


def test_suggestions_are_left_out_where_refs_are_unknown(fixture: GitFixture) -> None:
    (fixture.folder / ".git" / "packed-refs").write_bytes(b"# pack-refs with: nothing\n")
    with pytest.raises(RevisionError, match="'mian' names no commit"):
        find(fixture.folder).resolve("mian")


@pytest.mark.parametrize("packed_refs", [b"\xff\xfe garbage", b"0 refs/heads/x"])
def test_branches_that_git_cannot_read_are_not_taken_for_none(fixture: GitFixture, packed_refs: bytes) -> None:
    (fixture.folder / ".git" / "packed-refs").write_bytes(packed_refs)
    with pytest.raises(GitError, match=r"^git cannot read .*packed-refs.* \(run `git fsck`\)$"):
        find(fixture.folder).resolve("mian")


def test_a_damaged_list_of_cut_commits_is_named(fixture: GitFixture) -> None:
    (fixture.folder / ".git" / "shallow").write_bytes(b"garbage\n")
    with pytest.raises(GitError) as caught:
        find(fixture.folder)
    path = fixture.folder / ".git" / "shallow"
    assert caught.value.message == f"the list of shallow commits {path} has a line that is not a full commit id"


def test_a_repository_without_commits_says_so(tmp_path: Path) -> None:
    fixture = GitFixture.init(tmp_path / "repo")
    with pytest.raises(RevisionError) as caught:
        find(fixture.folder).resolve("HEAD")
    assert str(caught.value) == f"'HEAD' names no commit in {fixture.folder} (it has no commits yet)"


@pytest.mark.parametrize(("revision", "kind"), [("HEAD^{tree}", "tree"), ("of_a_file", "tag")])
def test_what_is_no_commit_is_named(fixture: GitFixture, revision: str, kind: str) -> None:
    fixture.git("tag", "--annotate", "--message", "a file", "of_a_file", fixture.git("rev-parse", "HEAD:a.yaml"))
    with pytest.raises(
        RevisionError, match=rf"^'{revision.replace('^', '.')}' names a {kind} that leads to no commit$"
    ):
        find(fixture.folder).resolve(revision)


def commit_content(tree: str, message: str) -> bytes:
    return f"tree {tree}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\n{message}\n".encode()


def object_id(kind: str, content: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content).hexdigest()


def test_an_id_that_is_too_short_is_ambiguous(fixture: GitFixture) -> None:
    tree = fixture.git("rev-parse", "HEAD^{tree}")
    seen: dict[str, bytes] = {}
    for number in count():
        content = commit_content(tree, str(number))
        short = object_id("commit", content)[:4]
        if short in seen:
            break
        seen[short] = content
    for each in (seen[short], content):
        fixture.store_object("commit", each)
    with pytest.raises(RevisionError) as caught:
        find(fixture.folder).resolve(short)
    assert str(caught.value) == (
        f"{short!r} is ambiguous: more than one commit of {fixture.folder} begins with it (write more of the id)"
    )


@pytest.mark.parametrize("kind", ["branch", "tag"])
@pytest.mark.parametrize("suffix", ["", "~0", "^0"])
def test_a_branch_that_looks_like_an_id_never_stands_for_it(fixture: GitFixture, kind: str, suffix: str) -> None:
    short = fixture.head()[:7]
    fixture.git(kind, short, "light")
    with pytest.raises(RevisionError) as caught:
        find(fixture.folder).resolve(short + suffix)
    assert str(caught.value) == (
        f"{short!r} is the name of a branch or tag, and looks like the id of a commit "
        f"(write refs/heads/{short} or refs/tags/{short}, or the full id)"
    )
    folder = {"branch": "heads", "tag": "tags"}[kind]
    assert find(fixture.folder).resolve(f"refs/{folder}/{short}{suffix}") == fixture.head("light")
    assert find(fixture.folder).resolve(fixture.head()) == fixture.head()


@pytest.mark.parametrize("suffix", ["", "~0", "^{}", "@{0}"])
@pytest.mark.parametrize("other", ["refs/heads/x", "refs/remotes/x", "refs/remotes/x/HEAD", "refs/x"])
def test_a_name_of_a_tag_and_of_another_commit_is_ambiguous(fixture: GitFixture, other: str, suffix: str) -> None:
    fixture.git("update-ref", "--create-reflog", other, "main")
    fixture.git("update-ref", "--create-reflog", "refs/tags/x", "light")
    found = find(fixture.folder)
    with pytest.raises(
        AmbiguousRevisionError, match=r"which are different commits \(write the one that you mean in full"
    ):
        found.resolve(f"x{suffix}")
    assert found.resolve(f"{other}{suffix}") == fixture.head()
    assert found.resolve(f"refs/tags/x{suffix}") == fixture.head("light")


def test_a_name_of_one_commit_in_several_ways_is_that_commit(fixture: GitFixture) -> None:
    fixture.git("tag", "--annotate", "--message", "x", "main", "refs/heads/main")
    fixture.git("tag", "x", "HEAD^{tree}")
    fixture.git("branch", "x", "light")
    assert find(fixture.folder).resolve("main") == fixture.head("refs/heads/main")
    with pytest.raises(RevisionError):
        find(fixture.folder).resolve("x")  # git takes the tag, of a tree


def test_a_tag_called_like_a_name_of_git_itself_is_not_taken_for_it(fixture: GitFixture) -> None:
    for name in ("HEAD", "MERGE_HEAD"):
        fixture.git("update-ref", f"refs/tags/{name}", "light")
    found = find(fixture.folder)
    assert (found.resolve("HEAD"), found.maybe_commit("HEAD")) == (fixture.head(), fixture.head())
    assert found.maybe_commit("MERGE_HEAD") is None


@pytest.mark.parametrize("name", ["feed", "1" * 64])
def test_a_branch_that_only_looks_like_an_id_is_named_in_full(fixture: GitFixture, name: str) -> None:
    fixture.git("branch", name)
    with pytest.raises(RevisionError, match="looks like the id of a commit"):
        find(fixture.folder).resolve(name)
    assert find(fixture.folder).resolve(f"refs/heads/{name}") == fixture.head()


def test_a_branch_called_like_a_full_id_does_not_stand_for_it(fixture: GitFixture) -> None:
    (fixture.folder / ".git/refs/heads" / fixture.head()).write_text(fixture.head("light") + "\n")
    assert find(fixture.folder).resolve(fixture.head()) == fixture.head()


def test_replaced_objects_and_grafts_do_not_count(fixture: GitFixture) -> None:
    other = fixture.store_object("commit", commit_content(fixture.git("rev-parse", "HEAD^{tree}"), "other"))
    fixture.git("replace", fixture.head("light"), other)
    (fixture.folder / ".git" / "info" / "grafts").write_text(f"{fixture.head()} {other}\n")
    found = find(fixture.folder)
    assert found.resolve("HEAD~1") == fixture.head("light")
    assert blob_of(found, "light") == b"name: a\n"


def test_a_commit_graph_that_is_wrong_does_not_count(fixture: GitFixture) -> None:
    """The graph gets what its newest commit has for a parent out of a table, and nobody compares."""
    last = fixture.commit()
    fixture.git("commit-graph", "write", "--reachable")
    path = fixture.folder / ".git/objects/info/commit-graph"
    graph = bytearray(path.read_bytes())
    table = {bytes(graph[8 + 12 * n :][:4]): int.from_bytes(graph[12 + 12 * n :][:8]) for n in range(graph[6])}
    ids = [graph[table[b"OIDL"] + 20 * n :][:20].hex() for n in range(3)]
    parent = table[b"CDAT"] + 36 * ids.index(last) + 20
    graph[parent : parent + 4] = ids.index(fixture.head("light")).to_bytes(4)
    path.chmod(0o644)
    path.write_bytes(graph)
    assert fixture.git("log", "--format=%H", "-1", "--skip=1") == fixture.head("light")
    found = find(fixture.folder)
    assert found.run(["log", "--format=%H", "-1", "--skip=1"]).decode().strip() == found.resolve("HEAD~1")
    assert found.resolve("HEAD~2") == found.resolve("light")


# Objects


def loose(fixture: GitFixture, object_id: str) -> Path:
    """The file of an object, made writable."""
    path = fixture.folder / ".git" / "objects" / object_id[:2] / object_id[2:]
    path.chmod(0o644)
    return path


def test_an_object_with_other_content_is_damaged(fixture: GitFixture) -> None:
    good, bad = fixture.git("rev-parse", "light:a.yaml"), fixture.store_object("blob", b"name: evil\n")
    loose(fixture, good).write_bytes(loose(fixture, bad).read_bytes())
    with pytest.raises(CorruptObjectError) as caught:
        find(fixture.folder).read_object(good, len(b"name: evil\n"))
    assert caught.value.object_id == good
    assert str(caught.value) == (
        f"object {good} is damaged: its content has the id {bad} (run `git fsck`, and fetch the repository again)"
    )


@pytest.mark.parametrize("content", [None, b"", b"x"])
def test_a_lost_object_hides_no_other(fixture: GitFixture, content: bytes | None) -> None:
    lost, other = fixture.git("rev-parse", "light:a.yaml"), fixture.git("rev-parse", "HEAD:folder/b.yaml")
    loose(fixture, lost).unlink() if content is None else loose(fixture, lost).write_bytes(content)
    found = find(fixture.folder)
    for _ in range(2):
        with pytest.raises(CorruptObjectError, match=f"^object {lost} (is missing from the repository|cannot be read)"):
            found.read_object(lost)
        assert found.read_object(other) == GitObject("blob", b"name: b\n")


def test_a_branch_whose_commit_is_lost_names_the_object(fixture: GitFixture) -> None:
    loose(fixture, fixture.head()).unlink()
    commit = (fixture.folder / ".git/refs/heads/main").read_text().strip()
    with pytest.raises(CorruptObjectError, match=f"^object {commit} is missing from the repository"):
        find(fixture.folder).resolve("main")


def test_what_is_longer_than_the_limit_is_cut_and_the_next_read_is_whole(fixture: GitFixture) -> None:
    long = fixture.store_object("blob", b"0123456789" * 1_000_000)
    found = find(fixture.folder)
    assert found.read_object(long, 15) == GitObject("blob", b"012345678901234")
    assert blob_of(found, "light") == b"name: a\n"
    assert len(found.read_object(long).content) == 10_000_000
    assert len(found.read_object(long, 10_000_000).content) == 10_000_000


def test_a_repository_that_was_closed_reads_again(fixture: GitFixture) -> None:
    found = find(fixture.folder)
    for _ in range(2):
        assert blob_of(found, "light") == b"name: a\n"
        found.close()
        found.close()


@pytest.mark.parametrize("name", [b"", b".", b"..", b".git", b".GIT", b"a/b.yaml"])
def test_a_tree_that_git_would_not_check_out_is_refused(fixture: GitFixture, name: bytes) -> None:
    commit = fixture.commit_tree([("100644", name, fixture.git("rev-parse", "HEAD:a.yaml"))])
    found = find(fixture.folder)
    with pytest.raises(CorruptObjectError) as caught:
        found.read_tree(found.tree_of(commit))
    assert caught.value.message == (
        f"tree {found.tree_of(commit)} has an entry {name.decode()!r} that git would not check out"
    )


def test_a_tree_that_has_a_name_twice_is_refused(fixture: GitFixture) -> None:
    blob = fixture.git("rev-parse", "HEAD:a.yaml")
    commit = fixture.commit_tree([("100644", b"a.yaml", blob), ("100644", b"a.yaml", blob)])
    found = find(fixture.folder)
    with pytest.raises(CorruptObjectError, match=r"has an entry 'a\.yaml' that git would not check out"):
        found.read_tree(found.tree_of(commit))


def test_odd_but_sound_names_and_modes_are_read(fixture: GitFixture) -> None:
    blob, folder = fixture.git("rev-parse", "HEAD:a.yaml"), fixture.git("rev-parse", "HEAD:folder")
    odd = [
        ("100644", b"--x", blob),
        ("100666", b"caf\xe9", blob),
        ("040000", b"sub", folder),
        ("100644", b"x\ny", blob),
    ]
    found = find(fixture.folder)
    tree = found.read_tree(found.tree_of(fixture.commit_tree(odd)))
    assert {name: entry.mode for name, entry in tree.items()} == {
        "--x": Mode.FILE,
        "caf\udce9": Mode.FILE,
        "sub": Mode.FOLDER,
        "x\ny": Mode.FILE,
    }


@pytest.mark.parametrize("content", [b"garbage", b"100644 a.yaml", b"100644 a.yaml\0short", b"\xff a\0" + bytes(20)])
def test_a_tree_that_is_none_is_refused(fixture: GitFixture, content: bytes) -> None:
    tree = fixture.store_object("tree", content)
    with pytest.raises(CorruptObjectError, match=f"^tree {tree} is malformed"):
        find(fixture.folder).read_tree(tree)


@pytest.mark.parametrize("content", [b"", b"author A <a@b> 1 +0000\n", b"tree 0123\n"])
def test_a_commit_without_a_tree_is_refused(fixture: GitFixture, content: bytes) -> None:
    commit = fixture.store_object("commit", content)
    with pytest.raises(CorruptObjectError, match=f"^commit {commit} names no tree"):
        find(fixture.folder).tree_of(commit)


def test_an_object_of_another_kind_is_refused(fixture: GitFixture) -> None:
    with pytest.raises(CorruptObjectError, match=f"^object {fixture.head()} is a commit, not a tree"):
        find(fixture.folder).read_tree(fixture.head())


def test_a_partial_clone_is_not_completed_while_reading(fixture: GitFixture, tmp_path: Path) -> None:
    fixture.git("config", "uploadpack.allowFilter", "true")
    clone = fixture.clone(tmp_path / "clone", "--no-checkout", "--filter=blob:none")
    with pytest.raises(GitError) as caught:
        blob_of(find(clone.folder), "HEAD")
    assert str(caught.value) == (
        f"object {fixture.git('rev-parse', 'HEAD:a.yaml')} is not in {clone.folder}: it is a partial clone, "
        "and has left it out (fetch all of it: git fetch --refetch --no-filter)"
    )
    clone.git("fetch", "--quiet", "--refetch", "--no-filter")
    assert blob_of(find(clone.folder), "HEAD") == b"name: a\nnote: changed\n"


def test_a_damaged_object_of_a_partial_clone_is_not_taken_for_one_that_was_left_out(
    fixture: GitFixture, tmp_path: Path
) -> None:
    fixture.git("config", "uploadpack.allowFilter", "true")
    clone = fixture.clone(tmp_path / "clone", "--no-checkout", "--filter=blob:none")
    bad = clone.store_object("blob", b"name: evil\n")
    good = clone.git("rev-parse", "HEAD:a.yaml")
    path = clone.folder / ".git/objects" / good[:2] / good[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(loose(clone, bad).read_bytes())
    with pytest.raises(CorruptObjectError, match=f"^object {good} is damaged"):
        find(clone.folder).read_object(good)


# Surroundings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_DIR", "/nowhere"),
        ("GIT_WORK_TREE", "/"),
        ("GIT_COMMON_DIR", "/nowhere"),
        ("GIT_INDEX_FILE", ".git/index.lock"),
        ("GIT_OBJECT_DIRECTORY", "/nowhere"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "/nowhere"),
        ("GIT_CEILING_DIRECTORIES", "/:{top}"),
        ("GIT_NAMESPACE", "other"),
        ("GIT_DEFAULT_HASH", "sha256"),
        ("GIT_CONFIG_COUNT", "garbage"),
        ("GIT_CONFIG_PARAMETERS", "'core.bare'='true'"),
        ("GIT_REPLACE_REF_BASE", "refs/heads/"),
        ("GIT_SHALLOW_FILE", "/nowhere"),
        ("GIT_TRACE", "1"),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_SSH_COMMAND", "false"),
        ("GIT_ASKPASS", "false"),
        ("GIT_PAGER", "false"),
        ("GIT_PREFIX", "folder/"),
        ("GIT_PROTOCOL", "version=0"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("LANGUAGE", "de"),
    ],
)
def test_the_variables_of_a_surrounding_hook_do_not_count(
    fixture: GitFixture, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value.format(top=fixture.folder))
    found = find(fixture.folder / "folder")
    assert (found.top, found.resolve("light")) == (str(fixture.folder), fixture.head("light"))
    assert blob_of(found, "main") == b"name: a\nnote: changed\n"
    with pytest.raises(RevisionError, match=r"'ligth' names no commit in "):
        found.resolve("ligth")


def test_the_configuration_that_a_user_names_counts() -> None:
    named = {"GIT_CONFIG_GLOBAL": "/home/me/config", "GIT_CONFIG_NOSYSTEM": "1", "GIT_EXEC_PATH": "/opt/git"}
    assert named.items() <= git_environment({**named, "GIT_DIR": "/nowhere"}).items()
    assert "GIT_DIR" not in git_environment({"GIT_DIR": "/nowhere"})


def run_python(program: str, *arguments: str) -> None:
    """Run a program that fails for every warning, resources left open included."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


READS = """
import os, sys
from assetcards import Repository
repository = Repository.find(sys.argv[1], os.environ)
blob = repository.read_tree(repository.tree_of(repository.resolve("light")))["a.yaml"].object_id
"""


def test_nothing_is_left_open_by_a_repository_that_nobody_closed(fixture: GitFixture) -> None:
    run_python(READS + "assert repository.read_object(blob).content == b'name: a\\n'", str(fixture.folder))


def test_a_reader_that_git_left_is_replaced(fixture: GitFixture) -> None:
    program = """
repository._reader._process.kill()
repository._reader._process.wait()
try:
    repository.read_object(blob)
except Exception as error:
    assert str(error).startswith(f"object {blob} cannot be read") or "git stopped" in str(error), error
assert repository.read_object(blob).content == b"name: a\\n"
"""
    run_python(READS + program, str(fixture.folder))


def test_an_interrupted_read_does_not_answer_the_next_one(fixture: GitFixture) -> None:
    program = """
import signal
long, reading, interrupted = sys.argv[2], False, 0
def interrupt(number, frame):
    if reading:
        raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
for delay in range(1, 40):
    try:
        reading = True
        signal.setitimer(signal.ITIMER_REAL, delay / 4000)
        repository.read_object(long)
        reading = False
    except KeyboardInterrupt:
        interrupted += 1
    reading = False
    signal.setitimer(signal.ITIMER_REAL, 0)
    assert repository.read_object(blob).content == b"name: a\\n"
assert interrupted > 0
"""
    long = fixture.store_object("blob", os.urandom(5_000_000))
    run_python(READS + program, str(fixture.folder), long)


@pytest.mark.parametrize("end", ["os._exit(0)", "sys.exit(0)"])
def test_a_forked_child_reads_with_a_git_of_its_own(fixture: GitFixture, end: str) -> None:
    program = f"""
children = []
for _ in range(4):
    child = os.fork()
    if not child:
        for _ in range(100):
            assert repository.read_object(blob).content == b"name: a\\n"
        {end}
    children.append(child)
for _ in range(100):
    assert repository.read_object(blob).content == b"name: a\\n"
for child in children:
    assert os.waitpid(child, 0)[1] == 0
assert repository.read_object(blob).content == b"name: a\\n"
"""
    run_python(READS + program, str(fixture.folder))


def test_each_thread_may_have_a_repository_of_its_own(fixture: GitFixture) -> None:
    program = """
from concurrent.futures import ThreadPoolExecutor
def read(number):
    own = Repository.find(sys.argv[1], os.environ)
    try:
        return {own.read_object(blob).content for _ in range(100)}
    finally:
        own.close()
with ThreadPoolExecutor(4) as pool:
    assert list(pool.map(read, range(8))) == [{b"name: a\\n"}] * 8
"""
    run_python(READS + program, str(fixture.folder))


def test_threads_that_share_a_repository_get_no_wrong_answer(fixture: GitFixture) -> None:
    program = """
from concurrent.futures import ThreadPoolExecutor
blobs = {blob: b"name: a\\n", sys.argv[2]: b"name: b\\n"}
def read(number):
    return all(repository.read_object(each).content == content for _ in range(100) for each, content in blobs.items())
with ThreadPoolExecutor(4) as pool:
    assert all(pool.map(read, range(8)))
"""
    run_python(READS + program, str(fixture.folder), fixture.git("rev-parse", "HEAD:folder/b.yaml"))


def test_an_object_that_was_not_expected_is_read_by_another_git(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path)
    repo.commit({name: f"name: {name}\n" for name in "abc"})
    ids = repo.git("rev-parse", "HEAD:a", "HEAD:b", "HEAD:c").split()
    repository = Repository.find(str(tmp_path), os.environ)
    repository.expect(ids)
    assert [repository.read_object(ids[at]).content for at in (0, 2, 1)] == [b"name: a\n", b"name: c\n", b"name: b\n"]
    repository.close()
