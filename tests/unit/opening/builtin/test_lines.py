"""Datasets of JSON lines, opened by cards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assetcards import AssetError, FieldError, MemoryTree, open_catalog


def opened(card: Mapping[str, Any], **how: Any) -> Any:
    return open_catalog(MemoryTree(cards=[{"name": "poems", "dataset_family": "jsonl", **card}]), stores=[]).open(
        "poems", **how
    )


@pytest.fixture
def poems(tmp_path: Path) -> Path:
    (tmp_path / "b.jsonl").write_text('{"n": 1}\n\n[2, "ä"]\n', "utf-8")
    return tmp_path / "b.jsonl"


def test_each_line_is_a_document_and_every_iteration_reads_again(poems: Path) -> None:
    lines = opened({"dataset_config": {"data": str(poems)}})
    assert list(lines) == [{"n": 1}, [2, "ä"]]
    poems.write_text("3", "utf-8")
    assert list(lines) == [3]


def test_a_folder_is_read_in_the_order_of_its_files(poems: Path) -> None:
    (poems.parent / "a.jsonl").write_text("0\n", "utf-8")
    (poems.parent / "note.txt").write_text("no JSON", "utf-8")
    assert list(opened({"dataset_config": {"data": str(poems.parent)}})) == [0, {"n": 1}, [2, "ä"]]


def test_the_data_of_the_card_is_held_to_its_digest(poems: Path) -> None:
    digest = hashlib.sha256(poems.read_bytes()).hexdigest()
    assert len(list(opened({"data": str(poems), "data_sha256": digest}))) == 2
    with pytest.raises(AssetError, match="SHA-256"):
        opened({"data": str(poems), "data_sha256": "0" * 64})


def test_a_card_names_its_data_once(poems: Path) -> None:
    two = {"data": str(poems), "dataset_config": {"data": str(poems)}}
    with pytest.raises(FieldError, match=r"is not the only data: dataset_config.data names other data"):
        opened(two)
    with pytest.raises(FieldError, match=r"card 'poems' names no data \(write `data`, or"):
        opened({})
    assert len(list(opened({"data": "/nowhere"}, config={"data": str(poems)}))) == 2


def test_whoever_opens_may_name_other_data_also_by_a_variable(poems: Path) -> None:
    assert len(list(opened({"dataset_config": {"data": "/nowhere"}}, config={"data": str(poems)}))) == 2
    by_variable = {"dataset_config": {"data": "${env:POEMS}/b.jsonl"}}
    assert len(list(opened(by_variable, variables={"POEMS": str(poems.parent)}))) == 2


def test_what_is_no_document_is_reported_at_its_line(poems: Path) -> None:
    poems.write_bytes(b'1\n{"n": \n')
    with pytest.raises(AssetError, match=rf"{poems}:2: is no JSON document"):
        list(opened({"data": str(poems)}))
    poems.write_bytes(b"\n\xff\n")
    with pytest.raises(AssetError, match=rf"{poems}:2: is no JSON document"):
        list(opened({"data": str(poems)}))
    poems.write_text("[" * 100_000, "utf-8")
    with pytest.raises(AssetError, match=rf"{poems}:1: is no JSON document"):
        list(opened({"data": str(poems)}))


def test_data_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"has no \.jsonl file"):
        opened({"dataset_config": {"data": str(tmp_path)}})
    with pytest.raises(AssetError, match=f"{tmp_path}/none"):
        opened({"dataset_config": {"data": "x"}}, config={"data": f"{tmp_path}/none"})


def test_lines_are_read_one_after_the_other(poems: Path) -> None:
    poems.write_text("\n".join([json.dumps(number) for number in range(3)] + ["no JSON"]), "utf-8")
    lines = iter(opened({"data": str(poems)}))
    assert [next(lines), next(lines), next(lines)] == [0, 1, 2]
    with pytest.raises(AssetError):
        next(lines)
