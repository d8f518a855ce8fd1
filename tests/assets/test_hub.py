"""`hg://` with the real client of the hub, against a hub on loopback: what is asked, what is taken, what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.assets.conftest import Ask, card
from tests.assets.hub_server import MAIN, Hub, HubRepository, serving
from tests.assets.test_verify import tree_of
from tests.gitfixture import GitFixture

library = pytest.importorskip("huggingface_hub", reason="the client of the hub is an extra")

SHARDS = {"m-1.safetensors": b"1" * 5000, "m-2.safetensors": b"2" * 5000, "m.safetensors.index.json": b"{}"}
FILES = {
    **SHARDS,
    "config.json": b"{}",
    "README.md": b"# tiny",
    "tokenizer.json": b"[]",
    "tokenizer_config.json": b"{}",
}
PINNED = {"checkpoint": '"hg://org/tiny"', "checkpoint_revision": f'"{MAIN}"'}


@pytest.fixture
def hub(tmp_path: Path, catalog: GitFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with one repository, a card that is pinned to it, and a cache of the client that is empty."""
    hub = Hub()
    hub.repositories["models/org/tiny"] = HubRepository(files=dict(FILES))
    catalog.write({"catalog/tiny.yaml": card("tiny", **PINNED)})
    with serving(hub):
        constants = import_module("huggingface_hub.constants")
        monkeypatch.setattr(constants, "ENDPOINT", hub.address)
        template = hub.address + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
        yield hub


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    return tmp_path / "hub" / "models--org--tiny" / "snapshots" / MAIN


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def asked(hub: Hub) -> list[str]:
    """The requests since the last time, without those for files."""
    found, hub.requests[:] = [each for each in hub.requests if "/resolve/" not in each], []
    return found


def test_a_pinned_model_is_its_weights_and_nothing_unasked_is_asked(hub: Hub, ask: Ask, snapshot: Path) -> None:
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{snapshot}\n", "")
    assert files_of(snapshot) == sorted(SHARDS)
    resolved = {f"{method} /org/tiny/resolve/{MAIN}/{path}" for path in SHARDS for method in ("HEAD", "GET")}
    listing = f"GET /api/models/org/tiny/tree/{MAIN}"
    assert {*hub.requests} <= {listing, *resolved}
    assert hub.requests.count(listing) <= 2
    asked(hub)
    assert ask("fetch", "tiny")[0] == ask("verify", "tiny")[0] == ask("fetch", "tiny", "--dry-run")[0] == 0
    assert hub.requests == []


