"""Values that are made when they are read."""

from __future__ import annotations

from assetcards.fairseq2.late import Late, LateFields


def test_a_value_is_made_when_it_is_read_and_each_time() -> None:
    made = iter(["first", "second"])
    fields = LateFields({"checkpoint": Late("as written", lambda: next(made)), "license": "MIT"})
    assert ("checkpoint" in fields, dict(fields.items())["checkpoint"]) == (True, "as written")
    assert (fields["checkpoint"], fields.get("checkpoint"), fields.get("license")) == ("first", "second", "MIT")
    assert (fields.get("none"), fields.get("none", 1)) == (None, 1)


def test_fields_put_onto_others_stay_late() -> None:
    fields = LateFields({"checkpoint": "plain"})
    fields.update(LateFields({"checkpoint": Late("as written", lambda: "made")}))
    assert (fields["checkpoint"], *fields.values()) == ("made", "as written")
