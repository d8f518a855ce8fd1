"""Answers questions with the store of the real fairseq2, extensions and all; runs in its environment.

Reads one JSON object a line, `{"variables": {NAME: VALUE}, "queries": [...]}`: fairseq2 is set up again with these
variables. Writes `{"refused": MESSAGE}`, or `{"names": [...], "answers": [...]}` as `fairseq2_answers.py` has them.
"""

import json
import os
import sys

from fairseq2.assets import AssetStore
from fairseq2.composition import _register_library
from fairseq2.runtime.dependency import DependencyContainer
from fairseq2_answers import answer


def make_store():
    container = DependencyContainer()
    _register_library(container, no_progress=True)
    return container.resolve(AssetStore)


def main():
    sys.setrecursionlimit(2000)
    for line in sys.stdin:
        question = json.loads(line)
        os.environ.update(question["variables"])
        try:
            store = make_store()
            answers = [answer(store, query) for query in question["queries"]]
            reply = {"names": sorted(store.asset_names), "answers": answers}
        except Exception as error:
            reply = {"refused": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply, default=str), flush=True)


if __name__ == "__main__":
    main()
