"""The cards of fairseq2 0.8.1 as an upstream without `catalog.toml`, beside a second one with settings of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from assetcards import open_catalog
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture
from tests.upstream.catalogs import settings

CARDS = Path(__file__).parents[1] / "corpus" / "fairseq2-0.8.1" / "cards"
ROOT = "src/fairseq2/assets/cards"
SECOND = {
    "catalog.toml": 'environments = ["mars"]\n[uris]\nschemes = ["lab"]\n',
    "models/team.yaml": "name: team_asr\nbase: wav2vec2_asr\nmodel_family: wav2vec2_asr\ncheckpoint: lab://team\n",
    "models/plain.yaml": "name: team_base\nmodel_family: llama\ncheckpoint: lab://base\n",
    "models/@venus/plain.yaml": "name: team_base@venus\ncheckpoint: lab://venus\n",
}
WEIGHTS = 'checkpoint: "https://example.org/{}.safetensors"\n'
OURS = {
    "catalog/models/ours.yaml": (
        f"name: our_llama_8b\nbase: llama3_8b\n{WEIGHTS.format('llama')}---\n"
        f"name: our_base\nbase: team_base\n{WEIGHTS.format('base')}tokenizer_ref: llama3_8b\n"
    ),
    "catalog/models/@venus/w.yaml": f"name: wav2vec2_base@venus\n{WEIGHTS.format('venus')}",
    "catalog/models/@pluto/t.yaml": f"name: team_base@pluto\n{WEIGHTS.format('pluto')}",
}


class Three(NamedTuple):
    """Both upstreams with what is pinned of them, and ours."""

    fairseq2: GitFixture
    pins: tuple[str, str]
    ours: GitFixture


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Three:
    """A repository made of the corpus, with a history; the second upstream; and ours, in whose folder the test is."""
    fairseq2 = GitFixture.init(tmp_path / "fairseq2")
    shutil.copytree(CARDS / "datasets", fairseq2.folder / ROOT / "datasets")
    fairseq2.commit({"README.md": "fairseq2\n"})
    shutil.copytree(CARDS / "models", fairseq2.folder / ROOT / "models")
    first = fairseq2.commit()
    fairseq2.git("tag", "v1")
    second = GitFixture.init(tmp_path / "second")
    pins = first, second.commit(SECOND)
    second.git("tag", "v1")
    ours = GitFixture.init(tmp_path / "ours")
    toml = settings("../fairseq2", first, name="fairseq2", root=ROOT)
    toml += settings("../second", pins[1], name="second", root="")
    ours.commit({"catalog/catalog.toml": toml, **OURS})
    monkeypatch.chdir(ours.folder)
    return Three(fairseq2, pins, ours)


def test_a_catalog_on_both_is_green_without_one_finding_about_them(three: Three, ask: Ask) -> None:
    for options in ([], ["--staged", "--all"], ["--rev", "HEAD"]):
        code, out, _ = ask("validate", "--strict", *options)
        assert (code, out.startswith("no findings")) == (0, True), out
    names = ask("list", "--format", "names")[1].splitlines()
    assert {"our_llama_8b", "llama3_8b", "wav2vec2_base@venus", "team_base@venus", "librispeech_asr"} <= set(names)
    with open_catalog(env="venus") as catalog:
        assert catalog.card("our_llama_8b").chain == ["our_llama_8b", "llama3_8b", "llama3"]
        assert catalog.tokenizer_card(catalog.card("our_base")).name == "llama3_8b"
        assert catalog.card("wav2vec2_base").uri() == "https://example.org/venus.safetensors"
    assert ask("show", "our_base", "--env", "mars")[0] == 0  # which only the settings of the second one know
    assert ask("blame", "our_base")[0] == ask("log", "our_base")[0] == 0


def test_a_new_version_is_shown_locked_and_leaves_old_answers_as_they_were(three: Three, ask: Ask) -> None:
    commit = three.ours.head()
    path = f"{ROOT}/models/llama.yaml"
    text = (three.fairseq2.folder / path).read_text()
    assert ask("lock", "our_llama_8b")[0] == 0
    three.fairseq2.commit({path: text.replace("name: llama3_8b\n", "name: llama3_8b\nlicense: Other\n")})
    three.fairseq2.git("tag", "--force", "v1")
    code, out, _ = ask("upstream", "update")
    assert (code, "`llama3_8b`" in out, "our_llama_8b" in out, "second: v1 = " in out) == (0, True, True, True)
    three.ours.commit(message="Update")
    code, out, _ = ask("diff", "HEAD~1", "HEAD")
    assert (code, "our_llama_8b" in out, "llama3_8b_instruct" in out) == (0, True, False)
    assert ask("policy", "HEAD~1", "HEAD")[0] in (0, 1)
    with open_catalog(env="", rev=commit) as old, open_catalog(env="", lock="catalog.lock") as locked:
        assert [catalog.card("our_llama_8b").maybe_field("license") for catalog in (old, locked)] == [None, None]
    with open_catalog(env="", rev="HEAD") as new:
        assert new.card("our_llama_8b").field("license").value == "Other"


def test_both_are_read_without_network_from_the_cache_and_from_copies(
    three: Three, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("validate", "--strict")[0] == 0
    monkeypatch.setenv("CATALOG_OFFLINE", "1")
    three.ours.write({"catalog/models/more.yaml": f"name: more\nbase: wav2vec2_base\n{WEIGHTS.format('more')}"})
    three.ours.git("add", "--all")
    assert ask("validate", "--staged") == (0, "no findings\n", "")
    toml = ""
    for name, root, pin in (("fairseq2", ROOT, three.pins[0]), ("second", "", three.pins[1])):
        assert ask("upstream", "vendor", name, f"copies/{name}")[0] == 0
        toml += settings(f"../{name}", pin, name=name, root=root, more=f'vendored = "../copies/{name}"\n')
    three.ours.commit({"catalog/catalog.toml": toml})
    shutil.rmtree(tmp_path / "cache")
    three.ours.write({"catalog/models/last.yaml": f"name: last\nbase: team_base\n{WEIGHTS.format('last')}"})
    three.ours.git("add", "--all")
    assert ask("validate", "--staged") == (0, "no findings\n", "")
    assert ask("validate", "--strict")[0] == 0
