"""The documents on the families that come with the toolchain, as bytes: of most families they say nothing."""

from __future__ import annotations

from functools import cache
from pkgutil import get_data

from assetcards.model.settings import FamilySettings
from assetcards.model.written import is_written_as_is

_SHIPPED = ("fairseq2.json", "builtin.json")


@cache
def shipped_documents() -> tuple[bytes, ...]:
    """The bytes of each document."""
    return tuple(filter(None, (get_data(__package__, name) for name in _SHIPPED)))


def may_be_described(settings: FamilySettings, family: str) -> bool:
    """Whether a family may have a description: reading and checking all of them costs more than most comparisons.

    >>> may_be_described(FamilySettings(), "llama"), may_be_described(FamilySettings(), "my_model")
    (True, False)
    """
    if settings.descriptions or settings.packages or not is_written_as_is(family):
        return True
    return settings.shipped and any(f'"{family}"'.encode() in document for document in shipped_documents())
