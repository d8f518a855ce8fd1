"""What is no card file of a catalog: hidden files, files that git ignores, and what `exclude` names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assetcards.git.checkout_listing import CheckoutListing
from tests.cli.conftest import CARDS, Ask
from tests.gitfixture import GitFixture

STRAY = {
    "catalog/models/.ipynb_checkpoints/tiny-checkpoint.yaml": CARDS["catalog/models/tiny.yaml"],
    "catalog/.github/workflows/ci.yml": "name: CI\non: push\n",
    "catalog/models/._tiny.yaml": "\0binary",
    "catalog/docs/mkdocs.yaml": "site_name: Cards\n",
    "catalog/docs/keep/sub.YAML": "site_name: Cards\n",
}
EXCLUDE = 'exclude = ["docs/**"]\n'
OWN = ["sums", "tiny", "tiny@lab", "tiny_chat"]
HIDDEN = "name: secret\nmodel_family: llama\ncheckpoint: hg://org/secret\n"
WAYS = [(), ("--rev", "HEAD"), ("--rev", "HEAD", "--repo", "file://{top}")]


@pytest.mark.parametrize("way", WAYS)
def test_hidden_and_excluded_files_are_no_card_files_wherever_a_catalog_is_read(
    cards: GitFixture, ask: Ask, way: tuple[str, ...]
) -> None:
    options = [option.format(top=cards.folder) for option in way]
    before = ask("list", "--format", "names", *options)
    cards.commit({**STRAY, "catalog/catalog.toml": EXCLUDE})
    assert ask("list", "--format", "names", *options) == before
    code, out, err = ask("validate", *options)
    assert code == 0, (out, err)


def test_hidden_and_excluded_files_are_no_card_files_of_the_index(cards: GitFixture, ask: Ask) -> None:
    cards.write({**STRAY, "catalog/catalog.toml": EXCLUDE})
    cards.git("add", "--all", "--force")
    assert ask("diff", "--staged", "--exit-code")[0] == 0
    assert ask("validate", "--staged")[0] == 0


def test_files_that_git_ignores_are_no_card_files_of_a_checkout(cards: GitFixture, ask: Ask) -> None:
    cards.commit({".gitignore": "build/\n*-copy.yaml\n"})
    text = CARDS["catalog/models/tiny.yaml"]
    cards.write({"catalog/models/tiny-copy.yaml": text, "catalog/build/tiny.yaml": text})
    assert ask("diff", "--exit-code")[0] == 0
    assert ask("validate")[0] == 0
    assert ask("show", "tiny")[0] == 0


def test_a_tracked_file_that_a_pattern_of_gitignore_names_is_a_card_file(cards: GitFixture, ask: Ask) -> None:
    cards.write({".gitignore": "*.yaml\n"})
    cards.git("add", "--all")
    assert ask("list", "--format", "names")[1] == ask("list", "--format", "names", "--rev", "HEAD")[1] != ""


def test_files_of_another_store_are_read_as_fairseq2_reads_them(cards: GitFixture, ask: Ask) -> None:
    """A folder without `catalog.toml`, in git or not, hidden and ignored files included."""
    cards.commit({".gitignore": "*.yml\n", "store/.hidden/a.yaml": "name: hidden\n"})
    cards.write({"store/b.yml": "name: ignored\n"})
    assert ask("list", "--format", "names", "--store", "store")[1].split() == ["hidden", "ignored", *OWN]
    assert ask("list", "--format", "names", "--root", "store")[1].split() == ["hidden", "ignored"]


@pytest.mark.parametrize(
    ("arrange", "reason"),
    [
        (
            lambda cards: cards.write({".gitignore": "# ours\n\n/catalog/drafts\n", "catalog/drafts/x.yaml": HIDDEN}),
            "`drafts/x.yaml:1` defines it, but git ignores the file (`.gitignore:3`)",
        ),
        (
            lambda cards: cards.write({"catalog/.drafts/x.yaml": f"name: other\n---\n{HIDDEN}"}),
            "`.drafts/x.yaml:3` defines it, but hidden files are no card files (`.drafts`)",
        ),
        (
            lambda cards: cards.write({"catalog/catalog.toml": EXCLUDE, "catalog/docs/x.yaml": HIDDEN}),
            "`docs/x.yaml:1` defines it, but `exclude` of catalog.toml leaves it out ('docs/**')",
        ),
    ],
    ids=["ignored", "hidden", "excluded"],
)
def test_who_asks_for_a_card_of_such_a_file_is_answered_why_it_is_none(
    cards: GitFixture, ask: Ask, arrange: Callable[[GitFixture], None], reason: str
) -> None:
    arrange(cards)
    for question in ("show secret", "blame secret", "compare tiny secret"):
        code, _, err = ask(*question.split())
        assert (code, f"card 'secret' is not known; {reason}" in err) == (1, True), (question, err)
    cards.write({"catalog/models/child.yaml": "name: child\nbase: secret\ntokenizer_ref: secret\n"})
    _, out, _ = ask("validate")
    assert out.count(f"does not exist ({reason})") == 2, out


def test_a_root_in_a_folder_that_git_ignores_is_read_as_a_plain_folder(cards: GitFixture, ask: Ask) -> None:
    cards.write({".gitignore": "/build\n", "build/catalog.toml": "", "build/models/x.yaml": HIDDEN})
    assert ask("list", "--format", "names", "--root", "build") == (0, "secret\n", "")


def test_a_change_that_excludes_files_is_reported_and_their_cards_are_removed(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/catalog.toml": 'exclude = ["datasets/"]\n'})
    cards.git("add", "--all")
    code, out, _ = ask("validate", "--staged")
    told = (
        "catalog/catalog.toml:1:12: C908 warning: exclude leaves out 'datasets/' (this takes effect with this change)"
    )
    assert (code, told in out) == (0, True), out
    code, out, _ = ask("policy", "--staged")
    assert (code, "sums" in out) == (1, True), out


def test_what_depends_on_a_card_that_a_change_excludes_is_reported(cards: GitFixture, ask: Ask) -> None:
    cards.commit({"catalog/base/b.yaml": HIDDEN, "catalog/models/child.yaml": "name: child\nbase: secret\n"})
    cards.write({"catalog/catalog.toml": 'exclude = ["base/"]\n'})
    cards.git("add", "--all")
    code, out, _ = ask("validate", "--staged")
    assert (code, "models/child.yaml:2:7: C401 error" in out) == (1, True), out


def test_what_sparse_checkout_leaves_out_is_read_from_the_index(cards: GitFixture, ask: Ask) -> None:
    cards.git("reset", "--quiet", "--hard")  # what the index says of the copied files is of others
    cards.git("sparse-checkout", "set", "--no-cone", "/catalog/catalog.toml", "/catalog/models/tiny.yaml")
    assert [path.name for path in (cards.folder / "catalog").rglob("*.yaml")] == ["tiny.yaml"]
    assert ask("list", "--format", "names")[1].split() == OWN
    assert ask("diff", "--exit-code")[0] == 0
    assert ask("policy", "HEAD")[0] == 0
    assert ask("validate")[0] == ask("validate", "--rev", "HEAD")[0] == 0
    assert ask("show", "sums")[0] == 0
    (cards.folder / "catalog/models/tiny.yaml").unlink()
    assert "tiny_chat" not in ask("list", "--format", "names")[1]


@pytest.mark.parametrize(("ours", "theirs"), [("MIT", None), (None, "MIT"), ("MIT", "BSD-3-Clause")])
@pytest.mark.parametrize("path", ["catalog/models/more.yaml", "catalog/models/@lab/tiny.yaml"])
def test_a_file_that_is_not_merged_is_reported_whatever_each_side_did(
    cards: GitFixture, ask: Ask, ours: str | None, theirs: str | None, path: str
) -> None:
    text = "name: {}\ncheckpoint: hg://org/x\nlicense: {}\n"
    name = "tiny@lab" if "@" in path else "more"
    cards.commit({path: text.format(name, "Apache-2.0")})
    cards.git("branch", "theirs")
    for branch, named in (("main", ours), ("theirs", theirs)):
        cards.switch(branch)
        cards.commit({path: text.format(name, named)}) if named else cards.commit(remove=[path])
    cards.switch("main")
    with pytest.raises(AssertionError):
        cards.merge("theirs")
    code, out, _ = ask("validate", "--staged")
    assert (code, f"{path}: C001 error: is not merged yet" in out) == (1, True), out


@pytest.mark.parametrize(("old", "new"), [("models/tiny.yaml", "models/Tiny.yaml"), ("models", "Models")])
def test_on_a_disk_that_tells_case_apart_a_renamed_file_is_one_whatever_git_was_told(
    cards: GitFixture, ask: Ask, old: str, new: str
) -> None:
    """As in a repository that was copied from another disk, with its configuration."""
    if (cards.folder / ".GIT").exists():
        pytest.skip("this disk does not tell case apart")
    cards.git("config", "core.ignorecase", "true")
    cards.write({".gitignore": "build/\n", "catalog/build/x.yaml": HIDDEN})
    (cards.folder / "catalog" / old).rename(cards.folder / "catalog" / new)
    assert ask("list", "--format", "names")[1].split() == OWN
    assert f"catalog/{new}" in ask("show", "tiny")[1]
    assert "git ignores" in ask("show", "secret")[2]


def test_what_git_lists_has_its_card_files_whatever_their_paths_are() -> None:
    tracked = [b"%b 100644 %b %d\tcatalog/" % each for each in ((b"H", b"a" * 40, 0), (b"M", b"b" * 64, 3))]
    card_files = [b"x.yaml", b"a ? b\tc.yml", b"H 1\tq.yaml", b"new\nline.yaml", b".yaml"]
    paths = [*card_files, b"x? y.yaml.txt", b"y.YAML", b"yaml"]
    answer = b"".join(before + path + b"\0" for path in paths for before in (*tracked, b"? catalog/"))
    found = CheckoutListing("/top", "catalog", answer).card_files()
    assert found == [path for path in card_files for _ in range(3)]
