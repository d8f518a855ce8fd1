"""Values that are made when they are read."""

from __future__ import annotations

import pickle
from copy import copy, deepcopy

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


def test_copies_stay_late_and_another_process_gets_what_is_made() -> None:
    fields = LateFields({"checkpoint": Late("as written", lambda: "made")})
    for again in (copy(fields), deepcopy(fields)):
        assert (again["checkpoint"], *again.values()) == ("made", "as written")
    assert pickle.loads(pickle.dumps(fields)) == {"checkpoint": "made"}
