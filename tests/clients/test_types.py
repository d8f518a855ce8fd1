"""A client's program under strict type checkers, which know of the library what is installed, and at work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients import program

pytest.importorskip("pyright", reason="Pyright is not installed: make clients")

PROGRAM = Path(program.__file__).read_text("utf-8")
WRONG = PROGRAM + '\n\ndef wrong(card: ResolvedCard) -> str:\n    return card.config_value("model.dropout", float)\n'
CHECKERS = {
    "mypy": ("--strict", "--cache-dir=.mypy"),
    "pyright": ("--outputjson", f"--pythonpath={sys.executable}"),
}


@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize(("text", "errors"), [(PROGRAM, 0), (WRONG, 1)])
def test_a_strict_checker_takes_the_program_and_finds_what_is_wrong(
    tmp_path: Path, checker: str, text: str, errors: int
) -> None:
    (tmp_path / "client.py").write_text(text, "utf-8")
    (tmp_path / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict"}), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", checker, *CHECKERS[checker], "client.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = (
        json.loads(ended.stdout)["summary"]["errorCount"] if checker == "pyright" else ended.stdout.count(" error: ")
    )
    assert (found, ended.returncode) == (errors, min(errors, 1)), ended.stdout


def test_the_program_does_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = "model_family: my_model, model_config: {max_seq_len: 4096, dropout: 0.1}"
    (tmp_path / "a.yaml").write_text(f"{{name: tiny, {config}, checkpoint: /t}}\n---\n{{name: words, data: /w}}\n")
    program.main(str(tmp_path))
    assert capsys.readouterr().out == "tiny\n"
