"""What the benchmarks are made of works; what they measure depends on the machine and is not tested."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assetcards import open_catalog, validate
from bench import commands, rows, table
from bench.catalogs import Shape, head_of, write_catalog, write_copy, write_dependents, write_moved
from bench.measuring import Cost, measure_inside

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(("shape", "files"), [(Shape(80), 9), (Shape(80, 1, 10), 81)])
def test_generated_catalogs_are_valid_and_the_same_each_time(tmp_path: Path, shape: Shape, files: int) -> None:
    first, again = (write_catalog(tmp_path / name, shape) for name in ("a", "b"))
    assert head_of(first) == head_of(again)
    with open_catalog(first) as catalog:
        assert len(catalog.names()) == 81, "a card of the first family is changed in an environment"
        assert [finding for finding in validate(catalog).findings if finding.code != "C701"] == []
    assert len(list((first / "catalog").rglob("*.yaml"))) == files


def test_catalogs_beside_a_generated_one_have_its_cards(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, Shape(80))
    depending, _ = write_dependents(folder)
    copy = write_copy(tmp_path, folder / "catalog")
    with open_catalog(folder) as catalog:
        chain = catalog.card(commands.CARD).chain
    for other in (write_moved(folder), copy, depending):
        with open_catalog(other, rev="HEAD" if other is copy else None) as catalog:
            assert catalog.card(commands.CARD).chain == chain


def test_figures_of_one_process_are_those_that_rows_have(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, Shape(80))
    script = str(PROJECT / "bench" / "inside.py")
    arguments = [str(folder), str(folder), head_of(folder), commands.CARD]
    assert measure_inside([sys.executable, script, *arguments], 1).keys() == {*commands.INSIDE, "bare loop"}


def test_every_command_of_a_row_is_known_and_ends(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, Shape(80))
    write_dependents(folder)
    write_moved(folder)
    known = {**commands.our_commands(folder), **commands.bare_commands(folder)}
    asked = {row.command for row in rows.ROWS} - commands.INSIDE - {"index"}
    assert asked <= known.keys()
    ended = subprocess.run(known["blame, moved"], cwd=folder, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_row_is_held_against_a_command_or_a_unit() -> None:
    measured = {"validate": Cost(2.0, 300), "python -c pass": Cost(0.5, 10), "index": Cost(1.0, 20, 14_000)}
    kinds = [
        rows.Row("validate", "python -c pass", {100: 3}),
        rows.Row("validate", rows.MEMORY, {100: 400}),
        rows.Row("validate", "python -c pass", {100: None}),
        rows.Row("index", rows.BYTES, {100: 150}, is_binding=False),
    ]
    found = [table.Result(row, 100, measured[row.command], measured.get(row.against)) for row in kinds]
    assert [(result.ratio, result.holds) for result in found] == [(4, False), (300, True), (4, True), (140, True)]
    assert table.render_table(found, [(rows.Growth("show", 100, 1_000, 1.6), 1.5)]) == (
        "| what | cards | CPU | memory | against | its CPU | ratio | at most | |\n"
        "|---|---:|---:|---:|---|---:|---:|---:|---|\n"
        "| validate | 100 | 2,000.0 ms | 300 MB | python -c pass | 500.0 ms | 4 | 3 | **misses** |\n"
        "| validate | 100 | 2,000.0 ms | 300 MB | 1 MB of memory |  | 300 | 400 | holds |\n"
        "| validate | 100 | 2,000.0 ms | 300 MB | python -c pass | 500.0 ms | 4 |  |  |\n"
        "| index | 100 | 1,000.0 ms | 20 MB | 1 byte for each card |  | 140 | 150 | holds (not binding) |\n"
        "\n"
        "| growth | from | to | ratio | at most | |\n"
        "|---|---:|---:|---:|---:|---|\n"
        "| show | 100 | 1,000 | 1.50 | 1.6 | holds |\n"
    )
