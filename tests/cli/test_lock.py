"""`catalog lock` in a project that already has a lock file: cards are added, moved together, replaced, and merged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assetcards import LockError, open_catalog
from assetcards.cli.main import main
from assetcards.names import FullName
from assetcards.sources.lockfile import Lock, lock_cards
from assetcards.sources.lockform import parse_lock, render_lock
from tests.gitfixture import GitFixture


def cards(note: str) -> str:
    return "---\n".join(f"name: {name}\nnote: {note}\n" for name in ("a", "b", "c", "d"))


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A catalog whose first commit is tagged `v1`, and a second one with other values."""
    repo = GitFixture.init(tmp_path / "cards")
    repo.commit({"catalog/catalog.toml": "", "catalog/x.yaml": cards("one")})
    repo.git("tag", "v1")
    repo.commit({"catalog/x.yaml": cards("two")})
    monkeypatch.chdir(tmp_path)
    return repo


def lock(*arguments: str) -> int:
    return main(["lock", *arguments])


def locked() -> Lock:
    return parse_lock(Path("catalog.lock").read_bytes())


def names() -> list[str]:
    return [str(card.full_name) for card in locked().cards]


def test_a_card_is_added_at_the_locked_commit_and_the_others_stay(repo: GitFixture) -> None:
    assert lock("b", "--repo", "cards", "--rev", "v1") == 0
    assert lock("a") == lock("c", "d") == 0
    assert (locked().revision, locked().commit, names()) == ("v1", repo.head("v1"), ["a", "b", "c", "d"])
    with open_catalog(lock="catalog.lock") as catalog:
        assert catalog.card("a").fields["note"] == "one"


def test_naming_the_locked_commit_again_in_any_way_adds(repo: GitFixture) -> None:
    lock("a", "--repo", "cards", "--rev", "v1")
    for options in (["--repo", "cards", "--rev", repo.head("v1")], ["--repo", "cards"], ["--repo", "./cards/catalog"]):
        assert lock("b", *options) == 0


