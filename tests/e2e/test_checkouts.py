"""Every kind of checkout, and every verb in it: the right answer, or the one sentence that is expected."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards import open_catalog
from assetcards.cli.main import main
from assetcards.commands.listing import list_cards
from assetcards.commands.show import show
from assetcards.commands.validate import validate
from assetcards.model.catalog import Catalog
from assetcards.model.filters import Filter
from assetcards.rendering import listing as listing_page
from assetcards.rendering import show as card_page
from assetcards.rendering import validate as findings_page
from assetcards.rendering.display import PLAIN
from assetcards.sources.staged import open_index
from tests.cli.conftest import CARDS
from tests.gitfixture import GitFixture
from tests.sampling import sample

Make: TypeAlias = Callable[[GitFixture, Path], Path]
"""Makes a checkout of a repository of cards at another place, and gives the folder in which one is."""


def moved(folder: str) -> dict[str, str]:
    return {path.replace("catalog/", f"{folder}/" if folder else "", 1): text for path, text in CARDS.items()}


def cloned(*options: str) -> Make:
    return lambda origin, place: origin.clone(place, *options).folder


def sparse(*options: str) -> Make:
    def make(origin: GitFixture, place: Path) -> Path:
        clone = origin.clone(place)
        clone.git("sparse-checkout", "set", *options)
        return clone.folder

    return make


def with_attributes(attributes: str) -> Make:
    def make(origin: GitFixture, place: Path) -> Path:
        origin.write({".gitattributes": attributes})
        origin.git("add", ".gitattributes")
        origin.git("commit", "--quiet", "--message", "Add attributes")
        return origin.clone(place).folder

    return make


def linked(origin: GitFixture, place: Path) -> Path:
    return origin.worktree(place).folder


def submodule(origin: GitFixture, place: Path) -> Path:
    outer = GitFixture.init(place)
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{origin.folder}", "cards")
    outer.commit()
    return outer.folder / "cards"


def inner_submodule(origin: GitFixture, place: Path) -> Path:
    submodule(origin, place.with_name("middle"))
    outer = submodule(GitFixture(place.with_name("middle")), place)
    GitFixture(outer).git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init")
    return outer / "cards"


def linked_to_bare(origin: GitFixture, place: Path) -> Path:
    return origin.clone(place.with_name("bare.git"), "--bare").worktree(place).folder


def sparse_index(origin: GitFixture, place: Path) -> Path:
    clone = origin.clone(place)
    clone.git("sparse-checkout", "set", "--cone", "--sparse-index", "docs")
    return clone.folder


def beside_what_is_ignored(origin: GitFixture, place: Path) -> Path:
    origin.write({".gitignore": "/data/*\n!/data/cards/\n"})
    clone = GitFixture(moved_to("data/cards")(origin, place))
    clone.write(dict.fromkeys(moved("data/junk"), "name: junk\n"))
    return clone.folder


def separate(origin: GitFixture, place: Path) -> Path:
    return origin.clone(place, f"--separate-git-dir={place}.git").folder


def two(origin: GitFixture, place: Path) -> Path:
    origin.git("mv", "catalog", "first")
    origin.commit(moved("second"))
    origin.commit({"README.md": "Two."})
    return origin.clone(place).folder


def moved_to(folder: str, start: str = ".") -> Make:
    def make(origin: GitFixture, place: Path) -> Path:
        origin.commit(moved(folder), remove=CARDS)
        origin.commit({"README.md": "Moved.", "docs/page.md": ""})
        return origin.clone(place).folder / start

    return make


def ignored_copy(origin: GitFixture, place: Path) -> Path:
    clone = GitFixture(moved_to("data/cards")(origin, place))
    clone.write({".git/info/exclude": "/build\n", **dict.fromkeys(moved("build"), "name: copy\n")})
    return clone.folder


def renamed(origin: GitFixture, place: Path) -> Path:
    origin.git("mv", "catalog", "cards")
    origin.commit()
    return origin.clone(place).folder


def linked_root(origin: GitFixture, place: Path) -> Path:
    origin.git("mv", "catalog", "real")
    (origin.folder / "cards").symlink_to("real")
    origin.commit()
    origin.commit({"README.md": "Moved."})
    return origin.clone(place).folder


def foreign(origin: GitFixture, place: Path) -> Path:
    clone = origin.clone(place)
    for path in [place, *place.rglob("*")]:
        os.chown(path, 12345, 12345, follow_symlinks=False)
    return clone.folder


CHECKOUTS: Mapping[str, Make] = {
    "fresh clone": cloned(),
    "linked work tree": linked,
    "submodule": submodule,
    "submodule in a submodule": inner_submodule,
    "linked work tree of a bare repository": linked_to_bare,
    "separate git directory": separate,
    "bare": cloned("--bare"),
    "shallow": cloned("--depth=1"),
    "blobless": cloned("--filter=blob:none"),
    "sparse cone": sparse("--cone", "docs"),
    "sparse": sparse("--no-cone", "/catalog/catalog.toml", "/catalog/datasets"),
    "sparse index": sparse_index,
    "autocrlf": cloned("-c", "core.autocrlf=true"),
    "encoding": with_attributes("*.yaml working-tree-encoding=UTF-16LE-BOM\n"),
    "eol": with_attributes("*.yaml text eol=crlf\n"),
    "at the top": moved_to(""),
    "six folders down": moved_to("a/b/c/d/e/f"),
    "two catalogs": two,
    "ignored copy": ignored_copy,
    "beside what is ignored": beside_what_is_ignored,
    "renamed in the commit": renamed,
    "root a link": linked_root,
    "beside the catalog": moved_to("data/cards", "docs"),
    "another owner": foreign,
}
ROOTS: Mapping[str, Sequence[str]] = {"root a link": ["--root", "cards"]}
"""How the root is named where it is not found."""

HOOKS = ("catalog-validate", "catalog-policy", "catalog-listing")
VERBS = (
    "list",
    "show tiny",
    "validate",
    "validate --staged",
    "diff",
    "policy HEAD~1 HEAD",
    "blame tiny",
    "log tiny",
    "lock tiny",
    "lock --check",
    *HOOKS,
)
NOWHERE = "no catalog.toml in"
BARE = "is a bare repository"
SHALLOW = "'HEAD~1' names no commit in"
SEVERAL = "several catalogs under"
EXPECTED: Mapping[tuple[str, str], str] = {
    **{("two catalogs", verb): SEVERAL for verb in VERBS},
    **{("bare", verb): NOWHERE for verb in ("list", "show tiny", "validate", "blame tiny")},
    **{("bare", verb): BARE for verb in ("diff", "validate --staged", *HOOKS)},
    ("bare", "lock tiny"): "a git directory (name a file outside it)",
    **{(checkout, "lock --check"): "catalog.lock cannot be read" for checkout in ("bare", "two catalogs")},
    ("shallow", "policy HEAD~1 HEAD"): SHALLOW,
}
"""The sentence of what cannot be answered, with exit code 3; all else is answered, and nothing is said beside it."""

CODES = {(checkout, "catalog-listing"): 1 for checkout in CHECKOUTS}
"""The exit codes of answers that are not 0: the listing is written, and has to be added."""

CELLS = list(product(CHECKOUTS, VERBS))
CLEAN = [checkout for checkout in CHECKOUTS if checkout not in ("bare", "two catalogs")]
"""Those with files, an index and a commit of one catalog, all of them the same."""

ANYBODY = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
ORIGIN = re.compile(r'"(?:root|source)": "[^"]*"|"revision": (?:null|{[^}]*})|(?:file://|git:)[^"]*(?=models/weights)')
"""What says of an answer where it was read."""


@pytest.fixture
def origin(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "origin")
    repo.commit(CARDS | {"docs/page.md": ""})
    repo.commit({"docs/page.md": "# Cards"})
    repo.git("config", "uploadpack.allowFilter", "true")
    return repo


Enter: TypeAlias = Callable[[str], GitFixture]


@pytest.fixture
def enter(origin: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """Make a checkout and go there; it is skipped where the machine cannot make it."""

    def make(checkout: str) -> GitFixture:
        if checkout == "another owner":
            if os.geteuid() != 0:
                pytest.skip("only root can give files to another user")
            for name, value in ANYBODY.items():
                monkeypatch.setenv(name, value)
        folder = CHECKOUTS[checkout](origin, tmp_path / "checkout")
        monkeypatch.chdir(folder)
        return GitFixture(folder)

    return make


def stage_a_card(clone: GitFixture) -> str:
    """Add a card to the index, as for a commit that is being made; gives the index as git names it to hooks."""
    settings = clone.git("ls-files", "--full-name", ":(top)**catalog.toml", variables=ANYBODY).split("\n")[0]
    path = posixpath.join(posixpath.dirname(settings), "datasets/new.yaml")
    content = "name: new\ndataset_family: generic\nlicense: MIT\n"
    blob = clone.git("hash-object", "-w", "--stdin", content=content, variables=ANYBODY)
    clone.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", variables=ANYBODY)
    return clone.git("rev-parse", "--path-format=absolute", "--git-path", "index", variables=ANYBODY)


def run(verb: str, options: Sequence[str]) -> int:
    if verb in HOOKS:
        code: int = import_module(f"assetcards_hooks.{verb.replace('-', '_')}").main(options)
        return code
    return main([*verb.split(), *options])


@pytest.mark.parametrize(("checkout", "verb"), CELLS[:: sample(11, of_all=1)], ids=lambda part: part.replace(" ", "-"))
def test_every_verb_answers_in_every_checkout_or_says_why_not(
    enter: Enter,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    checkout: str,
    verb: str,
) -> None:
    clone = enter(checkout)
    options = ROOTS.get(checkout, ())
    if verb == "lock --check":
        run("lock tiny", options)
        capsys.readouterr()
        options = ()  # the file says where the root is
    if verb in HOOKS and checkout != "bare":
        monkeypatch.setenv("GIT_INDEX_FILE", stage_a_card(clone))
    code = run(verb, options)
    out, err = capsys.readouterr()
    sentence = EXPECTED.get((checkout, verb))
    if sentence is None:
        assert (code, bool(out), err) == (CODES.get((checkout, verb), 0), True, ""), (out, err)
    else:
        assert (code, sentence in err, err.count("\n")) == (3, True, 1), (out, err)


@pytest.mark.parametrize("checkout", CLEAN[:: sample(6, of_all=1)])
def test_folder_index_and_commit_of_a_clean_checkout_give_the_same_bytes(enter: Enter, checkout: str) -> None:
    enter(checkout)
    root = ROOTS[checkout][1] if checkout in ROOTS else None
    sides = (
        open_catalog(".", root=root, stores=[]),
        open_index(".", root=root),
        open_catalog(".", rev="HEAD", root=root),
    )
    folder, index, commit = map(answers, sides)
    assert folder == index == commit


def answers(catalog: Catalog) -> str:
    """The documents of the cards, of each card and of the findings, without what says where they were read."""
    with catalog:
        cards = list_cards(catalog, Filter())
        documents = [
            listing_page.FORMATS["json"](cards, PLAIN),
            *(card_page.FORMATS["json"](show(catalog, str(card.card.full_name)), PLAIN) for card in cards.cards),
            findings_page.FORMATS["json"](validate(catalog), PLAIN),
        ]
    return ORIGIN.sub("", "".join(documents))
