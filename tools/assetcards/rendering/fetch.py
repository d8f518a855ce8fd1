"""What was fetched, or would be, for people and for programs."""

from __future__ import annotations

from assetcards.assets.fetching import Fetched, Planned
from assetcards.commands.fetch import Fetches
from assetcards.escaping import safe
from assetcards.redaction import redact
from assetcards.rendering.columns import render_columns
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json
from assetcards.sizes import render_size


def describe(fetches: Fetches) -> dict[str, object]:
    """The answer as a document for programs."""
    return {
        "revision": describe_revision(fetches.revision),
        "dry_run": fetches.is_dry,
        "assets": [
            {
                **_describe_asset(each),
                **(_describe_plan(each) if isinstance(each, Planned) else _describe_fetched(each)),
            }
            for each in fetches.assets
        ],
    }


def _describe_asset(each: Fetched | Planned) -> dict[str, object]:
    asset = each.asset
    return {
        "card": asset.card,
        "field": asset.field,
        "uri": redact(asset.uri),
        "revision": asset.revision,
        "digest": asset.digest,
    }


def _describe_plan(planned: Planned) -> dict[str, object]:
    return {"here": planned.is_here, "bytes": planned.plan.size, "files": planned.plan.files}


def _describe_fetched(fetched: Fetched) -> dict[str, object]:
    return {"path": str(fetched.path), "checked": fetched.is_checked}


def render_text(fetches: Fetches, display: Display) -> str:
    """A line for each asset: whose it is, where it is, and whether it was checked; or what it would bring."""
    rows = [
        (
            f"{display.style(safe(each.asset.card), 'name')} {safe(each.asset.field)}",
            _render_plan(each) if isinstance(each, Planned) else _render_fetched(each),
        )
        for each in fetches.assets
    ]
    return "\n".join([*render_columns(rows, indent=""), ""])


def _render_fetched(fetched: Fetched) -> str:
    return safe(str(fetched.path)) + ("" if fetched.is_checked else "  (not checked)")


def _render_plan(planned: Planned) -> str:
    uri = safe(redact(planned.asset.uri))
    if planned.is_here:
        return f"{uri} is here"
    size, files = planned.plan
    known = "an unknown size" if size is None else render_size(size)
    return f"{uri}: would fetch {known}" + (f" in {render_count(files, 'file')}" if files is not None else "")


def render_paths(fetches: Fetches, _: Display) -> str:
    """The path of each asset that was fetched, and nothing else."""
    return "".join(f"{each.path}\n" for each in fetches.assets if isinstance(each, Fetched))


FORMATS: Formats[Fetches] = {"text": render_text, "paths": render_paths, "json": as_json(describe)}
