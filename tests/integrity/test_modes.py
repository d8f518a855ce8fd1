"""Modes that git does not write: a commit, its index, its checkout and a remote are the same catalog, or refused.

git goes by the bits of the type, and takes whatever it does not know for a submodule.
"""

from __future__ import annotations

import os
import re
import stat
from itertools import islice
from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.errors import CorruptObjectError, GitError
from assetcards.git.repo import Repository
from assetcards.sources.staged import open_index
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.integrity.modes import PADDED, PLAIN, OddTrees, Written, cards_of, unreadable_files, written

__all__ = ["ask"]  # a fixture is found by its name here

FORMS = pytest.mark.parametrize("forms", [PLAIN, PADDED], ids=["plain", "padded"])
LINK = "is a symbolic link, not a file"
SUBMODULE = "is a repository of its own, such as a submodule, and its cards are not read"
MALFORMED = (
    "",
    "9999",
    "100648",
    "-100644",
    "+100644",
    "0o100644",
    "100_644",
    "100644\t",
    "100644\r",
    "0x8180",
    "\u0660",
)


@pytest.fixture
def trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OddTrees:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    return OddTrees(tmp_path / "repo")


def test_each_of_all_modes_is_taken_for_what_git_takes_it(trees: OddTrees) -> None:
    blob = trees.card()
    entries = {f"{bits:05x}": (f"{bits:o}", blob) for bits in range(0o200000)}
    tree = trees.tree(entries | {f"long{n}": (mode.text, blob) for n, mode in enumerate(written(PLAIN + PADDED))})
    listed = (line.partition("\t") for line in trees.repo.git("ls-tree", tree).split("\n"))
    found = Repository.find(str(trees.repo.folder), os.environ).read_tree(tree)
    assert {name: entry.mode.value.zfill(6) for name, entry in found.items()} == {
        name: about.split()[0] for about, _, name in listed
    }


@FORMS
def test_files_and_folders_of_any_mode_are_the_same_however_they_are_read(
    trees: OddTrees, forms: tuple[str, ...]
) -> None:
    modes = [mode for mode in written(forms) if forms == PADDED or not mode.text.startswith("0")]
    entries = trees.entries(modes, ".yaml")
    ways = trees.ways(trees.commit({"catalog": ("40000", trees.tree(entries))}))
    cards = {way: cards_of(opened, "catalog") for way, opened in ways.items()}
    if forms == PADDED:
        assert cards.pop("remote") == {}  # refused, see below
    kinds = {name: mode.kind for name, mode in zip(entries, modes, strict=True)}
    paths = {stat.S_IFREG: "{}", stat.S_IFDIR: "{}/inner.yaml"}
    served = {paths[kind].format(name) for name, kind in kinds.items() if kind in paths}
    assert all(found == cards["revision"] for found in cards.values())
    assert {card["path"] for card in cards["revision"].values()} == served

    refused = {name: LINK if kind == stat.S_IFLNK else SUBMODULE for name, kind in kinds.items() if kind not in paths}
    assert unreadable_files(ways["revision"]("catalog")) == unreadable_files(ways["index"]("catalog")) == refused
    links = {name for name, said in refused.items() if said == LINK}
    assert unreadable_files(ways["checkout"]("catalog")) == dict.fromkeys(links, LINK)


def test_who_fetches_refuses_padded_modes_in_a_sentence(trees: OddTrees) -> None:
    ways = trees.ways(trees.commit(trees.entries([Written("0100644", 0o100644)], ".yaml")))
    with pytest.raises(GitError, match="zeroPaddedFilemode"):
        ways["remote"](".")


@FORMS
def test_a_root_of_any_mode_is_the_same_however_it_is_read(trees: OddTrees, forms: tuple[str, ...]) -> None:
    modes = [*written(forms[:1], [0o755]), *written(forms[1:2], [0])]
    entries = trees.entries(modes, "")
    ways = trees.ways(trees.commit(entries))
    for name, mode in zip(entries, modes, strict=True):
        cards = {way: cards_of(ways[way], name) for way in ("revision", "index", "checkout")}
        assert bool(cards["revision"]) == stat.S_ISDIR(mode.bits), mode
        assert all(found == cards["revision"] for found in cards.values()), (mode, cards)


@FORMS
def test_settings_of_any_mode_count_the_same_however_they_are_read(trees: OddTrees, forms: tuple[str, ...]) -> None:
    modes = [*written(forms[:1], [0o600]), *written(forms[1:2], [0o777])]
    settings = trees.repo.git("hash-object", "-w", "--stdin", content='environments = ["lab"]\n')
    folder = trees.tree({"x.yaml": ("100644", trees.card())})
    roots = {
        f"r{number}": trees.tree(
            {
                "catalog.toml": (mode.text, folder if stat.S_ISDIR(mode.bits) else settings),
                "a.yaml": ("100644", trees.card()),
            }
        )
        for number, mode in enumerate(modes)
    }
    ways = trees.ways(trees.commit({name: ("40000", root) for name, root in roots.items()}))
    for name, mode in zip(roots, modes, strict=True):
        known = {}
        for way in ("revision", "index", "checkout"):
            with ways[way](name) as catalog:
                known[way] = [*catalog.settings.environments, *catalog.names()]
        wanted = ["lab"] if stat.S_ISREG(mode.bits) else []
        assert known["revision"][: len(wanted)] == wanted, mode
        assert all(found == known["revision"] for found in known.values()), (mode, known)


