"""The families that are registered in the installed fairseq2, and what describes them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import partial
from importlib.util import find_spec
from types import NoneType
from typing import Any

from assetcards.errors import SourceError
from assetcards.families.annotations import Schema, choices
from assetcards.families.family import Family
from assetcards.families.registered import modules_of
from assetcards.trees.plugins import run_plugin

PACKAGE = "fairseq2"


def has_fairseq2() -> bool:
    """Whether fairseq2 is installed; it is not imported."""
    return find_spec(PACKAGE) is not None


def families_in_fairseq2(package: str = "") -> list[Family]:
    """The families in fairseq2 whose classes an installed package defines: fairseq2 itself, or an extension of it.

    Without a package, all that are registered. Raises SourceError when fairseq2 is not installed, PluginError when it
    does not start.
    """
    try:
        from fairseq2.runtime.dependency import get_dependency_resolver
    except ImportError as error:
        hint = "run this in the environment that fairseq2 is installed in"
        raise SourceError("fairseq2 is not installed here", hint=hint) from error
    resolver = run_plugin(PACKAGE, get_dependency_resolver)  # which starts it, unless it has been
    modules = modules_of(package) if package else None
    return [
        family
        for kind, registered in _registered(resolver).items()
        for name, found in sorted(registered.items())
        if (family := _family(kind, name, found, modules)) is not None
    ]


def _registered(resolver: Any) -> dict[str, dict[str, Any]]:
    """All that is registered, by kind and name."""
    from fairseq2.data.tokenizers import TokenizerFamily
    from fairseq2.datasets import DatasetFamily
    from fairseq2.models import ModelFamily
    from fairseq2.runtime.dependency import DependencyLookup

    lookups = {
        kind: DependencyLookup(resolver, of)
        for kind, of in (("model", ModelFamily), ("dataset", DatasetFamily), ("tokenizer", TokenizerFamily))
    }
    return {kind: {str(key): lookup.maybe_get(key) for key in lookup.iter_keys()} for kind, lookup in lookups.items()}


def _family(kind: str, name: str, found: Any, modules: Set[str] | None) -> Family | None:
    config = None if found.config_kls is NoneType else found.config_kls
    theirs = {each.__module__.partition(".")[0] for each in (config, found.kls) if each is not None}
    if modules is not None and modules.isdisjoint(theirs):
        return None
    names = sorted(found.get_archs()) if hasattr(found, "get_archs") else []
    architectures = {arch: partial(found.maybe_get_arch_config, arch) for arch in names}
    return Family(kind=kind, name=name, config=config, architectures=architectures)


def torch_types() -> Mapping[object, Schema]:
    """The schemas of the types of torch that configs have; none when torch is not installed."""
    try:
        import torch
    except ImportError:
        return {}
    names = {name: str(found) for name in dir(torch) if isinstance(found := getattr(torch, name), torch.dtype)}
    spelled = {**names, **{f"torch.{name}": text for name, text in names.items()}}
    return {
        torch.dtype: choices(spelled, [text.removeprefix("torch.") for text in spelled.values()]),
        torch.device: {"type": "string"},
    }
