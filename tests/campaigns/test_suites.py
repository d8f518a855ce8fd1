"""Other people's data: always a verdict, the suite's values, and the differences as the table has them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from assetcards.nodes import MappingNode, plain_value
from tests.campaigns.checks import check_input
from tests.campaigns.fairseq2_reader import fingerprint, maybe_read
from tests.campaigns.suites import LEFT_OUT, SuiteCase, naughty_strings, outcome, read, reading_codes, yaml_test_suite
from tests.sampling import sample

CASES = list(yaml_test_suite())
NAUGHTY = naughty_strings()[:: sample(4, of_all=1)]

needs_suite = pytest.mark.skipif(not CASES, reason=LEFT_OUT)
needs_strings = pytest.mark.skipif(not NAUGHTY, reason=LEFT_OUT)


def _read_table() -> dict[str, tuple[str, str]]:
    """From the id of each case in the table to what becomes of it here, and in fairseq2's reader."""
    with (Path(__file__).parent / "yaml_suite_deviations.tsv").open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: (row["outcome"], row["fairseq2"]) for row in rows}


TABLE = _read_table()


@needs_suite
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_of_yaml_test_suite_is_as_the_suite_or_the_table_says(case: SuiteCase) -> None:
    assert outcome(case) == TABLE.get(case.id, ("as the suite says",))[0]


@needs_suite
@pytest.mark.parametrize("case", [case for case in CASES if case.id in TABLE], ids=lambda case: case.id)
def test_fairseq2_takes_a_case_of_the_table_as_the_table_says(case: SuiteCase) -> None:
    assert ("refuses" if maybe_read(case.text) is None else "reads") == TABLE[case.id][1]


@needs_suite
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_of_yaml_test_suite_gets_a_verdict_as_a_card_file(case: SuiteCase) -> None:
    check_input(case.text.encode("utf-8"))


@needs_suite
def test_the_table_has_cases_of_the_suite_alone() -> None:
    assert len(CASES) == 402
    assert TABLE.keys() <= {case.id for case in CASES}


@needs_strings
def test_a_naughty_string_in_quotes_is_read_as_it_is_or_refused() -> None:
    for text in NAUGHTY:
        quoted = json.dumps(text, ensure_ascii=False)
        file = read(f"name: a\nx: {quoted}\n")
        if reading_codes(file) == []:
            root = file.documents[0].root
            assert isinstance(root, MappingNode)
            assert plain_value(root) == {"name": "a", "x": text}
        check_input(f"name: {quoted}\nx: {quoted}\n".encode())


@needs_strings
def test_a_naughty_string_without_quotes_is_what_fairseq2_reads_or_refused() -> None:
    for text in NAUGHTY:
        check_input(f"name: a\nx: {text}\n".encode("utf-8", "surrogatepass"))
        check_input(text.encode("utf-8", "surrogatepass"))


@needs_strings
def test_most_naughty_strings_can_be_read() -> None:
    refused = [text for text in NAUGHTY if reading_codes(read(f"x: {json.dumps(text, ensure_ascii=False)}\n"))]
    assert len(refused) < len(NAUGHTY) / 50
    assert all(fingerprint(text) for text in refused)
