"""`catalog families`: those that are known, and those of a package that is installed elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

PACKAGE = '''\
"""The families of a lab."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Literal

from assetcards.families.family import Family


class Norm(Enum):
    PRE = 1
    POST = 2


@dataclass(kw_only=True)
class Encoder:
    layers: int = 2
    norm: Norm = Norm.PRE
    sizes: list[tuple[int, int]] = field(default_factory=list)


@dataclass(kw_only=True)
class ModelConfig:
    encoder: Encoder = field(default_factory=Encoder)
    decoder: Encoder | None = None
    rate: float = 0.1


@dataclass(kw_only=True)
class LinesConfig:
    data: Path
    encoding: Literal["utf-8", "latin-1"] = "utf-8"


@dataclass(kw_only=True)
class WordsConfig:
    lower: bool = False

    def __post_init__(self) -> None:
        pass


def big() -> ModelConfig:
    return ModelConfig(encoder=Encoder(layers=12), decoder=Encoder())


MODEL = Family(kind="model", name="lab_model", config=ModelConfig, architectures={"big": big})
OTHERS = [
    Family(kind="dataset", name="lab_lines", config=LinesConfig),
    Family(kind="tokenizer", name="lab_words", config=WordsConfig),
]
'''
ENTRY_POINTS = "[assetcards.families]\nmodel = my_lab:MODEL\nothers = my_lab:OTHERS\n"
CARDS = """\
name: tiny
model_family: lab_model
model_arch: big
checkpoint: ./tiny.pt
model_config:
  encoder: {layers: 3, norm: POST, sizes: [[1, 2]]}
  decoder: {layers: 1}
---
name: sums
dataset_family: lab_lines
dataset_config: {data: /lab/sums.txt}
---
name: words
tokenizer_family: lab_words
tokenizer: ./words.txt
tokenizer_config: {lower: true}
"""
FAULTS = """\
name: tiny
model_family: lab_model
model_arch: bigg
checkpoint: ./tiny.pt
model_config:
  encoder: {layres: 3, norm: pre, sizes: [[1, 2], [3]]}
  decoder: {layers: 1.5}
  rate: none
---
name: sums
dataset_family: lab_lines
dataset_config: {encoding: ascii}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with one that has three families; it is not on our own path."""
    site = tmp_path_factory.mktemp("site")
    (site / "my_lab.py").write_text(PACKAGE)
    info = site / "my_lab-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-lab\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    return site


def describe(site: Path, package: str = "my-lab") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assetcards", "families", "describe", "--package", package]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(site)})


@pytest.fixture(scope="module")
def description(site: Path) -> str:
    described = describe(site)
    assert described.stderr == ""
    return described.stdout


@pytest.fixture
def catalog(tmp_path: Path, description: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalog that has the description and no package."""
    (tmp_path / "families").mkdir()
    (tmp_path / "families" / "my_lab.json").write_text(description)
    (tmp_path / "catalog.toml").write_text('[families]\ndescriptions = ["families/my_lab.json"]\nclosed = true\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_package_is_described_with_its_classes_and_architectures(site: Path, description: str) -> None:
    document = json.loads(description)
    assert document["package"] == {"name": "my-lab", "version": "1.0"}
    assert {kind: list(families) for kind, families in document["families"].items()} == {
        "model": ["lab_model"],
        "dataset": ["lab_lines"],
        "tokenizer": ["lab_words"],
    }
    model = document["families"]["model"]["lab_model"]
    assert model["architectures"]["big"]["encoder"] == {"layers": 12, "norm": "PRE", "sizes": []}
    assert model["defaults"]["decoder"] is None
    lines = document["families"]["dataset"]["lab_lines"]
    assert lines["no_defaults"] == "LinesConfig.__init__() missing 1 required keyword-only argument: 'data'"
    assert document["families"]["tokenizer"]["lab_words"]["has_checks"] is True
    assert describe(site).stdout == description


def test_its_cards_are_checked_where_the_package_is_not(catalog: Path, ask: Ask) -> None:
    (catalog / "cards.yaml").write_text(CARDS)
    _, out, _ = ask("validate")
    assert [line for line in out.splitlines() if "C7" in line] == []
    (catalog / "cards.yaml").write_text(FAULTS)
    code, out, _ = ask("validate")
    assert code == 1
    assert [line for line in out.splitlines() if "C7" in line] == [
        "cards.yaml:3:13: C703 error: lab_model has no architecture 'bigg' (did you mean 'big'?)",
        "cards.yaml:6:13: C704 error: lab_model has no config key 'encoder.layres' (did you mean 'layers'?)",
        (
            "cards.yaml:6:24: C705 error: model_config.encoder.norm is the string 'pre', which lab_model does not take "
            "(write 'PRE' or 'POST')"
        ),
        (
            "cards.yaml:6:51: C705 error: model_config.encoder.sizes.1 is a sequence, which lab_model does not take "
            "(write a list of 2 integers)"
        ),
        (
            "cards.yaml:7:13: C706 error: model_config.decoder.layers is the number '1.5', which lab_model takes "
            "and changes (write an integer)"
        ),
        (
            "cards.yaml:8:3: C705 error: model_config.rate is the string 'none', which lab_model does not take "
            "(write a number)"
        ),
        (
            "cards.yaml:12:1: C707 error: dataset_config.data has no value, and lab_lines has no default for it "
            "(write a string)"
        ),
        (
            "cards.yaml:12:18: C705 error: dataset_config.encoding is the string 'ascii', which lab_lines does not "
            "take (write 'utf-8' or 'latin-1')"
        ),
    ]


READS: tuple[list[str], ...] = ([], ["--rev", "HEAD"], ["--staged", "--all"], ["--repo", "{address}", "--rev", "HEAD"])


@pytest.mark.parametrize("arguments", READS, ids=" ".join)
def test_a_description_is_read_from_where_the_cards_are(
    tmp_path: Path, description: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit(
        {
            "catalog/catalog.toml": '[families]\ndescriptions = ["families/my_lab.json"]\n',
            "catalog/families/my_lab.json": description,
            "catalog/tokenizers/words.yaml": "name: words\ntokenizer_family: lab_words\ntokenizer: /words\n"
            "tokenizer_config: {lower: 1}\n",
        }
    )
    if arguments:
        repo.write({"catalog/families/my_lab.json": "{"})  # what is edited is not what is judged
    monkeypatch.chdir(repo.folder)
    _, out, _ = ask("validate", *(each.format(address=repo.folder.as_uri()) for each in arguments))
    assert [line for line in out.splitlines() if "C7" in line] == [
        (
            "catalog/tokenizers/words.yaml:4:20: C705 error: tokenizer_config.lower is the integer '1', "
            "which lab_words does not take (write true or false)"
        )
    ]


def test_families_are_listed_with_where_they_are_from(catalog: Path, ask: Ask) -> None:
    code, out, _ = ask("families", "list", "--kind", "dataset")
    lab = "dataset:lab_lines    my-lab 1.0\n"
    assert (code, out) == (0, f"dataset:jsonl        assetcards\n{lab}dataset:parquet      assetcards\n")
    code, out, _ = ask("families", "list", "--format", "json")
    document = json.loads(out)
    assert document["families"][-1] == {
        "kind": "tokenizer",
        "name": "tokenizers",
        "source": "assetcards",
        "architectures": [],
        "takes_config": False,
        "has_checks": False,
    }
    assert set(document) == {"schema_version", "revision", "families"}


def test_a_family_is_shown_with_its_keys(catalog: Path, ask: Ask) -> None:
    code, out, _ = ask("families", "show", "lab_model")
    assert code == 0
    assert out == (
        "model:lab_model  my-lab 1.0\n"
        "  architectures\n"
        "    big\n"
        "  config\n"
        "    decoder         a mapping or null  null\n"
        "    decoder.layers  an integer         2\n"
        "    decoder.norm    'PRE' or 'POST'    \"PRE\"\n"
        "    decoder.sizes   a list of lists    []\n"
        "    encoder.layers  an integer         2\n"
        "    encoder.norm    'PRE' or 'POST'    \"PRE\"\n"
        "    encoder.sizes   a list of lists    []\n"
        "    rate            a number           0.1\n"
    )
    code, out, _ = ask("families", "show", "lab_lines", "--format", "json")
    (page,) = json.loads(out)["families"]
    assert page["config"]["$ref"] == "#/$defs/my_lab.LinesConfig"
    assert set(page) == {"kind", "name", "source", "architectures", "takes_config", "has_checks", "config"}


def test_a_family_that_is_not_there_is_suggested(catalog: Path, ask: Ask) -> None:
    code, _, error = ask("families", "show", "lab_modle")
    assert code == 1
    assert "did you mean 'lab_model'" in error


@pytest.mark.parametrize(
    ("package", "sentence"),
    [
        ("no-such", "no package 'no-such' is installed here"),
        ("click", "click registers no families"),
        ("fairseq2", "fairseq2 is not installed here"),
    ],
)
def test_what_cannot_be_described_is_said_in_a_sentence(site: Path, package: str, sentence: str) -> None:
    described = describe(site, package)
    assert (described.returncode, described.stdout) == (3, "")
    assert described.stderr.startswith(f"catalog: {sentence}")
    assert "Traceback" not in described.stderr


FAMILY = "from assetcards.families.family import Family\n"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("raise KeyError('lab')", "assetcards.families:x: failed with KeyError: 'lab'"),
        ("X = 3", "assetcards.families:x: 3 is no Family of a model, a dataset or a tokenizer"),
        (
            f"{FAMILY}X = Family(kind='model', name='m', config=int)",
            "assetcards.families:x: model family 'm' has the config <class 'int'>, which is no dataclass",
        ),
        (
            (
                "from dataclasses import dataclass\n"
                f"{FAMILY}@dataclass\nclass C:\n    a: int = 1\n    b: 'Nowhere' = 2\n"
                "X = [Family(kind='dataset', name='d', config=C)]"
            ),
            "dataset family 'd': failed with NameError: name 'Nowhere' is not defined",
        ),
    ],
)
def test_code_that_fails_is_named(tmp_path: Path, code: str, sentence: str) -> None:
    (tmp_path / "bad.py").write_text(f"{code}\n")
    info = tmp_path / "bad-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bad\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[assetcards.families]\nx = bad:X\n")
    described = describe(tmp_path, "bad")
    assert described.returncode == 3
    assert described.stderr.startswith(f"catalog: {sentence}"), described.stderr


def test_a_class_inside_itself_and_classes_of_classes_are_listed_in_bounded_time(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ones = {
        f"C{n}": {"type": "object", "properties": {key: {"$ref": f"#/$defs/C{n + 1}"} for key in ("a", "b")}}
        for n in range(40)
    }
    last = {"type": "object", "properties": {"size": {"type": "integer"}, "again": {"$ref": "#/$defs/C40"}}}
    document = {
        "format": "assetcards-families",
        "schema_version": 1,
        "families": {"model": {"wide": {"config": {"$ref": "#/$defs/C0"}}, "own": {"config": {"$ref": "#/$defs/C40"}}}},
        "$defs": {**ones, "C40": last},
    }
    (tmp_path / "x.json").write_text(json.dumps(document))
    (tmp_path / "catalog.toml").write_text('[families]\ndescriptions = ["x.json"]\n')
    monkeypatch.chdir(tmp_path)
    code, out, _ = ask("families", "show", "wide")
    assert (code, out.splitlines()[-1]) == (0, "    and more: these are the first 2000")
    code, out, _ = ask("families", "show", "own")
    assert out.splitlines()[2:] == ["    size   an integer  no default", "    again  a mapping   no default"]
