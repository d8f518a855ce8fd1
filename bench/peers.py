"""Other programs that look up or judge files like cards, on the same cards; `make bench-peers` installs them.

Each is given the cards in its own form: kedro as entries of its catalog, lm-evaluation-harness as a task for each card,
check-jsonschema as one file for each card with a schema for cards. fairseq2 and yamllint read the cards themselves.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import yaml

from bench.commands import BIN, CARD, HERE, in_environment
from bench.measuring import Commands

FOLDER = HERE / "build" / "peers"
REQUIREMENTS = ("check-jsonschema>=0.39", "kedro>=1.7", "lm-eval>=0.4.13", "yamllint>=1.38")

SLOW = {"yamllint", "fairseq2: show", "fairseq2: list", "fairseq2: its command", "kedro", "lm-eval", "check-jsonschema"}

MAY_FAIL = {"yamllint", "check-jsonschema"}

SCHEMA = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "base": {"type": "string"}, "url": {"format": "uri"}},
    "patternProperties": {
        "_(family|arch)$": {"type": "string"},
        "_sha256$": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "_config$": {"type": "object"},
    },
}
"""What a schema says of the cards that `bench/catalogs.py` makes."""

FAIRSEQ2 = """\
from fairseq2.assets import AssetStore
from fairseq2.composition import _register_library
from fairseq2.runtime.dependency import DependencyContainer
container = DependencyContainer()
_register_library(container, no_progress=True)
store = container.resolve(AssetStore)
"""

KEDRO = """\
from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog
entries = OmegaConfigLoader(conf_source={folder!r}, base_env=".", default_run_env=".")["catalog"]
print(sorted(DataCatalog.from_config(entries)))
"""

LM_EVAL = """\
from lm_eval.tasks import TaskManager
print(sorted(TaskManager(include_path={folder!r}, include_defaults=False).all_tasks))
"""


def peer_commands(folder: Path, peers: Path, fairseq2: Path) -> Commands:
    """What those that are installed take for the cards of a catalog, whose folder is the current directory."""
    written = folder.with_name(f"{folder.name}-peers")
    python = str(peers / "bin" / "python")
    found: Commands = {}
    yamllint = peers / "bin" / "yamllint"
    for program in (yamllint, BIN / "yamllint"):
        if program.exists():
            found = {"yamllint": [str(program), "-d", "relaxed", "catalog"]}
    if fairseq2.exists():
        found = {**found, **_of_fairseq2(folder, fairseq2)}
    if yamllint.exists():
        write_files(folder / "catalog", written)
        cards, schema = written / "cards", str(written / "schema.json")
        found = {
            **found,
            "kedro": [python, "-c", KEDRO.format(folder=str(written / "kedro"))],
            "lm-eval": [python, "-c", LM_EVAL.format(folder=str(written / "tasks"))],
            "check-jsonschema": [
                *(str(peers / "bin" / "check-jsonschema"), "--schemafile", schema),
                *sorted(map(str, cards.iterdir())),
            ],
        }
    return found


def _of_fairseq2(folder: Path, python: Path) -> Commands:
    asks = {"list": "sorted(store.asset_names)", "show": f"store.retrieve_card({CARD!r})"}
    cards = f"FAIRSEQ2_ASSET_DIR={folder / 'catalog'}"
    return {
        **{
            f"fairseq2: {name}": in_environment(cards, str(python), "-c", FAIRSEQ2 + asked)
            for name, asked in asks.items()
        },
        "fairseq2: its command": in_environment(cards, str(python), "-m", "fairseq2.assets", "show", CARD),
    }


def write_files(cards: Path, written: Path) -> None:
    """The cards of a folder in the forms of others, unless they are there."""
    if written.exists():
        return
    for name in ("kedro", "tasks", "cards"):
        (written / name).mkdir(parents=True)
    (written / "schema.json").write_text(json.dumps(SCHEMA))
    for number, path in enumerate(sorted(cards.rglob("*.yaml"))):
        texts = path.read_text().split("\n---\n\n")
        found = [yaml.load(text, yaml.CSafeLoader) for text in texts]
        entries = {card["name"]: {"type": "MemoryDataset", "metadata": card} for card in found}
        (written / "kedro" / f"catalog_{number}.yml").write_text(_as_yaml(entries))
        for card, text in zip(found, texts, strict=True):
            task = {"task": card["name"], "dataset_path": "json", "output_type": "generate_until", "metadata": card}
            (written / "tasks" / f"{card['name']}.yaml").write_text(_as_yaml(task))
            (written / "cards" / f"{card['name']}.yaml").write_text(text)


def _as_yaml(value: object) -> str:
    return yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False)


def main() -> None:
    """Install them."""
    venv.create(FOLDER, with_pip=True, clear=True)
    python = FOLDER / "bin" / "python"
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([python, *install, *REQUIREMENTS], check=True)


if __name__ == "__main__":
    main()
