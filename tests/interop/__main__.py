"""Compare with the real fairseq2: our catalog card by card, then generated catalogs, and layers of configs."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from assetcards import open_catalog
from assetcards.model.graph import Graph
from tests.conformance.answers import answer_of_library
from tests.interop import bridge, families, opening
from tests.interop.environment import prepare
from tests.interop.green import compare_verdicts
from tests.interop.patches import compare_patches
from tests.interop.peer import Fairseq2
from tests.model.rendering import render
from tests.model.strategies import catalogs

PROJECT = Path(__file__).parents[2]
ALWAYS_URIS = ("checkpoint", "tokenizer", "data")


def comparable(answer: dict[str, Any], root: Path) -> str:
    """An answer as text: an error without its words, and the URIs that both sides list."""
    if "error" in answer:
        return "error"
    uris = {name: answer["uris"][name] for name in ALWAYS_URIS if name in answer["uris"]}
    uris = {name: uri.replace(root.resolve().as_uri(), "file://ROOT") for name, uri in uris.items()}
    return json.dumps({**answer, "uris": uris}, sort_keys=True)


def differences(peer: Fairseq2, root: Path) -> Iterator[str]:
    """Every question whose answers differ, bare and in every environment."""
    with open_catalog(root, stores=[], env="") as catalog:
        cards = list(catalog.all_cards())
        questions = list(Graph(cards).questions())
        environments = sorted({question.env or "" for question in questions})
    for env in environments:
        queries = [f"{question.name}@" if not env else question.name for question in questions if question.env == env]
        with open_catalog(root, stores=[], env=env) as catalog:
            theirs = peer.answers(root, env or None, queries)
            for query, their in zip(queries, theirs, strict=True):
                our = answer_of_library(catalog, query, root.resolve())
                if comparable(our, root) != comparable(their, root):
                    yield f"{query} in {env or 'no environment'}:\n  ours    {our}\n  fairseq2 {their}"


def compare_our_catalog(peer: Fairseq2) -> int:
    root = PROJECT / "catalog"
    found = list(differences(peer, root))
    with open_catalog(root, stores=[]) as catalog:
        count = len(catalog.names())
    sys.stdout.write(f"our catalog: loads as a store on its own; {count} cards, {len(found)} differences\n")
    sys.stdout.writelines(f"{line}\n" for line in found)
    return len(found)


def compare_generated_catalogs(peer: Fairseq2, count: int) -> int:
    compared = 0

    @seed(20260101)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.data())
    def every_answer_is_the_same(data: st.DataObject) -> None:
        nonlocal compared
        files = render(data.draw(catalogs(compatible=True)))
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, "utf-8")
            found = list(differences(peer, root))
            assert found == [], "\n".join([*found, *(f"--- {path}\n{text}" for path, text in files.items())])
        compared += 1

    try:
        every_answer_is_the_same()
    except AssertionError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    sys.stdout.write(f"generated catalogs: {compared} compared, 0 differences\n")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--environment", type=Path, default=PROJECT / ".interop", help="where fairseq2 is installed")
    parser.add_argument("--catalogs", type=int, default=500, help="how many catalogs to make up")
    parser.add_argument("--chains", type=int, default=10_000, help="how many chains of config layers to make up")
    parser.add_argument("--configs", type=int, default=3000, help="how many configs to make up and open")
    parser.add_argument("--edits", type=int, default=300, help="how many edits of our catalog to judge")
    options = parser.parse_args()
    with Fairseq2(prepare(options.environment)) as peer:
        failures = compare_our_catalog(peer) + compare_generated_catalogs(peer, options.catalogs)
        failures += compare_patches(peer, options.chains)
        with tempfile.TemporaryDirectory() as folder:
            failures += compare_verdicts(peer, PROJECT / "catalog", Path(folder), options.edits)
    failures += families.compare_all(prepare(options.environment), options.configs)
    failures += bridge.compare_all(prepare(options.environment))
    failures += opening.compare_all(prepare(options.environment), options.configs)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
