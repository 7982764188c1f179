"""Rules across answers, read after the merge. Nothing is corrected: the supervisor is told until somebody settles it.

Mirrors `tablet/src/screens/coherence.ts`.
"""

from inspection.web.desk.case import Case

NOBODY_SEEN = "no_minors_seen"
ADULT_BAND = "18+"


def nobody_but_minors(case: Case) -> tuple[str, ...]:
    """Return the minors that stand although some head says that none was seen; those proved of age left out."""
    code = case.questions.id_of(NOBODY_SEEN, "visit")
    said = case.visit.plain()["answers"].get(f"visit/{code}", []) if code else []
    if not any(value.get("v") is True for value in said):
        return ()
    return tuple(m.entity for m in case.minors if case.determinations[m.entity]["age"]["band"] != ADULT_BAND)
