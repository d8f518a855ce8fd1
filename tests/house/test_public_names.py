"""What `import assetcards` offers is documented: for each name what it is, with an example that is run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from types import FunctionType

import pytest

import assetcards

PUBLIC = {name: getattr(assetcards, name) for name in assetcards.__all__ if name != "__version__"}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_an_example(name: str) -> None:
    """`pytest --doctest-modules` runs it; `cards` in it is the repository of tools/conftest.py."""
    assert ">>> " in (PUBLIC[name].__doc__ or "")


def members_of(public: type) -> Iterator[tuple[str, object]]:
    """The methods and properties of a class that are ours and public, those of its own bases too."""
    for part in public.__mro__:
        if part.__module__.startswith("assetcards."):
            for name, member in vars(part).items():
                if not name.startswith("_"):
                    yield f"{part.__name__}.{name}", member


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if isinstance(value, type)])
def test_every_public_method_is_documented_where_it_is_written(name: str) -> None:
    kinds = (FunctionType, property, cached_property, classmethod, staticmethod)
    assert [
        member for member, value in members_of(PUBLIC[name]) if isinstance(value, kinds) and not value.__doc__
    ] == []
