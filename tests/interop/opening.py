"""Opening: objects of values, and of the configs of cards, made by us and by the real fairseq2 in one process."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cattrs

from assetcards.families.describing import describe
from assetcards.families.description import descriptions_in
from tests.gitfixture import GitFixture
from tests.interop import made_up
from tests.interop.families import THEIRS, Layers, random_layers

PROJECT = Path(__file__).parents[2]
SCRIPT, SERVING = (Path(__file__).with_name(f"fairseq2_{name}.py") for name in ("opening", "serving"))


def compare_all(python: Path, count: int) -> int:
    """Pairs of a type and a value, as many made-up configs, and assets of fairseq2's families; how many differ."""
    with tempfile.TemporaryDirectory() as folder:
        for package in ("cattr", "cattrs"):  # pure Python, which fairseq2's environment lacks
            (Path(folder) / package).symlink_to(Path(cattrs.__file__).parents[1] / package)
        failures = _compare_pairs(python, folder) + _compare_opened(python, folder, count)
        return failures + _compare_served(python, folder)


def _compare_served(python: Path, folder: str) -> int:
    """The guide's dataset, by fairseq2 and by us of one commit, and a model and a tokenizer of fairseq2's families."""
    repo = GitFixture.init(Path(folder) / "cards")
    repo.write({"poems.txt": "roses\nviolets\n"})
    config = f"dataset_config: {{data: {repo.folder}/poems.txt}}"
    card = f"name: poems\ndataset_family: my_dataset\n{config}\n"
    commit = repo.commit({"catalog/catalog.toml": "", "catalog/poems.yaml": card})
    wrong = _run(python, folder, str(repo.folder), commit, script=SERVING)
    sys.stdout.write(f"assets of fairseq2's families: a dataset, a model and a tokenizer, {len(wrong)} differ\n")
    sys.stdout.writelines(f"  {each}\n" for each in wrong)
    return len(wrong)


def _run(python: Path, libraries: str, *arguments: str, given: str = "", script: Path = SCRIPT) -> list[str]:
    variables = {"HF_HUB_OFFLINE": "1", "MADE_UP": "made up", "PYTHONPATH": f"{PROJECT / 'tools'}:{libraries}"}
    command = [str(python), str(script), *arguments]
    done = subprocess.run(
        command, input=given, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | variables
    )
    return done.stdout.splitlines()


def _compare_pairs(python: Path, libraries: str) -> int:
    found = list(map(json.loads, _run(python, libraries, "pairs")))
    verdicts = Counter(verdict for _, _, verdict, _ in found)
    wrong = [each for each in found if each[3]]
    sys.stdout.write(f"objects of values: {len(found)} pairs ({dict(sorted(verdicts.items()))}), {len(wrong)} differ\n")
    sys.stdout.writelines(f"  {target} of {value}: {problem}\n" for target, value, _, problem in wrong)
    return len(wrong)


def _compare_opened(python: Path, libraries: str, count: int) -> int:
    asked = list(_layers(count, random.Random(20260101)))
    given = "".join(json.dumps({"kind": kind, "layers": layers}) + "\n" for kind, layers in asked)
    # a variable in place of a string that is drawn often, replaced by the same string or by another one
    given = given.replace('"b c"', '"${env:MADE_UP}"', 200).replace('"b c"', '"${env:NOT_SET:b c}"', 200)
    replies = list(map(json.loads, _run(python, libraries, given=given)))
    endings = Counter(ending for _, ending in replies)
    wrong = [(layers, problem) for (_, layers), (problem, _) in zip(asked, replies, strict=True) if problem]
    sys.stdout.write(f"objects of configs: {len(asked)} ({dict(sorted(endings.items()))}), {len(wrong)} differ\n")
    sys.stdout.writelines(f"  {layers}: {problem}\n" for layers, problem in wrong[:10])
    return len(wrong)


def _layers(count: int, draw: random.Random) -> Iterator[tuple[str, Layers]]:
    """Random layers, half of them of the real families, half of those that are made up."""
    made = tuple(descriptions_in(describe(made_up.FAMILIES, "made up", {})))
    yield from random_layers(count // 2, draw, THEIRS)
    yield from random_layers(count - count // 2, draw, made)
