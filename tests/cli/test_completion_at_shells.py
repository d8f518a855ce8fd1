"""Completion in real shells: what somebody has named a card is neither inserted nor run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shells import BEGIN, Shell, at_a_shell, installed
from tests.gitfixture import GitFixture

SHELLS = [
    pytest.param(name, marks=pytest.mark.skipif(not installed(name), reason=f"{name} is not installed here"))
    for name in BEGIN
]
EVIL = "$(touch ran)"


def complete(shell: Shell, programs: Path, line: str) -> list[str]:
    """The arguments of a line after Tab and Enter."""
    (programs / "said").unlink(missing_ok=True)
    shell.enter(f"{line}\t")
    return (programs / "said").read_text().splitlines() if (programs / "said").exists() else []


@pytest.mark.parametrize("name", SHELLS)
def test_names_are_completed_and_those_that_a_shell_would_run_are_not(
    cards: GitFixture, tmp_path: Path, name: str
) -> None:
    cards.write(
        {
            "catalog/models/evil.yaml": f'name: "evil{EVIL}"\n---\nname: "`touch ran`"\n---\nname: "#ran;touch ran"\n',
            "catalog/models/license.yaml": f'name: free\nlicense: "evil{EVIL}"\n',
            f"catalog/models/@env{EVIL}/evil.yaml": f'name: "tiny@env{EVIL}"\n',
            f"folder{EVIL}/x": "x",
        }
    )
    with at_a_shell(name, cards.folder, tmp_path / "programs") as shell:
        programs = tmp_path / "programs"
        assert complete(shell, programs, "catalog show su") == ["show", "sums"]
        assert complete(shell, programs, "catalog show tiny_") == ["show", "tiny_chat"]
        assert complete(shell, programs, "catalog show evil") == ["show", "evil"]
        assert complete(shell, programs, "catalog show --env env") == ["show", "--env", "env"]
        assert complete(shell, programs, "catalog list --where license=M") == ["list", "--where", "license=MIT"]
        assert complete(shell, programs, "catalog list --where license=ev") == ["list", "--where", "license=ev"]
        assert complete(shell, programs, "catalog list --columns name,lic") == ["list", "--columns", "name,license"]
        folder = complete(shell, programs, "catalog list --root fold")
        assert [word.rstrip("/") for word in folder] in (
            ["list", "--root", f"folder{EVIL}"],
            ["list", "--root", "fold"],
        )
    assert list(tmp_path.rglob("ran")) == []


@pytest.mark.parametrize("name", SHELLS)
def test_where_there_is_no_answer_no_folders_are_in_its_place(cards: GitFixture, tmp_path: Path, name: str) -> None:
    cards.write({"zeta/x": "x"})
    with at_a_shell(name, cards.folder, tmp_path / "programs") as shell:
        programs = tmp_path / "programs"
        for line in ("show zet", "explain zet", "list --where zet"):
            assert complete(shell, programs, f"catalog {line}") == line.split()