def test_what_has_just_come_is_hashed_once(
    catalog: GitFixture, hub: Hub, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it has just changed: by the fetch for the hub and for the digest, and by whoever fetches next."""
    hashed: list[str] = []
    real = import_module("assetcards.assets.hashing").hash_file

    def counting(place: str, watch: object) -> str:
        hashed.append(place)
        return str(real(place))

    monkeypatch.setattr("assetcards.assets.hub.hash_file", counting)
    monkeypatch.setattr("assetcards.assets.checking.hash_file", counting)
    hub.repositories["models/org/tiny"].files.pop("m.safetensors.index.json")
    large = {name: content for name, content in SHARDS.items() if not name.endswith(".json")}
    catalog.write({"catalog/tiny.yaml": card("tiny", **PINNED, checkpoint_sha256=f'"{tree_of(large)}"')})
    assert [ask("fetch", "tiny", "--require-digests")[0] for _ in range(2)] == [0, 0]
    assert len(hashed) == len(large)


def test_a_tokenizer_and_a_dataset_have_files_of_their_own(
    catalog: GitFixture, hub: Hub, ask: Ask, snapshot: Path, tmp_path: Path
) -> None:
    hub.repositories["datasets/org/sums"] = HubRepository(files={"train/1.tsv": b"1\t2\n", "README.md": b"# sums"})
    words = f"name: words\ntokenizer_family: small\ntokenizer: hg://org/tiny\ntokenizer_revision: {MAIN}\n"
    sums = "name: sums\ndataset_family: small\ndata: hg://org/sums\n"
    catalog.write({"catalog/more.yaml": f"{words}---\n{sums}"})
    assert ask("fetch", "words", "--format", "paths") == (0, f"{snapshot}\n", "")
    assert files_of(snapshot) == ["tokenizer.json", "tokenizer_config.json"]
    asked(hub)
    folder = tmp_path / "hub" / "datasets--org--sums" / "snapshots" / MAIN
    assert ask("fetch", "sums", "--format", "paths") == (0, f"{folder}\n", "")
    assert files_of(folder) == ["README.md", "train/1.tsv"]
    assert asked(hub)[:2] == ["GET /api/datasets/org/sums", f"GET /api/datasets/org/sums/tree/{MAIN}"]


def test_without_a_revision_the_commit_of_today_is_taken_and_offline_the_last_one(
    catalog: GitFixture, hub: Hub, ask: Ask, snapshot: Path
) -> None:
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint='"hg://org/tiny"')})
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{snapshot}\n", "")
    assert "GET /api/models/org/tiny" in asked(hub)
    assert ask("fetch", "tiny", "--offline", "--format", "paths") == (0, f"{snapshot}\n", "")
    assert asked(hub) == []
    hub.repositories["models/org/tiny"].commit = "b" * 40
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{snapshot.with_name('b' * 40)}\n", "")


def test_offline_takes_what_is_here_and_asks_nothing(hub: Hub, ask: Ask, snapshot: Path) -> None:
    code, _, err = ask("fetch", "tiny", "--offline")
    assert (code, hub.requests) == (4, [])
    assert err.startswith("catalog: hg://org/tiny: is not in the cache, and nothing may be fetched")
    assert ask("fetch", "tiny")[0] == 0
    asked(hub)
    assert ask("fetch", "tiny", "--offline", "--format", "paths") == (0, f"{snapshot}\n", "")
    assert hub.requests == []


def test_a_snapshot_that_is_not_complete_is_completed(hub: Hub, ask: Ask, snapshot: Path) -> None:
    library.snapshot_download("org/tiny", revision=MAIN, allow_patterns=["m-1*"])
    assert ask("fetch", "tiny", "--offline")[0] == 4
    assert "would fetch" in ask("fetch", "tiny", "--dry-run")[1]
    assert ask("fetch", "tiny")[0] == 0
    assert files_of(snapshot) == sorted(SHARDS)
    (snapshot / "m-2.safetensors").unlink()
    assert ask("fetch", "tiny", "--offline")[0] == 4
    assert ask("fetch", "tiny")[0] == 0


def test_a_file_that_is_cut_goes_on_from_there(
    hub: Hub, ask: Ask, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the next request, from a chunk on; a killed process leaves whole files alone, for so the client has it."""
    monkeypatch.setattr(import_module("huggingface_hub.constants"), "DOWNLOAD_CHUNK_SIZE", 1000)
    hub.repositories["models/org/tiny"].cuts["m-2.safetensors"] = 2000
    code, out, err = ask("fetch", "tiny", "--format", "paths")
    assert (code, out) == (0, f"{snapshot}\n"), err
    assert (hub.ranges, files_of(snapshot)) == (["bytes=2000-"], sorted(SHARDS))


@pytest.mark.parametrize("what", ["a file", "a link to elsewhere"])
def test_where_nobody_has_asked_the_hub_a_file_that_says_nothing_of_itself_is_refused(
    hub: Hub, ask: Ask, snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    assert ask("fetch", "tiny")[0] == 0
    path = snapshot / "m-1.safetensors"
    path.unlink()
    (tmp_path / "elsewhere").write_bytes(flipped(FILES["m-1.safetensors"]))
    if what == "a file":
        path.write_bytes(flipped(FILES["m-1.safetensors"]))
    else:
        path.symlink_to(tmp_path / "elsewhere")
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "new"))
    code, out, err = ask("fetch", "tiny", "--offline")
    assert (code, out) == (4, "")
    said = "nothing here says what 'm-1.safetensors'" if what == "a file" else "is a link that leads out of it"
    assert said in err
    assert ask("verify", "tiny")[0] == 1


def test_notes_that_cannot_be_written_cost_requests_and_nothing_else(
    hub: Hub, ask: Ask, snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "file"))
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{snapshot}\n", "")


