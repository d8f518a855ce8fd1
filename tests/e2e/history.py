"""Makes a repository whose catalog has a lively history: cards added, edited, broken, renamed and deleted, on branches
that are merged, some commits tagged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.gitfixture import GitFixture
from tests.model.rendering import render_file

Card = dict[str, object]

FOLDERS = ("models", "models/deep", "models/@lab", "datasets", "tokenizers/ünïcode folder")
URIS = ("hg://org/m", "./near.pt", "../up.pt", "sub/../x y.pt", "../../../outside.pt", "/abs.pt", "s3://bucket/k")
BROKEN = ("name: [unclosed\n", "name: a\nname: a\n", "- a list\n", "base: a\n", "\xff", "", "name: a\n---\n")


class History:
    """A repository under change; `commits` are the ids of all its commits, oldest first."""

    def __init__(self, folder: Path, seed: int, steps: int) -> None:
        self.repo = GitFixture.init(folder)
        self._random = Random(seed)
        self._root = "catalog"
        self.commits = [self.repo.commit({"README.md": "hello\n", "catalog/catalog.toml": 'environments = ["lab"]\n'})]
        self._names = ["card0"]
        self._branches = 0
        for _ in range(8):
            self._commit(self._add)
        for _ in range(steps):
            self._step()

    def _step(self) -> None:
        if self._random.random() < 0.2:
            self._merge_branch()
        else:
            self._commit(
                self._random.choice((self._add, self._add, self._edit, self._edit, self._rename, self._delete))
            )
        if self._random.random() < 0.35:
            options = self._random.choice(([], ["--annotate", "--message", "tagged"]))
            self.repo.git("tag", *options, f"v{len(self.commits)}")

    def _commit(self, *changes: Callable[[], None]) -> None:
        for change in changes:
            change()
        self.commits.append(self.repo.commit(message=", ".join(change.__name__ for change in changes)))

    def _merge_branch(self) -> None:
        """Two commits beside the main line, which touch files of their own, so that they merge."""
        self._branches += 1
        branch = f"topic/{self._branches}"
        self.repo.switch(branch, new=True)
        self._commit(self._add)
        self._commit(self._add)
        self.repo.switch("main")
        self._commit(self._add)
        self.commits.append(self.repo.merge(branch))

    def _add(self) -> None:
        folder = self._random.choice(FOLDERS)
        path = f"{self._root}/{folder}/file{len(self.commits)}{self._random.choice(('.yaml', '.yml', '.txt'))}"
        self.repo.write({path: self._content()})

    def _edit(self) -> None:
        self.repo.write({self._any_file(): self._content()})

    def _rename(self) -> None:
        old = self._any_file()
        new = f"{self._root}/{self._random.choice(FOLDERS)}/moved{len(self.commits)}.yaml"
        (self.repo.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.repo.folder / old).rename(self.repo.folder / new)

    def _delete(self) -> None:
        (self.repo.folder / self._any_file()).unlink()

    def _any_file(self) -> str:
        files = [path for path in sorted((self.repo.folder / self._root).rglob("*.y*ml")) if path.is_file()]
        return str(self._random.choice(files).relative_to(self.repo.folder))

    def _content(self) -> bytes:
        if self._random.random() < 0.15:
            return self._random.choice(BROKEN).encode("latin-1")
        return render_file([self._card() for _ in range(self._random.randint(1, 3))]).encode()

    def _card(self) -> Card:
        choose = self._random.choice
        card: Card = {"name": self._name()}
        if self._random.random() < 0.6:
            card["base"] = choose(self._names[-6:])
        for field in self._random.sample(("checkpoint", "tokenizer", "data", "readme"), 2):
            card[field] = choose(URIS)
        card["model_family"] = choose(("llama", "qwen"))
        card["model_config"] = {"layers": self._random.randrange(9), choose("xyz"): {"rate": 0.5}, "_del_": ["gone"]}
        return card

    def _name(self) -> str:
        """An override, a name that is new, or now and then one that there was before."""
        if self._random.random() < 0.35:
            return f"{self._random.choice(self._names[-6:])}@{self._random.choice(('lab', 'user'))}"
        if self._random.random() < 0.9:
            self._names.append(f"card{len(self._names)}")
        return self._names[-1]
