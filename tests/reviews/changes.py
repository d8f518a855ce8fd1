"""The changes whose pages are kept: each turns the files of one catalog into others."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import chdir, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from assetcards.cli.main import main
from tests.gitfixture import GitFixture

PAGES = Path(__file__).parent

COMMIT = "0123456789abcdef0123456789abcdef01234567"

LLAMA = """\
name: llama3
model_family: llama
model_arch: llama3_8b
license: LicenseRef-llama3
owners: ["@example/llama"]
model_config:
  max_seq_len: 8192
  rope_theta: 500000.0
"""
CHILD = """\
name: llama3_{0:02}b
base: llama3
checkpoint: "https://models.example.org/llama3-{0:02}b/model.safetensors"
checkpoint_sha256: "{1}"
"""
QWEN = f"""\
# Qwen, small enough for a laptop
name: qwen3
model_family: qwen
model_arch: qwen3_0.6b
license: Apache-2.0
owners: [bob]
checkpoint: "hg://Qwen/Qwen3-0.6B"
checkpoint_revision: {COMMIT}
"""
TOKENIZER = """\
name: llama3_tokenizer
tokenizer_family: tiktoken
tokenizer: ./llama3.tiktoken
license: LicenseRef-llama3
owners: ["@example/llama"]
"""
CHILDREN = [CHILD.format(number, f"{number:064x}") for number in range(1, 16)]
CHILDREN[2] += "owners: [carol]\n"

BEFORE: Mapping[str, str] = {
    "catalog/catalog.toml": "",
    "catalog/models/llama.yaml": "---\n".join([LLAMA, *CHILDREN]),
    "catalog/models/@lab/llama.yaml": "name: llama3_01b@lab\ncheckpoint: /lab/llama3-01b/model.safetensors\n",
    "catalog/models/qwen.yaml": QWEN,
    "catalog/tokenizers/llama.yaml": TOKENIZER,
    "catalog/tokenizers/llama3.tiktoken": "IQ== 0\n",
}

REMOTE = f"""\
name: phi_moe
model_family: hg
model_arch: causal_lm
license: MIT
checkpoint: "hg://newcomer/Phi-MoE"
checkpoint_revision: {COMMIT}
model_config:
  hf_name: newcomer/Phi-MoE
  trust_remote_code: true
"""
IMPORTED = """\
name: imported_{0:03}
model_family: llama
model_arch: llama3_8b
checkpoint: "https://models.example.org/imported/{0:03}.pt"
model_config: {{max_seq_len: {1}, rope_theta: 10000.0, num_attn_heads: 32, num_layers: {0}}}
"""


def _edited(path: str, old: str, new: str) -> dict[str, str | None]:
    assert old in BEFORE[path], f"{path} has no {old!r}"
    return {path: BEFORE[path].replace(old, new)}


_MODELS, _QWEN, _TOKENIZERS = "catalog/models/llama.yaml", "catalog/models/qwen.yaml", "catalog/tokenizers/llama.yaml"

CHANGES: Mapping[str, Mapping[str, str | None]] = {
    "typo": _edited(_MODELS, "name: llama3_07b\nbase: llama3\n", "name: llama3_07b\nbase: lama3\n"),
    "base": _edited(_MODELS, "max_seq_len: 8192", "max_seq_len: 131072"),
    "rename": _edited(_QWEN, "name: qwen3\n", "name: qwen3_600m\n"),
    "deprecation": _edited(
        _QWEN,
        "owners: [bob]\n",
        'owners: [bob]\ndeprecated: {since: "2026-01-31", reason: "too small", replaced_by: llama3_01b}\n',
    ),
    "remote-code": {"catalog/models/phi.yaml": REMOTE},
    "license": _edited(_QWEN, "license: Apache-2.0", "license: CC-BY-NC-4.0"),
    "moved-file": {_TOKENIZERS: None, "catalog/tokenizers/meta/llama.yaml": TOKENIZER},
    "reformatting": {
        _QWEN: QWEN.replace("# Qwen, small enough for a laptop\n", "").replace("owners: [bob]", "owners:\n  - bob"),
        _MODELS: BEFORE[_MODELS].replace("model_config:\n", "# long contexts\nmodel_config:\n"),
    },
    "broken-file": _edited(_MODELS, 'owners: ["@example/llama"]', 'owners: ["@example/llama"'),
    "300-cards": {
        f"catalog/models/imported/{part}.yaml": "---\n".join(
            IMPORTED.format(number, 1024 * part) for number in range(30 * part - 30, 30 * part)
        )
        for part in range(1, 11)
    },
}
"""The files that each change writes; None is one that it removes."""


def make_repository(folder: Path, change: str) -> GitFixture:
    """A repository on a branch with the change, which left `main`."""
    repo = GitFixture.init(folder)
    repo.commit(BEFORE, message="Cards")
    repo.switch("change", new=True)
    files = CHANGES[change]
    written = {path: text for path, text in files.items() if text is not None}
    repo.commit(written, remove=[path for path, text in files.items() if text is None], message=change)
    return repo


def render(change: str) -> str:
    """The page that a bot posts about a change."""
    output = io.StringIO()
    with TemporaryDirectory() as folder:
        repo = make_repository(Path(folder) / "cards", change)
        with chdir(repo.folder), redirect_stdout(output):
            main(["review", "--base", "main", "--format", "markdown"])
    return output.getvalue()
