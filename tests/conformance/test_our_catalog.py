"""Our own cards resolve to what the cards of fairseq2 and SONAR resolve to, but for what is listed here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assetcards import Catalog, open_catalog
from assetcards.model.fields import config_keys
from tests.conformance.answers import TESTS, answer_of_library, recorded

CATALOG = TESTS.parent / "catalog"
FACTS = {
    "description",
    "license",
    "owners",
    "deprecated",
    "checkpoint_sha256",
    "tokenizer_sha256",
    "url",
    "context_length",
    "parameters",
}
"""Fields that our cards may add; all but `url` are those of CARD_SPEC 5."""

SPELLINGS = {key for kind in ("model", "dataset", "tokenizer") for key in config_keys(kind)}

EXCEPTIONS = {
    "librispeech_asr_100h": "the card as found names a base that does not exist, wav2vec2_asr, which is the family "
    "of its siblings librispeech_asr_960h and librilight_asr_10h: repaired as dataset_family",
}

GATED = {"llama4", "llama4_scout_17b_16e", "llama4_scout_17b_16e_instruct"}
"""The cards as found have `;gated=true` in the address, which fairseq2 0.8.1 does not know: ours have a `url`."""

LINES = [line for corpus in ("fairseq2-0.8.1", "sonar") for line in recorded(TESTS / "corpus" / corpus)]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return open_catalog(CATALOG, env="", stores=[])


def comparable(fields: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """The fields without `base`, configs (compared merged) and facts that were added."""
    left_out = {"base", *SPELLINGS, *(FACTS - like.keys())}
    return {name: value for name, value in fields.items() if name not in left_out}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["query"].removesuffix("@"))
def test_our_card_has_the_values_of_the_card_as_found(catalog: Catalog, line: dict[str, Any]) -> None:
    name = line["query"].removesuffix("@")
    ours = answer_of_library(catalog, line["query"], CATALOG)
    if name in EXCEPTIONS:
        assert "error" in line
        assert ours["fields"]["dataset_family"] == "wav2vec2_asr"
        return
    assert ours["configs"] == line["configs"]
    assert ours["kinds"] == line["kinds"]
    as_found = comparable(line["fields"], line["fields"])
    if name in GATED:
        assert as_found.pop("checkpoint") == as_found.pop("tokenizer") == f"{ours['fields']['url']};gated=true"
    assert comparable(ours["fields"], line["fields"]) == as_found


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("gsm8k_sft@awscluster", "data", "/data/gsm8k_data/sft"),
        ("llama3_2_1b@awscluster", "checkpoint", "/models/Llama-3.2-1B/original/consolidated.00.pth"),
    ],
)
def test_the_examples_of_the_guide_are_overrides(catalog: Catalog, query: str, field: str, value: str) -> None:
    assert catalog.card(query).fields[field] == value


def test_tokenizers_shared_by_models_are_cards_of_their_own(catalog: Catalog) -> None:
    cards = [card for card in catalog.find(kind="tokenizer") if card.kinds == ["tokenizer"]]
    assert [card.name for card in cards if card.card.path.startswith("tokenizers/")] == [
        "covost2_en_de_st_tokenizer",
        "nllb-200_tokenizer",
        "sonar_text_tokenizer",
    ]


def test_every_environment_has_a_folder_at_a_kind(catalog: Catalog) -> None:
    folders = {path.parent.name for path in Path(CATALOG).glob("*/@*/*.yaml")}
    assert folders == {f"@{env}" for env in catalog.environments() if env != "user"}
