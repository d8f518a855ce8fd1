"""Two to four people lock, update and merge at random: no card is lost, and only two commits are a conflict.

Half of the teams have the recipe for merging in `.gitattributes`; the others get conflict markers now and then.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assetcards import LockError, open_catalog
from assetcards.cli.main import main
from assetcards.sources.lockfile import Lock
from assetcards.sources.lockform import parse_lock
from tests.gitfixture import GitFixture
from tests.sampling import sample

NAMES = [f"card{letter}" for letter in "abcdefgh"]
FILE = "catalog.lock"


@dataclass(kw_only=True)
class Team:
    """A catalog, a project with a branch for each person, and what each of them has locked."""

    cards: GitFixture
    project: GitFixture
    chance: random.Random
    has_recipe: bool
    wanted: dict[str, set[str]] = field(default_factory=dict)

    def publish(self) -> None:
        """A commit of the catalog that changes some cards."""
        changed = set(self.chance.sample(NAMES, 3))
        for name in NAMES:
            path = f"catalog/{name}.yaml"
            if name in changed or not (self.cards.folder / path).exists():
                self.cards.write({path: f"name: {name}\nnote: {self.chance.random()}\n"})
        self.cards.commit()

    def lock(self, person: str) -> None:
        """Somebody locks one or two more cards, or the first ones."""
        more = self.chance.sample(NAMES, self.chance.randint(1, 2))
        source = [] if Path(FILE).exists() else ["--repo", str(self.cards.folder), "--rev", "main"]
        assert main(["lock", *more, *source]) == 0
        self.wanted[person] |= set(more)

    def update(self, person: str) -> None:
        """Somebody moves all of their cards to what is published by then."""
        if Path(FILE).exists():
            assert main(["lock", "--update"]) == 0

    def merge(self, person: str) -> None:
        """Somebody merges the branch of another, and does what the messages say."""
        other = self.chance.choice([each for each in self.wanted if each != person])
        pins = {self.pin_of(person), self.pin_of(other)} - {""}
        is_clean = self.git_merge(other)
        self.wanted[person] |= self.wanted[other]
        assert is_clean or not self.has_recipe
        if is_clean and len(pins) == 1:
            assert {self.read().commit} == pins
            assert self.names() == self.wanted[person]
        if self.wanted[person]:
            self.resolve()

    def git_merge(self, other: str) -> bool:
        """Whether git merges a branch without a conflict."""
        self.project.git("config", "alias.try", '!git merge --quiet --no-edit "$@" || true; :')
        self.project.git("try", other)
        return "<<<<<<<" not in (Path(FILE).read_text("utf-8") if Path(FILE).exists() else "")

    def pin_of(self, revision: str) -> str:
        """The commit that is locked at a revision; empty for none."""
        if FILE not in self.project.git("ls-tree", "--name-only", revision).split():
            return ""
        return parse_lock(self.project.git("show", f"{revision}:{FILE}").encode()).commit

    def resolve(self) -> None:
        """What whoever reads the messages does, until the lock answers."""
        error = maybe_error()
        if error is not None:
            differing = [line.split()[0] for line in error.differences]
            again = differing if differing and self.chance.random() < 0.5 else ["--update"]
            assert "catalog lock --update" in error.hint
            assert main(["lock", *again]) == 0
            assert maybe_error() is None

    def names(self) -> set[str]:
        return {str(card.full_name) for card in self.read().cards}

    def read(self) -> Lock:
        return parse_lock(Path(FILE).read_bytes())


def maybe_error() -> LockError | None:
    """Why the lock file is not read."""
    try:
        open_catalog(lock=FILE).close()
    except LockError as error:
        return error
    return None


def team(folder: Path, chance: random.Random) -> Team:
    """A team whose branches begin with no lock file, or with one of a card."""
    cards, project = GitFixture.init(folder / "cards"), GitFixture.init(folder / "project")
    cards.write({"catalog/catalog.toml": ""})
    made = Team(cards=cards, project=project, chance=chance, has_recipe=chance.random() < 0.5)
    made.publish()
    made.wanted["main"] = set()
    project.commit({".gitattributes": f"{FILE} merge=union\n" if made.has_recipe else ""})
    return made


def run_history(folder: Path, seed: int) -> Team:
    chance = random.Random(seed)
    made = team(folder, chance)
    if chance.random() < 0.8:
        made.lock("main")
        made.project.commit()
    people = [f"person{number}" for number in range(chance.randint(2, 4))]
    for person in people:
        made.project.git("branch", person)
        made.wanted[person] = set(made.wanted["main"])
    del made.wanted["main"]
    for _ in range(chance.randint(6, 12)):
        act = chance.choice([Team.lock, Team.lock, Team.update, Team.merge, Team.merge])
        person = chance.choice(people)
        made.project.switch(person)
        if chance.random() < 0.3:
            made.publish()
        act(made, person)
        assert not Path(FILE).exists() or made.names() == made.wanted[person]
        made.project.commit()
    return made


@pytest.mark.parametrize("seed", range(sample(8, 200)))
def test_whatever_people_lock_update_and_merge_no_card_is_lost(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    made = run_history(tmp_path, seed)
    for person, wanted in made.wanted.items():
        made.project.switch(person)
        assert made.names() == wanted if wanted else not Path(FILE).exists()
