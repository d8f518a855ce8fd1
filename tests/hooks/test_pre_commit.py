"""The published hooks as users have them: the real pre-commit installs them from a clone and runs them in commits."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.gitfixture import GitFixture
from tests.hooks.hooked import BAD, BAD_LINE, GOOD, HookedRepository
from tests.house.pages import read_page
from tests.house.sources import ROOT
from tests.sampling import WHOLE
from tests.upstream.catalogs import make_upstream, settings

REFUSED = f"- hook id: catalog-validate\n- exit code: 1\n\n{BAD_LINE}\n1 error\n"


def test_a_good_commit_passes(consumer: HookedRepository) -> None:
    consumer.stage({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    done, output = consumer.attempt("commit", "--quiet", "--message=x")
    assert done, output
    assert output.splitlines() == [f"{'catalog validate':.<73}Passed"]


def test_a_bad_commit_is_refused_and_its_message_shown(consumer: HookedRepository) -> None:
    consumer.stage({"catalog/models/bad.yaml": BAD})
    done, output = consumer.attempt("commit", "--message=x")
    assert (done, REFUSED in output) == (False, True), output


def test_a_card_on_an_upstream_is_judged_in_the_environment_of_pre_commit_and_then_without_network(
    consumer: HookedRepository, tmp_path: Path
) -> None:
    upstream, commit = make_upstream(tmp_path / "base")
    consumer.environment["CATALOG_CACHE_DIR"] = str(tmp_path / "cache")
    child = "name: child\nbase: w2v\ncheckpoint: https://example.org/x.safetensors\n"
    consumer.stage({"catalog/catalog.toml": settings("../base", commit), "catalog/models/child.yaml": child})
    done, output = consumer.attempt("commit", "--quiet", "--message=x")
    assert done, output
    shutil.rmtree(upstream.folder)
    consumer.stage({"catalog/models/bad.yaml": "name: worse\nbase: w2vv\n"})
    done, output = consumer.attempt("commit", "--message=x")
    assert (done, "C401 error: base 'w2vv' does not exist (did you mean 'w2v'?)" in output) == (False, True), output


def test_a_commit_that_ignores_its_own_error_is_refused(consumer: HookedRepository) -> None:
    settings = '[[ignore]]\npath = "*"\ncodes = ["C"]\nreason = "."\n'
    consumer.stage({"catalog/catalog.toml": settings, "catalog/models/bad.yaml": BAD})
    done, output = consumer.attempt("commit", "--message=x")
    assert (done, REFUSED in output) == (False, True), output


def test_a_commit_of_deletions_alone_that_breaks_a_child_is_refused(consumer: HookedRepository) -> None:
    consumer.commit({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    consumer.git("rm", "--quiet", "catalog/models/good.yaml")
    done, output = consumer.attempt("commit", "--message=x")
    assert (done, "catalog/models/child.yaml:2:7: C401 error: base 'good'" in output) == (False, True), output


def test_untracked_and_unstaged_files_change_nothing_and_stay(consumer: HookedRepository) -> None:
    consumer.stage({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    left = {"catalog/models/bad.yaml": BAD, "catalog/models/good.yaml": "name: [\n"}
    consumer.write(left)
    done, output = consumer.attempt("commit", "--quiet", "--message=x")
    assert done, output
    assert {path: (consumer.folder / path).read_text() for path in left} == left


def test_commit_all_and_commits_of_paths_are_judged_by_what_they_hold(consumer: HookedRepository) -> None:
    consumer.commit({"catalog/models/bad.yaml": "name: bad\n"})
    consumer.write({"catalog/models/bad.yaml": BAD})
    done, output = consumer.attempt("commit", "--all", "--message=x")
    assert (done, REFUSED in output) == (False, True), output
    consumer.git("add", "catalog/models/bad.yaml")
    consumer.write({"catalog/models/good.yaml": GOOD + "more: 2\n"})
    done, output = consumer.attempt("commit", "--quiet", "--message=x", "--", "catalog/models/good.yaml")
    assert done, output


def test_a_merge_that_breaks_a_card_is_refused(consumer: HookedRepository) -> None:
    consumer.commit({"catalog/models/base.yaml": "name: base\n"})
    consumer.switch("side", new=True)
    consumer.commit({"catalog/models/child.yaml": "name: child\nbase: base\n"})
    consumer.switch("main")
    consumer.commit(remove=["catalog/models/base.yaml"])
    done, output = consumer.attempt("merge", "--no-edit", "side")
    assert (done, "catalog/models/child.yaml:2:7: C401 error: base 'base'" in output) == (False, True), output


def test_hostile_file_names_and_symbolic_links_are_judged_like_all(consumer: HookedRepository, tmp_path: Path) -> None:
    names = ["--config=evil.yaml", "a\nb.yaml", "caf\u00e9 \u202e.yaml"]
    consumer.write({f"catalog/models/{name}": f"name: bad{i}\nbase: {i}\n" for i, name in enumerate(names)})
    (consumer.folder / "catalog/models/link.yaml").symlink_to(tmp_path / "outside.yaml")
    consumer.git("add", "--all")
    done, output = consumer.attempt("commit", "--message=x")
    assert done is False
    shown = ["--config=evil.yaml:2:7: C402", "a\\nb.yaml:2:7: C402", "café \\u202e.yaml:2:7: C402", "link.yaml: C001"]
    assert [place for place in shown if f"catalog/models/{place}" not in output] == []


def test_a_name_that_is_not_utf8_stops_pre_commit_itself(consumer: HookedRepository) -> None:
    """The commit is refused, though not by our hook; `git` without pre-commit shows our message."""
    consumer.stage({os.fsdecode(b"catalog/models/caf\xe9.yaml"): "name: a\n"})
    done, output = consumer.attempt("commit", "--message=x")
    assert (done, "UnicodeDecodeError" in output) == (False, True), output


def test_a_refused_commit_leaves_index_and_files_as_they_were(consumer: HookedRepository) -> None:
    consumer.stage({"catalog/models/bad.yaml": BAD})
    consumer.write({"catalog/models/good.yaml": GOOD + "more: 2\n", "catalog/models/new.yaml": "name: new\n"})
    before = consumer.state()
    assert consumer.attempt("commit", "--message=x").done is False
    assert consumer.state() == before


def test_run_by_hand_it_judges_the_whole_index(consumer: HookedRepository) -> None:
    consumer.commit({"catalog/models/bad.yaml": BAD})
    consumer.write({"catalog/models/untracked.yaml": "name: [\n"})
    done, output = consumer.pre_commit("run", "--all-files")
    assert (done, REFUSED in output) == (False, True), output


def test_in_ci_it_judges_the_change_between_two_commits(consumer: HookedRepository) -> None:
    consumer.commit({"catalog/models/old.yaml": "name: old\nbase: x@y\n"})
    start = consumer.commit({"README.md": "1\n"})
    good = consumer.commit({"catalog/models/good.yaml": GOOD + "more: 2\n"})
    run = ("run", "--from-ref", start, "--to-ref")
    done, output = consumer.pre_commit(*run, good)
    assert done, output
    bad = consumer.commit({"catalog/models/bad.yaml": BAD})
    done, output = consumer.pre_commit(*run, bad)
    assert (done, f"{BAD_LINE}\n1 error in {bad} = {bad}\n" in output) == (False, True), output


def test_what_is_pushed_is_judged_and_not_the_index(consumer: HookedRepository, tmp_path: Path) -> None:
    GitFixture.init(tmp_path / "remote.git", "--bare")
    consumer.git("remote", "add", "origin", f"file://{tmp_path / 'remote.git'}")
    consumer.stage({"catalog/models/index.yaml": BAD.replace("bad", "index")})
    done, output = consumer.attempt("push", "--quiet", "origin", "main")
    assert done, output
    consumer.git("rm", "--quiet", "--cached", "catalog/models/index.yaml")
    (consumer.folder / "catalog/models/index.yaml").unlink()
    consumer.commit({"catalog/models/bad.yaml": BAD})
    done, output = consumer.attempt("push", "origin", "main")
    assert (done, BAD_LINE in output, "index.yaml" in output) == (False, True, False), output


def test_a_bad_first_push_is_refused(consumer: HookedRepository, tmp_path: Path) -> None:
    GitFixture.init(tmp_path / "remote.git", "--bare")
    consumer.git("remote", "add", "origin", f"file://{tmp_path / 'remote.git'}")
    consumer.commit({"catalog/models/bad.yaml": BAD})
    done, output = consumer.attempt("push", "origin", "main")
    assert (done, BAD_LINE in output) == (False, True), output


@pytest.fixture
def listed(consumer: HookedRepository) -> HookedRepository:
    """The consumer, which also keeps a listing of its cards."""
    configuration = (consumer.folder / ".pre-commit-config.yaml").read_text()
    consumer.stage(
        {".pre-commit-config.yaml": f"{configuration}      - id: catalog-listing\n        args: [catalog/README.md]\n"}
    )
    return consumer


def test_a_listing_is_written_and_the_commit_passes_once_it_is_added(listed: HookedRepository) -> None:
    listed.stage({"catalog/models/good.yaml": GOOD + "more: 2\n"})
    page = listed.folder / "catalog" / "README.md"
    done, output = listed.attempt("commit", "--message=x")
    assert (done, "catalog/README.md: regenerated from the cards" in output) == (False, True), output
    assert "| [`good`](models/good.yaml#L" in page.read_text()
    done, output = listed.attempt("commit", "--message=x")
    assert (done, "catalog/README.md: up to date with the cards, but not staged" in output) == (False, True)
    listed.git("add", "--all")
    done, output = listed.attempt("commit", "--quiet", "--message=x")
    assert done, output


def test_the_configuration_that_the_docs_show_works(consumer: HookedRepository, toolchain: GitFixture) -> None:
    page = (ROOT / "docs" / "pre-commit.md").read_text("utf-8")
    (shown,) = [step.text for step in read_page(page) if step.path == ".pre-commit-config.yaml"]
    configuration = re.sub(r"https://\S+", str(toolchain.folder), shown).replace("VERSION", toolchain.head())
    consumer.stage({".pre-commit-config.yaml": configuration})
    assert not consumer.pre_commit("run").done  # the page of all cards is new
    consumer.git("add", "--all")
    done, output = consumer.attempt("commit", "--quiet", "--message=x")
    assert (done, output.count("Passed")) == (True, 3), output


@pytest.mark.skipif(not WHOLE, reason="one more installation; `make soak` makes it")
def test_the_hooks_can_be_tried_from_the_toolchain(consumer: HookedRepository, toolchain: GitFixture) -> None:
    """`try-repo` installs into a folder of its own, so this is one installation more."""
    consumer.stage({"catalog/models/good.yaml": GOOD + "license: MIT\n"})
    done, output = consumer.pre_commit("try-repo", toolchain.folder, "--verbose")
    assert "- hook id: catalog-validate\n- duration" in output, output
    assert (done, "catalog/CARDS.md: regenerated from the cards" in output) == (False, True), output


NOTING = """\
import sys

