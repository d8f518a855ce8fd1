"""git's objects are read one after the other from one running git, each hashed, and none longer than asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards.errors import CorruptObjectError
from assetcards.git import reader as reading
from assetcards.git.objects import hash_object
from assetcards.git.process import git_environment
from assetcards.git.reader import ObjectReader
from tests.gitfixture import GitFixture

ID = "ab" * 20


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"a.yaml": "name: a\n", "b.yaml": "name: b\n"})
    return repo


def reader_of(repo: GitFixture) -> ObjectReader:
    return ObjectReader(str(repo.folder / ".git"), git_environment(os.environ))


def test_objects_are_read_one_after_the_other_and_hashed(repo: GitFixture) -> None:
    reader = reader_of(repo)
    ids = repo.git("rev-parse", "HEAD:a.yaml", "HEAD:b.yaml").split()
    assert [reader.read(each, 100) for each in ids] == [("blob", b"name: a\n"), ("blob", b"name: b\n")]
    assert [hash_object("blob", content) for content in (b"name: a\n", b"name: b\n")] == ids
    assert reader.usable
    reader.close()
    assert not reader.usable


def test_a_long_object_is_cut_and_ends_the_process(repo: GitFixture) -> None:
    reader = reader_of(repo)
    assert reader.read(repo.git("rev-parse", "HEAD:a.yaml").strip(), 4) == ("blob", b"name")
    assert not reader.usable


def test_an_object_that_is_missing_ends_the_process(repo: GitFixture) -> None:
    reader = reader_of(repo)
    with pytest.raises(CorruptObjectError, match=f"^object {ID} is missing from the repository, or damaged "):
        reader.read(ID, 100)
    assert not reader.usable
    with pytest.raises(CorruptObjectError, match=r"^git stopped before it read object "):
        reader.read(ID, 100)


def test_a_name_is_looked_up_beside_objects(repo: GitFixture) -> None:
    reader = reader_of(repo)
    repo.git("tag", "a-tag")
    names = ["HEAD^{commit}", "a-tag", "HEAD:a.yaml", "no such name", "HEAD~5", "main^{tree}"]
    found = [repo.git("rev-parse", each) for each in ("HEAD", "HEAD", "HEAD:a.yaml", "HEAD^{tree}")]
    assert [reader.maybe_id(each) for each in names] == [*found[:3], None, None, found[3]]
    assert reader.usable


def test_a_name_of_a_long_object_has_an_id(repo: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_NAMED_BYTES", 4)
    reader = reader_of(repo)
    assert reader.maybe_id("HEAD:a.yaml") == repo.git("rev-parse", "HEAD:a.yaml")
    assert not reader.usable
    assert reader.maybe_id("HEAD") is None


def many(repo: GitFixture, count: int) -> tuple[list[str], list[bytes]]:
    """The ids of so many objects, and their contents; some do not fit into a pipe."""
    contents = [f"name: card{number}\n" * (1 if number % 7 else 9000) for number in range(count)]
    repo.commit({f"{number:03}.yaml": content for number, content in enumerate(contents)})
    ids = repo.git("rev-parse", *(f"HEAD:{number:03}.yaml" for number in range(count))).split()
    return ids, [content.encode() for content in contents]


def test_objects_that_are_expected_are_asked_for_ahead(repo: GitFixture) -> None:
    ids, contents = many(repo, 150)
    reader = reader_of(repo)
    reader.expect(ids)
    assert [reader.read(each, 1 << 20).content for each in ids] == contents
    assert reader.usable
    assert reader.serves(ids[0])


def test_what_was_asked_ahead_is_served_next_or_nothing(repo: GitFixture) -> None:
    ids, contents = many(repo, 3)
    reader = reader_of(repo)
    reader.expect(ids)
    assert reader.read(ids[0], 1 << 20).content == contents[0]
    assert (reader.serves(ids[1]), reader.serves(ids[2])) == (True, False)


def test_what_others_expect_delays_nobody(repo: GitFixture) -> None:
    ids, contents = many(repo, 3)
    reader = reader_of(repo)
    reader.expect(ids)
    assert [reader.read(ids[number], 1 << 20).content for number in (2, 1, 2)] == [
        contents[2],
        contents[1],
        contents[2],
    ]


def test_an_expected_object_that_is_missing_fails_when_it_is_read(repo: GitFixture) -> None:
    [first, last], _ = many(repo, 2)
    reader = reader_of(repo)
    reader.expect([first, ID, last])
    assert reader.read(first, 1 << 20).kind == "blob"
    with pytest.raises(CorruptObjectError, match=f"^object {ID} is missing from the repository, or damaged "):
        reader.read(ID, 100)
    assert not reader.usable


def test_answers_that_are_there_ahead_are_hashed_and_given_in_their_turn(repo: GitFixture) -> None:
    repo.commit({f"{number}.yaml": f"name: m{number}\n" for number in range(6)})
    ids = repo.git("rev-parse", *(f"HEAD:{number}.yaml" for number in range(6))).split()
    path = repo.folder / ".git/objects" / ids[3][:2] / ids[3][2:]
    path.chmod(0o644)
    path.write_bytes((repo.folder / ".git/objects" / ids[4][:2] / ids[4][2:]).read_bytes())
    reader = reader_of(repo)
    reader.expect([*ids[:4], ID, ids[4]])
    assert reader.read(ids[0], 100).content == b"name: m0\n"
    assert reader.serves(ids[1])
    assert not reader.serves(ids[2])
    assert [reader.read(each, 100).content for each in ids[1:3]] == [b"name: m1\n", b"name: m2\n"]
    with pytest.raises(CorruptObjectError, match=f"^object {ids[3]} "):
        reader.read(ids[3], 100)
    reader.close()
