"""A virtual environment in which the real fairseq2 resolves cards on a CPU.

fairseq2 and its dependencies are the real packages. Its native extension `fairseq2n` is not installed, because its
builds demand one CUDA build of torch; a stand-in switches on the mode in which fairseq2 runs without it, as for
building its documentation. Nothing of the asset system touches the extension.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

FAIRSEQ2 = "fairseq2==0.8.1"
NEEDED = (
    "torch==2.13.0",
    "numpy~=2.2",
    "clusterscope~=0.0.31",
    "editdistance~=0.8",
    "fsspec>=2024.1",
    "s3fs>=2024.1",
    "huggingface_hub~=0.32",
    "importlib_metadata~=7.0",
    "importlib_resources~=6.4",
    "mypy-extensions~=1.0",
    "packaging~=24.1",
    "psutil~=5.9",
    "ruamel.yaml~=0.18",
    "rich~=14.2",
    "sacrebleu~=2.4",
    "safetensors~=0.6",
    "tensorboard~=2.20",
    "tiktoken[blobfile]~=0.12",
    "torcheval~=0.0.6",
    "transformers~=4.57",
    "typing_extensions~=4.12",
    "wandb~=0.22",
)
"""What fairseq2 0.8.1 names in its metadata; torch is pinned so that no CUDA packages come along."""

STAND_IN = '''"""Stands in for the native extension; says that this is the mode without it."""

from pathlib import Path

__version__ = "0.8.1"
DOC_MODE = True


def _nowhere():
    return Path(__file__).parent


get_lib = get_include = get_cmake_prefix_path = _nowhere


def torch_version():
    return "2.13.0"


def torch_variant():
    return "CPU-only"


def supports_image():
    return False


def supports_cuda():
    return False


def cuda_version():
    return None
'''


def prepare(folder: Path) -> Path:
    """Make the environment if it is not there; returns its Python."""
    python = folder / "bin" / "python"
    finished = folder / "finished"
    if not finished.exists():
        sys.stdout.write(f"installing {FAIRSEQ2} and what it needs into {folder.name}\n")
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *NEEDED], check=True)
        subprocess.run([*install, "--no-deps", FAIRSEQ2], check=True)
        site = subprocess.check_output(
            [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        )
        package = Path(site.strip()) / "fairseq2n"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").write_text(STAND_IN)
        finished.touch()
    return python