def note(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and "/catalog/" in arguments[0]:
        with open({opened!r}, "a") as log:
            log.write(arguments[0])

with open({watched!r}, "a") as log:
    log.write(" ".join(sys.orig_argv))
sys.addaudithook(note)
"""


def test_a_commit_that_touches_no_file_of_the_catalog_costs_each_hook_two_git_processes(
    consumer: HookedRepository, toolchain: GitFixture, tmp_path: Path
) -> None:
    """git notes what it is started with, and Python which files of the catalog are opened."""
    configuration = (consumer.folder / ".pre-commit-config.yaml").read_text()
    more = "      - id: catalog-policy\n      - id: catalog-listing\n        args: [catalog/README.md]\n"
    consumer.commit({".pre-commit-config.yaml": configuration + more, "catalog/models/broken.yaml": "name: [\n"})
    opened, watched, started, noting = (tmp_path / name for name in ("opened", "watched", "started", "noting"))
    noting.mkdir()
    (noting / "sitecustomize.py").write_text(NOTING.format(opened=str(opened), watched=str(watched)))
    (noting / "config").write_text(f"[trace2]\n\tnormalTarget = {started}\n\tnormalBrief = true\n")
    consumer.environment |= {"GIT_CONFIG_GLOBAL": str(noting / "config"), "PYTHONPATH": str(noting)}
    consumer.stage({"README.md": "more\n", "k8s/pod.yaml": "kind: Pod\n"})
    done, output = consumer.attempt("commit", "--quiet", "--message=x")
    assert (done, output.count("Passed")) == (True, 3), output
    ours = re.findall(r"^start git -C \S+ (\S+ \S+)", started.read_text(), re.MULTILINE)
    assert (ours, opened.exists()) == (["diff-index --cached", "cat-file --batch-check"] * 3, False)
    consumer.stage({"catalog/models/good.yaml": GOOD + "more: 2\n"})
    assert not consumer.attempt("commit", "--quiet", "--message=x").done
    assert len(re.findall("^start git -C ", started.read_text(), re.MULTILINE)) > 9, "what hooks start is not noted"
    assert set(re.findall("/catalog-([a-z]+)", watched.read_text())) == {"validate", "policy", "listing"}
