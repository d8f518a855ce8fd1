"""Whether bytes at another address are held to the digest of a card: one list of what may be written and be there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.assets.conftest import Ask
from tests.assets.test_verify import tree_of
from tests.gitfixture import GitFixture

COMMIT, OTHER_COMMIT = "a" * 40, "b" * 40
FILES = {
    "checkpoint": {"m-1.safetensors": b"1" * 500, "m-2.safetensors": b"2" * 500},
    "tokenizer": {"tokenizer.json": b"[]"},
    "data": {"train/1.tsv": b"1\t2\n", "README.md": b"# sums"},
}
"""What is fetched of a repository of the hub for a field."""

FAMILIES = {"checkpoint": "model_family", "tokenizer": "tokenizer_family", "data": "dataset_family"}
BESIDE = {"config.json": b"{}", "onnx/x.onnx": b"x", ".cache/huggingface/download/m.safetensors.metadata": b"x"}

HELD, FREE = "held", "not held"
"""Whether the digest of the plain card is in force for the copy, so that other bytes are seen."""


def plain(field: str, digest: str) -> str:
    facts = f'{field}: "hg://org/tiny"\n{field}_revision: "{COMMIT}"\n{field}_sha256: "{digest}"\n'
    return f"name: tiny\n{FAMILIES[field]}: small\n{facts}"


OVERRIDES: dict[str, tuple[str, str]] = {
    "a path": ("", HELD),
    "a file URI": ("URI", HELD),
    "the same revision again": (f'{{field}}_revision: "{COMMIT}"\n', HELD),
    "null for the digest": ("{field}_sha256: null\n", FREE),
    "another revision": (f'{{field}}_revision: "{OTHER_COMMIT}"\n', FREE),
    "another revision and its digest": (
        f'{{field}}_revision: "{OTHER_COMMIT}"\n{{field}}_sha256: "{{digest}}"\n',
        HELD,
    ),
    "its own digest": ('{field}_sha256: "{digest}"\n', HELD),
    "something else": ("note: x\n", HELD),
}
"""What an override writes beside the path of a copy."""


def copy(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def state(ask: Ask, name: str) -> tuple[int, str]:
    code, out, err = ask("verify", name, "--format", "json")
    assert err == ""
    return code, json.loads(out)["assets"][0]["state"]


def write(catalog: GitFixture, field: str, folder: Path, more: str) -> None:
    digest = tree_of(FILES[field])
    address = f"file://{folder}" if more == "URI" else str(folder)
    override = f'name: tiny@lab\n{field}: "{address}"\n' + more.replace("URI", "").format(field=field, digest=digest)
    catalog.write({"catalog/tiny.yaml": plain(field, digest), "catalog/@lab/tiny.yaml": override})


SOME = ("a path", "another revision", "null for the digest")
"""What is tried for all fields."""


@pytest.mark.parametrize(
    ("field", "what"), [(field, what) for field in FILES for what in OVERRIDES if field == "checkpoint" or what in SOME]
)
def test_the_digest_holds_for_a_copy_unless_the_override_says_that_it_is_another_asset(
    catalog: GitFixture, tmp_path: Path, ask: Ask, field: str, what: str
) -> None:
    more, is_held = OVERRIDES[what]
    folder = copy(tmp_path / "copy", FILES[field])
    write(catalog, field, folder, more)
    assert state(ask, "tiny@lab") == ((0, "right") if is_held == HELD else (0, "no digest"))
    path = folder / next(iter(FILES[field]))
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    assert state(ask, "tiny@lab") == ((1, "differs") if is_held == HELD else (0, "no digest"))


COPIES: dict[str, tuple[dict[str, bytes | None], str]] = {
    "the same": ({}, "right"),
    "a full copy": (dict(BESIDE), "right"),
    "one bit": ({"m-1.safetensors": b"0" + b"1" * 499}, "differs"),
    "a missing shard": ({"m-2.safetensors": None}, "differs"),
    "a shard too many": ({"m-3.safetensors": b"3"}, "differs"),
    "another model of the same size": ({"m-1.safetensors": b"3" * 500, "m-2.safetensors": b"4" * 500}, "differs"),
    "the shards swapped": ({"m-1.safetensors": b"2" * 500, "m-2.safetensors": b"1" * 500}, "differs"),
    "one byte less": ({"m-1.safetensors": b"1" * 499}, "differs"),
    "in a folder": ({"m-2.safetensors": None, "x/m-2.safetensors": b"2" * 500}, "differs"),
}
"""What is at the path, as it differs from what is fetched, and what is said of it."""


@pytest.mark.parametrize("what", COPIES)
def test_the_same_bytes_are_right_and_all_others_are_not(
    catalog: GitFixture, tmp_path: Path, ask: Ask, what: str
) -> None:
    changes, said = COPIES[what]
    files = {path: content for path, content in {**FILES["checkpoint"], **changes}.items() if content is not None}
    write(catalog, "checkpoint", copy(tmp_path / "copy", files), "")
    assert state(ask, "tiny@lab") == (0 if said == "right" else 1, said)
    assert ask("fetch", "tiny@lab", "--require-digests")[0] == (0 if said == "right" else 5)


@pytest.mark.parametrize(
    ("card", "is_held"),
    [
        ("name: child\nbase: tiny\ncheckpoint: {path}\n", False),
        ("name: child\nbase: tiny\n---\nname: child@lab\ncheckpoint: {path}\n", True),
        ('name: child\nbase: tiny\ncheckpoint: "hg://org/other"\n---\nname: child@lab\ncheckpoint: {path}\n', False),
        ('name: child\nbase: tiny\n---\nname: tiny@lab\ncheckpoint: "HG://org/other"\n', False),
        ('name: child\nbase: tiny\n---\nname: child@lab\ncheckpoint: "hg://org/other"\n', False),
    ],
)
def test_a_child_with_another_address_and_an_override_with_another_repository_need_their_own_digest(
    catalog: GitFixture, tmp_path: Path, ask: Ask, card: str, is_held: bool
) -> None:
    """The second one only moves what the child inherits, so the digest holds."""
    folder = copy(tmp_path / "copy", FILES["checkpoint"])
    digest = tree_of(FILES["checkpoint"])
    catalog.write({"catalog/tiny.yaml": f"{plain('checkpoint', digest)}---\n{card.format(path=folder)}"})
    code, _, err = ask("fetch", "child@lab" if "@lab" in card else "child", "--require-digests")
    assert (code, "has no digest" in err) == ((0, False) if is_held else (5, True)), err


@pytest.mark.parametrize("content", [b"weights", b"Weights"])
def test_a_file_is_held_to_the_digest_of_the_file(
    catalog: GitFixture, tmp_path: Path, ask: Ask, content: bytes
) -> None:
    (tmp_path / "copy.pt").write_bytes(content)
    digest = hashlib.sha256(b"weights").hexdigest()
    plain = f"name: tiny\nmodel_family: small\ncheckpoint: https://example.org/m.pt\ncheckpoint_sha256: '{digest}'\n"
    catalog.write({"catalog/tiny.yaml": f"{plain}---\nname: tiny@lab\ncheckpoint: {tmp_path}/copy.pt\n"})
    assert state(ask, "tiny@lab") == ((0, "right") if content == b"weights" else (1, "differs"))
