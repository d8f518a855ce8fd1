"""From a tree to the settings of its `catalog.toml`; the parser is imported only if the file has settings."""

from __future__ import annotations

from assetcards.model.settings import MAX_SETTINGS_BYTES, Settings
from assetcards.trees.foreign import read_file
from assetcards.trees.tree import SETTINGS_FILE, FileMissingError, FileUnreadableError, Tree


def load_settings(tree: Tree) -> Settings:
    """The settings of a tree; errors in them are in `findings`, and the defaults apply instead."""
    try:
        content = read_file(tree, SETTINGS_FILE, MAX_SETTINGS_BYTES + 1)
    except FileMissingError:
        return Settings()
    except FileUnreadableError as error:
        from assetcards.model.settings_reading import unread_settings

        return unread_settings(error.reason)
    return parse_settings(content)


def parse_settings(content: bytes) -> Settings:
    """Read the bytes of a `catalog.toml`.

    >>> parse_settings(b'environments = ["lab"]').environments
    ('lab',)
    """
    if all(not line.strip() or line.lstrip().startswith(b"#") for line in content.splitlines()):
        return Settings(is_catalog=True)
    from assetcards.model.settings_reading import read_settings

    return read_settings(content)
