"""What fairseq2's reader takes and ours refuses, with an example and a reason for each.

No value differs: what both take, both read the same. All of these are refused as errors with a finding of their own,
and none of them is in a card that anybody has published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assetcards.model.card import CardFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A code, and words of its message, with which we refuse what fairseq2 reads; only in a text that has `where`."""

    code: str
    message: str
    example: str
    reason: str
    where: str = ""


_LIBYAML = "libyaml, which reads our files a dozen times quicker than a reader in Python, does not take it."

DEVIATIONS = (
    Deviation(
        code="C105",
        message="unpaired surrogate",
        example='name: a\nx: "\\ud83d\\ude00"\n',
        reason="fairseq2 gets a string that cannot be printed or written anywhere.",
    ),
    Deviation(
        code="C107",
        message="line break U+",
        example="name: a\nx: b\u2028c\n",
        reason="libyaml ends a line there, ruamel.yaml sometimes does; which values come out is luck.",
    ),
    Deviation(
        code="C117",
        message="byte-order mark",
        example="name: a\n\ufeffx: b\n",
        reason="libyaml skips it at the start of a line, ruamel.yaml makes it a part of the key.",
    ),
    Deviation(
        code="C112",
        message="merge conflict",
        example='name: a\nx: "\n=======\n"\n',
        reason="A text that runs on at the margin may hold such a line; nobody writes it, and every conflict has it.",
    ),
    Deviation(code="C108", message="tab outside of quotes", example="name: a\nx: |\n  \tb\n", reason=_LIBYAML),
    Deviation(code="C120", message="anchor name contains", example="name: a\nx: &a:b c\n", reason=_LIBYAML),
    Deviation(
        code="C120", message="':' is not allowed here", example="name: a\nx: &b: c\n", reason=_LIBYAML, where=r"&\S*:"
    ),
    Deviation(
        code="C121",
        message="duplicate key",
        example="name: a\nname: a\nx: &b {c: d}\n<<: *b\n",
        reason="Duplicate keys are refused (CARD_SPEC 1); ruamel.yaml does not look for them where a merge key is.",
        where="<<",
    ),
    Deviation(code="C120", message="invalid name of an anchor", example="name: a\nx: &\u00e9 c\n", reason=_LIBYAML),
    Deviation(
        code="C120", message="':' is not allowed here in brackets", example="name: a\nx: {b:, c: 1}\n", reason=_LIBYAML
    ),
    Deviation(code="C120", message="a value cannot start with ':'", example="name: a\nx: [:b]\n", reason=_LIBYAML),
    Deviation(code="C120", message="'?' without a key", example="name: a\nx: [?]\n", reason=_LIBYAML),
    Deviation(code="C120", message="expected a key of the mapping", example="name: a\nx:\n  : b\n", reason=_LIBYAML),
    Deviation(
        code="C122",
        message="a sequence or a mapping",
        example="name: a\nx: {[b, c]: d}\n",
        reason="A key is a scalar (CARD_SPEC 1).",
    ),
    Deviation(code="C125", message="tag ", example="name: !!str a\n", reason="Tags are refused (CARD_SPEC 7)."),
    Deviation(
        code="C126",
        message="'%' directive",
        example="%YAML 1.2\n---\nname: a\n",
        reason="Directives are refused (CARD_SPEC 7).",
    ),
    Deviation(
        code="C129",
        message="is inside the value it refers to",
        example="name: a\nx: &a [*a]\n",
        reason="Recursive aliases are refused (CARD_SPEC 7).",
    ),
    Deviation(
        code="C130",
        message="",
        example="name: a\nx: " + "[" * 70 + "]" * 70 + "\n",
        reason="It is beyond the bounds (CARD_SPEC 7).",
    ),
    Deviation(
        code="C135",
        message="is not a valid number",
        example="name: a\nx: 0x" + "f" * 4000 + "\n",
        reason="Python reads such a number and cannot print it: integers have 4,300 digits at most.",
    ),
)


def may_refuse(file: CardFile) -> bool:
    """Whether something that a file is refused for is in the table."""
    found = [finding for document in file.documents for finding in document.findings]
    return any(
        finding.code == deviation.code
        and deviation.message in finding.message
        and re.search(deviation.where, file.text or "")
        for finding in found
        for deviation in DEVIATIONS
    )
