"""Family descriptions: what a document `assetcards-families` says of each family."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assetcards.families.shipped import shipped_documents

FORMAT = "assetcards-families"
SCHEMA_VERSION = 1
OWN = "assetcards"
"""The package of the families that come with the toolchain; its description has no version, being a part of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FamilyDescription:
    """What is known of a family; `source` is the package and version, or the file, that it is from.

    `config` is the JSON Schema of its config, None when it takes none, and `definitions` are what that refers to.
    `architectures` has the config of each; `defaults` is that of the class, or None, and `no_defaults` says why.
    """

    kind: str
    name: str
    source: str
    config: Mapping[str, Any] | None
    definitions: Mapping[str, Any]
    architectures: Mapping[str, Any]
    defaults: Any = None
    no_defaults: str = ""
    has_checks: bool = False

    def has_base_config(self, architecture: str | None) -> bool:
        """Whether it is known what configs are applied to; for an architecture that only settings name, it is not."""
        return architecture is None or architecture in self.architectures

    def base_config(self, architecture: str | None) -> Any:
        """The config that those of cards are applied to; None when there is none."""
        return self.defaults if architecture is None else self.architectures.get(architecture)


def descriptions_in(document: Mapping[str, Any], source: str = "") -> Iterator[FamilyDescription]:
    """The descriptions of a valid document."""
    package = document.get("package", {})
    made_from = " ".join(filter(None, (package.get("name"), package.get("version")))) or source
    for kind, families in document["families"].items():
        for name, family in families.items():
            yield FamilyDescription(
                kind=kind,
                name=name,
                source=made_from,
                config=family["config"],
                definitions=document.get("$defs", {}),
                architectures=family.get("architectures", {}),
                defaults=family.get("defaults"),
                no_defaults=family.get("no_defaults", ""),
                has_checks=family.get("has_checks", False),
            )


@cache
def shipped_descriptions() -> tuple[FamilyDescription, ...]:
    """The families that fairseq2 registers, and those that come with the toolchain.

    >>> sorted({family.source for family in shipped_descriptions()})
    ['assetcards', 'fairseq2 0.8.1']
    """
    return tuple(family for text in shipped_documents() for family in descriptions_in(json.loads(text)))