def test_another_revision_wants_all_cards_moved(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    lock("a", "--repo", "cards", "--rev", "v1")
    before = locked()
    capsys.readouterr()
    assert lock("b", "--repo", "cards", "--rev", "main") == 3
    assert capsys.readouterr().err == (
        f"catalog: v1 = {repo.head('v1')[:12]} is locked, and main is {repo.head()[:12]}"
        " (move all locked cards first: catalog lock --update --rev main)\n"
    )
    assert locked() == before
    assert lock("--update", "--rev", "main") == 0
    assert (locked().revision, locked().commit, names()) == ("main", repo.head(), ["a"])


def test_another_root_or_repository_wants_replacing(
    repo: GitFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock("a", "--repo", "cards", "--rev", "v1")
    repo.commit({"more/x.yaml": cards("more")})
    repo.copy(tmp_path / "others")
    capsys.readouterr()
    hint = " (lock in another file with --file, or write this one again with --replace)\n"
    assert lock("b", "--repo", "cards", "--root", "more") == 3
    assert capsys.readouterr().err == f"catalog: 'catalog' of cards is locked, and not 'more' of cards{hint}"
    assert lock("b", "--repo", "others") == 3
    assert capsys.readouterr().err == f"catalog: 'catalog' of cards is locked, and not 'catalog' of others{hint}"
    assert lock("b", "--repo", "others", "--replace") == 0
    assert (locked().repository, names()) == ("others", ["b"])


def test_replacing_lists_what_goes(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    lock("a", "b", "c", "--repo", "cards", "--rev", "v1")
    capsys.readouterr()
    assert lock("b", "--replace", "--repo", "cards", "--rev", "main") == 0
    assert capsys.readouterr().out == (
        f"catalog.lock: 1 card of cards at main = {repo.head()}\nno longer locked: a, c\n"
    )
    assert names() == ["b"]
    assert lock("d", "--replace", "--repo", "cards", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["dropped"] == [{"name": "b", "env": None}]


def test_what_is_no_valid_lock_is_replaced_and_not_added_to(repo: GitFixture) -> None:
    lock("a", "--repo", "cards")
    Path("catalog.lock").write_text(f"{Path('catalog.lock').read_text()}more = 1\n")
    assert lock("b", "--repo", "cards") == 3
    assert lock("b", "--replace", "--repo", "cards") == 0
    assert names() == ["b"]


def test_an_empty_file_is_a_new_lock(repo: GitFixture) -> None:
    Path("catalog.lock").touch()
    assert lock("a", "--repo", "cards") == 0
    assert names() == ["a"]


def test_a_card_is_not_added_beside_one_that_is_not_as_locked(repo: GitFixture) -> None:
    """The card named is locked again; another one is not without a word."""
    lock("a", "b", "--repo", "cards", "--rev", "v1")
    read = locked()
    wrong = replace(read, cards=(replace(read.cards[0], digest=f"sha256:{'0' * 64}"), read.cards[1]))
    Path("catalog.lock").write_text(render_lock(wrong))
    assert lock("c") == 3
    assert lock("a") == 0
    assert locked() == read


def test_a_lock_of_version_1_stays_one_until_it_is_updated(repo: GitFixture) -> None:
    with open_catalog(repo.folder, rev="main") as catalog:
        old = tuple(lock_cards(catalog, [FullName("a")], version=1))
    lock("a", "--repo", "cards", "--rev", "main")
    assert old[0].digest != locked().cards[0].digest
    Path("catalog.lock").write_text(render_lock(replace(locked(), version=1, cards=old)))
    assert lock("b") == lock("--check") == 0
    assert (locked().version, names(), locked().cards[0]) == (1, ["a", "b"], old[0])
    open_catalog(lock="catalog.lock").close()
    assert lock("--update") == 0
    assert (locked().version, names()) == (2, ["a", "b"])


def test_what_another_process_locks_meanwhile_is_not_overwritten(
    repo: GitFixture, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock("a", "--repo", "cards", "--rev", "v1")

    def after_another(made: Lock) -> str:
        monkeypatch.setattr("assetcards.cli.lock_command.render_lock", render_lock)
        assert lock("b") == 0
        return render_lock(made)

    monkeypatch.setattr("assetcards.cli.lock_command.render_lock", after_another)
    assert lock("c") == 3
    assert capsys.readouterr().err == "catalog: catalog.lock was changed by another process meanwhile (try again)\n"
    assert lock("c") == 0
    assert names() == ["a", "b", "c"]


Merge = Callable[..., None]


@pytest.fixture
def merge(repo: GitFixture, tmp_path: Path) -> Merge:
    """Merges what two people make of a lock file with one card."""

    def merge(ours: list[list[str]], theirs: list[list[str]], *, attributes: str = "", between: str = "") -> None:
        project = GitFixture(tmp_path)
        project.git("init", "--quiet", "--initial-branch=main")
        (tmp_path / ".gitignore").write_text("/cards/\n")
        lock("b", "--repo", "cards", "--rev", "main")
        project.commit({".gitattributes": attributes})
        project.git("branch", "theirs")
        for side, branch in ((ours, "main"), (theirs, "theirs")):
            project.switch(branch)
            if between:
                repo.commit({"catalog/x.yaml": cards(f"{between} {branch}")})
            assert [lock(*arguments) for arguments in side] == [0] * len(side)
            project.commit()
        project.switch("main")
        project.git("-c", 'alias.try=!git merge --quiet --message m "$@" || true; :', "try", "theirs")

    return merge


@pytest.mark.parametrize("attributes", ["", "catalog.lock merge=union\n"])
def test_updating_gives_the_cards_of_both_sides(merge: Merge, repo: GitFixture, attributes: str) -> None:
    merge([["--update"], ["c"]], [["--update"], ["d"]], attributes=attributes, between="later")
    merge_state = Path("catalog.lock").read_text()
    assert ("<<<<<<<" in merge_state) == (not attributes)
    with pytest.raises(LockError, match=r"take the cards of both sides: catalog lock --update"):
        open_catalog(lock="catalog.lock")
    assert lock("a") == lock("--check") == lock("--update", "b") == 3
    assert Path("catalog.lock").read_text() == merge_state
    assert lock("--update") == 0
    assert (names(), locked().commit) == (["b", "c", "d"], repo.head())


def test_a_card_is_added_to_those_of_both_sides_where_they_lock_one_commit(merge: Merge, repo: GitFixture) -> None:
    merge([["c"]], [["d"]])
    assert "<<<<<<<" in Path("catalog.lock").read_text()
    commit = repo.commit({"catalog/x.yaml": cards("later")})
    assert lock("a") == 0
    assert names() == ["a", "b", "c", "d"]
    assert locked().commit != commit


def test_a_card_that_two_people_lock_at_different_commits_is_locked_again(repo: GitFixture) -> None:
    """As where one of them has moved the lock before."""
    lock("a", "b", "--repo", "cards", "--rev", "v1")
    read = locked()
    twice = replace(read.cards[0], digest=f"sha256:{'0' * 64}")
    Path("catalog.lock").write_text(render_lock(replace(read, cards=(twice, *read.cards))))
    with pytest.raises(LockError, match=r"a is locked twice, with different digests \(lock it again: catalog lock a, "):
        open_catalog(lock="catalog.lock")
    assert lock("c") == 3
    assert lock("a") == 0
    assert locked() == read


def test_sides_that_lock_other_revisions_are_asked_which_one(
    merge: Merge, repo: GitFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    merge([["--update", "--rev", "v1"], ["c"]], [["--update", "--rev", repo.head("v1")]])
    capsys.readouterr()
    assert lock("--update") == 3
    assert capsys.readouterr().err == (
        f"catalog: the sides of a merge lock another revision: 'v1' and '{repo.head('v1')}'"
        " (say which: catalog lock --update --rev REVISION)\n"
    )
    assert lock("--update", "--rev", "main") == 0
    assert (names(), locked().revision) == (["b", "c"], "main")


def test_both_sides_of_a_conflict_in_version_1_are_updated(merge: Merge) -> None:
    merge([["c"]], [["d"]])
    ours, theirs = (replace(lock, version=1) for lock in _sides())
    old = f"<<<<<<< HEAD\n{render_lock(ours)}=======\n{render_lock(theirs)}>>>>>>> theirs\n"
    head = render_lock(ours).splitlines(keepends=True)[0]
    Path("catalog.lock").write_text(head + old)
    assert lock("--update") == 0
    assert (names(), locked().version) == (["b", "c", "d"], 2)


def _sides() -> list[Lock]:
    from assetcards.sources.lockform import parse_sides

    return list(parse_sides(Path("catalog.lock").read_bytes()))


def test_edits_beside_what_is_locked_are_said(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write({"catalog/x.yaml": cards("two").replace("name: b\nnote: two", "name: b\nnote: three")})
    lock("a", "--repo", "cards")
    assert "otherwise" not in capsys.readouterr().out
    for arguments in (["b"], ["c"], ["--update"], ["b", "--replace", "--repo", "cards"]):
        assert lock(*arguments) == 0
        assert capsys.readouterr().out.splitlines()[-1] == (
            "otherwise in the checkout: b (to lock that, commit it: catalog lock --update)"
        )
    lock("b", "--replace", "--repo", "cards", "--format", "json")
    assert json.loads(capsys.readouterr().out)["uncommitted"] == [{"name": "b", "env": None}]


def test_a_commit_that_nothing_leads_to_any_more_is_said_and_fails_the_check(
    repo: GitFixture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.switch("feature", new=True)
    left = repo.commit({"catalog/x.yaml": cards("feature")})
    lock("a", "--repo", "cards", "--rev", "HEAD")
    assert lock("--check") == 0
    repo.switch("main")
    repo.git("merge", "--squash", "feature")
    repo.commit()
    capsys.readouterr()
    assert lock("--check") == 1
    told = (
        f"commit {left[:12]} is not reachable from HEAD any more: others may not get it"
        " (push it, or lock another commit: catalog lock --update)"
    )
    assert capsys.readouterr().out.splitlines()[-1] == told
    assert lock("b") == 0
    assert capsys.readouterr().out.splitlines()[-1] == told
    repo.git("branch", "-D", "feature")
    repo.clone(tmp_path / "clone")
    repo.folder.rename(tmp_path / "mine")
    (tmp_path / "clone").rename(tmp_path / "cards")
    missing = (
        f"catalog: commit {left[:12]}, which is locked, is not in cards: its branch may have been squashed, rebased or"
        " force-pushed, and removed (fetch all branches, of a shallow clone all history, or lock another commit:"
        " catalog lock --update)\n"
    )
    for arguments in (["lock", "--check"], ["lock", "c"], ["list", "--lock", "catalog.lock"]):
        assert main(arguments) == 3
        assert capsys.readouterr().err == missing
    assert lock("--update") == 0


def test_a_revision_that_is_gone_wants_another_one(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    repo.git("branch", "feature")
    lock("a", "--repo", "cards", "--rev", "feature")
    repo.git("branch", "-D", "feature")
    for option in ("--check", "--update"):
        assert lock(option) == 3
        assert "or name another: catalog lock --update --rev REVISION)" in capsys.readouterr().err
    assert lock("--update", "--rev", "main") == 0


def test_locked_cards_are_shown_and_listed(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    lock("a", "c", "--repo", "cards", "--rev", "v1")
    capsys.readouterr()
    assert main(["list", "--lock", "catalog.lock", "--format", "names"]) == 0
    assert capsys.readouterr().out == "a\nc\n"
    assert main(["show", "a", "--lock", "catalog.lock", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["fields"]["note"] == "one"
    assert main(["show", "b", "--lock", "catalog.lock"]) == 1
    assert "card 'b' is not locked in catalog.lock (lock it, too: catalog lock b)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["--repo", "cards"], ["--rev", "v1"], ["--store", "cards"], ["--at", "2024-01-01"]]
)
def test_a_lock_goes_with_no_other_source(
    repo: GitFixture, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lock("a", "--repo", "cards")
    assert main(["show", "a", "--lock", "catalog.lock", *options]) == 2
    assert "lock" in capsys.readouterr().err


@pytest.mark.parametrize("before", [[], ["a"]])
def test_a_card_that_is_not_committed_is_said_to_be(
    repo: GitFixture, before: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in before:
        lock(name, "--repo", "cards")
    repo.write({"catalog/y.yaml": "name: new\n"})
    assert lock("new", "--repo", "cards") == 3
    said = "catalog: card 'new' is in the checkout, and not in the commit that is locked (commit it first)\n"
    assert capsys.readouterr().err == said
    assert lock("news", "--repo", "cards") == 1
