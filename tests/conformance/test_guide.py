"""The examples of fairseq2's guide: `my_model`, its overrides for a user and a cluster, and a card on a base."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store

GUIDE = """
name: my_model
model_family: llama
model_arch: llama3_1_8b
checkpoint: "hg://organization/repo"
---
name: my_model@user
checkpoint: "file:///home/me/checkpoint.pt"
---
name: my_model@my_cluster
checkpoint: "file:///data/checkpoint.pt"
---
name: base_model
model_family: llama
checkpoint: "hg://organization/base"
tokenizer_config:
  impl: hg
---
name: base_model_instruct
base: base_model
tokenizer_config:
  use_eot: true
"""

PLAIN = "hg://organization/repo"
USER = "file:///home/me/checkpoint.pt"
CLUSTER = "file:///data/checkpoint.pt"


def guide(env: str | None = None, *, without_user: bool = False) -> Catalog:
    documents = [part for part in GUIDE.split("---") if not (without_user and "@user" in part)]
    return Catalog([Store(MemoryTree("guide", {"guide.yaml": "---".join(documents)}))], env=env)


@pytest.mark.parametrize(
    ("query", "env", "checkpoint"),
    [
        ("my_model", None, USER),
        ("my_model", "my_cluster", USER),
        ("my_model@", "my_cluster", PLAIN),
        ("my_model@my_cluster", None, CLUSTER),
        ("my_model@user", "my_cluster", USER),
    ],
)
def test_the_users_override_comes_first_and_a_named_environment_is_the_only_one(
    query: str, env: str | None, checkpoint: str
) -> None:
    assert guide(env).card(query).uri("checkpoint") == checkpoint


def test_without_an_override_of_the_user_the_current_environment_counts() -> None:
    assert guide("my_cluster", without_user=True).card("my_model").uri("checkpoint") == CLUSTER
    assert guide(without_user=True).card("my_model").uri("checkpoint") == PLAIN


def test_an_override_keeps_what_it_does_not_write() -> None:
    card = guide("my_cluster", without_user=True).card("my_model")
    assert card.fields == {"model_family": "llama", "model_arch": "llama3_1_8b", "checkpoint": CLUSTER}


def test_a_card_on_a_base_inherits_fields_and_merges_configs() -> None:
    card = guide().card("base_model_instruct")
    assert card.chain == ["base_model_instruct", "base_model"]
    assert card.fields["model_family"] == "llama"
    assert card.configs == {"tokenizer": {"impl": "hg", "use_eot": True}}
