"""Finding repositories and naming commits, on real repositories of every kind."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards.errors import AmbiguousRevisionError, GitError, RepositoryNotFoundError, RevisionError, SourceError
from assetcards.git import discovery, reader
from assetcards.git.process import git_environment
from assetcards.git.repo import Repository
from tests.gitfixture import GitFixture, git_variables
from tests.unit.git.repositories import blob_of, commit_content, find, object_id

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
