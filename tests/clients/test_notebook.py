"""A notebook that a real kernel runs shows cards as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

CARDS = """\
{name: tiny, model_family: my_model, checkpoint: /t, description: "<b>Small</b>"}
---
{name: words, dataset_family: lines, data: /w}
"""
CELLS = (
    "from assetcards import open_catalog\ncatalog = open_catalog('.', stores=[])",
    "catalog",
    "catalog.find()",
    "catalog['tiny']",
    "catalog.search('tony')",
)


def test_the_cells_of_a_notebook_show_tables(tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed: make clients")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed: make clients")
    (tmp_path / "cards.yaml").write_text(CARDS, "utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [_shown(cell) for cell in notebook.cells[1:]]
    assert shown[0]["text/plain"] == f"<Catalog path:{tmp_path}>"
    assert shown[1]["text/plain"] == "<Cards: tiny, words>"
    assert "<td>&lt;b&gt;Small&lt;/b&gt;</td>" in shown[1]["text/html"]
    assert shown[2]["text/html"].startswith("<table><tr><th>field</th>")
    assert "<td>checkpoint</td><td>/t</td><td>cards.yaml:1</td>" in shown[2]["text/html"]
    assert shown[3]["text/plain"] == "<Cards: tiny>"


def _shown(cell: Any) -> dict[str, str]:
    [output] = cell.outputs
    shown: dict[str, str] = output["data"]
    return shown
