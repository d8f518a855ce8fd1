"""Large files end in a verdict at once and in little memory, and the process lives."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.hostile.judging import MAX_BYTES, MAX_SECONDS, Verdict, judge_folder
from tests.sampling import sample

CARD = "name: a\nx: "


def _documents(count: int) -> str:
    return "".join(f"---\nname: a{i}\n" for i in range(count))


def _texts(fill: str) -> str:
    """A card with four long texts that rules look through, each of them the same few characters again and again."""
    text = json.dumps((fill * 120_000)[:120_000])
    return f"name: a\ndescription: {text}\nlicense: {text}\ncheckpoint: {text}\nnotes: {text}\n"


FILLS = (
    "x", "0", "-", " ", "a.", "x:", "://", "@", "a://", "a://b:", "a://b:c ", "a://b:1/", "a@b:c://", "A+/", "%a",
    "%25", "${", "$(", "$a", "?token=", "&a_", "; ", "eyJ-", "eyJaaaaaaaaaa.", "xoxb-", "hf_", "sk-", "-----BEGIN A ",
    "A ", "(", "MIT OR ", "DocumentRef-", "LicenseRef-a:", "# catalog: ignore[", "../", "%2e%2e/", "_chat_", "1.",
    "x" * 2000 + "\n",
)  # fmt: skip
"""What patterns may try again from every place of."""

LARGE: dict[str, tuple[Callable[[], str], str | None]] = {
    "line_of_10_megabytes": (lambda: CARD + "x" * 10_000_000 + "\n", "C130"),
    "comment_of_5_megabytes": (lambda: CARD + "1 # " + "c" * 5_000_000 + "\n", "C130"),
    "anchors": (lambda: CARD + "[" + ", ".join(f"&a{i} 1" for i in range(80_000)) + "]\n", "C130"),
    "anchors_100000": (lambda: CARD + "\n" + "".join(f"- &a{i}\n" for i in range(100_000)), "C130"),
    "aliases": (lambda: CARD + "[&a 1" + ", *a" * 100_000 + "]\n", "C130"),
    "open_brackets": (lambda: CARD + "[" * 100_000 + "\n", "C130"),
    "open_braces": (lambda: CARD + "{a: " * 100_000 + "\n", "C130"),
    "open_items": (lambda: CARD + "\n" + "- " * 100_000 + "1\n", "C130"),
    "open_keys": (lambda: CARD + "\n" + "? " * 100_000 + "1\n", "C130"),
    "question_marks_in_brackets": (lambda: CARD + "[" + "? " * 400_000 + "\n", "C120"),
    "blank_lines": (lambda: "name: a\n" + "\n" * 1_000_000, None),
    "blank_lines_alone": (lambda: "\n" * 1_000_000, "C138"),
    "blank_lines_of_windows": (lambda: "name: a\r\n" + "\r\n" * 500_000, "C118"),
    "carriage_returns": (lambda: "name: a\r" + "\r" * 1_000_000, "C109"),
    "trailing_blanks": (lambda: "name: a\n" + " \n" * 400_000, "C110"),
    "run_of_blanks": (lambda: "name: a" + " " * 1_000_000 + "# end\n", None),
    "run_of_tabs": (lambda: "name: a #" + "\t" * 1_000_000 + "\n", None),
    "tabs": (lambda: "name: [" + "\ta,\n" * 40_000 + "]\n", "C108"),
    "integer": (lambda: CARD + "9" * 1_000_000 + "\n", "C135"),
    "hexadecimal": (lambda: CARD + "0x" + "f" * 1_000_000 + "\n", "C135"),
    "binary": (lambda: CARD + "0b" + "1" * 1_000_000 + "\n", "C135"),
    "fraction": (lambda: CARD + "0." + "1" * 1_000_000 + "\n", None),
    "exponent": (lambda: CARD + "1e" + "9" * 1_000_000 + "\n", "C134"),
    "sexagesimal": (lambda: CARD + "1" + ":59" * 300_000 + "\n", "C134"),
    "underscores": (lambda: CARD + "1" + "_" * 1_000_000 + "\n", None),
    "keys": (lambda: CARD + "{" + ", ".join(f"k{i}: 1" for i in range(90_000)) + "}\n", "C130"),
    "keys_on_lines": (lambda: "".join(f"k{i}: 1\n" for i in range(100_000))[: 1 << 20], "C130"),
    "equal_keys": (lambda: CARD + "{" + ", ".join("k: 1" for _ in range(24_000)) + "}\n", "C121"),
    "documents": (lambda: _documents(20_000), "C130"),
    "ends_of_documents": (lambda: "name: a\n...\n" * 20_000, "C130"),
    "empty_documents": (lambda: "---\n" * 200_000, "C130"),
    "quotes": (lambda: CARD + '"' + "x\n " * 300_000 + '"\n', None),
    "escapes": (lambda: CARD + '"' + "\\x1b" * 200_000 + '"\n', "C103"),
    "bidirectional": (lambda: CARD + '"' + "\u202e" * 300_000 + '"\n', "C104"),
    "block_scalar": (lambda: CARD + "|\n" + "  x\n" * 250_000, None),
    "blank_lines_in_block_scalar": (lambda: CARD + "|\n" + "\n" * 900_000 + "  x\n", None),
    "conflict_markers": (lambda: "<<<<<<< HEAD\n" * 70_000, "C112"),
    "merges": (lambda: "name: a\nb: &b {c: 1}\n" + "".join(f"k{i}: {{<<: *b}}\n" for i in range(40_000)), "C130"),
    "dates": (lambda: CARD + "[" + "2024-01-01, " * 40_000 + "]\n", "C133"),
    "variants_in_a_name": (
        lambda: f"name: x{'_chat' * 180_000}\nmodel_family: llama\nurl: https://example.org/\n",
        "C204",
    ),
    **{f"fill_{number:02}": (partial(_texts, fill), "C304") for number, fill in enumerate(FILLS)},
}
"""What is generated, and a code that is found; None where nothing is wrong."""

MANY_CARDS = ("documents", "ends_of_documents")
MANY_CARDS_SECONDS = 4 * MAX_SECONDS
"""Before the bound there are 10,000 cards, and each of them is judged."""


def _maybe_problem(name: str, verdict: Verdict) -> str | None:
    """What is not as it should be about the verdict on a generated file."""
    code = LARGE[name][1]
    found = {finding["code"] for finding in verdict.findings}
    limit = MANY_CARDS_SECONDS if name in MANY_CARDS else MAX_SECONDS
    if verdict.exit_code not in (0, 1) or (verdict.exit_code == 1 and code is None) or (code and code not in found):
        return f"{name}: exit code {verdict.exit_code}, {sorted(found)}"
    return f"{name}: {verdict.seconds:.2f} s" if verdict.seconds > limit else None


def test_every_large_file_ends_in_a_verdict_in_bounded_time_and_200_megabytes(tmp_path: Path) -> None:
    """One test, so that one worker judges the files, once."""
    taken = [*LARGE][:: sample(5, of_all=1)]
    for name in taken:
        generate = LARGE[name][0]
        Path(tmp_path, f"{name}.yaml").write_bytes(generate().encode())
    trial = judge_folder(tmp_path)
    problems = [_maybe_problem(name, trial.verdicts[f"{name}.yaml"]) for name in taken]
    assert [problem for problem in problems if problem] == []
    assert trial.peak_bytes < MAX_BYTES
