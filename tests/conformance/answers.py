"""Recorded answers, and the library's and the command's answers in the same form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from assetcards import AssetCardsError, CardError, Catalog
from assetcards.cli.main import main
from assetcards.values import as_json_value

TESTS = Path(__file__).parents[1]
CORPORA = ("fairseq2-0.8.1", "sonar", "conformance")
PARTS = ("chain", "fields", "kinds", "configs", "uris")

KINDS_OF_ERROR = {
    "bad-name": "InvalidNameError",
    "unknown-environment": "EnvironmentNotFoundError",
    "unknown-name": "CardNotFoundError",
    "orphan-override": "CardNotFoundError",
    "duplicate": "C210",
    "bad-base": "C402",
    "unknown-base": "C401",
    "base-cycle": "C403",
    "base-depth": "C404",
    "bad-directive": "C505",
}
"""What the library says where the expectations and the second model name a kind of error (`kind_of`)."""


def kind_of(error: AssetCardsError) -> str:
    """The code of the first finding when a card is broken, else the name of the exception's class."""
    return error.findings[0].code if isinstance(error, CardError) else type(error).__name__


def recorded(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of a `resolved.jsonl`."""
    for line in (folder / "resolved.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def answer_of_library(catalog: Catalog, query: str, root: Path) -> dict[str, Any]:
    """The parts of an answer, or `error`: its kind."""
    try:
        card = catalog.card(query)
        answer = {
            "chain": card.chain,
            "fields": card.fields,
            "kinds": card.kinds,
            "configs": card.configs,
            "uris": card.uris,
        }
    except AssetCardsError as error:
        return {"error": kind_of(error)}
    return with_root_named(as_json_value(answer), root)


def answer_of_command(query: str, env: str | None, root: Path) -> dict[str, Any]:
    """The same through `catalog show --format json`."""
    arguments = ["show", query, "--root", str(root), "--format", "json", *(["--env", env] if env else [])]
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = main(arguments)
    if code != 0:
        return {"error": err.getvalue()}
    document = json.loads(out.getvalue())
    return with_root_named({part: document[part] for part in PARTS}, root)


def with_root_named(answer: dict[str, Any], root: Path) -> dict[str, Any]:
    """The answer with the folder of cards called ROOT, as the recorded ones have it."""
    uris = {field: uri.replace(root.as_uri(), "file://ROOT") for field, uri in answer["uris"].items()}
    return {**answer, "uris": uris}
