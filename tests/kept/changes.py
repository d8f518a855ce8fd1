"""What an answer may depend on, each changed alone: settings, files, what git makes of them, stores, surroundings."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assetcards import MemoryTree
from assetcards.sources import kept
from assetcards.trees import plugins
from tests.cli.conftest import CARDS, CHILD
from tests.gitfixture import GitFixture
from tests.kept.ground import OURS, SETTINGS, SOUND, pin
from tests.unit.families.test_document import DOCUMENT

if TYPE_CHECKING:
    import pytest

TINY = CARDS["catalog/models/tiny.yaml"]
CHECKED = "validate --advice"
NAMES = "list --format names"
EACH = "list --resolved --format jsonl"


class Change(NamedTuple):
    """How something is changed, and a question whose answer is another one then; none of what must not matter."""

    make: Callable[[GitFixture, pytest.MonkeyPatch], object]
    seen_by: str


def _files(files: Mapping[str, str | bytes], seen_by: str) -> Change:
    """Write files."""
    return Change(lambda repo, _: repo.write(files), seen_by)


def _settings(text: str, seen_by: str = CHECKED) -> Change:
    """Have settings that are others in one thing."""
    assert text != SETTINGS
    return _files({"catalog/catalog.toml": text}, seen_by)


def _more(text: str, seen_by: str = CHECKED) -> Change:
    """Have one more setting."""
    lines = [line for line in SETTINGS.splitlines() if line != "[families]"]
    is_of_families = text.startswith("[families]")
    return _settings(
        SETTINGS.replace("[families]\n", text) if is_of_families else f"{text}\n" + "\n".join(lines), seen_by
    )


def _surroundings(seen_by: str, **variables: str) -> Change:
    """Have a variable of the environment."""

    def make(repo: GitFixture, shell: pytest.MonkeyPatch) -> None:
        for name, value in variables.items():
            shell.setenv(name, value.format(repo=repo.folder))

    return Change(make, seen_by)


def _git(seen_by: str, *commands: str) -> Change:
    """Run commands of git."""

    def make(repo: GitFixture, _: pytest.MonkeyPatch) -> None:
        for command in commands:
            repo.git(*command.split())

    return Change(make, seen_by)


def _shell(seen_by: str, make: Callable[[Path], object]) -> Change:
    """Do something to the folder of the repository."""
    return Change(lambda repo, _: make(repo.folder), seen_by)


def _same_size_and_time(folder: Path) -> None:
    file = folder / "catalog/models/tiny.yaml"
    about = file.stat()
    file.write_text(TINY.replace("tiny_chat", "tiny_chit").replace("layers: 2", "layers: 3"))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (about.st_size, about.st_mtime_ns)


def _another_in_its_place(folder: Path) -> None:
    shutil.copy2(folder / "catalog/models/mine.yaml", folder / "copy.yaml")
    os.replace(folder / "copy.yaml", folder / "catalog/models/tiny.yaml")


def _link_in_its_place(folder: Path) -> None:
    (folder / "catalog/models/tiny.yaml").replace(folder / "tiny.yaml")
    (folder / "catalog/models/tiny.yaml").symlink_to("../../tiny.yaml")


def _link_in_place_of_a_folder(folder: Path) -> None:
    (folder / "catalog/models/@lab").replace(folder / "lab")
    (folder / "catalog/models/@lab").symlink_to("../../lab")


def _description_of_same_size_and_time(folder: Path) -> None:
    file = folder / "catalog/families.json"
    about = file.stat()
    file.write_text(file.read_text().replace('"integer"', '"numbers"').replace('"size"', '"sise"'))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert file.stat().st_size == about.st_size


def _settle_differently(repo: GitFixture, _: pytest.MonkeyPatch) -> None:
    """Take the commits since the first one to another place of the history, in another order."""
    repo.git("reset", "--quiet", "--hard")
    first, second, third = repo.git("rev-list", "--reverse", "v1..HEAD").splitlines()
    repo.git("checkout", "--quiet", "-B", "main", "v1")
    repo.git("cherry-pick", third, first)
    assert second


def _unmerged(repo: GitFixture, _: pytest.MonkeyPatch) -> None:
    """Have a merge of a card that is not resolved."""
    blob = repo.git("rev-parse", "HEAD:catalog/models/mine.yaml")
    path = "catalog/models/tiny.yaml"
    repo.git("rm", "--quiet", "--cached", path)
    repo.git("update-index", "--index-info", content="".join(f"100644 {blob} {n}\t{path}\n" for n in (1, 2, 3)))


def _replaced_object(repo: GitFixture, _: pytest.MonkeyPatch) -> None:
    """Have git say something else of a file than its id does; we read what its id says."""
    repo.git("replace", repo.git("rev-parse", "HEAD:catalog/models/tiny.yaml"), repo.store_object("blob", b"name: x\n"))
    (repo.folder / ".git/info/grafts").write_text(repo.head() + "\n")


def _index_of_a_hook(repo: GitFixture, shell: pytest.MonkeyPatch) -> None:
    """Have git name another index, as to the hook of `git commit -a`."""
    other = {"GIT_INDEX_FILE": str(repo.folder / ".git/other")}
    shutil.copy2(repo.folder / ".git/index", repo.folder / ".git/other")
    repo.write({"sound/models/apart.yaml": "name: apart\nbase: nobody\n"})
    repo.git("add", "sound/models/apart.yaml", variables=other)
    shell.setenv("GIT_INDEX_FILE", other["GIT_INDEX_FILE"])


def _smudged(repo: GitFixture, _: pytest.MonkeyPatch) -> None:
    """Have a filter, which git would run, and we do not."""
    repo.write({".gitattributes": "*.yaml filter=upper\n"})
    repo.git("config", "filter.upper.clean", "tr a-z A-Z")


def _ignored_weights(repo: GitFixture, _: pytest.MonkeyPatch) -> None:
    repo.git("rm", "--quiet", "--cached", "catalog/models/here.pt")
    repo.write({"catalog/.gitignore": "*.pt\n"})


def _another_library(_: GitFixture, process: pytest.MonkeyPatch) -> None:
    process.setattr(kept, "library_facts", lambda names: b"other")


def _registered_store(_: GitFixture, process: pytest.MonkeyPatch) -> None:
    plugin = plugins.StorePlugin("team", lambda: MemoryTree("team", {"team.yaml": "name: of_the_team\n"}))
    process.setattr(plugins, "_stores", [plugin])


def _detected(_: GitFixture, process: pytest.MonkeyPatch) -> None:
    process.setattr(plugins, "_detectors", [plugins.EnvironmentPlugin("cluster", lambda: "lab")])


def _configured(repo: GitFixture, name: str, value: str, files: Mapping[str, str | bytes]) -> None:
    repo.write(files)
    repo.git("config", name, value)


SETTINGS_CHANGED = {
    "exclude": _more('exclude = ["models/tiny*"]', NAMES),
    "environments": _settings(SETTINGS.replace('"lab"', '"lba"')),
    "one more environment": _settings(SETTINGS.replace('"lab"', '"lab", "mars"'), "envs"),
    "fields": _settings(SETTINGS.replace('"note"', '"licence"')),
    "rules.select": _more('rules.select = ["C3"]'),
    "rules.ignore": _more('rules.ignore = ["C304"]'),
    "ignore": _settings(SETTINGS.replace("odd.yaml", "mine.yaml").replace('"C3"', '"C7"')),
    "uris.schemes": _more('uris.schemes = ["s3"]'),
    "uris.hosts": _more('uris.hosts = ["example.net"]'),
    "bounds.file_bytes": _more("bounds.file_bytes = 100", NAMES),
    "bounds.depth": _more("bounds.depth = 2", NAMES),
    "bounds.nodes": _more("bounds.nodes = 6", NAMES),
    "bounds.documents": _more("bounds.documents = 1", NAMES),
    "policy.NAME": _more('policy.removed = "pass"'),
    "policy.frozen_fields": _more('policy.frozen_fields = ["model_config.encoder"]', NAMES),
    "families.descriptions": _settings(SETTINGS.replace('["families.json"]', "[]")),
    "families.packages": _more('[families]\npackages = ["nothing"]\n'),
    "families.KIND.NAME": _more("[families]\nmodel.small.architectures = ['huge']\n", "families list"),
    "families.shipped": _more("[families]\nshipped = false\n", "families list"),
    "families.closed": _more("[families]\nclosed = true\n"),
    "a fault": _settings("fields = 3\n"),
    "no settings": _shell(CHECKED, lambda folder: (folder / "catalog/catalog.toml").unlink()),
    "an upstream": _more(pin("v1", "1" * 40), "stores"),
}
"""By setting of `catalog.toml`."""

FILES_CHANGED = {
    "a value": _files({"catalog/models/tiny.yaml": TINY.replace("layers: 2", "layers: 5")}, EACH),
    "a name": _files({"catalog/models/tiny.yaml": TINY.replace("tiny_chat", "tiny_chit")}, NAMES),
    "a value, in the same size and time": _shell(EACH, _same_size_and_time),
    "another file in its place": _shell(NAMES, _another_in_its_place),
    "a link in its place": _shell(NAMES, _link_in_its_place),
    "a link in place of a folder": _shell(NAMES, _link_in_place_of_a_folder),
    "a new file": _files({"catalog/models/more.yaml": CHILD.replace("tiny_chat", "tiny_more")}, NAMES),
    "a new file of a name that was misspelled": _files({"catalog/models/tinny.yaml": "name: tinny\n"}, "show tinny"),
    "a removed file": _shell(NAMES, lambda folder: (folder / "catalog/models/@lab/tiny.yaml").unlink()),
    "a renamed file": _git(CHECKED, "mv -f catalog/models/tiny.yaml catalog/models/large.yaml"),
    "a file in capitals": _git(NAMES, "mv -f catalog/models/tiny.yaml catalog/models/tiny.YAML"),
    "a new file in capitals": _files({"catalog/models/other.YAML": "name: other\n"}, CHECKED),
    "a name in capitals": _git(EACH, "mv -f catalog/models/tiny.yaml catalog/models/Tiny.yaml"),
    "a moved folder": _git(CHECKED, "mv -f catalog/models catalog/tokenizers"),
    "a file that cards load": _shell(CHECKED, lambda folder: (folder / "catalog/models/here.pt").unlink()),
    "a description": _files({"catalog/families.json": json.dumps(DOCUMENT).replace("size", "sise")}, CHECKED),
    "a description, in the same size and time": _shell(CHECKED, _description_of_same_size_and_time),
    "a repository inside": Change(lambda repo, _: GitFixture.init(repo.folder / "catalog/models/@lab"), NAMES),
    "no repository around": _shell(f"{NAMES} --rev HEAD", lambda folder: shutil.rmtree(folder / ".git")),
    "another encoding": _files({"catalog/models/mine.yaml": "name: mine\nbase: tiny\n".encode("utf-16")}, NAMES),
    "line endings": _files({"catalog/models/mine.yaml": b"name: mine\r\nbase: tiny\r\n"}, EACH),
    "another store": _files({"more/more.yaml": "name: two_more\n"}, "list --store more --format names"),
    "a part that is not judged": _files({"sound/models/apart.yaml": "name: apart\n"}, f"{CHECKED} --root sound"),
    "a base of a part": _files(
        {"sound/models/root.yaml": SOUND["sound/models/root.yaml"].replace("name: root", "name: rooot")},
        f"{CHECKED} --root sound",
    ),
}
"""By what becomes of files."""

GIT_CHANGED = {
    "checkout": _git(EACH, "checkout --quiet --force v1"),
    "reset": _git("diff HEAD~1 HEAD --root sound", "reset --quiet --hard HEAD~1"),
    "soft reset": _git("policy --staged --root sound", "reset --quiet --soft v1"),
    "reset of the index": _git("validate --staged", "reset --quiet HEAD"),
    "rebase": Change(_settle_differently, "log tiny_chat"),
    "amended": _git("blame leaf --root sound", "commit --quiet --amend --message Amended"),
    "branch": _git("blame leaf --root sound", "checkout --quiet --orphan other", "commit --quiet --message First"),
    "the index alone": _git("validate --staged", "rm --quiet --cached catalog/models/tiny.yaml"),
    "a card that is only meant to be added": _git(
        "validate --staged", "rm --quiet --cached catalog/models/twice.yaml", "add -N ."
    ),
    "unmerged": Change(_unmerged, "validate --staged"),
    "skipped in the checkout": _git("", "reset --quiet --hard", "sparse-checkout set --no-cone /sound/"),
    "ignored": _files({"catalog/models/new.yaml": "name: newer\n", "catalog/.gitignore": "new.yaml\n"}, NAMES),
    "ignored, of what cards load": Change(_ignored_weights, CHECKED),
    "excluded": _files({".git/info/exclude": "new.yaml\n"}, NAMES),
    "excluded for the user": Change(
        lambda repo, _: _configured(repo, "core.excludesFile", "ignores", {"ignores": "new.yaml\n"}), NAMES
    ),
    "attributes": _files({".gitattributes": "*.yaml filter=x\n"}, CHECKED),
    "attributes of a folder": _files({"catalog/models/.gitattributes": "*.yaml filter=x\n"}, CHECKED),
    "attributes of what cards load": _files({"catalog/models/.gitattributes": "*.pt filter=lfs\n"}, CHECKED),
    "a filter": Change(_smudged, CHECKED),
    "automatic line endings": Change(
        lambda repo, _: _configured(
            repo, "core.autocrlf", "true", {"catalog/models/mine.yaml": b"name: mine\r\nnote: |\r\n  a\r\n"}
        ),
        EACH,
    ),
    "replaced objects": Change(_replaced_object, ""),
    "names without case": _git("", "config core.ignoreCase true"),
    "modes that do not count": _git("", "config core.fileMode false"),
    "repacked": _git("", "repack -a -d --quiet", "pack-refs --all"),
}
"""By what git is told, or tells."""

SURROUNDINGS_CHANGED = {
    "environment": _surroundings(EACH, CATALOG_ENV="lab"),
    "repository": _surroundings(NAMES, CATALOG_REPO="{repo}/sound"),
    "format": _surroundings(CHECKED, CATALOG_FORMAT="agent"),
    "system's store": _surroundings("list", FAIRSEQ2_ASSET_DIR="{repo}/more"),
    "user's store": _surroundings("list", FAIRSEQ2_USER_ASSET_DIR="{repo}/more"),
    "a store of a plugin": Change(_registered_store, "list"),
    "an environment of a detector": Change(_detected, EACH),
    "the language": _surroundings("", LC_ALL="de_DE.UTF-8", LANGUAGE="de"),
    "the hook's index": Change(_index_of_a_hook, "validate --root sound --staged"),
    "a library": Change(_another_library, ""),
    "the reader of YAML": Change(lambda _, process: process.setattr(kept, "reader_version", lambda: b"0.1"), ""),
}
"""By what is around."""

UPSTREAMS_CHANGED = {
    "another commit": Change(lambda repo, _: _pin(repo, "v2"), "show ours --root built"),
    "a card of it": _files({"built/models/theirs.yaml": "name: theirs@lab\nlicense: MIT\n"}, f"{NAMES} --root built"),
    "a card that is its own": _files({"built/models/ours.yaml": OURS + "license: MIT\n"}, "show ours --root built"),
    "none": _files({"built/catalog.toml": ""}, f"{CHECKED} --root built"),
    "its branch": Change(lambda repo, _: _upstream(repo).git("tag", "--force", "v1", "v2"), ""),
}
"""By what becomes of the upstream."""


def _upstream(repo: GitFixture) -> GitFixture:
    return GitFixture(repo.folder.parent / "base")


def _pin(repo: GitFixture, rev: str) -> None:
    repo.write({"built/catalog.toml": pin(rev, _upstream(repo).head(rev))})


CHANGES: dict[str, Change] = {
    f"{kind}: {name}": change
    for kind, changes in (
        ("settings", SETTINGS_CHANGED),
        ("files", FILES_CHANGED),
        ("git", GIT_CHANGED),
        ("surroundings", SURROUNDINGS_CHANGED),
        ("upstream", UPSTREAMS_CHANGED),
    )
    for name, change in changes.items()
}
