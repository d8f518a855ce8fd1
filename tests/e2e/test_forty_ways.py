"""Our own catalog broken in many ways, one edit each: each is told at its line, and nothing else is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.lint.lint import lint_catalog
from assetcards.rules.registry import all_rules
from tests.e2e.ways import Way, add, append, change, link, move, rewrite

CATALOG = Path(__file__).parents[2] / "catalog"

LLAMA = "models/llama.yaml"
MISTRAL = "models/mistral.yaml"
MUTOX = "models/mutox.yaml"
SPEECH = "datasets/speech.yaml"
TOKENIZER = "tokenizers/nllb.yaml"
WAV2VEC2 = "models/wav2vec2.yaml"
PINNED = "https://example.org/org/new.safetensors"
NEW = f'model_family: qwen\ncheckpoint: "{PINNED}"\n'
DIGEST = "0123456789abcdef" * 4
DEEP = "---\n".join(
    ["name: step_000\nnote: 0\n", *(f"name: step_{i:03}\nbase: step_{i - 1:03}\n" for i in range(1, 257))]
)


def mutox(code: str, old: str, new: str, at: str | None = None) -> Way:
    """A change of the card `sonar_mutox`."""
    return change(code, MUTOX, "sonar_mutox", old, new, at)


def address(code: str, new: str) -> Way:
    """Another checkpoint for `wav2vec2_base`."""
    old = 'checkpoint: "https://dl.fbaipublicfiles.com/fairseq/wav2vec/wav2vec2_fs2_small.pt"'
    return change(code, WAV2VEC2, "wav2vec2_base", old, f'checkpoint: "{new}"')


WAYS = [
    # Text and YAML
    link("C001", "models/linked.yaml", "mutox.yaml"),
    mutox("C101", "MuTox", "MuT\udcf6x", at="MuT"),
    rewrite("C102", MUTOX, "sonar_mutox", lambda content: b"\xef\xbb\xbf" + content),
    mutox("C103", "MuTox", "\\e[31mMuTox"),
    mutox("C104", "MuTox", "Mu\u202exoT"),
    mutox("C106", "MuTox", "Mu\u200bTox"),
    mutox("C108", "license: MIT", "license: MIT\t# see the repository"),
    rewrite("C109", MUTOX, "sonar_mutox", lambda content: content.replace(b"\n", b"\r", 1)),
    mutox("C110", "license: MIT", "license: MIT  ", at="license"),
    rewrite("C111", MUTOX, "url:", lambda content: content.removesuffix(b"\n")),
    mutox("C112", "license: MIT", "<<<<<<< HEAD\nlicense: MIT", at="<<<<"),
    mutox("C115", "license: MIT", 'license: MIT\n"": MIT', at='"": MIT'),
    rewrite("C118", MUTOX, "sonar_mutox", lambda content: content.replace(b"\n", b"\r\n")),
    mutox("C120", "input_size: 1024", "input_size: [1024", at="license"),
    mutox("C121", "license: MIT", "license: MIT\nmodel_arch: basic", at="model_arch: basic"),
    mutox("C122", "license: MIT", "license: MIT\nlabels: {0: fine}", at="labels"),
    mutox("C123", "license: MIT", "license: MIT\n__source__: here", at="__source__"),
    mutox("C125", "license: MIT", "license: !!str MIT"),
    mutox("C127", "license: MIT", "license: &mit MIT"),
    mutox("C131", "license: MIT", "license: MIT\nmultilingual: yes", at="multilingual"),
    mutox("C132", "license: MIT", "license: MIT\nversion: 1.10", at="version"),
    mutox("C133", "license: MIT", "license: MIT\nreleased: 2024-01-10", at="released"),
    mutox("C134", "input_size: 1024", "input_size: 1024\nthreshold: .inf", at="threshold"),
    append("C136", MUTOX, "---\n"),
    append("C137", MUTOX, "---\n- sonar_mutox\n", at="- sonar_mutox"),
    add("C138", "models/draft.yaml", "# to come\n", at="# to come"),
    # Names and locations
    append("C201", MUTOX, f"---\n{NEW}", at="model_family: qwen"),
    append("C202", MUTOX, f"---\nname: 007\n{NEW}", at="name: 007"),
    append("C203", MUTOX, f"---\nname: new@lab@edge\n{NEW}", at="name: new@lab@edge"),
    append("C204", MUTOX, f"---\nname: org/new\n{NEW}", at="name: org/new"),
    change("C205", "models/@awscluster/llama.yaml", "llama3_2_1b@awscluster", "llama3_2_1b", "llama3_2_1bb"),
    append("C206", MUTOX, f"---\nname: aux\n{NEW}", at="name: aux"),
    change("C207", "datasets/instruction.yaml", "openeft", "openeft", "openeft@"),
    change("C208", "datasets/instruction.yaml", "openeft", "openeft", '" openeft"'),
    append("C210", MUTOX, f"---\nname: jepa_vith16\n{NEW}", at="name: jepa_vith16"),
    append("C211", MUTOX, f"---\nname: Mistral_7b\n{NEW.replace('qwen', 'own')}", at="name: Mistral_7b"),
    move("C212", MUTOX, "datasets/mutox.yaml", at="name: sonar_mutox"),
    move("C213", "models/@awscluster/llama.yaml", "models/awscluster.yaml", at="name: llama3_2_1b@awscluster"),
    change("C214", "models/@awscluster/llama.yaml", "llama3_2_1b@awscluster", "@awscluster", "@user", at=None),
    add("C215", "models/Mutox.yaml", f"name: new\n{NEW}", at="", told=MUTOX),
    move("C216", MUTOX, "models/-mutox.yaml", at=""),
    move("C217", MUTOX, "models/laser.yml", at=""),
    # References
    change("C401", LLAMA, "llama3_8b_instruct", "base: llama3_instruct", "base: llama3_instrukt"),
    change("C402", LLAMA, "llama3_8b_instruct", "base: llama3_instruct", "base: [llama3_instruct, llama3_8b]"),
    change("C403", LLAMA, "llama", 'url: "https://ai.meta.com/llama"', "base: llama3_instruct"),
    add("C404", "models/deep.yaml", DEEP, at="base: step_255"),
    change("C405", WAV2VEC2, "wav2vec2_asr_base_10h", "librispeech_asr", "libri_speech_asr"),
    change("C406", WAV2VEC2, "wav2vec2_asr_base_10h", "tokenizer_ref: librispeech_asr", "tokenizer_ref: openeft"),
    change(
        "C407",
        TOKENIZER,
        "nllb-200_tokenizer",
        "tokenizer_config:",
        "tokenizer_ref: nllb-200_tokenizer\ntokenizer_config:",
        at="tokenizer_ref",
    ),
    change("C408", WAV2VEC2, "wav2vec2_asr_base_10h", "tokenizer_ref: librispeech_asr", 'tokenizer_ref: ""'),
    change("C409", WAV2VEC2, "wav2vec2_asr_base_10h", "ref: librispeech_asr", "ref: librispeech_asr@awsclutser"),
    # Inheritance
    change(
        "C501", MISTRAL, "mistral_7b_instruct", "base: mistral_7b", "base: mistral_7b\nmodel_arch: 7b", at="model_arch"
    ),
    change(
        "C502",
        MISTRAL,
        "mistral_7b",
        "model_arch: 7b",
        f'model_arch: 7b\ncheckpoint_sha256: "{DIGEST}"',
        at="mistral-7B-instruct-v0.1b.tar",
    ),
    change("C503", LLAMA, "llama3_instruct", "  use_eot: true", "  use_eot: true\n  _del_: [split_regex]", at="_del_"),
    change("C504", LLAMA, "llama3_instruct", "tokenizer_config:", "tokenizer_config_override:"),
    change("C505", LLAMA, "llama3_instruct", "  use_eot: true", "  use_eot: true\n  _del_: impl", at="_del_"),
    change(
        "C506",
        "models/@awscluster/llama.yaml",
        "llama3_2_1b@awscluster",
        "checkpoint",
        "base: llama3_2_1b\ncheckpoint",
        at="base",
    ),
    append("C507", MUTOX, "---\nname: left_over\nmodel_arch: basic\n", at="name: left_over"),
    change("C508", LLAMA, "llama3_instruct", "  use_eot: true", "  use_eot: true\n  _dell_: [impl]", at="_dell_"),
    # Families
    change("C704", LLAMA, "llama3_instruct", "  use_eot: true", "  use_eto: true"),
    # Content
    change(
        "C301",
        WAV2VEC2,
        "wav2vec2_base",
        'checkpoint: "https://dl.fbaipublicfiles.com/fairseq/wav2vec/wav2vec2_fs2_small.pt"\n',
        "",
        at="name: wav2vec2_base\n",
    ),
    mutox("C302", "input_size: 1024", "input_size: wide"),
    mutox("C303", "model_family:", "model_familly:"),
    mutox("C304", "license: MIT", "license: MIT licence"),
    mutox("C305", "license: MIT", f'license: MIT\ncheckpoint_sha256: "{DIGEST[:-1]}"', at="checkpoint_sha256"),
    mutox("C306", "license: MIT", "license: MIT\ntoken: hf_abcdefghijklmnopqrstuvwxyzABCDEFGH", at="token"),
    mutox(
        "C307", "license: MIT", "license: MIT\ndeprecated: {reason: old, replaced_by: sonar_mutox2}", at="deprecated"
    ),
    change(
        "C308",
        LLAMA,
        "llama4_scout_17b_16e",
        "base: llama4\n",
        "base: llama4\ndeprecated: {reason: old}\n",
        at="base: llama4_scout_17b_16e",
    ),
    # Addresses
    address("C601", "https://example.org/a b.safetensors"),
    address("C602", "ftp://example.org/w.safetensors"),
    address("C603", "https://me:secret@example.org/w.safetensors"),
    address("C604", "https://example.org/$HOME/w.safetensors"),
    address("C605", "http://example.org/w.safetensors"),
    address("C606", "https://127.0.0.1/w.safetensors"),
    address("C607", "../../w.safetensors"),
    address("C608", "/srv/w.safetensors"),
    address("C609", "hg://org/more/than-two"),
    address("C610", "hg://org/w"),
    address("C611", "https://example.org/w.ckpt"),
    address("C612", "gs://bucket/w.safetensors"),
    # Settings
    append("C901", "catalog.toml", "environments = [\n", at="environments = ["),
    append("C902", "catalog.toml", "enviroments = []\n"),
    append("C903", "catalog.toml", "environments = 1\n"),
    append("C904", "catalog.toml", '[rules]\nignore = ["C699"]\n', at="ignore"),
    mutox("C905", "license: MIT", "license: MIT  # catalog: ignore[C304]", at="license"),
    mutox("C906", "license: MIT", "license: MIT  # catalog: ignore[C304] it is right", at="license"),
]


@pytest.fixture(scope="module")
def said_before() -> set[tuple[str, str]]:
    return {(finding.code, finding.message) for finding in lint_catalog(open_catalog(CATALOG, stores=[]))}


@pytest.mark.parametrize("way", [pytest.param(way, id=f"{way.code}-{way.path}") for way in WAYS])
def test_a_broken_catalog_is_reported_at_its_line_and_nothing_else_is(
    way: Way, tmp_path: Path, said_before: set[tuple[str, str]]
) -> None:
    root = tmp_path / "catalog"
    shutil.copytree(CATALOG, root)
    way.edit(root)
    findings = lint_catalog(open_catalog(root, stores=[]))
    said = [(each.code, each.path, each.line) for each in findings if (each.code, each.message) not in said_before]
    assert said == [(way.code, way.path, way.line(root))]


def test_there_are_forty_ways_of_all_families() -> None:
    assert len({way.code for way in WAYS}) == len(WAYS) >= 40
    assert {way.code[:2] for way in WAYS} == {rule.code[:2] for rule in all_rules()}