def test_a_cache_of_the_client_that_cannot_be_written_is_no_fault_of_the_hub(
    hub: Hub, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hub").touch()
    code, out, err = ask("fetch", "tiny")
    assert (code, out) == (74, "")
    assert err.startswith(f"catalog: {tmp_path}/hub: the cache of the Hub's client cannot be written: ")


def flipped(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:]


@pytest.mark.parametrize("path", ["m-2.safetensors", "m.safetensors.index.json"])
def test_a_flipped_byte_is_refused_and_gone_when_the_hub_sends_the_right_one(
    hub: Hub, ask: Ask, snapshot: Path, path: str
) -> None:
    repository = hub.repositories["models/org/tiny"]
    repository.sends[path] = flipped(FILES[path])
    for _ in range(2):
        code, out, err = ask("fetch", "tiny")
        assert (code, out) == (5, "")
        assert f"hg://org/tiny {path}: " in err and not (snapshot / path).exists()
    assert ask("fetch", "tiny", "--offline")[:2] == (4, "")
    repository.sends.clear()
    assert ask("fetch", "tiny")[0] == 0
    assert (snapshot / path).read_bytes() == FILES[path]


@pytest.mark.parametrize("path", ["m-2.safetensors", "m.safetensors.index.json"])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_byte_that_was_flipped_in_the_cache_of_the_client_is_refused_also_offline(
    hub: Hub, ask: Ask, snapshot: Path, path: str, is_known: bool
) -> None:
    """Also where nothing of ours has ever asked the hub what the file should be."""
    if is_known:
        assert ask("fetch", "tiny")[0] == 0
    else:
        library.snapshot_download("org/tiny", revision=MAIN, allow_patterns=["*.safetensors*", "*.pt"])
    blob = Path(os.path.realpath(snapshot / path))
    blob.chmod(0o644)
    blob.write_bytes(flipped(FILES[path]))
    asked(hub)
    code, out, _ = ask("verify", "tiny")
    assert (code, f"  differs  {path}" in out.splitlines()) == (1, True)
    assert ask("fetch", "tiny", "--offline")[:2] == (5, "")
    assert hub.requests == [] and not blob.exists()
    assert ask("fetch", "tiny")[0] == 0
    assert (snapshot / path).read_bytes() == FILES[path]


def test_what_the_client_says_nothing_of_is_held_to_the_digest_of_the_card(
    catalog: GitFixture, hub: Hub, ask: Ask, snapshot: Path
) -> None:
    """In a cache without links, as on file systems that have none, it says nothing of any file."""
    snapshot.mkdir(parents=True)
    for name, content in SHARDS.items():
        (snapshot / name).write_bytes(content)
    assert ask("fetch", "tiny", "--offline")[0] == 4
    code, out, _ = ask("verify", "tiny")
    assert (code, out.split()[0]) == (1, "unreadable")
    catalog.write({"catalog/tiny.yaml": card("tiny", **PINNED, checkpoint_sha256=f'"{tree_of(SHARDS)}"')})
    assert ask("fetch", "tiny", "--offline", "--format", "paths") == (0, f"{snapshot}\n", "")
    (snapshot / "m-2.safetensors").write_bytes(flipped(SHARDS["m-2.safetensors"]))
    assert (ask("fetch", "tiny", "--offline")[0], hub.requests) == (5, [])


def test_the_digest_of_a_snapshot_holds_for_it(catalog: GitFixture, hub: Hub, ask: Ask) -> None:
    catalog.write({"catalog/tiny.yaml": card("tiny", **PINNED, checkpoint_sha256=f'"{tree_of(SHARDS)}"')})
    assert ask("fetch", "tiny", "--require-digests")[0] == ask("verify", "tiny")[0] == 0
    catalog.write({"catalog/tiny.yaml": card("tiny", **PINNED, checkpoint_sha256=f'"{tree_of(FILES)}"')})
    assert ask("fetch", "tiny", "--require-digests")[0] == 5


def test_a_digest_beside_no_revision_says_that_the_repository_may_have_changed(
    catalog: GitFixture, hub: Hub, ask: Ask
) -> None:
    written = card("tiny", checkpoint='"hg://org/tiny"', checkpoint_sha256=f'"{tree_of(SHARDS)}"')
    catalog.write({"catalog/tiny.yaml": written})
    assert ask("fetch", "tiny")[0] == 0
    repository = hub.repositories["models/org/tiny"]
    repository.commit, repository.files["m-2.safetensors"] = "b" * 40, b"3" * 5000
    code, _, err = ask("fetch", "tiny")
    assert (code, "newer commit than the digest: write checkpoint_revision for the one that is meant" in err) == (
        5,
        True,
    )


def test_the_digest_of_a_snapshot_is_written_into_its_card(catalog: GitFixture, hub: Hub, ask: Ask) -> None:
    assert "not fetched" in ask("verify", "tiny", "--write")[1]
    assert ask("fetch", "tiny")[0] == 0
    assert f'+checkpoint_sha256: "{tree_of(SHARDS)}"' in ask("verify", "tiny", "--write")[1]
    assert ask("fetch", "tiny", "--require-digests")[0] == 0


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "the Hub wants to know who you are (log in (`hf auth login`, or HF_TOKEN), or `catalog override tiny "),
        (403, "the Hub does not let you in: its terms are not accepted (accept them at https://example.org/ask, or "),
    ],
)
def test_a_gated_repository_says_what_to_do(catalog: GitFixture, hub: Hub, ask: Ask, status: int, words: str) -> None:
    catalog.write({"catalog/tiny.yaml": card("tiny", **PINNED, url='"https://example.org/ask"')})
    hub.repositories["models/org/tiny"].gated = status
    code, out, err = ask("fetch", "tiny")
    assert (code, out) == (4, "")
    assert words in err and "checkpoint=/PATH" in err and "https://example.org/ask" in err
    assert "secret words" not in err


