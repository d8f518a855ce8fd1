"""What holds for every input, whatever its bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assetcards import CardError, Catalog, MemoryTree, NotFoundError
from assetcards.commands.show import show
from assetcards.commands.validate import Verdict
from assetcards.errors import AssetCardsError
from assetcards.findings import Finding, has_errors
from assetcards.lint.condense import fold_repeats
from assetcards.lint.fingerprints import Owners
from assetcards.lint.lint import lint_catalog
from assetcards.model.card import CardFile
from assetcards.model.settings import Settings
from assetcards.model.store import Store
from assetcards.nodes import plain_value
from assetcards.rendering import show as showing
from assetcards.rendering import validate as validation
from assetcards.rendering.display import PLAIN
from assetcards.rules.registry import all_rules, rule_modules
from tests.campaigns.deviations import may_refuse
from tests.campaigns.fairseq2_reader import Fingerprint, fingerprint, is_cards, maybe_read

PATH = "models/x.yaml"
_NOT_FOR_TERMINALS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
MAX_ALIASES = 24
"""fairseq2's reader has no bounds: a kilobyte of merge keys ends it only when the memory is full."""


def check_input(content: bytes) -> bool:
    """Judge, list and show a file, and compare its values with fairseq2's; whether it has no error."""
    catalog = Catalog([Store(MemoryTree("campaign", {PATH: content}))], settings=Settings(is_catalog=True))
    findings = lint_catalog(catalog)
    _check_findings(catalog, findings)
    for name in catalog.names():
        _show(catalog, name)
    [file] = catalog.own.files()
    _check_values(file, findings)
    return not has_errors(findings)


def _check_findings(catalog: Catalog, findings: Sequence[Finding]) -> None:
    folded = fold_repeats(findings, all_rules(), Owners(catalog).maybe_owner)
    assert {finding.code for finding in findings} == {finding.code for finding in folded} <= set(rule_modules())
    verdict = Verdict(catalog=catalog, findings=folded)
    text = validation.FORMATS["text"](verdict, PLAIN)
    assert not _NOT_FOR_TERMINALS.search(text)
    validation.FORMATS["json"](verdict, PLAIN).encode("ascii")


def _show(catalog: Catalog, name: str) -> None:
    try:
        for render in showing.FORMATS.values():
            render(show(catalog, name), PLAIN).encode("utf-8")
    except (CardError, NotFoundError) as error:
        str(error).encode("utf-8", "backslashreplace")
    except AssetCardsError as error:
        raise AssertionError(f"{name!r}: {error!r} is not for cards that are wrong") from error


def _check_values(file: CardFile, findings: Sequence[Finding]) -> None:
    """Read without an error, a file has fairseq2's values; validated without one, fairseq2 reads it at all."""
    if file.text is None or file.text.count("*") > MAX_ALIASES:
        return
    theirs = maybe_read(file.text)
    if any(document.findings for document in file.documents):
        assert theirs is None or not is_cards(theirs) or may_refuse(file)
    elif theirs is None:
        assert has_errors(findings), "fairseq2 refuses this"
    else:
        values = ours(file)
        assert values == theirs or not (is_cards(values) or is_cards(theirs))


def ours(file: CardFile) -> list[Fingerprint]:
    """The documents of a file as we read them."""
    return [fingerprint(None if each.root is None else plain_value(each.root)) for each in file.documents]
