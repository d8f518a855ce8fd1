"""`catalog fetch` and `card.fetch`, of what is on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assetcards import AssetError, DigestError, FieldError, MemoryTree, NoDigestError, fetch, open_catalog
from tests.assets.conftest import SHA256, WEIGHTS, Ask, card
from tests.gitfixture import GitFixture


@pytest.fixture
def weights(catalog: GitFixture) -> Path:
    catalog.write({"weights/tiny.pt": WEIGHTS, "catalog/tiny.yaml": card("tiny", checkpoint="../weights/tiny.pt")})
    return catalog.folder / "weights" / "tiny.pt"


def with_digest(catalog: GitFixture, digest: str = SHA256, **more: str) -> None:
    written = card("tiny", checkpoint="../weights/tiny.pt", checkpoint_sha256=digest, **more)
    catalog.write({"catalog/tiny.yaml": written})


def test_a_path_of_a_checkout_is_where_it_is(weights: Path, ask: Ask) -> None:
    assert ask("fetch", "tiny") == (0, f"tiny checkpoint  {weights}  (not checked)\n", "")
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{weights}\n", "")


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--format", "paths"], ["--format", "json"]])
def test_a_deprecated_card_is_said_to_be_so_once_beside_the_answer(
    catalog: GitFixture, weights: Path, ask: Ask, options: list[str]
) -> None:
    out = ask("fetch", "tiny", *options)[1]
    deprecated = "{since: '2.0', reason: it was wrong, replaced_by: other}"
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint="../weights/tiny.pt", deprecated=deprecated)})
    said = "catalog: tiny is deprecated since 2.0: it was wrong (use 'other')\n"
    assert ask("fetch", "tiny", "tiny", *options) == (0, out, said)


def test_a_file_with_its_digest_is_checked(catalog: GitFixture, weights: Path, ask: Ask) -> None:
    with_digest(catalog)
    assert ask("fetch", "tiny", "--require-digests") == (0, f"tiny checkpoint  {weights}\n", "")
    with open_catalog(catalog.folder) as opened:
        assert opened.card("tiny").fetch() == fetch(opened.card("tiny"), "checkpoint", verify="always") == weights


@pytest.mark.parametrize("change", [b"x" + WEIGHTS[1:], WEIGHTS[:-1], WEIGHTS + b"\0", b""])
def test_other_bytes_are_refused_and_both_digests_are_shown(
    catalog: GitFixture, weights: Path, ask: Ask, change: bytes
) -> None:
    with_digest(catalog)
    assert ask("fetch", "tiny")[0] == 0
    weights.write_bytes(change)
    code, out, err = ask("fetch", "tiny")
    assert (code, out) == (5, "")
    assert err.startswith(f"catalog: {weights}: the SHA-256 should be {SHA256}, but is ")
    assert err.endswith("; it is the checkpoint of 'tiny', written at catalog/tiny.yaml:3\n")
    with open_catalog(catalog.folder) as opened, pytest.raises(DigestError) as raised:
        opened.card("tiny").fetch()
    assert raised.value.wanted == SHA256 != raised.value.got
    assert ask("fetch", "tiny", "--verify", "never") == (0, f"tiny checkpoint  {weights}  (not checked)\n", "")


def test_what_has_no_digest_is_refused_where_one_is_needed(weights: Path, ask: Ask) -> None:
    code, out, err = ask("fetch", "tiny", "--require-digests")
    assert (code, out) == (5, "")
    assert "has no digest, so nobody can say whether the bytes are right" in err
    with open_catalog() as opened, pytest.raises(NoDigestError):
        opened.card("tiny").fetch(require_digests=True)


def test_what_is_missing_is_named_with_the_line_that_names_it(catalog: GitFixture, ask: Ask) -> None:
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint="/nowhere/tiny.pt")})
    code, out, err = ask("fetch", "tiny")
    assert (code, out) == (4, "")
    assert err == (
        "catalog: /nowhere/tiny.pt: No such file or directory (fix the address, or override it for this machine); "
        "it is the checkpoint of 'tiny', written at catalog/tiny.yaml:3\n"
    )


def test_a_card_without_an_address_says_where_to_ask(catalog: GitFixture, ask: Ask) -> None:
    catalog.write({"catalog/tiny.yaml": card("tiny", url='"https://example.org/ask"')})
    said = "catalog/tiny.yaml:1: card 'tiny' names no asset: it has none of checkpoint, tokenizer, data"
    assert ask("fetch", "tiny") == (1, "", f"catalog: {said} (ask for it at https://example.org/ask)\n")
    code, _, err = ask("fetch", "tiny", "--field", "")
    assert (code, "--field is empty" in err) == (2, True)
    code, _, err = ask("fetch", "tiny", "--field", "model_family")
    assert (code, "field 'model_family' of card 'tiny' holds no address" in err) == (1, True)
    code, _, err = ask("fetch", "tiny", "--field", "chekpoint")
    assert (code, err[:54]) == (1, "catalog: catalog/tiny.yaml:1: card 'tiny' has no field")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"checkpoint_sha256": "12ab"}, "is '12ab', not a digest (64 hexadecimal digits, with 'tree:' before"),
        ({"checkpoint_revision": "main"}, "is 'main', not the full id of a commit (40 hexadecimal digits)"),
        ({"checkpoint_path": "../x"}, "'../x': leads out of the asset"),
        ({"checkpoint_path": "/etc/passwd"}, "'/etc/passwd': leads out of the asset"),
        ({"checkpoint_path": "a/../../x"}, "'a/../../x': leads out of the asset"),
        ({"checkpoint_path": "b.pt"}, "'b.pt': is not in the asset"),
    ],
)
def test_a_fact_about_an_asset_that_is_none_is_reported(
    catalog: GitFixture, ask: Ask, fields: dict[str, str], problem: str
) -> None:
    catalog.write({"weights/a.pt": b"a", "catalog/tiny.yaml": card("tiny", checkpoint="../weights", **fields)})
    code, out, err = ask("fetch", "tiny")
    assert (out, problem in err) == ("", True)
    assert code in (1, 4)


def test_the_path_inside_an_asset_is_what_is_given(catalog: GitFixture, ask: Ask) -> None:
    written = card("tiny", checkpoint="../weights", checkpoint_path="a/./b.pt")
    catalog.write({"weights/a/b.pt": b"a", "catalog/tiny.yaml": written})
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{catalog.folder}/weights/a/b.pt\n", "")


def test_all_addresses_of_a_card_are_fetched_and_those_in_configs_by_their_dotted_path(
    catalog: GitFixture, ask: Ask
) -> None:
    written = card("tiny", checkpoint="./a.pt", tokenizer_family="small", tokenizer="./t.json", data="./d.tsv")
    sums = "name: sums\ndataset_family: small\ndataset_config: {data: [./1.tsv, ./2.tsv], seed: 1}\n"
    files = {f"catalog/{name}": b"x" for name in ("a.pt", "t.json", "d.tsv", "1.tsv", "2.tsv")}
    catalog.write({**files, "catalog/tiny.yaml": f"{written}---\n{sums}"})
    code, out, _ = ask("fetch", "tiny", "sums", "--format", "json")
    found = [(each["card"], each["field"], Path(each["path"]).name) for each in json.loads(out)["assets"]]
    assert (code, found) == (
        0,
        [
            ("tiny", "checkpoint", "a.pt"),
            ("tiny", "tokenizer", "t.json"),
            ("tiny", "data", "d.tsv"),
            ("sums", "dataset_config.data", "1.tsv"),
            ("sums", "dataset_config.data", "2.tsv"),
        ],
    )
    assert ask("fetch", "tiny", "sums", "--field", "checkpoint", "--format", "paths")[0] == 1
    assert len(ask("fetch", "sums", "--field", "dataset_config.data", "--format", "paths")[1].splitlines()) == 2
    with open_catalog() as opened, pytest.raises(FieldError, match="names 2 assets"):
        opened.card("sums").fetch("dataset_config.data")


def test_the_tokenizer_of_a_card_is_that_of_the_card_that_it_refers_to(catalog: GitFixture, ask: Ask) -> None:
    words = "name: words\ntokenizer_family: small\ntokenizer: ./t.json\n"
    written = card("tiny", checkpoint="./a.pt", tokenizer_ref="words")
    catalog.write({"catalog/a.pt": b"x", "catalog/t.json": b"x", "catalog/tiny.yaml": f"{written}---\n{words}"})
    assert ask("fetch", "tiny", "--field", "tokenizer") == (
        0,
        f"words tokenizer  {catalog.folder}/catalog/t.json  (not checked)\n",
        "",
    )


def test_a_dry_run_says_that_an_asset_is_here(weights: Path, ask: Ask) -> None:
    uri = f"file://{weights.parents[1]}/catalog/../weights/tiny.pt"
    assert ask("fetch", "tiny", "--dry-run") == (0, f"tiny checkpoint  {uri} is here\n", "")
    assert json.loads(ask("fetch", "tiny", "--dry-run", "--format", "json")[1])["assets"][0]["here"] is True


def test_a_scheme_that_nobody_has_is_named_with_those_that_are_there(catalog: GitFixture, ask: Ask) -> None:
    catalog.write({"catalog/tiny.yaml": card("tiny", checkpoint='"fil://a/b"')})
    code, _, err = ask("fetch", "tiny")
    assert code == 4
    assert err.startswith("catalog: fil://a/b: nothing here fetches fil:// addresses (did you mean 'file'?)")


def test_a_catalog_from_elsewhere_cannot_point_at_files_of_this_machine(
    catalog: GitFixture, tmp_path: Path, ask: Ask
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(WEIGHTS)
    plain, known = card("tiny", checkpoint=secret), card("known", checkpoint=secret, checkpoint_sha256=SHA256)
    escaping = card("escaping", checkpoint="../../secret")
    catalog.commit({"catalog/x.yaml": f"{plain}---\n{known}---\n{escaping}"})
    remote = catalog.folder.as_uri()
    code, out, err = ask("fetch", "tiny", "--repo", remote, "--rev", "HEAD")
    assert (code, out) == (4, "")
    assert f"{secret}: git:{remote}" in err and "names a path of this machine without a digest" in err
    assert ask("fetch", "known", "--repo", remote, "--rev", "HEAD") == (0, f"known checkpoint  {secret}\n", "")
    assert ask("fetch", "escaping", "--repo", remote, "--rev", "HEAD")[0] == 4
    assert ask("fetch", "tiny")[0] == 0  # one's own checkout


def test_one_asset_can_be_had_of_cards_in_memory(tmp_path: Path) -> None:
    (tmp_path / "a b.pt").write_bytes(WEIGHTS)
    address = (tmp_path / "a b.pt").as_uri()
    tree = MemoryTree(cards=[{"name": "m", "checkpoint": address}, {"name": "n", "checkpoint": f"{address}?x=1"}])
    opened = open_catalog(tree, stores=[])
    assert opened.card("m").fetch() == tmp_path / "a b.pt"
    with pytest.raises(AssetError, match="names no file of this machine"):
        opened.card("n").fetch()


def test_a_path_inside_an_asset_does_not_lead_out_of_it_through_a_link(
    catalog: GitFixture, tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    folder = catalog.folder / "weights"
    catalog.write(
        {"weights/a.pt": b"a", "catalog/tiny.yaml": card("tiny", checkpoint="../weights", checkpoint_path="b")}
    )
    (folder / "b").symlink_to("a.pt")
    assert ask("fetch", "tiny", "--format", "paths") == (0, f"{folder}/b\n", "")
    (folder / "b").unlink()
    (folder / "b").symlink_to(tmp_path / "secret")
    code, _, err = ask("fetch", "tiny")
    assert (code, "'b': leads out of the asset" in err) == (4, True)


def test_of_several_assets_all_are_fetched_that_can_be_had(catalog: GitFixture, weights: Path, ask: Ask) -> None:
    wrong = card("wrong", checkpoint="../weights/tiny.pt", checkpoint_sha256=f"'{'0' * 64}'")
    gone = card("gone", checkpoint="/nowhere/gone.pt")
    catalog.write({"catalog/more.yaml": f"{wrong}---\n{gone}"})
    code, out, err = ask("fetch", "wrong", "gone", "tiny", "--format", "paths")
    assert (code, out) == (5, f"{weights}\n")
    first, second = err.splitlines()
    assert first.startswith("catalog: /nowhere/gone.pt: No such file") and "written at catalog/more.yaml:8" in first
    assert second.startswith(f"catalog: {weights}: the SHA-256 should be 0000")
    code, out, err = ask("fetch", "gone", "--format", "json")
    assert (code, out, err.count("catalog: ")) == (4, "", 1)
