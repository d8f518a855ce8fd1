"""Graphs drawn by Graphviz, and by Mermaid in a browser: each card and each edge is there, whatever the names are."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.commands.graph import graph_of_all
from assetcards.rendering.display import PLAIN
from assetcards.rendering.graph import FORMATS
from tests.house.sources import ROOT

ODD = (
    'a"]; <b>\\',
    "x|y",
    "end",
    "`c` **d**",
    "100%; #35;",
    "小さい",
    "click n0 call",
    "e\nf",
    "&lt;g&#35;",
    "%%{init: {}}%%",
    "a--b",
)
MERMAID = ROOT / "build" / "clients" / "mermaid.min.js"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGE = """\
<!doctype html><meta charset="utf-8">
<script src="{script}"></script>
<pre class="mermaid">{graph}</pre>
<script>mermaid.initialize({{startOnLoad: true, securityLevel: "strict"}});</script>
"""


def _written(output_format: str) -> str:
    """A graph in which each card builds on the one before it."""
    cards = [{"name": name, **({"base": ODD[at - 1]} if at else {})} for at, name in enumerate(ODD)]
    with open_catalog(MemoryTree(cards=cards), stores=[]) as catalog:
        return FORMATS[output_format](graph_of_all(catalog), PLAIN)


def _shown(name: str) -> str:
    return name.replace("\n", "\\n")


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed, which draws the graph")
def test_graphviz_draws_every_card_and_every_edge() -> None:
    drawn = subprocess.run(
        ["dot", "-Tsvg"], input=_written("dot"), capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert (drawn.count('class="node"'), drawn.count('class="edge"')) == (len(ODD), len(ODD) - 1)
    assert {unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawn)} == {*map(_shown, ODD), "base"}


@pytest.mark.skipif(BROWSER is None or not MERMAID.exists(), reason="no Chromium, or no Mermaid: make clients")
def test_a_browser_draws_every_card_and_every_edge_with_mermaid(tmp_path: Path) -> None:
    assert BROWSER is not None
    graph = _written("mermaid").replace("&", "&amp;").replace("<", "&lt;")
    (tmp_path / "graph.html").write_text(PAGE.format(script=f"file://{quote(str(MERMAID))}", graph=graph), "utf-8")
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    ended = subprocess.run(
        [BROWSER, *arguments, "--virtual-time-budget=20000", "--dump-dom", f"file://{tmp_path / 'graph.html'}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    drawing = re.search(r"<svg.*</svg>", ended.stdout, re.DOTALL)
    assert drawing is not None, ended.stdout
    labels = re.findall(r'<span class="(nodeLabel|edgeLabel)[^"]*">(.*?)</span>', drawing[0], re.DOTALL)
    texts = [(kind, unescape(re.sub(r"<[^>]+>", "", label))) for kind, label in labels]
    assert sorted(text for kind, text in texts if kind == "nodeLabel") == sorted(map(_shown, ODD))
    assert [text for kind, text in texts if kind == "edgeLabel" and text] == ["base"] * (len(ODD) - 1)
