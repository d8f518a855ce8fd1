"""Names that a family has elsewhere: what a hint then says."""

from __future__ import annotations

import pytest

from assetcards.families.description import FamilyDescription
from assetcards.families.judging import findings_of
from assetcards.families.known import known_families
from assetcards.families.misplaced import maybe_family_with, maybe_other_location
from tests.unit.rules.judging import catalog_of


def hint_of(card: str) -> str:
    """The hint of the only finding of a card."""
    catalog = catalog_of({"models/x.yaml": f"name: tiny\n{card}"})
    (found,) = findings_of(known_families(catalog), catalog.card("tiny"), is_base=False)
    return found.hint


QWEN = "model_family: qwen\nmodel_arch: qwen25_3b\ntokenizer_family: qwen\n"


@pytest.mark.parametrize(
    ("card", "hint"),
    [
        (f"{QWEN}tokenizer_config: {{max_seq_len: 8}}", "the model family qwen has it: write it into model_config"),
        (
            f"{QWEN}model_config: {{use_im_end: true}}",
            "the tokenizer family qwen has it: write it into tokenizer_config",
        ),
        (f"{QWEN}tokenizer_config: {{max_seq_length: 8}}", "it has use_im_end"),
        (
            "model_family: wav2vec2\nmodel_arch: base\nmodel_config: {num_encoder_layers: 3}",
            "did you mean 'model_config.encoder_config.num_encoder_layers'?",
        ),
        (
            "model_family: wav2vec2\nmodel_arch: base\nmodel_config: {encoder_config: {num_codebooks: 3}}",
            "did you mean 'model_config.num_codebooks'?",
        ),
        ("model_family: qwen\nmodel_arch: llama3_8b", "llama has it: correct the family, or the architecture"),
        ("model_family: qwen\nmodel_arch: nosuch_arch", "see `catalog families show qwen`"),
        ("model_family: qwen\nmodel_arch: qwen25_3B", "did you mean 'qwen25_3b'?"),
        (
            f"{QWEN}model_config: {{max_seq_len: null}}",
            "write an integer; `_del_: [max_seq_len]` takes back what is below",
        ),
    ],
)
def test_a_name_that_is_known_elsewhere_is_not_taken_for_one_that_nobody_knows(card: str, hint: str) -> None:
    assert hint_of(f"{card}\n") == hint


def test_a_key_of_several_locations_and_an_architecture_of_many_families_are_not_guessed() -> None:
    part = {"type": "object", "properties": {"size": {"type": "integer"}, "inner": {"$ref": "#/$defs/Part"}}}
    config = {"type": "object", "properties": {"a": {"$ref": "#/$defs/Part"}, "b": {"$ref": "#/$defs/Part"}}}
    families = [
        FamilyDescription(
            kind="model",
            name=f"mine{number}",
            source="",
            config=config,
            definitions={"Part": part},
            architectures={"base": {}},
        )
        for number in range(2)
    ]
    assert maybe_other_location(families[0], ("size",), ()) == ""
    assert maybe_family_with("base", families[:1]) == "mine0"
    assert maybe_family_with("base", families) is maybe_family_with("small", families) is None
