"""Plain scalars: the values of YAML 1.2 are ruamel.yaml's, those of YAML 1.1 are PyYAML's."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assetcards.scalars import MAX_DIGITS, ScalarError, resolve_plain
from assetcards.scalars11 import is_word, maybe_other_value, resolve_plain_1_1
from tests.campaigns.fairseq2_reader import fingerprint, maybe_read

FORMS = (
    "2001-12-14t21:59:43.10-05:00", "2001-1-1 1:59:43.1234567 Z", "2001-01-01 00:00:00.9999999", "2024-06-30",
    "2024-6-3", "1e5", "1e-5", "1.5e+3", "+.5e+3", ".5e3", ".5", "5.", "0x1F", "-0x1f", "0o17", "+0o17", "010",
    "089", "0b101", "-0b1", "1_000", "1_000.5", "0_", "_1", ".inf", "-.INF", "+.Inf", ".nan", ".NAN", "null",
    "Null", "~", "true", "False", "yes", "off", "On", "n", "1:30", "190:20:30", "190:20:30.15", "1:99", "-0", "+1",
    "-0.0", "=", "<<", "0777", "22:22", "1e400",
)  # fmt: skip
LETTERS = "0123456789_+-.eExXobBtTzZ:nifaNIFAyYtruelsTRU~ =<"


@st.composite
def plain_texts(draw: st.DrawFn) -> str:
    """A text in or near the form of a value, which stands for itself as an unquoted scalar."""
    text = draw(st.sampled_from(FORMS) | st.text(LETTERS, min_size=1, max_size=9))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *LETTERS])) + text[at + draw(st.integers(0, 1)) :]
    return text


def _is_plain(text: str) -> bool:
    return bool(text) and text == text.strip() and not (text[0] in "-:" and text[1:2] in ("", " ")) and ": " not in text


@given(plain_texts().filter(_is_plain))
def test_a_plain_scalar_is_what_fairseq2_reads(text: str) -> None:
    theirs = maybe_read(f"a: {text}\n")
    try:
        ours = [fingerprint({"a": resolve_plain(text)})]
    except ScalarError:
        ours = None
    assert ours == theirs or text.endswith(":")


@given(plain_texts().filter(_is_plain))
def test_a_plain_scalar_of_yaml_1_1_is_what_pyyaml_reads(text: str) -> None:
    try:
        theirs = yaml.load(f"a: {text}\n", yaml.SafeLoader)["a"]  # the pure one is the reference here
    except (yaml.YAMLError, ValueError, OverflowError):
        return
    ours = resolve_plain_1_1(text)
    assert isinstance(theirs, date) or fingerprint(ours) == fingerprint(theirs) or text.endswith(":")


@given(plain_texts())
def test_a_word_is_the_same_string_in_both_dialects(text: str) -> None:
    assert not is_word(text) or resolve_plain(text) == resolve_plain_1_1(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("True", True),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("1e-5", 1e-5),
        ("+.5", 0.5),
        (".5e3", ".5e3"),
        ("010", 10),
        ("0o17", 15),
        ("0b101", 5),
        ("1_000", 1000),
        ("+0o17", 15),
        ("-0x1F", -31),
        ("2024-06-30", date(2024, 6, 30)),
        ("2024-6-30", "2024-6-30"),
        ("v1", "v1"),
    ],
)
def test_the_dialect_reads_what_the_specification_says(text: str, value: object) -> None:
    assert fingerprint(resolve_plain(text)) == fingerprint(value)


@pytest.mark.parametrize("text", ["=", "<<", "0b_", "2024-13-01", "2024-02-30", "2024-01-01 25:00:00", "0x_"])
def test_what_only_looks_like_a_value_is_none(text: str) -> None:
    with pytest.raises(ScalarError):
        resolve_plain(text)


@pytest.mark.parametrize("text", ["9" * (MAX_DIGITS + 1), "0x" + "f" * 3600, "0b" + "1" * 14300, "-" + "9" * 5000])
def test_an_integer_that_python_could_not_print_is_none(text: str) -> None:
    with pytest.raises(ScalarError, match="is not a valid number"):
        resolve_plain(text)


@pytest.mark.parametrize("text", ["9" * MAX_DIGITS, "-0x" + "f" * 3500])
def test_the_largest_integers_can_be_read_and_printed(text: str) -> None:
    assert len(str(resolve_plain(text))) >= 4200


@pytest.mark.parametrize(
    ("text", "value"),
    [("no", False), ("ON", True), ("0777", 511), ("1:30", 90), ("1:30.5", 90.5), ("1e-5", "1e-5"), ("0o7", "0o7")],
)
def test_what_yaml_1_1_reads_otherwise_is_reported_with_its_value(text: str, value: object) -> None:
    assert maybe_other_value(text) == (value,)


@pytest.mark.parametrize("text", ["", "a", "y", "true", "10", "1.5", "1.0e-5", ".inf", ".nan", "-0.0", "2024-06-30"])
def test_what_both_dialects_read_alike_is_not_reported(text: str) -> None:
    assert maybe_other_value(text) is None


@pytest.mark.parametrize("text", ["1" + ":59" * 2000, "1" + ":59" * 400 + ".0", "0b_"])
def test_a_number_that_ends_readers_of_yaml_1_1_is_an_error(text: str) -> None:
    with pytest.raises(ScalarError, match="is not a number in"):
        resolve_plain_1_1(text)
