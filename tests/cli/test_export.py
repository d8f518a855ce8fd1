"""`catalog export`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

TEXT = """\
wrote 4 cards of commit {commit} in 5 files to out
  sums: tokenizer is git:{full}:words
  tiny: checkpoint is git:{full}:catalog/models/weights/tiny.pt
"""


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def complete(cards: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A commit in which the weights of a card are there, and a folder of a tokenizer with a file that is YAML."""
    monkeypatch.setenv("FAIRSEQ2_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    cards.commit(
        {
            "catalog/models/weights/tiny.pt": b"weights",
            "words/config.yaml": "a: 1",
            "catalog/datasets/sums.yaml": "{name: sums, tokenizer_family: my_tokenizer, tokenizer: ../../words}",
        }
    )
    return cards.head()


def test_a_commit_is_written_with_its_files_and_a_line_for_each_change(
    cards: GitFixture, complete: str, ask: Ask
) -> None:
    code, out, err = ask("export", "--to", "fairseq2", "out", "--rev", "main")
    assert (code, out, err) == (
        0,
        TEXT.format(commit=complete[:12], full=complete),
        "",
    )
    written = files(cards.folder / "out")
    assert sorted(written) == [
        f"assets/{complete}/catalog/models/weights/tiny.pt",
        f"assets/{complete}/words/config.yaml",
        "cards/datasets,sums.yaml",
        "cards/models,@lab,tiny.yaml",
        "cards/models,tiny.yaml",
        "export.txt",
    ]
    assert written["cards/models,@lab,tiny.yaml"] == b"name: tiny@lab\ncheckpoint: /lab/tiny.pt\n"
    for name, place in (("tiny", "catalog/models/weights/tiny.pt"), ("sums", "words")):
        line = f": ../assets/{complete}/{place}\n".encode()
        assert line in written["cards/models,tiny.yaml" if name == "tiny" else "cards/datasets,sums.yaml"]


def test_the_same_commit_gives_the_same_bytes_wherever_it_is_written(
    cards: GitFixture, complete: str, ask: Ask, tmp_path: Path
) -> None:
    for folder in (cards.folder / "out", tmp_path / "other"):
        assert ask("export", "--to", "fairseq2", folder, "--rev", complete)[0] == 0
    assert files(cards.folder / "out") == files(tmp_path / "other")


def test_a_file_that_the_commit_does_not_have_is_reported_and_hides_no_card(cards: GitFixture, ask: Ask) -> None:
    cards.commit({"catalog/models/lost.yaml": "{name: lost, model_family: small, checkpoint: nowhere.pt}"})
    code, out, err = ask("export", "--to", "fairseq2", "out", "--rev", "main")
    assert (code, err) == (1, "")
    assert out.splitlines()[0].startswith("wrote 5 cards")
    assert "  lost: checkpoint: git:" in out and "the commit has nothing there" in out


def test_a_pin_is_reported_as_lost_or_fetched_and_checked(cards: GitFixture, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "tiny.pt").write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    card = f"name: pinned\nmodel_family: small\ncheckpoint: {tmp_path}/tiny.pt\ncheckpoint_sha256: '{digest}'\n"
    cards.write({"catalog/models/pinned.yaml": card})
    assert "  pinned: checkpoint: fairseq2 loads it without its digest\n" in ask("export", "--to", "fairseq2", "out")[1]
    assert ask("export", "--to", "fairseq2", "out", "--fetch")[0] == 0
    assert (
        f"checkpoint: file://{tmp_path}/tiny.pt\n".encode() in files(cards.folder / "out")["cards/models,pinned.yaml"]
    )
    (tmp_path / "tiny.pt").write_bytes(b"others!")
    assert ask("export", "--to", "fairseq2", "out", "--fetch")[0] > 3


def test_a_dry_run_writes_nothing(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("export", "--to", "fairseq2", "out", "--dry-run", "--format", "json")
    document = json.loads(out)
    assert (code, err, document["written"], document["cards"], document["revision"]) == (0, "", False, 4, None)
    assert document["notes"] == [
        {"card": "tiny", "why": "path", "text": f"checkpoint is file://{cards.folder}/catalog/models/weights/tiny.pt"}
    ]
    assert not (cards.folder / "out").exists()


def test_a_broken_card_is_exported_as_one_and_is_an_error(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/bad.yaml": "name: bad\nbase: tinny\n"})
    code, out, _ = ask("export", "--to", "fairseq2", "out")
    assert code == 1
    assert (
        "  bad: card 'bad' cannot be resolved (bad -> tinny): models/bad.yaml:2:7: base 'tinny' does not exist" in out
    )
    assert out.endswith("1 error in these cards: run `catalog validate`\n")


def test_a_card_that_differs_from_one_of_fairseq2_is_refused_or_left_to_it(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/mine.yaml": "name: qwen3_8b\nmodel_family: my_model\ncheckpoint: hg://org/mine\n"})
    said = (
        "catalog: 1 card differs from fairseq2's own of the same name: qwen3_8b"
        " (rename ours, or let theirs stay: --on-clash theirs, or ASSETCARDS_FAIRSEQ2_ON_CLASH=theirs)\n"
    )
    assert ask("export", "--to", "fairseq2", "out") == (3, "", said)
    code, out, _ = ask("export", "--to", "fairseq2", "out", "--on-clash", "theirs")
    assert code == 0
    assert "  qwen3_8b: differs from fairseq2's own card of that name, which stays\n" in out


def test_a_folder_of_the_catalog_is_refused(cards: GitFixture, ask: Ask) -> None:
    hint = "(name one beside it, or one whose name begins with `.`)"
    said = f"catalog: files in 'catalog/out' would be cards of this catalog {hint}\n"
    assert ask("export", "--to", "fairseq2", "catalog/out") == (3, "", said)
    assert ask("export", "--to", "fairseq2", "catalog/.out")[0] == 0


def test_a_folder_of_somebody_else_is_refused(cards: GitFixture, ask: Ask) -> None:
    said = "catalog: 'catalog' is not empty, and has no export.txt: something else wrote it (name a new folder)\n"
    assert ask("export", "--to", "fairseq2", "catalog") == (3, "", said)
