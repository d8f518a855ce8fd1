"""The real fairseq2 as a process that answers questions."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SCRIPT = Path(__file__).with_name("fairseq2_answers.py")


class Fairseq2:
    """One process, asked for one folder after the other; a context manager."""

    def __init__(self, python: Path) -> None:
        self._process = subprocess.Popen(
            [str(python), str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def _ask(self, question: dict[str, object]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"fairseq2 ended with code {self._process.wait()}")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def merged(self, cases: Sequence[tuple[Sequence[object], object]]) -> list[str]:
        """What fairseq2 makes of layers, the farthest first, and what they are merged onto, as Python writes it."""
        merged: list[str] = self._ask({"merges": [repr(case) for case in cases]})["merged"]
        return merged

    def maybe_refusal(self, root: Path) -> str | None:
        """Why fairseq2 does not load a folder as a store, or None."""
        refused: str | None = self._ask({"root": str(root), "env": None, "queries": []}).get("refused")
        return refused

    def answers(self, root: Path, env: str | None, queries: Sequence[str]) -> list[dict[str, Any]]:
        """The answers to the queries, in order. Raises RuntimeError when the store is refused."""
        reply = self._ask({"root": str(root), "env": env, "queries": list(queries)})
        if "refused" in reply:
            raise RuntimeError(reply["refused"])
        answers: list[dict[str, Any]] = reply["answers"]
        return answers
