"""The cards of fairseq2 0.8.1 and SONAR as found: their real defects, and no error that fairseq2 would not share."""

from __future__ import annotations

from collections import Counter

import pytest

from assetcards import Severity
from tests.conformance.answers import recorded
from tests.e2e.as_found import CARDS, GOLDEN, findings_as_found, render_as_found

COUNTS = {
    "fairseq2-0.8.1": {"C401": 1, "C610": 68, "C611": 11, "C615": 2},
    "sonar": {"C111": 1, "C610": 2, "C611": 64},
}
"""How many findings of each code there are."""


@pytest.mark.parametrize("corpus", CARDS)
def test_the_findings_are_those_of_the_list_with_a_sentence_on_each(corpus: str) -> None:
    found = findings_as_found(corpus)
    assert Counter(finding.code for finding in found) == COUNTS[corpus]
    assert render_as_found(found) == GOLDEN[corpus].read_text("utf-8")


@pytest.mark.parametrize("corpus", CARDS)
def test_fairseq2_refuses_what_we_call_an_error_and_nothing_else(corpus: str) -> None:
    cards = CARDS[corpus]
    refused = [line["query"].removesuffix("@") for line in recorded(cards.parent) if "error" in line]
    errors = [finding for finding in findings_as_found(corpus) if finding.severity is Severity.ERROR]
    lines = [(cards / each.path).read_text("utf-8").splitlines()[: each.line] for each in errors]
    names = [[line.split()[1] for line in above if line.startswith("name:")][-1] for above in lines]
    assert names == refused == (["librispeech_asr_100h"] if corpus.startswith("fairseq2") else [])
