"""A revision answers as a fresh checkout of it does, whatever the repository's own checkout looks like."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from assetcards import CardError, Catalog, open_catalog
from tests.e2e.history import History
from tests.gitfixture import GitFixture

Answers = dict[str, object]


def answers(catalog: Catalog) -> Answers:
    """Everything that can be asked of a catalog, with what it says."""
    with catalog:
        questions = [str(question) for question in catalog.graph.questions()]
        asked = [*questions, *catalog.names(), *catalog.card_names()]
        found: Answers = {question: answer(catalog, question) for question in asked}
        found["names"] = catalog.names()
        found["environments"] = catalog.environments()
        found["findings"] = [str(finding) for finding in catalog.findings()]
        found["resolving"] = [card.name for card in catalog]
        return found


def answer(catalog: Catalog, question: str) -> object:
    try:
        card = catalog.maybe_card(question)
        return card and {
            "chain": card.chain,
            "fields": card.fields,
            "configs": card.configs,
            "kinds": card.kinds,
            "uris": card.uris,
            "env": card.env,
            "references": card.references,
            "origins": {name: card.field(name).origin for name in card.fields},
        }
    except CardError as error:
        return [str(finding) for finding in error.findings]


def at_commit(found: object, top: Path, commit: str) -> object:
    """The answers of a checkout as the commit gives them: files of the checkout are paths in the commit."""
    if isinstance(found, dict):
        return {key: at_commit(value, top, commit) for key, value in found.items()}
    prefix = f"{top.as_uri()}/"
    if isinstance(found, str) and found.startswith(prefix):
        return f"git:{commit}:{posixpath.normpath(unquote(found.removeprefix(prefix)))}"
    return found


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return History(tmp_path_factory.mktemp("history") / "repo", seed=6, steps=24)


@pytest.fixture(scope="module")
def revisions(history: History) -> list[str]:
    """Ten revisions of every form, which name ten commits."""
    tags = history.repo.git("tag", "--sort=creatordate").split()
    merge = history.repo.git("rev-list", "--merges", "main").split()[0]
    forms = ["HEAD", "topic/1", "main~2", f"{merge}^2", "HEAD^{/Merge}~1", f"refs/tags/{tags[-1]}", tags[0], merge]
    forms += [history.commits[5][:10], *history.commits[12:]]
    chosen: dict[str, str] = {}
    for form in forms:
        chosen.setdefault(history.repo.head(form), form)
    return list(chosen.values())[:10]


@pytest.fixture(scope="module")
def expected(
    history: History, revisions: list[str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[str, object]]:
    """From each revision to its commit, and the answers of a fresh checkout of it."""
    found: dict[str, tuple[str, object]] = {}
    for number, revision in enumerate(revisions):
        commit = history.repo.head(revision)
        clone = history.repo.clone(tmp_path_factory.mktemp("clones") / str(number), "--no-checkout")
        clone.git("checkout", "--quiet", commit)
        found[revision] = commit, at_commit(answers(open_catalog(clone.folder, stores=[])), clone.folder, commit)
    return found


def test_the_history_has_what_should_be_compared(expected: dict[str, tuple[str, object]]) -> None:
    said = str(expected)
    for text in ("git:", "does not exist", "defined a second time", "invalid UTF-8", "'env': 'lab'", "'env': 'user'"):
        assert text in said
    assert len(said) > 100_000


def test_every_revision_answers_as_a_fresh_checkout(history: History, expected: dict[str, tuple[str, object]]) -> None:
    for revision, (commit, checkout) in expected.items():
        catalog = open_catalog(history.repo.folder, rev=revision)
        assert catalog.revision is not None
        assert (catalog.revision.asked, catalog.revision.commit) == (revision, commit)
        assert answers(catalog) == checkout


def test_a_bare_clone_answers_the_same(
    history: History, expected: dict[str, tuple[str, object]], tmp_path: Path
) -> None:
    bare = history.repo.clone(tmp_path / "cards.git", "--mirror")
    bare.git("repack", "-a", "-d", "--quiet")
    for revision, (_, checkout) in expected.items():
        assert answers(open_catalog(bare.folder, rev=revision)) == checkout


def test_the_cards_of_the_user_do_not_change_an_answer(
    history: History, expected: dict[str, tuple[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = sorted({name.partition("@")[0] for name in open_catalog(history.repo.folder, stores=[]).names()})
    text = "---\n".join(f"name: {name}@user\ncheckpoint: /mine.pt\n" for name in names)
    (tmp_path / "mine.yaml").write_text(text + "---\nname: mine\n")
    for variable in ("FAIRSEQ2_ASSET_DIR", "FAIRSEQ2_USER_ASSET_DIR"):
        monkeypatch.setenv(variable, str(tmp_path))
    for revision, (_, checkout) in expected.items():
        assert answers(open_catalog(history.repo.folder, rev=revision)) == checkout


def edited(top: Path) -> None:
    for path in top.glob("catalog/**/*.y*ml"):
        path.write_text("name: a1\nchanged: true\n")
    (top / "catalog/new.yaml").write_text("name: new\n")


def broken(top: Path) -> None:
    for path in top.glob("catalog/**/*.y*ml"):
        path.write_bytes(b"\xff[")
    (top / "catalog/catalog.toml").write_bytes(b"\0")


def emptied(top: Path) -> None:
    shutil.rmtree(top / "catalog")


def another_catalog(top: Path) -> None:
    (top / "catalog.toml").touch()
    (top / "models").mkdir()


def a_link(top: Path) -> None:
    shutil.rmtree(top / "catalog")
    (top / "elsewhere").mkdir()
    (top / "elsewhere/catalog.toml").touch()
    (top / "catalog").symlink_to("elsewhere")


def a_file(top: Path) -> None:
    shutil.rmtree(top / "catalog")
    (top / "catalog").touch()


def no_work_tree(top: Path) -> None:
    for path in top.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def damaged_index(top: Path) -> None:
    (top / ".git/index").write_bytes(b"garbage")
    (top / ".git/index.lock").touch()


def odd_attributes(top: Path) -> None:
    (top / ".git/info").mkdir(exist_ok=True)
    (top / ".git/info/attributes").write_text("* text eol=crlf ident working-tree-encoding=UTF-16\n")
    config = "[core]\nautocrlf = true\nignoreCase = true\nquotePath = true\nprecomposeUnicode = true\n"
    (top / ".git/config").write_text((top / ".git/config").read_text() + config)


@pytest.mark.parametrize(
    "spoil",
    [edited, broken, emptied, another_catalog, a_link, a_file, no_work_tree, damaged_index, odd_attributes],
)
@pytest.mark.parametrize("source", ["", "catalog"])
def test_the_checkout_does_not_matter(
    history: History,
    expected: dict[str, tuple[str, object]],
    tmp_path: Path,
    spoil: Callable[[Path], None],
    source: str,
) -> None:
    spoilt = history.repo.copy(tmp_path / "repo")
    spoil(spoilt.folder)
    for revision in ("HEAD", "topic/1"):
        assert answers(open_catalog(spoilt.folder / source, rev=revision)) == expected[revision][1]


def test_a_catalog_that_is_open_does_not_follow_its_branch(history: History, tmp_path: Path) -> None:
    repo = history.repo.copy(tmp_path / "repo")
    before = answers(open_catalog(repo.folder, rev="main"))
    catalog = open_catalog(repo.folder, rev="main")
    for number in range(5):
        repo.commit({f"catalog/models/later{number}.yaml": f"name: later{number}\n"})
        repo.git("branch", "--force", "topic/1", "HEAD")
    assert answers(catalog) == before
    assert "later4" in open_catalog(repo.folder, rev="main").names()


def test_a_pinned_commit_is_read_alone_and_only_once_resolved(history: History, tmp_path: Path) -> None:
    """What a tag names may move; the full id in `revision` goes on naming the same."""
    repo: GitFixture = history.repo.copy(tmp_path / "repo")
    tag = repo.git("tag").split()[0]
    with open_catalog(repo.folder, rev=tag) as catalog:
        assert catalog.revision is not None
        commit = catalog.revision.commit
    repo.git("tag", "--force", tag, "HEAD")
    assert answers(open_catalog(repo.folder, rev=commit)) != answers(open_catalog(repo.folder, rev=tag))
    assert repo.head(tag) != commit
