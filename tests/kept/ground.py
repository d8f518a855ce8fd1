"""A repository to ask every verb about: catalogs with and without faults, and one that builds on another's cards."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import CARDS, DATASET
from tests.gitfixture import GitFixture
from tests.unit.families.test_document import DOCUMENT

SETTINGS = """\
fields = ["note"]
environments = ["lab"]

[families]
descriptions = ["families.json"]

[[ignore]]
path = "models/odd.yaml"
codes = ["C3"]
reason = "It is odd on purpose."
"""
FAULTY = {
    **CARDS,
    "catalog/catalog.toml": SETTINGS,
    "catalog/families.json": json.dumps(DOCUMENT),
    "catalog/models/half.yaml": "name: half\nbase: tiny\nnote: [\n---\nname: lost\n",
    "catalog/models/needs.yaml": "name: needs_lost\nbase: lost\n",
    "catalog/models/twice.yaml": "name: twice\n---\nname: twice\n",
    "catalog/models/escaped.yaml": 'name: "esc\\u0061ped"\nbase: "tin\\x79"\n',
    "catalog/models/odd.yaml": "- {name: in_a_list, base: tiny}\n",
    "catalog/models/mine.yaml": "name: mine\nmodel_family: mine\nmodel_config: {size: large, sise: 1}\n",
    "catalog/models/path.yaml": "name: path\nbase: tiny\ncheckpoint: ./here.pt\nlicence: mit license\n",
    "catalog/models/here.pt": "",
    "catalog/models/aside.yaml": "name: aside\nbase: hidden\n",
    "catalog/.hidden.yaml": "name: hidden\n",
    ".gitattributes": "*.txt text\n",
    "more/more.yaml": "name: one_more\nbase: tiny\n",
}
ROOT_CARD = "name: root\nmodel_family: small\nlicense: MIT\nurl: https://example.org\ncheckpoint: hg://org/root\n"
SOUND = {
    "sound/catalog.toml": "",
    "sound/models/root.yaml": f"{ROOT_CARD}---\nname: leaf\nbase: root\ncheckpoint: hg://org/leaf\n",
    "sound/models/@lab/root.yaml": "name: root@lab\ncheckpoint: /lab/root.pt\n",
    "sound/models/apart.yaml": ROOT_CARD.replace("root", "apart"),
    "sound/datasets/sums.yaml": DATASET,
}
"""Of a catalog without faults that concern others, what is known of it judges a change by the part that it reaches."""

THEIRS = {"cards/theirs.yaml": ROOT_CARD.replace("root", "theirs") + "---\nname: unused\nbase: nothing\n"}
OURS = "name: ours\nbase: theirs\ncheckpoint: hg://org/ours\n"


def make_ground(folder: Path) -> GitFixture:
    """The repository in a folder, beside the upstream `base`, with something staged and something not."""
    upstream = GitFixture.init(folder / "base")
    pinned = upstream.commit(THEIRS)
    upstream.git("tag", "v1")
    upstream.commit({"cards/theirs.yaml": THEIRS["cards/theirs.yaml"].replace("MIT", "Apache-2.0")})
    upstream.git("tag", "v2")
    repo = GitFixture.init(folder / "cards")
    built = {"built/catalog.toml": pin("v1", pinned), "built/models/ours.yaml": OURS}
    repo.commit({**FAULTY, **SOUND, **built})
    repo.git("tag", "v1")
    _change(repo)
    return repo


def pin(rev: str, commit: str) -> str:
    """The `[[upstream]]` that names a commit of the upstream."""
    return f'[[upstream]]\nname = "base"\nrepository = "../base"\nrev = "{rev}"\ncommit = "{commit}"\nroot = "cards"\n'


def _change(repo: GitFixture) -> None:
    tiny, root = CARDS["catalog/models/tiny.yaml"], SOUND["sound/models/root.yaml"]
    repo.commit({"catalog/models/tiny.yaml": tiny.replace("layers: 2", "layers: 3")})
    repo.commit({"sound/models/root.yaml": root.replace("MIT", "Apache-2.0")})
    repo.git("mv", "catalog/datasets", "catalog/data")
    repo.commit({"sound/models/apart.yaml": ROOT_CARD.replace("root", "apart").replace("MIT", "mit license")})
    repo.write({"sound/models/root.yaml": root, "catalog/models/needs.yaml": "name: needs\nbase: half\n"})
    repo.git("add", "sound/models/root.yaml", "catalog/models/needs.yaml")
    repo.write({"sound/datasets/sums.yaml": DATASET.replace("sums", "sum"), "catalog/models/new.yaml": "name: new\n"})
