"""One bit turned around in what git or the cache keeps: the right answer or an error with a name, never a wrong one.

Some flips do no harm: git's own notes beside the data, or the name of a compression level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from assetcards import open_catalog
from assetcards.cli.main import main
from tests.gitfixture import GitFixture
from tests.integrity.damage import Answer, answer_of, flipped, maybe_fault
from tests.sampling import sample

COMMITS = 42
FLIPS = sample(25, of_all=200)
SEED = 20260101


class Fetched(NamedTuple):
    """A cache of one commit, where that is from, and what it answers."""

    cache: Path
    source: str
    commit: str
    right: Answer

    def files(self) -> list[Path]:
        """All files of the cache, but for the lock, which never holds anything."""
        return sorted(path for path in self.cache.rglob("*") if path.is_file() and path.name != "lock")


def cards_of(number: int) -> dict[str, str]:
    """A family of four cards, of which each commit writes one anew."""
    base = "name: base\nmodel_family: llama\nlicense: MIT\nmodel_config: {layers: 2, rate: 0.1}\n"
    child = (
        f"name: card{number % 4}\nbase: base\ncheckpoint: hg://org/card-{number}\nmodel_config: {{layers: {number}}}\n"
    )
    return {
        "catalog/catalog.toml": "# settings\n",
        "catalog/models/base.yaml": base,
        f"catalog/models/card{number % 4}.yaml": child,
    }


def make_history(folder: Path, commits: int) -> GitFixture:
    """A repository in whose commits the cards are written anew, one after the other."""
    repo = GitFixture.init(folder)
    for number in range(commits):
        repo.commit(cards_of(number))
    return repo


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    """Forty-two commits, each of five new objects, every object in a file of its own."""
    return make_history(tmp_path_factory.mktemp("flips") / "repo", COMMITS)


def new_objects(repo: GitFixture) -> Iterator[tuple[str, str]]:
    """Every object with the commit that brought it."""
    seen: set[str] = set()
    for commit in repo.git("rev-list", "--reverse", "main").splitlines():
        for object_id in repo.git("rev-list", "--objects", "--no-object-names", "--no-walk", commit).splitlines():
            if object_id not in seen:
                seen.add(object_id)
                yield object_id, commit


def spread(files: Iterable[Path], count: int) -> Iterator[tuple[Path, int]]:
    """So many places, evenly over the bytes of some files."""
    places = [(path, place) for path in files for place in range(path.stat().st_size)]
    assert len(places) >= count
    return (places[number * len(places) // count] for number in range(count))


def test_a_flipped_bit_in_any_loose_object_gives_no_wrong_answer(made: GitFixture) -> None:
    rng = Random(SEED)
    faults: Counter[str | None] = Counter()
    objects = list(new_objects(made))[-FLIPS:]
    right = {commit: answer_of(made.folder, commit) for commit in {commit for _, commit in objects}}
    for object_id, commit in objects:
        path = made.folder / ".git/objects" / object_id[:2] / object_id[2:]
        with flipped(path, rng.randrange(path.stat().st_size), rng):
            faults[maybe_fault(made.folder, commit, right[commit])] += 1
    assert {commit: answer_of(made.folder, commit) for commit in right} == right
    print(dict(faults))
    assert sum(faults.values()) == FLIPS
    assert faults["CorruptObjectError"] + faults[None] == FLIPS
    assert faults[None] < FLIPS // 10


def test_a_flipped_bit_at_any_offset_of_a_pack_gives_no_wrong_answer(made: GitFixture, tmp_path: Path) -> None:
    rng = Random(SEED)
    clone = made.clone(tmp_path / "clone", "--depth=1")
    commit = clone.head()
    right = answer_of(made.folder, commit)
    faults: Counter[str | None] = Counter()
    [pack] = clone.folder.glob(".git/objects/pack/*.pack")
    for number, (path, place) in enumerate(spread([pack], FLIPS)):
        with flipped(path, place, rng):
            faults[maybe_fault(clone.folder, commit, right)] += 1
        if number % 10 == 9:
            assert answer_of(clone.folder, commit) == right
    print(dict(faults))
    assert sum(faults.values()) == FLIPS
    assert faults["CorruptObjectError"] > FLIPS // 2


@pytest.fixture
def fetched(made: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetched:
    """The last commit in a cache of the test's own."""
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    source = made.folder.as_uri()
    with open_catalog(source, rev="main") as catalog:
        assert catalog.revision is not None
        commit = catalog.revision.commit
    return Fetched(tmp_path / "cache", source, commit, answer_of(made.folder, commit))


def test_a_flipped_bit_at_any_offset_of_the_cache_gives_no_wrong_answer(fetched: Fetched) -> None:
    rng = Random(SEED)
    faults: Counter[str | None] = Counter()
    assert {path.suffix for path in fetched.files()} >= {".pack", ".idx", ".json"}
    for number, (path, place) in enumerate(spread(fetched.files(), FLIPS)):
        rev = ("main", fetched.commit)[number % 2]
        with flipped(path, place, rng):
            faults[maybe_fault(fetched.source, rev, fetched.right)] += 1
        if number % 10 >= 8:
            assert answer_of(fetched.source, rev) == fetched.right
    print(dict(faults))
    assert sum(faults.values()) == FLIPS
    assert faults["CorruptCacheError"] > FLIPS // 4


def is_note(path: Path) -> bool:
    """Whether a file is a note, without which the commit is read as well."""
    return path.name == "remote.json" or path.parent.name == "revisions"


@pytest.mark.parametrize("absent", [True, False])
def test_a_file_of_the_cache_that_is_absent_or_empty_gives_no_wrong_answer_and_verifying_fixes_it(
    fetched: Fetched, absent: bool
) -> None:
    whole = {path.relative_to(fetched.cache): path.read_bytes() for path in fetched.files()}
    faults: Counter[str | None] = Counter()
    for name, content in whole.items():
        path = fetched.cache / name
        path.unlink()
        if not absent:
            path.write_bytes(b"")
        fault = maybe_fault(fetched.source, fetched.commit, fetched.right)
        faults[fault] += 1
        damaged = main(["cache", "verify"])
        assert (name, fault is None or damaged == 1) == (name, True)
        with open_catalog(fetched.source, rev=fetched.commit) as catalog:
            assert {card.name: dict(card.fields) for card in catalog} == fetched.right
        if not damaged:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(content)
        assert main(["cache", "verify"]) == 0
        gone = set(whole) - {path.relative_to(fetched.cache) for path in fetched.files()}
        assert gone <= ({name} if is_note(name) else set()), name
        if gone:
            path.write_bytes(content)
    print(dict(faults))
    assert faults.total() == len(whole) > faults[None]
