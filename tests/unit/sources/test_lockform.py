"""The text of lock files: what is written is read, what is not valid says why, and merged files have both sides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assetcards.sources.lockfile import Lock, LockError
from assetcards.sources.lockform import parse_lock, parse_sides, render_lock
from assetcards.sources.lockvalues import MAX_LOCK_BYTES
from tests.gitfixture import GitFixture
from tests.unit.sources.locks import LOCK

TEXT = render_lock(LOCK)
SOURCE = TEXT.splitlines()[4]
A, TINY = TEXT.splitlines()[9], TEXT.splitlines()[11]


def test_a_lock_is_read_as_it_was_written_and_its_cards_are_sorted() -> None:
    read = parse_lock(TEXT.encode())
    assert read == replace(LOCK, cards=tuple(reversed(LOCK.cards)))
    assert render_lock(read) == TEXT


def test_a_card_is_a_line_between_empty_ones() -> None:
    digest = SOURCE.partition("digest = ")[2]
    assert (
        "# Written by `catalog lock`; keep it in git. `open_catalog(lock=...)` reads this commit and nothing else.\n"
        "version = 2\n"
        "\n"
        "sources = [\n"
        f'  {{repository = "../cards", root = "catalog", revision = "main", commit = "{"1" * 40}", digest = {digest}\n'
        "]\n"
        "\n"
        "cards = [\n"
        "\n"
        f'  {{name = "a", digest = "sha256:{"b" * 64}", blobs = {{"é\\u007f\\n.yaml" = "{"3" * 40}"}}}},\n'
        "\n"
        f'  {{name = "tiny@lab", digest = "sha256:{"a" * 64}", blobs = {{"x \\"y\\".yaml" = "{"2" * 40}"}}}},\n'
        "\n"
        "]\n"
    ) == TEXT


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "version is None, not 1 or 2"),
        ("version = 3\n", "version is 3, not 1 or 2"),
        (TEXT.replace("version = 2", "version = true"), "version is true, not 1 or 2"),
        (TEXT.replace("version = 2", "version = 1.0"), "version is 1.0, not 1 or 2"),
        (f"version = 0x{'f' * 5000}\n", "version is a number of more than 60 digits, not 1"),
        ("version = 1e400\n", "version is inf, not 1"),
        ("version = 2\n", "sources is missing"),
        ("version = 2\nsources = 1\n", "[[sources]] is not a list of tables"),
        (f"{TEXT}more = 1\n", "it has a key 'more', which is not known"),
        (TEXT.replace("root = ", "rot = "), "it has a key 'rot', which is not known"),
        (TEXT.replace(', revision = "main"', ""), "revision is missing"),
        (TEXT.replace('"../cards"', '"../\\u0000"'), "repository is '../\\x00'"),
        (TEXT.replace("1" * 40, "main"), "commit is 'main'"),
        (TEXT.replace('"main"', '"v1"'), "the source is not what `catalog lock` wrote: its digest does not match"),
        (TEXT.replace('"catalog"', "1979-05-27"), "root is 1979-05-27"),
        (TEXT.replace('name = "a"', 'name = "a@b@c"'), "the name 'a@b@c' has more than one '@'"),
        (TEXT.replace('name = "a"', 'name = "a", x = 1'), "it has a key 'x', which is not known"),
        (TEXT.replace("a" * 64, "a" * 63), "digest is 'sha256:"),
        (TEXT.replace("blobs = {", "blobs = {x = 1, "), "x is 1"),
        (TEXT.replace("blobs", "blob"), "it has a key 'blob', which is not known"),
        (TEXT.replace('name = "a"', 'name = "tiny@lab"'), "tiny@lab is locked twice, with different digests"),
        (TEXT.replace(SOURCE, f"{SOURCE}\n{SOURCE.replace('1' * 40, '2' * 40)}"), "the source is not what"),
    ],
)
def test_a_lock_file_that_is_not_valid_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(LockError) as caught:
        parse_lock(text.encode())
    assert f"the lock file is not valid: {problem}" in str(caught.value)


def test_lines_that_both_sides_of_a_merge_have_count_once() -> None:
    assert parse_lock(TEXT.replace(SOURCE, f"{SOURCE}\n{SOURCE}").replace(A, f"{A}\n\n{A}").encode()) == parse_lock(
        TEXT.encode()
    )


def test_more_cards_than_a_lock_file_holds_are_refused_before_anything_is_written() -> None:
    blobs = {f"{'x' * 9000}{number}.yaml": "2" * 40 for number in range(1000)}
    with pytest.raises(LockError, match=rf"more than {MAX_LOCK_BYTES} bytes \(lock fewer cards"):
        render_lock(replace(LOCK, cards=(replace(LOCK.cards[0], blobs=blobs),)))


OTHER = replace(LOCK, commit="4" * 40)
WITHOUT_A = replace(LOCK, cards=LOCK.cards[:1])
WITHOUT_TINY = replace(LOCK, cards=LOCK.cards[1:])


def merged(folder: Path, ours: Lock, base: Lock | None, theirs: Lock, *options: str, attributes: str = "") -> str:
    """The file that git makes of two branches."""
    repo = GitFixture.init(folder)
    repo.commit({".gitattributes": attributes} | ({} if base is None else {"catalog.lock": render_lock(base)}))
    repo.git("branch", "theirs")
    repo.commit({"catalog.lock": render_lock(ours)})
    repo.switch("theirs")
    repo.commit({"catalog.lock": render_lock(theirs)})
    repo.switch("main")
    repo.git("-c", 'alias.try=!git merge --quiet --message m "$@" || true; :', *options, "try", "theirs")
    return (folder / "catalog.lock").read_text("utf-8")


UNION = "catalog.lock merge=union\n"


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_both_sides_of_a_conflict_are_read_whatever_its_style(tmp_path: Path, style: str) -> None:
    text = merged(tmp_path, WITHOUT_TINY, replace(LOCK, cards=()), WITHOUT_A, "-c", f"merge.conflictStyle={style}")
    assert "<<<<<<< HEAD" in text
    assert list(parse_sides(text.encode())) == [WITHOUT_TINY, WITHOUT_A]
    assert list(parse_sides(text.replace("\n", "\r\n").encode())) == [WITHOUT_TINY, WITHOUT_A]
    with pytest.raises(LockError, match=r"line 10 is a conflict marker of a merge \(take the cards of both sides: "):
        parse_lock(text.encode())


def test_what_two_people_lock_for_the_first_time_is_read_from_the_conflict(tmp_path: Path) -> None:
    assert list(parse_sides(merged(tmp_path, WITHOUT_TINY, None, WITHOUT_A).encode())) == [WITHOUT_TINY, WITHOUT_A]


def test_cards_in_different_places_are_merged_without_the_recipe(tmp_path: Path) -> None:
    first = replace(LOCK.cards[1], full_name=LOCK.cards[1].full_name._replace(name="A"))
    ours = replace(LOCK, cards=(first, *WITHOUT_A.cards))
    third = replace(LOCK.cards[1], full_name=LOCK.cards[1].full_name._replace(name="z"))
    theirs = replace(LOCK, cards=(*WITHOUT_A.cards, third))
    text = merged(tmp_path, ours, WITHOUT_A, theirs)
    assert text == render_lock(replace(LOCK, cards=(first, *WITHOUT_A.cards, third)))


def test_a_card_beside_one_that_is_updated_is_merged_without_the_recipe(tmp_path: Path) -> None:
    updated = replace(OTHER, cards=(replace(LOCK.cards[1], digest="sha256:" + "c" * 64),))
    text = merged(tmp_path, updated, WITHOUT_TINY, LOCK)
    assert text == render_lock(replace(updated, cards=(*updated.cards, LOCK.cards[0])))


def test_the_recipe_merges_cards_in_one_place(tmp_path: Path) -> None:
    text = merged(tmp_path, WITHOUT_TINY, replace(LOCK, cards=()), WITHOUT_A, attributes=UNION)
    assert parse_lock(text.encode()).cards == (LOCK.cards[1], LOCK.cards[0])


def test_the_recipe_merges_what_two_people_lock_for_the_first_time(tmp_path: Path) -> None:
    assert parse_lock(merged(tmp_path, WITHOUT_TINY, None, WITHOUT_A, attributes=UNION).encode()).cards == (
        LOCK.cards[1],
        LOCK.cards[0],
    )


def test_the_recipe_leaves_two_commits_of_which_both_are_read(tmp_path: Path) -> None:
    last = replace(LOCK, commit="5" * 40)
    text = merged(tmp_path, OTHER, LOCK, last, attributes=UNION)
    assert [lock.commit[0] for lock in parse_sides(text.encode())] == ["4", "5"]
    with pytest.raises(LockError, match=r"a merge has left more than one commit in it \(take the cards of both"):
        parse_lock(text.encode())
