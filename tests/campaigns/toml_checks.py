"""What holds for every `catalog.toml` and `catalog.lock`, whatever its bytes."""

from __future__ import annotations

from assetcards import Catalog, MemoryTree
from assetcards.lint.lint import lint_catalog
from assetcards.model.ceilings import CEILINGS
from assetcards.model.settings import Settings
from assetcards.model.settings_file import parse_settings
from assetcards.model.settings_reading import MAX_FINDINGS
from assetcards.model.store import Store
from assetcards.sources.lockfile import LockError
from assetcards.sources.lockform import parse_lock, parse_sides

CARD = "name: tiny@lab # catalog: ignore[C610, C301] x\nmodel_family: llama\nchekpoint: https://example.org/x\n"


def check_toml(content: bytes) -> bool:
    """Read a file as settings and as a lock, and judge a card by it; whether the settings have no error."""
    settings = parse_settings(content)
    _check_settings(settings)
    files = {"models/x.yaml": CARD}
    lint_catalog(Catalog([Store(MemoryTree("campaign", files), bounds=settings.bounds)], settings=settings))
    for read in (parse_lock, parse_sides):
        try:
            read(content)
        except LockError as error:
            told = str(error)
        else:
            told = ""
        assert len(told) < 1000
    return not settings.findings


def _check_settings(settings: Settings) -> None:
    assert settings.is_catalog
    assert len(settings.findings) <= MAX_FINDINGS
    for finding in settings.findings:
        assert finding.code in ("C901", "C902", "C903")
        assert len(str(finding)) < 1000
    assert all(1 <= value <= CEILINGS[f"bounds.{name}"] for name, value in settings.bounds._asdict().items())
    assert len(settings.path_ignores) <= CEILINGS["ignore"]
