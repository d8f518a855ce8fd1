"""What a message says to write is written, and the card is sound then: no fix leads to another finding."""

from __future__ import annotations

import random
import re

from assetcards import Severity
from assetcards.findings import Finding
from assetcards.lint.lint import lint_catalog
from tests.sampling import sample
from tests.unit.rules.judging import catalog_of

_PAIR = re.compile(r"`([a-z_]+): ([^`]*)`")
_ADDRESS = re.compile(r"(?:write|did you mean) [`'](\w+://[^`' ]*)[`']")


def written(draw: random.Random) -> dict[str, str]:
    """A card as people write it who know other programs, or older releases."""
    repository = f"{draw.choice(['org', 'facebook', 'a-b'])}/{draw.choice(['name', 'llama-3', 'x_1'])}"
    file = draw.choice(["m.safetensors", "a/m.safetensors", "deep/er/m.safetensors"])
    revision = draw.choice(["main", "v1.0", "0123456789abcdef0123456789abcdef01234567"])
    web = draw.choice(["huggingface.co", "hf.co", "www.huggingface.co"])
    address = draw.choice([
        f"https://example.org/x.tar;path={file.replace('/', '%2F')}",
        f"https://example.org/{repository}/;gated=true",
        f"hg://{repository};path={file}",
        f"https://{web}/{repository}",
        f"https://{web}/{repository}/tree/{revision}",
        f"https://{web}/{repository}/{draw.choice(['blob', 'raw'])}/{revision}/{file}",
        f"https://github.com/{repository}/blob/{revision}/{file}",
        f"https://git.example.org/{repository}/-/blob/{revision}/{file}",
        f"{draw.choice(['hf', 'huggingface'])}://{repository}",
        f"hf://{draw.choice(['', 'models/'])}{repository}/{file}",
        f"hg://{repository}/{file}",
        f"hg://{repository}/resolve/{revision}/{file}",
    ])  # fmt: skip
    return {draw.choice(["model_family", "model_type"]): "llama", "checkpoint": address}


def findings_of(cards: list[dict[str, str]]) -> dict[int, list[Finding]]:
    """The errors and warnings about each card."""
    texts = ["\n".join([f"name: c{n}", *(f'{k}: "{v}"' for k, v in card.items())]) for n, card in enumerate(cards)]
    catalog = catalog_of({f"models/c{number}.yaml": f"{text}\n" for number, text in enumerate(texts)})
    found: dict[int, list[Finding]] = {number: [] for number in range(len(cards))}
    for finding in lint_catalog(catalog):
        if finding.severity is not Severity.ADVICE:
            found[int(finding.path.removeprefix("models/c").removesuffix(".yaml"))].append(finding)
    return found


def fixed(card: dict[str, str], finding: Finding) -> dict[str, str]:
    """The card with what the hint of a finding says."""
    if finding.code == "C303":
        return {("model_family" if key == "model_type" else key): value for key, value in card.items()}
    pairs = dict(_PAIR.findall(finding.hint))
    address = _ADDRESS.search(finding.hint)
    assert pairs or address, finding
    new = card | pairs | ({"checkpoint": address[1]} if address else {})
    return {key: value for key, value in new.items() if key != "checkpoint" or "url" not in pairs}


def test_what_messages_say_about_addresses_and_old_names_is_a_fix() -> None:
    draw = random.Random("fixes")
    cards = [written(draw) for _ in range(sample(150, 5000))]
    found = findings_of(cards)
    assert [card for number, card in enumerate(cards) if not found[number] and "raw" not in card["checkpoint"]] == []
    for number, findings in found.items():
        for finding in findings:
            cards[number] = fixed(cards[number], finding)
    assert [(cards[number], each) for number, each in findings_of(cards).items() if each] == []
