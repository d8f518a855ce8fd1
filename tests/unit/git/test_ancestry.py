"""The way back from commit to commit, on histories of every shape, against git's own walks."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from assetcards.errors import CorruptObjectError, RevisionError
from assetcards.git.ancestry import walk_back
from assetcards.git.commits import merge_base
from assetcards.git.repo import Repository
from assetcards.git.revisions import split_way
from tests.gitfixture import FIRST_COMMIT_TIME, GitFixture


def find(fixture: GitFixture) -> Repository:
    return Repository.find(str(fixture.folder), os.environ)


def write_tangle(fixture: GitFixture, seed: int, count: int) -> list[str]:
    """Commits that have any one or two earlier ones as parents, and dates in no order; gives the ids."""
    rng = Random(seed)
    stream = []
    for number in range(1, count + 1):
        near = range(max(1, number - 9), number)
        parents = rng.sample(near, min(len(near), rng.choice((1, 1, 2))))
        moment = FIRST_COMMIT_TIME + rng.randrange(count // 2) * 60
        stream += [f"commit refs/heads/c{number}\nmark :{number}\ncommitter C <c@example.org> {moment} +0000\ndata 0\n"]
        stream += [f"{word} :{parent}\n" for word, parent in zip(("from", "merge"), parents, strict=False)]
    fixture.git("fast-import", "--quiet", content="".join(stream))
    return [fixture.head(f"c{number}") for number in range(1, count + 1)]


@pytest.mark.parametrize("seed", [0, 2, 3])
def test_walks_and_merge_bases_are_those_of_git(tmp_path: Path, seed: int) -> None:
    fixture = GitFixture.init(tmp_path / "repo")
    commits = write_tangle(fixture, seed, 40)
    found = find(fixture)
    for options, all_parents in (("--first-parent", False), ("--topo-order", True)):
        told = fixture.git("log", "--format=%H %T %ct %P", options, commits[-1]).splitlines()
        steps = walk_back(found, commits[-1], all_parents=all_parents)
        assert [f"{each.commit} {each.tree} {each.time} {' '.join(each.parents)}".rstrip() for each in steps] == [
            line.rstrip() for line in told
        ]
    several = 0
    for first, second in Random(seed).sample(list(combinations(commits[-20:], 2)), 60):
        nearest = fixture.git("merge-base", "--all", first, second).splitlines()
        assert merge_base(found, first, second) in nearest
        several += len(nearest) > 1
    assert several > 2


def test_a_way_back_is_what_git_makes_of_it(tmp_path: Path) -> None:
    fixture = GitFixture.init(tmp_path / "repo")
    commits = write_tangle(fixture, 7, 30)
    found = find(fixture)
    for way in ("~", "^", "~0", "^0", "~2", "^2", "~1^2", "^2~1", "~3^{commit}", "^^{}~2", "~29", "^3", "~1000000"):
        revision = f"{commits[-1]}{way}"
        assert split_way(revision) == (commits[-1], way)
        try:
            end = found.resolve(revision)
        except RevisionError:
            end = ""
        assert end == git_way(fixture, revision)


def git_way(fixture: GitFixture, revision: str) -> str:
    """What git makes of a revision; empty when it is none."""
    return fixture.git("rev-parse", "--revs-only", revision)


def cut_at_three(tmp_path: Path) -> tuple[GitFixture, GitFixture, dict[str, str]]:
    """A branch that began at B, and has merged one that began at A; and a clone that knows A, and not that B led on."""
    repo = GitFixture.init(tmp_path / "repo")
    made = {name: repo.commit({"catalog/catalog.toml": f"# {name}\n"}, message=name) for name in ("root", "A", "B")}
    repo.switch("feature", new=True)
    made["F0"] = repo.commit({"catalog/f.yaml": "name: f\nmodel_family: llama\n"})
    made["F1"] = repo.commit({"catalog/f.yaml": "name: f\nmodel_family: qwen\n"})
    repo.git("switch", "--quiet", "--create", "topic", made["A"])
    made["T"] = repo.commit({"catalog/t.yaml": "name: t\nmodel_family: llama\n"})
    repo.switch("feature")
    repo.merge("topic")
    repo.switch("main")
    made["C"] = repo.commit({"catalog/catalog.toml": "# C\n"}, message="C")
    return repo, repo.clone(tmp_path / "clone", "--depth=3", "--no-single-branch"), made


def test_a_shallow_clone_takes_no_older_commit_for_the_merge_base(tmp_path: Path) -> None:
    repo, clone, made = cut_at_three(tmp_path)
    assert clone.git("merge-base", "origin/main", "origin/feature") == made["A"]
    ends = [repo.head("main"), repo.head("feature")]
    assert merge_base(find(repo), *ends) == made["B"]
    for pair in (ends, ends[::-1]):
        with pytest.raises(RevisionError) as caught:
            merge_base(find(clone), *pair)
        assert str(caught.value) == (
            f"cannot find the merge base of commits {pair[0][:12]} and {pair[1][:12]} "
            "(this clone is shallow: fetch the rest with `git fetch --unshallow`, "
            f"or compare the two as they are: {pair[0][:12]}..{pair[1][:12]})"
        )
    clone.git("fetch", "--quiet", "--unshallow")
    assert merge_base(find(clone), *ends) == made["B"]


def test_a_shallow_clone_that_holds_the_merge_base_is_enough(tmp_path: Path) -> None:
    repo, _, made = cut_at_three(tmp_path)
    repo.git("branch", "old", made["F0"])
    clone = repo.clone(tmp_path / "other", "--depth=2", "--no-single-branch")
    found = find(clone)
    assert merge_base(found, made["C"], made["F0"]) == made["B"]
    assert merge_base(found, made["F1"], repo.head("feature")) == made["F1"]


def test_what_was_merged_counts_as_one_side(tmp_path: Path) -> None:
    repo, _, made = cut_at_three(tmp_path)
    assert merge_base(find(repo), made["T"], made["C"]) == made["A"]
    assert merge_base(find(repo), made["T"], made["C"], made["T"]) == made["T"]


def overwrite(fixture: GitFixture, object_id: str, other: str) -> None:
    paths = [fixture.folder / ".git/objects" / each[:2] / each[2:] for each in (object_id, other)]
    paths[0].chmod(0o644)
    paths[0].write_bytes(paths[1].read_bytes())


def test_no_walk_goes_through_a_commit_that_is_another_one(tmp_path: Path) -> None:
    repo, _, made = cut_at_three(tmp_path)
    overwrite(repo, made["B"], made["root"])
    found = find(repo)
    walks: list[Callable[[], object]] = [
        lambda: found.resolve("main~2"),
        lambda: found.resolve("main^^{commit}~1"),
        lambda: walk_back(found, made["C"]),
        lambda: walk_back(found, repo.head("feature"), all_parents=True),
        lambda: merge_base(found, made["C"], made["F1"]),
    ]
    for walk in walks:
        with pytest.raises(CorruptObjectError, match=f"^object {made['B']} is damaged"):
            walk()
