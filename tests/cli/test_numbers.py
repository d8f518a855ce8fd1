"""Numbers on the command line that no program can use: a wrong use of the option, told in short."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

DIGITS = "9" * 5000


@pytest.mark.parametrize("size", [DIGITS, f"{DIGITS}G", f"0{DIGITS}", "infG", "nan", "-1", "1e9", "0x10", "1.5G", ""])
def test_a_size_that_is_none_is_a_wrong_use(
    ask: Ask, size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    code, out, err = ask("cache", "prune", f"--keep={size}")
    assert (code, out) == (2, "")
    assert "is not a size; write 500M or 2G" in err
    assert len(err) < 500


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "tiny", "--at", f"@{DIGITS}"),
        ("show", "tiny", "--at", DIGITS),
        ("log", "tiny", "--since", f"{DIGITS} days ago"),
        ("log", "tiny", "--until", f"{DIGITS}-01-01"),
    ],
)
def test_a_date_that_is_none_is_a_wrong_use(cards: GitFixture, ask: Ask, arguments: tuple[str, ...]) -> None:
    code, out, err = ask(*arguments)
    assert (code, out) == (2, "")
    assert "is not a date: write 2024-06-30" in err
    assert len(err) < 500


@pytest.mark.parametrize("way", [f"~{DIGITS}", f"^{DIGITS}", f"@{{{DIGITS}}}", "~999999999"])
@pytest.mark.parametrize("remote", [False, True])
def test_a_revision_that_nothing_can_count_to_is_named(
    cards: GitFixture, ask: Ask, way: str, remote: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    code, out, err = ask("list", "--rev", f"main{way}", *(["--repo", f"file://{cards.folder}"] if remote else []))
    assert (code, out) == (3, "")
    assert "'main" in err
