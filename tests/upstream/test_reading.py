"""Cards of an upstream are used by ours, listed with their source, and never judged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assetcards import UpstreamError, open_catalog
from assetcards_hooks.catalog_listing import main
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture
from tests.remote.servers import git_daemon, http_server
from tests.upstream.catalogs import OURS, UPSTREAM, make_ours, settings
from tests.upstream.conftest import Both

NOWHERE = "http://127.0.0.1:9/cards.git"  # the port of `discard`, where nobody listens


def test_ours_inherit_from_an_upstream_override_it_and_refer_to_it_without_a_finding(both: Both, ask: Ask) -> None:
    with open_catalog(env="") as catalog:
        assert catalog.names() == ["alone", "tiny", "tok", "unused", "w2v", "w2v@lab", "w2v@mars"]
        assert catalog.card("tiny").chain == ["tiny", "w2v"]
        assert catalog.card("tiny").field("license").card.source == f"git:file://{both.upstream.folder}@{both.commit}"
        assert catalog.tokenizer_card(catalog.card("tiny")).name == "tok"
        assert catalog.card("w2v@lab").uri() == "https://lab.example.org/w2v.safetensors"
        assert catalog.card("tiny@mars").chain == ["tiny", "w2v"]
        assert catalog.findings() == []
    assert ask("validate", "--strict") == (0, "no findings\n", "")
    code, out, err = ask("list")
    assert (code, f"git:file://{both.upstream.folder}@{both.commit}\n   - model:w2v@\n" in out, err) == (0, True, "")
    assert "in upstream 'base'" in ask("blame", "tiny")[1]


@pytest.mark.parametrize("options", [["--staged", "--all"], ["--rev", "HEAD"], ["--from-ref", "HEAD"]])
def test_index_commits_and_changes_are_judged_with_the_upstream(options: list[str], both: Both, ask: Ask) -> None:
    code, out, _ = ask("validate", *options)
    assert (code, out.startswith("no findings")) == (0, True)


def test_a_replacement_may_be_a_card_of_an_upstream_and_one_that_is_deprecated_there_is_reported(
    both: Both, ask: Ask
) -> None:
    newer = UPSTREAM.replace("license: MIT", "license: MIT\ndeprecated: {reason: old}")
    both.ours.write(
        {
            "catalog/catalog.toml": settings("../base", both.upstream.commit({"cards/speech.yaml": newer})),
            "catalog/tokenizers/t.yaml": "name: old\ndeprecated: {replaced_by: tok}\n",
        }
    )
    code, out, _ = ask("validate")
    assert (code, "C307" in out, "tiny.yaml:2:7: C308 warning" in out) == (0, False, True), out


def test_the_first_fetch_is_said_and_what_is_pinned_is_read_for_ever(both: Both, ask: Ask) -> None:
    code, out, err = ask("show", "tiny", "--format", "json")
    said = f"catalog: fetching upstream 'base' at {both.commit[:12]} from file://{both.upstream.folder}, once\n"
    assert (code, err) == (0, said)
    both.upstream.commit({"cards/speech.yaml": "name: w2v\nlicense: GPL-3.0-only\n"})
    both.upstream.git("tag", "--force", "v1")
    assert ask("show", "tiny", "--format", "json") == (0, out, "")
    shutil.rmtree(both.upstream.folder)
    assert ask("show", "tiny", "--format", "json") == (0, out, "")


@pytest.mark.parametrize("over", ["git", "http"])
def test_a_moved_tag_changes_nothing_whatever_the_server(over: str, both: Both, tmp_path: Path) -> None:
    both.upstream.clone(tmp_path / "served" / "base.git", "--bare")
    served = tmp_path / "served"
    both.upstream.commit({"cards/speech.yaml": "name: w2v\nlicense: GPL-3.0-only\n"})
    both.upstream.git("push", "--quiet", "--force", f"file://{served}/base.git", "HEAD:main", "HEAD:refs/tags/v1")
    with git_daemon(served) if over == "git" else http_server(served) as server:
        address = server if isinstance(server, str) else server.address
        both.ours.commit({"catalog/catalog.toml": settings(f"{address}/base.git", both.commit)})
        with open_catalog(rev="HEAD", env="") as catalog:
            assert catalog.card("tiny").field("license").value == "MIT"
    with open_catalog(rev="HEAD", env="") as catalog:
        assert catalog.card("tiny").field("license").value == "MIT"


def test_a_relative_repository_is_seen_from_the_remote_as_that_of_a_submodule(both: Both, tmp_path: Path) -> None:
    both.ours.copy(tmp_path / "served" / "ours")
    both.upstream.copy(tmp_path / "served" / "base")
    clone = GitFixture(tmp_path / "served" / "ours").clone(tmp_path / "elsewhere" / "clone")
    with open_catalog(clone.folder, env="") as catalog:
        assert catalog.card("tiny").field("license").card.source.startswith(f"git:file://{tmp_path}/served/base@")
    with open_catalog(f"file://{tmp_path}/served/ours", rev="HEAD", env="") as catalog:
        assert catalog.card("tiny").chain == ["tiny", "w2v"]


def test_a_name_that_both_have_is_an_error_at_ours(both: Both, ask: Ask) -> None:
    both.ours.write({"catalog/tokenizers/tok.yaml": 'name: tok\ntokenizer_family: x\ntokenizer: "https://e.org/t"\n'})
    code, out, _ = ask("validate")
    assert (code, out.startswith("catalog/tokenizers/tok.yaml:1:7: C210 error: card 'tok' is defined a second")) == (
        1,
        True,
    )
    code, out, err = ask("show", "tok")
    assert (code, "tokenizers/tok.yaml:1:7" in err) == (1, True)
    both.ours.git("add", "--all")
    assert "tokenizers/tok.yaml:1" in ask("policy", "HEAD", "--staged")[1]


def test_what_needs_nothing_of_an_upstream_that_is_not_there_is_read_with_one_note(both: Both, ask: Ask) -> None:
    both.ours.write({"catalog/catalog.toml": settings(NOWHERE, both.commit)})
    for words in (["show", "alone"], ["list"], ["envs"], ["stores"]):
        code, out, err = ask(*words)
        left_out = [line for line in err.splitlines() if "'base' is left out" in line]
        assert (code, bool(out), len(left_out)) == (0, True, 1)
    assert ask("show", "alone", "--offline")[0] == 0
    both.ours.git("add", "--all")
    both.ours.commit()
    both.ours.write({"catalog/models/tiny.yaml": OURS.replace("alone.safe", "other.safe")})
    both.ours.git("add", "--all")
    code, out, err = ask("validate", "--staged")
    assert (code, out) == (0, "no findings\n"), err
    assert ask("diff", "--staged")[0] == 0


def test_what_needs_an_upstream_that_is_not_there_is_a_failure_and_no_wave_of_unknown_names(
    both: Both, ask: Ask
) -> None:
    both.ours.write({"catalog/catalog.toml": settings(NOWHERE, both.commit)})
    for words in (["show", "tiny"], ["show", "w2v@lab"], ["show", "nothing"], ["show", "alone@mars"], ["validate"]):
        code, out, err = ask(*words)
        assert (code, out, "may be in upstream 'base', which cannot be read" in err) == (3, "", True), words
        assert "C401" not in err
    with open_catalog(env="") as catalog:
        assert [card.name for card in catalog] == ["alone"]
        with pytest.raises(UpstreamError) as caught:
            catalog.card("tiny")
        assert (caught.value.upstream, caught.value.what) == ("base", "card 'w2v'")
        with pytest.raises(UpstreamError):
            catalog.findings()


def test_a_change_of_a_card_that_needs_what_is_not_there_cannot_be_judged(both: Both, ask: Ask) -> None:
    both.ours.commit({"catalog/catalog.toml": settings(NOWHERE, both.commit)})
    for path, text in {
        "catalog/models/tiny.yaml": OURS.replace("tiny.safe", "small.safe"),
        "catalog/models/child.yaml": "name: child\nbase: tiny\n",
        "catalog/models/ref.yaml": "name: ref\nmodel_family: x\ncheckpoint: x\ntokenizer_ref: tok\n",
        "catalog/models/env.yaml": "name: env\nmodel_family: x\ncheckpoint: x\ntokenizer_ref: alone@mars\n",
        "catalog/models/dep.yaml": "name: dep\ndeprecated: {replaced_by: tok}\nmodel_family: x\ncheckpoint: x\n",
        "catalog/models/@lab/tok.yaml": "name: tok@lab\ntokenizer: x\n",
    }.items():
        both.ours.write({path: text})
        both.ours.git("add", "--all")
        code, out, err = ask("validate", "--staged")
        assert (code, out, "which cannot be read" in err) == (3, "", True), path
        both.ours.git("reset", "--quiet", "--hard")


def test_a_hook_with_nothing_to_judge_reads_no_upstream(both: Both, ask: Ask, cache: Path) -> None:
    both.ours.write({"README.md": "Ours.\n"})
    both.ours.git("add", "--all")
    assert ask("validate", "--staged") == (0, "no findings\n", "")
    assert not list(cache.rglob("HEAD"))


def test_completion_fetches_nothing_and_says_nothing(
    both: Both, ask: Ask, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_CATALOG_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_LINE", "catalog show t")
    assert ask() == (0, "plain,tiny\n", "")
    assert not list(cache.rglob("HEAD"))
    open_catalog(env="").names()
    assert ask() == (0, "plain,tiny\nplain,tok\n", "")


def test_the_settings_of_an_upstream_hold_for_it_and_its_own_upstreams_are_not_followed(both: Both, ask: Ask) -> None:
    second = GitFixture.init(both.ours.folder.parent / "second")
    commit = second.commit(
        {
            "catalog.toml": f'environments = ["jupiter"]\n[bounds]\nfile_bytes = 100\n{settings(NOWHERE, both.commit)}',
            "models/big.yaml": "name: big\nmodel_family: llama\n" + "# long\n" * 20,
            "models/small.yaml": "name: small\nmodel_family: llama\ncheckpoint: https://example.org/x.safetensors\n",
        }
    )
    toml = 'environments = ["lab"]\n' + settings("../base", both.commit)
    toml += settings("../second", commit, name="second", root="")
    both.ours.commit({"catalog/catalog.toml": toml, "catalog/models/child.yaml": "name: child\nbase: small\n"})
    assert ask("validate", "--strict")[:2] == (0, "no findings\n")
    assert ask("show", "child", "--env", "jupiter")[0] == 0
    both.ours.write({"catalog/models/child.yaml": "name: child\nbase: big\n"})
    code, out, _ = ask("validate")
    assert (code, "child.yaml:2:7: C4" in out) == (1, True)


def test_a_page_has_our_cards_and_what_we_override_and_is_not_written_without_the_upstream(
    both: Both, ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ask("list", "--format", "markdown")[1]
    rows = [line.split("|")[1].strip() for line in out.splitlines() if line.startswith("| ")]
    assert [row.strip("[").partition("]")[0] for row in rows if row != "card"] == ["`alone`", "`tiny`", "`w2v`"]
    assert "[`lab`](models/@lab/w2v.yaml" in out and "mars" not in out
    assert main(["cards.md"]) == 1
    page = both.ours.folder / "cards.md"
    assert page.read_text() == out.replace("](", "](catalog/")
    both.ours.write({"catalog/catalog.toml": settings(NOWHERE, both.commit)})
    both.ours.git("add", "--all")
    page.unlink()
    capsys.readouterr()
    assert (main(["cards.md"]), page.exists(), "which cannot be read" in capsys.readouterr().err) == (3, False, True)


def test_what_an_upstream_excludes_or_hides_is_none_of_its_cards_and_ours_may_have_the_names(
    both: Both, ask: Ask
) -> None:
    files = {
        "catalog.toml": 'exclude = ["drafts/**"]\n',
        "drafts/x.yaml": "name: alone\n",
        ".cache/y.yaml": "name: tiny\n",
        "models/z.yaml": "name: real\nmodel_family: llama\n",
    }
    commit = GitFixture.init(both.ours.folder.parent / "second").commit(files)
    toml = settings("../base", both.commit) + settings("../second", commit, name="second", root="")
    both.ours.commit({"catalog/catalog.toml": toml})
    assert ask("validate", "--strict")[:2] == (0, "no findings\n")
    assert "real\n" in ask("list", "--format", "names")[1]


def test_a_card_that_needs_an_upstream_of_the_upstream_says_which(both: Both, ask: Ask) -> None:
    second = GitFixture.init(both.ours.folder.parent / "second")
    asr = "name: asr\nbase: w2v\n---\nname: odd\nbase: [w2v]\n"
    commit = second.commit({"catalog.toml": settings("https://example.org/base", both.commit), "asr.yaml": asr})
    third = GitFixture.init(both.ours.folder.parent / "third")
    other = third.commit({"catalog.toml": settings("https://example.org/other", both.commit), "x.yaml": "name: x\n"})
    both.ours.commit(
        {
            "catalog/catalog.toml": settings("../second", commit, name="second", root="")
            + settings("../third", other, name="third", root=""),
            "catalog/models/tiny.yaml": "name: tiny\nbase: asr\n---\nname: other\nbase: odd\n",
        },
        remove=["catalog/models/@lab/w2v.yaml"],
    )
    code, out, _ = ask("validate")
    hint = "(it may need an [[upstream]] of its own here, too: https://example.org/base)"
    assert (code, "tiny.yaml:2:7: C411 error: 'asr' of upstream 'second' is broken: asr.yaml:2:7:" in out) == (1, True)
    assert hint in out
    assert ("'odd' of upstream 'second' is broken: asr.yaml:5:7:" in out, out.count("of its own here")) == (True, 1)
    toml = settings("../second", commit, name="second", root="") + settings("../base", both.commit)
    both.ours.write({"catalog/catalog.toml": toml})
    assert "'asr' of upstream" not in ask("validate")[1]


def test_the_history_of_a_card_is_read_with_the_upstream_of_each_commit(both: Both, ask: Ask) -> None:
    moved = both.upstream.commit(
        {"cards/speech.yaml": "name: w2v\nmodel_family: wav2vec2\nlicense: Apache-2.0\n---\nname: tok\n"}
    )
    both.ours.commit({"catalog/catalog.toml": settings("../base", moved)}, message="Update the upstream")
    code, out, _ = ask("log", "tiny")
    assert (code, "Update the upstream" in out, "Apache-2.0" in out) == (0, True, True)
    code, out, _ = ask("diff", "HEAD~1", "HEAD", "--format", "json")
    assert (code, "Apache-2.0" in out) == (0, True)


def test_a_change_of_a_pin_lists_it_and_only_cards_of_ours(both: Both, ask: Ask) -> None:
    moved = both.upstream.commit({"cards/more/mars.yaml": "name: venus\n"})
    both.ours.write({"catalog/catalog.toml": settings("../base", moved)})
    both.ours.git("add", "--all")
    code, out, _ = ask("validate", "--staged")
    assert (
        code,
        f"C909 advice: this change adds another version of upstream 'base': ../base at {moved[:12]}" in out,
    ) == (0, True)
    assert ask("diff", "--staged")[1].splitlines()[-1] == "no differences"


def test_without_a_commit_the_revision_is_read_and_a_table_with_a_mistake_reads_nothing(both: Both, ask: Ask) -> None:
    unpinned = settings("../base", both.commit).replace("commit", "# commit")
    both.ours.write({"catalog/catalog.toml": unpinned})
    assert ask("show", "tiny")[0] == 0
    code, out, _ = ask("validate", "--strict")
    assert (code, "C910 warning: upstream 'base' has no commit" in out) == (1, True)
    both.ours.write({"catalog/catalog.toml": settings("../base", "v1")})
    code, _, err = ask("show", "tiny")
    assert (code, "which cannot be read: catalog.toml:1: commit is 'v1'" in err) == (3, True)
    both.ours.write({"catalog/catalog.toml": settings("https://me:secret@example.org/x", both.commit)})
    assert "secret" not in "".join(map(str, (*ask("list"), *ask("validate"), *ask("show", "tiny"))))


def test_what_is_no_root_says_how_to_name_one(tmp_path: Path, both: Both, ask: Ask) -> None:
    make_ours(tmp_path / "third", settings("../base", both.commit, root="nowhere"))
    with open_catalog(tmp_path / "third", env="") as catalog, pytest.raises(UpstreamError) as caught:
        catalog.card("tiny")
    assert caught.value.hint == 'name the folder of its cards in catalog.toml: root = "..."'