def test_what_the_hub_does_not_have_is_named(catalog: GitFixture, hub: Hub, ask: Ask) -> None:
    other = card("other", checkpoint='"hg://org/nothing"')
    moved = card("moved", checkpoint='"hg://org/tiny"', checkpoint_revision=f'"{"c" * 40}"')
    odd = card("odd", checkpoint='"hg://org/tiny/extra"')
    catalog.write({"catalog/more.yaml": f"{other}---\n{moved}---\n{odd}"})
    for name, words in (
        ("other", "the Hub has no such repository, or none that you may see"),
        ("moved", "the Hub has no such revision"),
        ("odd", "has more than an organization and a name"),
    ):
        code, _, err = ask("fetch", name)
        assert (code, words in err) == (4, True), err
    hub.repositories["models/org/tiny"].files = {"README.md": b"#"}
    assert "has no file for a model" in ask("fetch", "tiny")[2]


def test_a_listing_that_leaves_the_repository_is_refused(hub: Hub, ask: Ask) -> None:
    hub.repositories["models/org/tiny"].files["../../../x.pt"] = b"x"
    code, _, err = ask("fetch", "tiny")
    assert (code, "lists a path that leaves the repository" in err) == (4, True)


def test_a_dry_run_asks_for_the_listing_alone(hub: Hub, ask: Ask) -> None:
    code, out, _ = ask("fetch", "tiny", "--dry-run", "--format", "json")
    found = json.loads(out)["assets"][0]
    assert (code, found["here"], found["files"], found["bytes"]) == (0, False, 3, 10_002)
    assert asked(hub) == [f"GET /api/models/org/tiny/tree/{MAIN}"]


def test_a_token_goes_to_the_hub_and_nowhere_else(hub: Hub, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_canary")
    hub.repositories["models/org/tiny"].gated = 403
    code, out, err = ask("fetch", "tiny")
    assert (code, "canary" in out + err) == (4, False)
    assert {*hub.tokens} == {"Bearer hf_canary"}


def test_without_the_client_the_extra_is_named(hub: Hub, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "huggingface_hub", None)
    code, _, err = ask("fetch", "tiny")
    assert (code, "needs huggingface_hub (install it: pip install 'assetcards[hf]')" in err) == (4, True)


def test_a_token_is_not_sent_on_to_the_host_that_has_the_large_files(
    hub: Hub, ask: Ask, monkeypatch: pytest.MonkeyPatch, snapshot: Path
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_canary")
    with serving(Hub()) as other:
        other.repositories = hub.repositories
        hub.large_at = other.address.replace("127.0.0.1", "localhost")
        assert ask("fetch", "tiny")[0] == 0
        assert (snapshot / "m-1.safetensors").read_bytes() == FILES["m-1.safetensors"]
        assert (len(other.requests) > 0, {*other.tokens}) == (True, {None})
    assert {*hub.tokens} == {"Bearer hf_canary"}


def test_the_variables_of_the_client_count(hub: Hub, tmp_path: Path) -> None:
    """In a process of its own, as a user has it."""
    variables = {**os.environ, "HF_ENDPOINT": hub.address, "HF_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "assetcards", "fetch", "tiny", "--format", "paths"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    path = Path(done.stdout.strip())
    assert (done.returncode, done.stderr, files_of(path)) == (0, "", sorted(SHARDS))
    assert path.is_relative_to(tmp_path / "home" / "hub")
    assert asked(hub) in ([f"GET /api/models/org/tiny/tree/{MAIN}"] * count for count in (1, 2))