def test_a_remote_has_the_root_and_the_settings_that_the_commit_has(trees: OddTrees) -> None:
    settings = trees.repo.git("hash-object", "-w", "--stdin", content='environments = ["lab"]\n')
    for mode in ("40755", "7040000", "40777"):
        inside = {"catalog.toml": ("100666", settings), "a.yaml": ("100664", trees.card())}
        commit = trees.commit({"catalog": (mode, trees.tree(inside)), "z": ("40000", trees.tree({}))})
        for source in (trees.repo.folder, f"file://{trees.repo.folder}"):
            with open_catalog(source, rev=commit, stores=[]) as catalog:
                assert (catalog.settings.environments, len(catalog.names())) == (("lab",), 1), mode
        with open_index(trees.repo.folder) as catalog:
            assert (catalog.settings.environments, len(catalog.names())) == (("lab",), 1), mode


@pytest.mark.parametrize("mode", MALFORMED)
def test_a_mode_that_git_cannot_read_is_damage(trees: OddTrees, ask: Ask, mode: str) -> None:
    repo = trees.repo
    card = bytes.fromhex(trees.card())
    inner = repo.store_object("tree", f"{mode} catalog.toml\0".encode() + card)
    commit = repo.commit_tree([("40000", b"catalog", inner)])
    with pytest.raises(AssertionError, match="malformed mode"):
        repo.git("ls-tree", inner)
    with pytest.raises(CorruptObjectError):
        open_catalog(repo.folder, rev=commit, stores=[])
    code, out, err = ask("list", "--repo", repo.folder, "--rev", commit)
    assert (code, out) == (3, "")
    assert err.startswith(f"catalog: tree {inner} is malformed")


def test_no_verb_serves_what_is_no_file(trees: OddTrees, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = trees.repo
    monkeypatch.chdir(repo.folder)
    settings = repo.git("hash-object", "-w", "--stdin", content="")
    tiny = repo.git("hash-object", "-w", "--stdin", content="name: tiny\n")
    sound = {"catalog.toml": ("100644", settings), "tiny.yaml": ("100644", tiny)}
    before = trees.commit({"catalog": ("40000", trees.tree(sound))})
    repo.git("tag", "before", before)
    odd = [mode for mode in written(PLAIN[:1]) if mode.kind not in (stat.S_IFREG, stat.S_IFDIR)]
    padded = [Written("0120000", 0o120000), Written("000644", 0o644)]
    evil = trees.entries([*padded, *islice(odd, 0, None, 7)], ".yaml")
    after = trees.commit({"catalog": ("40000", trees.tree(sound | evil))}, before)
    names = [repo.git("cat-file", "blob", blob).removeprefix("name: ") for _, blob in evil.values()]
    code, out, err = ask("list", "--format", "names", "--repo", repo.folder, "--rev", after)
    assert (code, out, err.count("C001")) == (0, "tiny\n", len(evil))
    revisions = ("--from-ref", "before", "--to-ref", after)
    code, out, _ = ask("validate", *revisions, "--repo", repo.folder, "--format", "json")
    assert (code, out.count('"C001"')) == (1, len(evil))
    for name in names[:3]:
        assert ask("show", name, "--repo", repo.folder, "--rev", after)[0] == 1
        assert ask("lock", name, "--rev", after, "--file", "catalog.lock")[0] == 1
    _, out, _ = ask("diff", "before", after, "--repo", repo.folder)
    assert not [name for name in names if f"added: {name}" in out]


def test_names_come_from_a_mailmap_that_is_a_file_alone(tmp_path: Path, ask: Ask) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"tiny.yaml": "name: tiny\nnote: x\n"})
    card = repo.git("rev-parse", "HEAD:tiny.yaml")
    names = repo.git("hash-object", "-w", "--stdin", content="Eve <ada@example.org>\n")
    for mode, author in (("100600", "Eve"), ("644", "Ada Author"), ("120000", "Ada Author")):
        commit = repo.commit_tree([(mode, b".mailmap", names), ("100644", b"tiny.yaml", card)])
        _, out, _ = ask("blame", "tiny", "--repo", repo.folder, "--rev", commit)
        assert author in out, mode


def test_the_past_below_odd_modes_is_that_below_usual_ones(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []
    for folder, file in (("40000", "100644"), ("47755", "7100600")):
        trees = OddTrees(tmp_path / f"of-{folder}")
        settings = trees.repo.git("hash-object", "-w", "--stdin", content="")
        commits: list[str] = []
        for note in ("x", "y"):
            card = trees.repo.git("hash-object", "-w", "--stdin", content=f"name: tiny\nnote: {note}\nlicense: MIT\n")
            inside = {"catalog.toml": (file, settings), "tiny.yaml": (file, card)}
            commits.append(trees.commit({"catalog": (folder, trees.tree(inside))}, *commits))
        (trees.repo.folder / "catalog/tiny.yaml").write_text("name: tiny\nnote: y\nlicense: BSD\n")
        verbs = ("blame tiny", "blame tiny --moves", "blame tiny --rev HEAD", "log tiny", "policy HEAD~1 HEAD", "diff")
        monkeypatch.chdir(trees.repo.folder)  # locations open from here, and are the same in both
        told = [ask(*verb.split(), "--repo", trees.repo.folder) for verb in verbs]
        assert [code for code, _, _ in told] == [0] * len(verbs)
        answers.append([re.sub(r"\b[0-9a-f]{12,40}\b", "COMMIT", text) for _, text, _ in told])
    assert answers[0] == answers[1]
