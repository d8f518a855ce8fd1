"""Lock files of version 1: read and written by their own rules; whatever is changed in one is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assetcards.sources.lockfile import Lock, LockError
from assetcards.sources.lockform import parse_lock, parse_sides, render_lock
from assetcards.sources.lockvalues import MAX_LOCK_BYTES
from tests.unit.sources.locks import LOCK

OLD = replace(LOCK, version=1)
TEXT = render_lock(OLD)


def test_a_lock_of_version_1_is_read_as_it_was_written_and_its_cards_are_sorted() -> None:
    read = parse_lock(TEXT.encode())
    assert read == replace(OLD, cards=tuple(reversed(OLD.cards)))
    assert render_lock(read) == TEXT


def test_a_lock_of_version_1_is_written_as_ever() -> None:
    assert (
        "# Written by `catalog lock`; keep it in git. `open_catalog(lock=...)` reads this commit and nothing else.\n"
        "version = 1\n"
        'digest = "sha256:114c750eef8d1c74774aceabcfa00349e04420c444e577976b1b9e6353cca762"\n'
        "\n"
        "[source]\n"
        'repository = "../cards"\n'
        'root = "catalog"\n'
        'revision = "main"\n'
        f'commit = "{"1" * 40}"\n'
        "\n"
        "[[card]]\n"
        'name = "a"\n'
        f'digest = "sha256:{"b" * 64}"\n'
        "[card.blobs]\n"
        f'"é\\u007f\\n.yaml" = "{"3" * 40}"\n'
        "\n"
        "[[card]]\n"
        'name = "tiny@lab"\n'
        f'digest = "sha256:{"a" * 64}"\n'
        "[card.blobs]\n"
        f'"x \\"y\\".yaml" = "{"2" * 40}"\n'
    ) == TEXT


def without(line: str) -> str:
    return "".join(each for each in TEXT.splitlines(keepends=True) if not each.startswith(line))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (TEXT.replace('name = "a"', 'name = "a@b@c"'), "the name 'a@b@c' has more than one '@'"),
        (TEXT.replace('name = "a"', 'name = " "'), "the name ' ' is empty"),
        (TEXT.replace('"../cards"', '"../\\u0000"'), "repository is '../\\x00'"),
        ("version = 1\n", "[source] is missing"),
        (
            without("commit").replace("[source]", f"[source]\ncommit = 0x{'f' * 5000}"),
            "commit is a number of more than 60",
        ),
        (without("root").replace("[source]", "[source]\nroot = 1979-05-27"), "root is 1979-05-27"),
        (TEXT.replace('\ndigest = "', '\ndigest = [0xff]\nx = "', 1), "digest is a list"),
        (without("commit"), "commit is missing"),
        (TEXT.replace("1" * 40, "main"), "commit is 'main'"),
        (TEXT.replace("a" * 64, "a" * 63), "digest is 'sha256:"),
        (without("[card.blobs]"), "[blobs] is missing"),
        (TEXT.replace('name = "a"', 'name = "tiny@lab"'), "a card is locked twice"),
        (without("[[card]]").partition("name =")[0] + "[card]\n", "[[card]] is not a list of tables"),
        (f"{TEXT}[other]\nmore = 1\n", "it is not what `catalog lock` wrote: its digest does not match"),
        (f"{TEXT}[other]\nat = 07:32:00\n", "it is not what `catalog lock` wrote: its digest does not match"),
    ],
)
def test_a_lock_file_of_version_1_that_is_not_valid_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(LockError) as caught:
        parse_lock(text.encode())
    assert f"the lock file is not valid: {problem}" in str(caught.value)


def test_whatever_is_changed_in_a_lock_of_version_1_it_is_refused() -> None:
    lines = TEXT.splitlines()
    facts = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    assert len(facts) == 12
    for number in facts:
        end = len(lines[number].rstrip('"')) - 1
        other = f"{lines[number][:end]}{'0' if lines[number][end] != '0' else '1'}{lines[number][end + 1 :]}"
        for change in (lines[number].replace(" = ", "x = "), other, ""):
            with pytest.raises(LockError, match="the lock file is not valid: "):
                parse_lock("\n".join([*lines[:number], change, *lines[number + 1 :]]).encode())
    assert parse_lock(("# No fact.\n\n" + "\n\n".join(lines)).encode()).cards


def test_both_sides_of_a_conflict_in_version_1_are_read_though_their_digests_are_of_neither() -> None:
    ours, theirs = (replace(OLD, cards=(card,)) for card in OLD.cards)
    head, _, ours_tail = render_lock(ours).partition("digest = ")
    theirs_tail = render_lock(theirs).partition("digest = ")[2]
    text = f"{head}<<<<<<< HEAD\ndigest = {ours_tail}=======\ndigest = {theirs_tail}>>>>>>> theirs\n"
    assert list(parse_sides(text.replace(ours_tail[8:72], "0" * 64).encode())) == [ours, theirs]


def test_more_cards_than_a_lock_file_holds_are_refused_before_anything_is_written() -> None:
    blobs = {f"{'x' * 9000}{number}.yaml": "2" * 40 for number in range(1000)}
    many: Lock = replace(OLD, cards=(replace(OLD.cards[0], blobs=blobs),))
    with pytest.raises(LockError, match=rf"more than {MAX_LOCK_BYTES} bytes \(lock fewer cards"):
        render_lock(many)


def test_a_lock_file_as_deep_as_toml_may_be_is_refused_with_a_sentence() -> None:
    header, value = ".".join(["a"] * 60), "[" * 60 + "]" * 60
    deep = f"{TEXT}[{header}]\n{'b.' * 3}c = {value}\n"
    with pytest.raises(LockError, match="its digest does not match"):
        parse_lock(deep.encode())
