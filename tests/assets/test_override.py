"""`catalog override`: a card of one's own in the user store, that leaves alone what is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.assets.conftest import WEIGHTS, Ask, card
from tests.gitfixture import GitFixture


@pytest.fixture
def store(catalog: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user store, which is not there yet."""
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint='"hg://org/tiny"')})
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", str(tmp_path / "config" / "fairseq2" / "assets"))
    return tmp_path / "config" / "fairseq2" / "assets"


def test_an_override_is_written_and_used(store: Path, catalog: GitFixture, ask: Ask) -> None:
    (catalog.folder / "copy.pt").write_bytes(WEIGHTS)
    code, out, err = ask("override", "tiny", "checkpoint=copy.pt", "checkpoint_sha256=null")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"changed {store}/tiny.yaml"
    expected = f'name: "tiny@user"\ncheckpoint: {catalog.folder}/copy.pt\ncheckpoint_sha256: null\n'
    assert (store / "tiny.yaml").read_text() == expected
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{catalog.folder}/copy.pt\n", "")


def test_a_dry_run_shows_the_change_and_writes_nothing(store: Path, ask: Ask) -> None:
    code, out, _ = ask("override", "tiny", "checkpoint=/x.pt", "--dry-run", "--format", "json")
    found = json.loads(out)
    assert (code, found["card"], found["path"], found["dry_run"]) == (0, "tiny@user", f"{store}/tiny.yaml", True)
    assert "+checkpoint: /x.pt" in found["diff"] and not store.exists()


def test_an_override_that_is_there_is_changed_where_it_is_and_comments_stay(store: Path, ask: Ask) -> None:
    other, slow = "# mine\nname: other@user\nnote: x\n", "checkpoint: '/old.pt' # slow disk\nnote: a\n"
    before = f"{other}---\nname: tiny@user  # for tests\n{slow}"
    store.mkdir(parents=True)
    (store / "mine.yaml").write_text(before)
    assert ask("override", "tiny", "checkpoint=/new.pt", "checkpoint_path=m.pt")[0] == 0
    after = before.replace("'/old.pt'", "/new.pt").replace("# for tests\n", "# for tests\ncheckpoint_path: m.pt\n")
    assert (store / "mine.yaml").read_text() == after
    assert ask("override", "tiny", "checkpoint=/new.pt")[1] == f"{store}/mine.yaml says so already\n"
    assert not (store / "tiny.yaml").exists()


@pytest.mark.parametrize("before", ["name: else@user\n", "# only a comment", "name: else@user\n---\n", ""])
def test_a_file_of_that_name_gets_one_more_card(store: Path, ask: Ask, before: str) -> None:
    store.mkdir(parents=True)
    (store / "tiny.yaml").write_text(before)
    code, _, err = ask("override", "tiny", "checkpoint=/x.pt")
    after = (store / "tiny.yaml").read_text()
    assert (code == 0 and after.startswith(before) and ask("show", "tiny")[1].count("/x.pt") == 1) or (
        code == 3 and after == before and "no card can be added" in err
    )


def test_a_file_that_cannot_be_read_stays(store: Path, ask: Ask) -> None:
    store.mkdir(parents=True)
    (store / "tiny.yaml").write_text("name: [")
    code, _, err = ask("override", "tiny", "checkpoint=/x.pt")
    assert (code, (store / "tiny.yaml").read_text()) == (3, "name: [")
    assert "no card can be added" in err


