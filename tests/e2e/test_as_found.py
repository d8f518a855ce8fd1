"""The cards inside fairseq2 0.8.1 as found: their real defects, and no error that fairseq2 would not share."""

from __future__ import annotations

from assetcards import Severity
from tests.conformance.answers import recorded
from tests.e2e.as_found import CARDS, GOLDEN, findings_as_found, render_as_found


def test_the_findings_are_those_of_the_list_with_a_sentence_on_each() -> None:
    assert render_as_found(findings_as_found()) == GOLDEN.read_text("utf-8")


def test_fairseq2_refuses_what_we_call_an_error_and_nothing_else() -> None:
    refused = [line["query"].removesuffix("@") for line in recorded(CARDS.parent) if "error" in line]
    errors = [finding for finding in findings_as_found() if finding.severity is Severity.ERROR]
    lines = [(CARDS / each.path).read_text("utf-8").splitlines()[: each.line] for each in errors]
    names = [[line.split()[1] for line in above if line.startswith("name:")][-1] for above in lines]
    assert names == refused == ["librispeech_asr_100h"]
