"""Other people's test data, where it is at hand: beside this repository, in `../shared/third_party`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assetcards import MemoryTree
from assetcards.model.card import CardFile
from assetcards.model.reading import parse_card_file
from assetcards.nodes import plain_value
from assetcards.text.documents import Bounds
from assetcards.values import as_json_value

THIRD_PARTY = Path(__file__).parents[3] / "shared" / "third_party"
LEFT_OUT = f"left out: {THIRD_PARTY} is not at hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteCase:
    """One case of yaml-test-suite: a text, whether it has to fail, and its values as JSON where it has any."""

    id: str
    text: str
    must_fail: bool
    values: list[Any] | None


def yaml_test_suite() -> Iterator[SuiteCase]:
    """The 402 cases of yaml-test-suite; none when they are not at hand."""
    path = THIRD_PARTY / "yaml-test-suite" / "cases.jsonl"
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        case = json.loads(line)
        values = list(_values(case["json"])) if "json" in case else None
        yield SuiteCase(id=case["id"], text=case["yaml"], must_fail=case["error"], values=values)


def _values(text: str) -> Iterator[Any]:
    """JSON values that follow each other."""
    decoder = json.JSONDecoder()
    while text := text.strip():
        value, end = decoder.raw_decode(text)
        yield value
        text = text[end:]


def naughty_strings() -> list[str]:
    """The big list of naughty strings; empty when it is not at hand."""
    path = THIRD_PARTY / "naughty-strings" / "blns.json"
    strings: list[str] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return strings


def read(text: str) -> CardFile:
    """A text as a card file."""
    return parse_card_file(MemoryTree("suite"), "x.yaml", text.encode("utf-8", "surrogatepass"), Bounds())


def reading_codes(file: CardFile) -> list[str]:
    """The codes of what reading refuses in a file, cards or not."""
    if file.text is None:
        return [finding.code for finding in file.findings]
    return [finding.code for document in file.documents for finding in document.findings]


def json_values(file: CardFile) -> list[Any]:
    """The documents of a file in what JSON has."""
    return [None if each.root is None else as_json_value(plain_value(each.root)) for each in file.documents]


def outcome(case: SuiteCase) -> str:
    """What becomes of a case: `as the suite says`, or how we differ from it."""
    file = read(case.text)
    codes = reading_codes(file)
    if case.must_fail:
        return "as the suite says" if codes else "is read, and must not be"
    if codes:
        return f"refused with {codes[0]}"
    if case.values is None or json.dumps(json_values(file), sort_keys=True) == json.dumps(case.values, sort_keys=True):
        return "as the suite says"
    return "other values"