def test_a_link_in_the_store_is_not_written_through(store: Path, ask: Ask, tmp_path: Path) -> None:
    store.mkdir(parents=True)
    (tmp_path / "precious").write_text("name: x\n")
    (store / "tiny.yaml").symlink_to(tmp_path / "precious")
    assert ask("override", "tiny", "checkpoint=/x.pt")[0] == 3
    assert (tmp_path / "precious").read_text() == "name: x\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["tiny", "checkpoint"], 2, "is not FIELD=VALUE"),
        (["tiny", "=x"], 2, "is not FIELD=VALUE"),
        (["tiny@lab", "checkpoint=/x"], 2, "name 'tiny', not 'tiny@lab'"),
        (["tiny", "name=small"], 2, "the name says which card is overridden"),
        (["tiny", "checkpoint=/a", "checkpoint=/b"], 2, "checkpoint is given more than once"),
        (["tiny", "model_config=x"], 1, "model_config cannot be 'x': it holds a mapping"),
        (["tiny", "context_length=long"], 1, "it holds an integer or null"),
        (["tiny", "restrict=yes"], 1, "it holds a boolean"),
        (["tiny", "checkpoint_sha256=garbage"], 1, "the 64 hexadecimal digits"),
        (["tiny", "checkpoint_revision=main"], 1, "the full id of a commit"),
        (["tiny", "checkpoint=https://u:p@example.org/h"], 1, "it has a user and a password"),
        (["tiny", "note=a\nb"], 1, "is not known"),
        (["tiny", "url=a\nb"], 1, "characters that cannot be printed"),
        (["tyni", "checkpoint=/x"], 1, "is not known"),
        (["tiny", "chekpoint=/x"], 1, "did you mean 'checkpoint'"),
    ],
)
def test_what_cannot_be_overridden_is_said(store: Path, ask: Ask, arguments: list[str], code: int, words: str) -> None:
    answer = ask("override", *arguments)
    assert (answer[0], words in answer[2]) == (code, True), answer
    assert not store.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{name: tiny@user, checkpoint: /old}\n", "{name: tiny@user, checkpoint: /x.pt}\n"),
        ("{checkpoint: /old, name: tiny@user}  # one\n", "{checkpoint: /x.pt, name: tiny@user}  # one\n"),
        ("{name: tiny@user, note: [a, b]}\n", "{name: tiny@user, checkpoint: /x.pt, note: [a, b]}\n"),
        ("name: tiny@user\ncheckpoint:\n", "name: tiny@user\ncheckpoint: /x.pt\n"),
        ("name: tiny@user\ncheckpoint:  # none\n", "name: tiny@user\ncheckpoint: /x.pt  # none\n"),
        (
            'name: tiny@user\ncheckpoint: "/old\n  place"  # c\nn: 1\n',
            "name: tiny@user\ncheckpoint: /x.pt  # c\nn: 1\n",
        ),
        ("name: tiny@user\ncheckpoint: 'it''s' # c\n", "name: tiny@user\ncheckpoint: /x.pt # c\n"),
        ("name: tiny@user\r\nnote: a", "name: tiny@user\r\ncheckpoint: /x.pt\r\nnote: a"),
        ("note: a\r\nname: tiny@user", "note: a\r\nname: tiny@user\r\ncheckpoint: /x.pt"),
        ("\ufeffname: tiny@user\n", "\ufeffname: tiny@user\ncheckpoint: /x.pt\n"),
        ("name: else\n...\nname: tiny@user # c\n", "name: else\n...\nname: tiny@user # c\ncheckpoint: /x.pt\n"),
        ("---\n  name: tiny@user\n  note: a\n", "---\n  name: tiny@user\n  checkpoint: /x.pt\n  note: a\n"),
    ],
)
def test_a_card_is_changed_however_it_is_written(store: Path, ask: Ask, before: str, after: str) -> None:
    store.mkdir(parents=True)
    (store / "mine.yaml").write_text(before, "utf-8", newline="")
    answer = ask("override", "tiny", "checkpoint=/x.pt")
    assert (answer[0], (store / "mine.yaml").read_bytes().decode()) == (0, after), answer


@pytest.mark.parametrize(
    "written",
    [
        "name: tiny@user\nnote: &a /old\ncheckpoint: *a\n",
        "name: tiny@user\ncheckpoint: &a /old\nnote: *a\n",
        "name: tiny@user\ncheckpoint: >\n  /old\n",
        "? name\n: tiny@user\n",
    ],
)
def test_what_cannot_be_changed_stays_and_the_line_to_write_is_said(store: Path, ask: Ask, written: str) -> None:
    store.mkdir(parents=True)
    (store / "mine.yaml").write_text(written)
    code, _, err = ask("override", "tiny", "checkpoint=/x.pt")
    if code == 0:  # the alias was all that had to go
        assert (store / "mine.yaml").read_text() == written.replace("*a", "/x.pt")
    else:
        assert (code, (store / "mine.yaml").read_text()) == (1, written)
        assert "mine.yaml:1: " in err and "(write `checkpoint: /x.pt` into it yourself)" in err


def test_a_file_in_another_encoding_is_named_and_stays(store: Path, ask: Ask) -> None:
    store.mkdir(parents=True)
    (store / "tiny.yaml").write_bytes(b"# caf\xe9\nname: tiny@user\n")
    code, _, err = ask("override", "tiny", "checkpoint=/x.pt")
    assert (code, (store / "tiny.yaml").read_bytes()) == (3, b"# caf\xe9\nname: tiny@user\n")
    assert f"{store}/tiny.yaml: no card can be added (line 1: invalid UTF-8: byte 0xe9" in err


def test_two_overrides_of_one_card_are_not_chosen_from(store: Path, ask: Ask) -> None:
    store.mkdir(parents=True)
    for name in ("a.yaml", "b.yaml"):
        (store / name).write_text("name: tiny@user\n")
    code, _, err = ask("override", "tiny", "checkpoint=/x.pt")
    assert (code, "is written twice" in err) == (3, True)


def test_a_number_and_a_boolean_are_written_as_such(store: Path, ask: Ask) -> None:
    assert ask("override", "tiny", "context_length=4096", "restrict=true")[0] == 0
    assert (store / "tiny.yaml").read_text() == 'name: "tiny@user"\ncontext_length: 4096\nrestrict: true\n'


def test_a_text_that_keeps_the_empty_lines_below_it_gets_no_more_of_them(store: Path, ask: Ask) -> None:
    before = "name: else@user\nnote: |+\n  a\n\n"
    store.mkdir(parents=True)
    (store / "tiny.yaml").write_text(before)
    code, _, err = ask("override", "tiny", "checkpoint=/x.pt")
    assert (code, (store / "tiny.yaml").read_text(), "write the card there yourself" in err) == (3, before, True)
