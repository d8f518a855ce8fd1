"""`catalog verify`, and what an override may say of an asset that is elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.gitfixture import GitFixture

HUB = '"hg://org/tiny"'
COMMIT = "0" * 40


def tree_of(files: dict[str, bytes]) -> str:
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)]
    return f"tree:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


SHARDS = {"m-1.safetensors": b"1" * 5000, "m-2.safetensors": b"2" * 5000}
"""What `fetch` brings of a model on the hub."""

MORE = {"config.json": b"{}", "README.md": b"# tiny", "onnx/model.onnx": b"x"}
"""What a full copy of the repository has besides."""


@pytest.fixture
def replica(catalog: GitFixture, tmp_path: Path) -> Path:
    """A model of the hub with a digest, and an override with a full copy of its repository."""
    folder = tmp_path / "lab" / "tiny"
    for path, content in {**SHARDS, **MORE}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    plain = card("tiny", checkpoint=HUB, checkpoint_revision=f'"{COMMIT}"', checkpoint_sha256=f'"{tree_of(SHARDS)}"')
    catalog.write({"catalog/tiny.yaml": plain, "catalog/@lab/tiny.yaml": card("tiny@lab", checkpoint=folder)})
    return folder


def verified(ask: Ask, *arguments: str) -> tuple[int, dict[str, object]]:
    code, out, err = ask("verify", *arguments, "--format", "json")
    assert err == ""
    found = json.loads(out)["assets"][0]
    return code, {key: found[key] for key in ("state", "differs", "missing", "extra")}


def test_a_replica_has_the_files_of_the_address_that_its_digest_was_written_beside(replica: Path, ask: Ask) -> None:
    extra = ["README.md", "config.json", "onnx/model.onnx"]
    assert verified(ask, "tiny@lab") == (0, {"state": "right", "differs": [], "missing": [], "extra": extra})
    assert ask("fetch", "tiny@lab", "--format", "paths", "--require-digests") == (0, f"{replica}\n", "")
    for path in MORE:
        (replica / path).unlink()
    assert verified(ask, "tiny@lab")[0] == 0


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_replica_with_one_other_bit_is_refused_and_the_file_is_named(replica: Path, ask: Ask) -> None:
    assert verified(ask, "tiny@lab")[0] == 0
    flipped(replica / "m-2.safetensors")
    code, found = verified(ask, "tiny@lab")
    assert (code, found["state"], found["differs"], found["missing"]) == (1, "differs", ["m-2.safetensors"], [])
    code, _, err = ask("fetch", "tiny@lab")
    assert (code, "; differs: m-2.safetensors;" in err) == (5, True)


def test_a_replica_without_a_shard_or_with_another_model_of_its_size_is_refused(replica: Path, ask: Ask) -> None:
    assert verified(ask, "tiny@lab")[0] == 0
    shutil.move(replica / "m-2.safetensors", replica / "m-3.safetensors")
    code, found = verified(ask, "tiny@lab")
    assert (code, found["state"], found["missing"]) == (1, "differs", ["m-2.safetensors"])
    assert found["extra"][0] == "m-3.safetensors"  # type: ignore[index]  # a document has values of any type
    for path, content in SHARDS.items():
        (replica / path).write_bytes(content[::-1].replace(b"1", b"3"))
    assert ask("fetch", "tiny@lab")[0] == 5


def test_what_changes_without_another_time_is_seen_as_well(replica: Path, ask: Ask) -> None:
    path = replica / "m-1.safetensors"
    os.utime(path, ns=(10**18, 10**18))
    assert verified(ask, "tiny@lab")[0] == 0
    flipped(path)
    os.utime(path, ns=(10**18, 10**18))
    assert verified(ask, "tiny@lab")[0] == 1


def test_files_beyond_those_of_a_digest_that_is_known_are_extra(replica: Path, ask: Ask) -> None:
    (replica / "README2").symlink_to("/etc/passwd")
    os.mkfifo(replica / "pipe")
    assert verified(ask, "tiny@lab")[1]["extra"] == [*sorted([*MORE, "README2", "pipe"])]
    (replica / "m-3.safetensors").symlink_to("/etc/passwd")
    code, found = verified(ask, "tiny@lab")
    assert (code, found["state"]) == (0, "right")
    assert ask("fetch", "tiny@lab")[0] == 0
    (replica / "m-2.safetensors").unlink()
    (replica / "m-2.safetensors").symlink_to("/etc/passwd")
    code, _, err = ask("fetch", "tiny@lab")
    assert (code, "'m-2.safetensors' in it is a link that leads out of it" in err) == (4, True)


def test_null_in_an_override_says_other_bytes(catalog: GitFixture, replica: Path, ask: Ask) -> None:
    catalog.write({"catalog/@lab/tiny.yaml": card("tiny@lab", checkpoint=replica, checkpoint_sha256="null")})
    flipped(replica / "m-1.safetensors")
    assert verified(ask, "tiny@lab")[1]["state"] == "no digest"
    assert ask("fetch", "tiny@lab", "--format", "paths") == (0, f"{replica}\n", "")
    assert ask("fetch", "tiny@lab", "--require-digests")[0] == 5


@pytest.mark.parametrize(
    "other",
    [
        card("tiny@lab", checkpoint='"hg://org/other"'),
        card("tiny@lab", checkpoint_revision=f'"{"1" * 40}"'),
        "name: other\nbase: tiny\ncheckpoint: /nowhere\n",
    ],
)
def test_what_is_another_asset_needs_a_digest_of_its_own(
    catalog: GitFixture, replica: Path, ask: Ask, other: str
) -> None:
    plain = (catalog.folder / "catalog/tiny.yaml").read_text()
    catalog.write({"catalog/tiny.yaml": f"{plain}---\n{other}" if "base" in other else plain})
    catalog.write({"catalog/@lab/tiny.yaml": other if "base" not in other else card("tiny@lab", checkpoint=replica)})
    code, _, err = ask("fetch", "other" if "base" in other else "tiny@lab", "--require-digests")
    assert (code, "has no digest" in err) == (5, True)


def test_a_folder_where_the_digest_is_of_a_file_says_so(catalog: GitFixture, replica: Path, ask: Ask) -> None:
    plain = card("tiny", checkpoint='"https://example.org/m.pt"', checkpoint_sha256=SHA256)
    catalog.write({"catalog/tiny.yaml": plain})
    code, _, err = ask("fetch", "tiny@lab")
    assert code in (4, 5)
    assert "nothing here fetches https://" in err or "the digest is that of a file, but this is a folder" in err


def test_every_card_of_an_environment_is_verified_in_one_table(
    catalog: GitFixture, replica: Path, tmp_path: Path, ask: Ask
) -> None:
    right, gone = tmp_path / "right.pt", tmp_path / "gone.pt"
    right.write_bytes(WEIGHTS)
    cards = [card("right", checkpoint=right, checkpoint_sha256=SHA256), card("gone", checkpoint=gone)]
    catalog.write({"catalog/more.yaml": "---\n".join(cards)})
    flipped(replica / "m-1.safetensors")
    code, out, err = ask("verify", "--all", "--env", "lab")
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0].split()[:3] == ["missing", "gone", "checkpoint"]
    assert lines[1].split() == ["right", "right", "checkpoint", str(right)]
    assert lines[2].split() == ["differs", "tiny@lab", "checkpoint", str(replica)]
    assert lines[3] == f"  should be {tree_of(SHARDS)}"
    assert lines[5:] == [
        "  extra  README.md",
        "  extra  config.json",
        "  extra  onnx/model.onnx",
        "3 assets, 1 right, 1 differs, 1 missing",
    ]


def test_names_or_all_cards_are_verified(catalog: GitFixture, ask: Ask) -> None:
    assert ask("verify")[0] == ask("verify", "tiny", "--all")[0] == 2
    assert ask("verify", "--all") == (0, "0 assets\n", "")


def test_a_missing_digest_is_written_below_its_address_and_nothing_else_changes(
    catalog: GitFixture, tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    shutil.copytree(
        tmp_path, folder := tmp_path.parent / f"{tmp_path.name}-data", ignore=lambda _, names: {*names} - {"m.pt"}
    )
    before = (
        f"# mine\nname: tiny   # small\nmodel_family: 'small'\ncheckpoint: {tmp_path}/m.pt  # here\n\n"
        f"# the end\n---\nname: data\ndata: {folder}\ndata_sha256: null\n"
    )
    catalog.write({"catalog/x.yaml": before})
    code, out, err = ask("verify", "tiny", "data", "--write")
    after = before.replace("# here\n", f'# here\ncheckpoint_sha256: "{SHA256}"\n').replace(
        "null", f'"{tree_of({"m.pt": WEIGHTS})}"'
    )
    assert (code, err, (catalog.folder / "catalog/x.yaml").read_text()) == (0, "", after)
    assert f'+checkpoint_sha256: "{SHA256}"' in out and "-data_sha256: null" in out
    assert ask("fetch", "tiny", "data", "--require-digests")[0] == 0
    assert ask("verify", "tiny", "--write")[1].count("+") == 0


def test_the_digest_of_an_override_is_written_into_the_override(catalog: GitFixture, tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    override = f"name: tiny@lab\r\ncheckpoint: {tmp_path}/m.pt\r\n"
    catalog.write({"catalog/x.yaml": card("tiny", checkpoint=HUB), "catalog/@lab/x.yaml": override})
    assert ask("verify", "tiny@lab", "--write")[0] == 0
    after = (catalog.folder / "catalog/@lab/x.yaml").read_bytes().decode()
    assert after == f'{override}checkpoint_sha256: "{SHA256}"\r\n'


def test_a_digest_is_not_written_over_another_one(catalog: GitFixture, tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    wrong = card("wrong", checkpoint=tmp_path / "m.pt", checkpoint_sha256=f'"{"0" * 64}"')
    catalog.write({"catalog/x.yaml": wrong})
    assert ask("verify", "wrong", "--write")[0] == 1
    assert (catalog.folder / "catalog/x.yaml").read_text() == wrong


def test_one_card_that_cannot_be_changed_does_not_keep_digests_from_the_others(
    catalog: GitFixture, tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    odd = f"? name\n: odd\n? model_family\n: small\n? checkpoint\n: {tmp_path}/m.pt\n"
    flow = f'{{name: flow, model_family: small, checkpoint: "{tmp_path}/m.pt", note: x}}\n'
    config = f"name: data\ndataset_family: small\ndataset_config:\n  data: {tmp_path}/m.pt\n"
    same = card("same", checkpoint=tmp_path / "m.pt")
    texts = {"odd": odd, "flow": flow, "config": config, "same": same}
    catalog.write({f"catalog/{name}.yaml": text for name, text in texts.items()})
    code, out, err = ask("verify", "--all", "--write")
    assert (code, err) == (1, "")
    assert out.splitlines()[0] == (
        "catalog/odd.yaml:1: card 'odd' is written in a way that cannot be changed"
        f' (write `checkpoint_sha256: "{SHA256}"` into it yourself)'
    )
    assert "--- catalog/flow.yaml\n" in out and "4 assets, 4 no digest" in out
    written = {name: (catalog.folder / f"catalog/{name}.yaml").read_text() for name in texts}
    assert written["odd"] == odd
    assert written["flow"] == flow.replace('.pt"', f'.pt", checkpoint_sha256: "{SHA256}"')
    assert written["same"] == f'{same}checkpoint_sha256: "{SHA256}"\n'
    assert written["config"] == config.replace("name: data\n", f'name: data\ndata_sha256: "{SHA256}"\n')
    code, out, _ = ask("verify", "--all")
    assert (code, out.splitlines()[-1]) == (0, "4 assets, 3 right, 1 no digest")


def test_the_digests_of_many_cards_are_written_into_their_file_at_once(
    catalog: GitFixture, tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    cards = [card(f"m{number}", checkpoint=tmp_path / "m.pt") for number in range(300)]
    cards[150] = f"? name\n: m150\n? model_family\n: small\n? checkpoint\n: {tmp_path}/m.pt\n"
    catalog.write({"catalog/x.yaml": "---\n".join(cards)})
    code, out, _ = ask("verify", "--all", "--write")
    assert (code, out.count(f'+checkpoint_sha256: "{SHA256}"')) == (1, 299)
    assert "card 'm150' is written in a way that cannot be changed" in out.splitlines()[0]
    assert ask("verify", "--all")[1].splitlines()[-1] == "300 assets, 299 right, 1 no digest"


def test_several_addresses_of_one_field_have_no_digest_to_write(catalog: GitFixture, tmp_path: Path, ask: Ask) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    text = f"name: sums\ndataset_family: small\ndataset_config:\n  data: [{tmp_path}/a, {tmp_path}/b]\n"
    catalog.write({"catalog/x.yaml": text})
    code, out, _ = ask("verify", "sums", "--write")
    assert (code, "is one of several addresses, and there is one data_sha256" in out) == (1, True)


def test_digests_are_not_written_into_a_commit(catalog: GitFixture, ask: Ask) -> None:
    catalog.write({"catalog/x.yaml": card("tiny", checkpoint=HUB)})
    catalog.commit({}, message="a card")
    code, _, err = ask("verify", "tiny", "--write", "--rev", "HEAD")
    assert (code, "these are of a commit" in err) == (2, True)


def test_what_stops_one_asset_does_not_stop_the_others(catalog: GitFixture, tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    odd = card("odd", checkpoint="/dev/null", checkpoint_sha256=f'"{SHA256}"')
    unknown = card("unknown", checkpoint='"nosuch://x/y"')
    one = card("one", checkpoint=tmp_path / "m.pt", checkpoint_sha256=f'"{SHA256.upper()}"')
    two = card("two", checkpoint=tmp_path / "m.pt", checkpoint_sha256=f'"{SHA256}"')
    broken = card("broken", base="nowhere")
    catalog.write({"catalog/x.yaml": "---\n".join([odd, unknown, one, two, broken]), "catalog/y.yaml": "name: ["})
    code, out, err = ask("verify", "--all")
    assert (code, err) == (1, "")
    states = {line.split()[1]: line.split()[0] for line in out.splitlines() if line.split()[2:3] == ["checkpoint"]}
    assert states == {"odd": "unreadable", "unknown": "unreadable", "one": "right", "two": "right"}
    problems = [line for line in out.splitlines() if line.startswith("catalog/")]
    assert [line.partition(" ")[0] for line in problems] == ["catalog/x.yaml:21:", "catalog/y.yaml:1:"]


def test_what_is_beside_the_files_of_a_replica_may_be_anything(replica: Path, ask: Ask) -> None:
    """As the client of the hub leaves it behind, and git."""
    clients = replica / ".cache/huggingface/download/m-1.safetensors.metadata"
    objects = replica / ".git/lfs/objects/x.pt"
    for each in (clients, objects):
        each.parent.mkdir(parents=True)
        each.write_text("x")
    (replica / "README2").symlink_to("/etc/passwd")
    (replica / "LOST").symlink_to("/nowhere")
    (replica / "odd\\name").touch()
    os.mkfifo(replica / "pipe")
    code, found = verified(ask, "tiny@lab")
    assert (code, found["state"]) == (0, "right")
    assert {"README2", "LOST", "odd\\name", "pipe"} <= {*found["extra"]}  # type: ignore[misc]  # a list in the document
    assert ask("fetch", "tiny@lab", "--require-digests")[0] == 0


def test_what_was_hashed_once_is_not_hashed_again_until_it_changes(
    catalog: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m.pt"
    path.write_bytes(WEIGHTS)
    catalog.write({"catalog/x.yaml": card("tiny", checkpoint=path, checkpoint_sha256=SHA256)})
    monkeypatch.setattr("assetcards.assets.remembered.SETTLED_NS", -(10**9))
    hashed: list[str] = []
    real = __import__("assetcards.assets.hashing", fromlist=["hash_file"]).hash_file

    def counting(place: str, watch: object) -> str:
        hashed.append(place)
        return str(real(place))

    monkeypatch.setattr("assetcards.assets.checking.hash_file", counting)
    assert [ask("fetch", "tiny")[0] for _ in range(3)] == [0, 0, 0]
    assert hashed == [str(path)]
    assert ask("fetch", "tiny", "--verify", "always")[0] == ask("verify", "tiny", "--fresh")[0] == 0
    assert len(hashed) == 3
    subprocess.run(["touch", path], check=True)
    assert ask("verify", "tiny")[0] == 0
    assert len(hashed) == 4


def test_a_file_that_has_just_changed_is_hashed_again_each_time(catalog: GitFixture, tmp_path: Path, ask: Ask) -> None:
    """A second change in the same moment has the same time."""
    path = tmp_path / "m.pt"
    path.write_bytes(WEIGHTS)
    catalog.write({"catalog/x.yaml": card("tiny", checkpoint=path, checkpoint_sha256=SHA256)})
    assert ask("verify", "tiny")[0] == 0
    assert list((tmp_path / "cache" / "hashes").glob("*.json")) == []


def test_a_card_that_cannot_be_understood_does_not_hide_the_others(
    catalog: GitFixture, tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "m.pt").write_bytes(WEIGHTS)
    odd = card("odd", checkpoint=tmp_path / "m.pt", checkpoint_sha256="12ab")
    right = card("right", checkpoint=tmp_path / "m.pt", checkpoint_sha256=SHA256)
    catalog.write({"catalog/x.yaml": f"{odd}---\n{right}"})
    code, out, err = ask("verify", "--all")
    assert (code, err) == (1, "")
    assert "field 'checkpoint_sha256' of card 'odd' is '12ab', not a digest" in out.splitlines()[0]
    assert out.splitlines()[1].startswith("right  right checkpoint")


def test_a_run_that_is_killed_goes_on_from_there(
    catalog: GitFixture, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def hash_until_killed(place: str, watch: object) -> str:
        if len(hashed) == 2:
            raise KeyboardInterrupt
        hashed.append(Path(place).name)
        return hashlib.sha256(Path(place).read_bytes()).hexdigest()

    folder = tmp_path / "m"
    folder.mkdir()
    for name in "abc":
        (folder / name).write_bytes(name.encode())
    catalog.write({"catalog/x.yaml": card("tiny", checkpoint=folder)})
    monkeypatch.setattr("assetcards.assets.remembered.SETTLED_NS", -(10**9))
    monkeypatch.setattr("assetcards.assets.checking.hash_file", hash_until_killed)
    assert ask("verify", "tiny")[0] == 130
    assert hashed == ["a", "b"]
    hashed[:] = [""]
    assert ask("verify", "tiny")[0] == 0
    assert hashed == ["", "c"]
