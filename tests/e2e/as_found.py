"""What `catalog validate` says of the cards of fairseq2 0.8.1 and of SONAR, and why each finding is right.

`python -m tests.e2e.as_found` writes the list anew; look at the difference.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from assetcards import Finding, open_catalog
from assetcards.lint.lint import lint_catalog

CORPUS = Path(__file__).parents[1] / "corpus"
CARDS = {name: CORPUS / name / "cards" for name in ("fairseq2-0.8.1", "sonar")}
GOLDEN = {name: Path(__file__).with_name(f"{name.partition('-')[0]}_as_found.txt") for name in CARDS}

REASONS = {
    "C111": "A matter of style: the last line of the file has no line ending, which fairseq2 reads all the same.",
    "C401": "A defect. `wav2vec2_asr` is the family of this card's siblings, librispeech_asr_960h and "
    "librilight_asr_10h, which write `dataset_family: wav2vec2_asr`; no card has that name. fairseq2 0.8.1 says the "
    "same to whoever asks for librispeech_asr_100h: the base does not exist.",
    "C615": "A defect. The first releases of fairseq2 read `;gated=true` as `url` is read today; 0.8.1 takes it for a "
    "part of the address, and loads what the page of Meta gives to a program, which are no weights.",
    "C610": "Advice. The address names a repository of the Hub, or a file of it, and no commit but a branch or none: "
    "what is loaded is whatever the repository holds on that day. `checkpoint_revision` is for that, as is a digest.",
    "C611": "Advice. Loading a pickle runs what is in it, and nothing says which bytes it should have. fairseq2 0.8.1 "
    "knows no digests, so cards that are made for it alone have none.",
}
"""The sentence on each sort of finding."""


def findings_as_found(corpus: str) -> list[Finding]:
    """Every finding about the cards of a corpus."""
    return lint_catalog(open_catalog(CARDS[corpus], root=".", stores=[]))


def render_as_found(findings: Iterable[Finding]) -> str:
    """The findings by code, each code with its sentence."""
    return "\n".join(_render_groups(sorted(findings, key=lambda each: each.code)))


def _render_groups(findings: Iterable[Finding]) -> Iterator[str]:
    for code, group in groupby(findings, key=lambda each: each.code):
        yield textwrap.fill(REASONS[code], 118, initial_indent="# ", subsequent_indent="# ")
        yield "".join(f"{finding}\n" for finding in group)


if __name__ == "__main__":
    for name, golden in GOLDEN.items():
        golden.write_text(render_as_found(findings_as_found(name)), "utf-8", newline="")
