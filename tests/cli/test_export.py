"""`catalog export`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

TEXT = """\
wrote 4 cards of commit {commit} in 3 files to out
  tiny: checkpoint is git:{full}:catalog/models/weights/tiny.pt, which fairseq2 does not load
"""


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_commit_is_written_with_a_line_for_each_change(cards: GitFixture, ask: Ask) -> None:
    commit = cards.git("rev-parse", "v1").strip()
    assert ask("export", "--to", "fairseq2", "out", "--rev", "v1") == (
        0,
        TEXT.format(commit=commit[:12], full=commit),
        "",
    )
    written = files(cards.folder / "out")
    assert sorted(written) == [
        "cards/datasets,sums.yaml",
        "cards/models,@lab,tiny.yaml",
        "cards/models,tiny.yaml",
        "export.txt",
    ]
    assert written["cards/models,@lab,tiny.yaml"] == b"name: tiny@lab\ncheckpoint: /lab/tiny.pt\n"


def test_the_same_commit_gives_the_same_bytes_wherever_it_is_written(
    cards: GitFixture, ask: Ask, tmp_path: Path
) -> None:
    for folder in (cards.folder / "out", tmp_path / "other"):
        assert ask("export", "--to", "fairseq2", folder, "--rev", "v1")[0] == 0
    assert files(cards.folder / "out") == files(tmp_path / "other")


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
