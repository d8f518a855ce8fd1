"""Pages where people look at files are told from the files, and the file's address is what is advised."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from assetcards.model.pages import maybe_page, maybe_revision_of

HUB = "https://huggingface.co"


@pytest.mark.parametrize(
    ("page", "instead"),
    [
        (f"{HUB}/o/r/blob/main/a/m.pt", f"'{HUB}/o/r/resolve/main/a/m.pt'"),
        (f"{HUB}/o/r/blob/main/m.pt?download=true", f"'{HUB}/o/r/resolve/main/m.pt'"),
        (f"{HUB}/datasets/o/r/blob/main/t.tsv", f"'{HUB}/datasets/o/r/resolve/main/t.tsv'"),
        (f"{HUB}/o/r/raw/main/m.safetensors", f"'{HUB}/o/r/resolve/main/m.safetensors'"),
        (f"{HUB}/o/r/", "`hg://o/r`"),
        (f"{HUB}/datasets/o/r", "`hg://o/r`"),
        (f"{HUB}/gpt2", "`hg://gpt2`"),
        (f"{HUB}/o/r/tree/main", "`hg://o/r`"),
        (f"{HUB}/o/r/tree/main/a", "`checkpoint: hg://o/r` and `checkpoint_path: a`"),
        ("https://www.huggingface.co/o/r", "`hg://o/r`"),
        ("https://github.com/o/r/blob/v1/m.pt", "'https://github.com/o/r/raw/v1/m.pt'"),
        ("https://bitbucket.org/o/r/src/v1/m.pt", "'https://bitbucket.org/o/r/raw/v1/m.pt'"),
        ("https://git.example.org/o/r/-/blob/v1/m.pt", "'https://git.example.org/o/r/-/raw/v1/m.pt'"),
        ("https://dropbox.com/s/x/m.pt", "'https://dropbox.com/s/x/m.pt?dl=1'"),
        ("https://dropbox.com/s/x/m.pt?rlkey=y&dl=0", "'https://dropbox.com/s/x/m.pt?rlkey=y&dl=1'"),
        ("https://zenodo.org/record/12", "'https://zenodo.org/records/12/files/NAME'"),
    ],
)
def test_a_page_is_answered_with_the_address_of_the_file(page: str, instead: str) -> None:
    found = maybe_page("checkpoint", urlsplit(page))
    assert found is not None and found[1] == f"write {instead}"
    by_us = instead.strip("'")
    assert not by_us.startswith("https:") or maybe_page("checkpoint", urlsplit(by_us)) is None


@pytest.mark.parametrize(
    "page",
    [
        f"{HUB}/docs/hub",
        "https://github.com/o/r",
        "https://github.com/o/r/tree/main",
        "https://github.com/o/r/releases",
        "https://drive.google.com/file/d/x/view",
    ],
)
def test_a_page_of_which_the_file_is_unknown_is_a_page(page: str) -> None:
    assert maybe_page("checkpoint", urlsplit(page)) is not None


@pytest.mark.parametrize(
    "file",
    [
        f"{HUB}/o/r/resolve/main/m.pt",
        f"{HUB}/o/r/raw/main/vocab.json",
        f"{HUB}/api/models/o/r",
        "https://github.com/o/r/raw/main/m.pt",
        "https://github.com/o/r/releases/download/v1/m.pt",
        "https://github.com/o/r/releases/latest/download/m.pt",
        "https://github.com/o/r/archive/v1.tar.gz",
        "https://raw.githubusercontent.com/o/r/main/m.pt",
        "https://drive.google.com/uc?id=x",
        "https://example.org/blob/m.pt",
        "https://example.org",
    ],
)
def test_a_file_is_no_page(file: str) -> None:
    assert maybe_page("checkpoint", urlsplit(file)) is None


@pytest.mark.parametrize(
    ("file", "revision"),
    [
        (f"{HUB}/o/r/resolve/main/a/m.pt", "main"),
        (f"{HUB}/datasets/o/r/resolve/v1/t.tsv", "v1"),
        (f"{HUB}/resolve/r/resolve/v1/m.pt", "v1"),
        ("https://github.com/o/r/raw/v1/m.pt", "v1"),
        ("https://github.com/o/r/raw/refs/heads/main/a/m.pt", "refs/heads/main"),
        ("https://github.com/o/r/raw/refs/tags/v1/m.pt", "refs/tags/v1"),
        ("https://raw.githubusercontent.com/o/r/main/m.pt", "main"),
        ("https://raw.githubusercontent.com/o/r/refs/heads/main/m.pt", "refs/heads/main"),
        ("https://raw.githubusercontent.com/o/r/refs/tags/v1/m.pt", "refs/tags/v1"),
        ("https://raw.githubusercontent.com/o/r/main", None),
        ("https://github.com/o/r/releases/download/v1/m.pt", None),
        ("https://example.org/o/r/raw/main/m.pt", None),
    ],
)
def test_the_revision_of_a_file_is_all_that_a_commit_can_be_written_for(file: str, revision: str | None) -> None:
    assert maybe_revision_of(urlsplit(file)) == revision
