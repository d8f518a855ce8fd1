"""A file that is no card file here, and stops fairseq2 when it reads the folder itself.

Hidden files, and files that `exclude` of `catalog.toml` names, are no card files of a catalog. fairseq2 knows neither:
where it is given the folder of a checkout (`FAIRSEQ2_ASSET_DIR`), it reads every `*.yaml` below it, and loads none of
the cards if one of these files is not made of cards, or has the name of another card. Only the first such file is
reported, and only if git tracks it, so that others have it, too.

    # advice, in a catalog at the top of a repository: .github/workflows/ci.yml
    on: push

Nothing has to be done if fairseq2 is not given the folder itself. Else move the catalog to a folder of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from assetcards.errors import AssetCardsError
from assetcards.findings import Finding, has_errors
from assetcards.model.reading import load_card_file
from assetcards.model.store import Store
from assetcards.names import FullName
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.text.documents import Bounds


def check(subject: CatalogSubject) -> Iterator[Finding]:
    home = subject.catalog.home
    if home is None or subject.catalog.maybe_problem(home) is not None:
        return
    names = {card.full_name for card in home.cards()}
    for path in filter(home.tree.is_tracked, home.paths_out_of_scope()):
        problem = _maybe_problem(home, path, names, subject.catalog.settings.bounds)
        if problem is not None:
            message = f"no card file here, but fairseq2 reads it, and no card, if it reads this folder: {problem}"
            hint = "move it out of the folder, or the catalog into one of its own"
            yield RULE.finding(path, (0, 0), message, hint)
            return


def _maybe_problem(home: Store, path: str, names: Set[FullName], bounds: Bounds) -> str | None:
    try:
        file = load_card_file(home.tree, path, bounds)
    except AssetCardsError:  # as in a partial clone, which lacks it
        return None
    error = next((finding for finding in file.findings if has_errors([finding])), None)
    if error is not None:
        return error.message
    twice = next((card.full_name for card in file.cards if card.full_name in names), None)
    return None if twice is None else f"it has another card {str(twice)!r}"


RULE = Rule(code="C005", name="plain-folder", covers_catalog=True, check_catalog=check)
