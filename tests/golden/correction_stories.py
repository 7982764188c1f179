"""Stories of persons corrected in the field: one list of events each, and what both languages must read in it.

Ana and Luis are two inspectors. A, B, C and D are cards of minors. `make_wire_vectors.py` writes what comes out.
"""

from collections.abc import Callable
from typing import Any

from inspection.domain.events import Event

A, B, C, D = (f"minor:{digit * 32}" for digit in ("a", "b", "c", "d"))
ROW, PHOTO = "row:" + "e6" * 16, "photo:" + "f7" * 16


class Story:
    """Writes one story.

    Args:
        opened: The body of `visit_opened`.
        stream: Makes a writer: `add(kind, body, seal=(subject, value))`.
        commit: Gives a subject's commitment.
    """

    def __init__(self, opened: dict, stream: Callable[[str], Any], commit: Callable[[str], str]) -> None:
        self.ana, self.luis, self.server = stream("a1" * 16), stream("b2" * 16), stream("5e" * 16)
        self.events = [self.ana.add("visit_opened", opened)]
        self.verdicts: list[Event] = []
        self._commit = commit

    def keep(self, event: Event) -> Event:
        self.events.append(event)
        return event

    def cards(self, *cards: str) -> None:
        for i, card in enumerate(cards):
            who = (self.ana, self.luis)[i % 2]
            self.keep(who.add("minor_added", {"entity": card, "commitment": self._commit(card)}))

    def said(self, who: Any, path: str, value: dict, *over: Event) -> Event:
        body = {"path": path, "supersedes": [event.ref for event in over]}
        return self.keep(who.add("answer_set", body, seal=(path.partition("/")[0], value)))

    def ticked(self, who: Any, path: str, code: str) -> Event:
        return self.keep(who.add("member_added", {"path": path}, seal=(path.partition("/")[0], {"v": code})))

    def join(self, who: Any, kept: str, other: str, **content: str) -> Event:
        body = {"entity": kept, "other": other}
        return self.keep(who.add("minors_joined", body, seal=(kept, content)))

    def undo(self, who: Any, of: Event, entity: str = "") -> Event:
        return self.keep(who.add("correction_withdrawn", {"entity": entity or of.entity, "of": of.ref}))

    def adult(self, who: Any, card: str) -> Event:
        content = {"basis": "document", "reason": "Exhibió credencial para votar."}
        return self.keep(who.add("minor_ruled_adult", {"entity": card}, seal=(card, content)))

    def confirmed(self, who: Any, card: str, classification: str, *, urgent: bool) -> Event:
        body = {"entity": card, "law_hash": "cd" * 32, "protocol_hash": "ab" * 32, "rests_on": []}
        result = {"row": classification, "urgent": urgent}
        content = {"agrees": True, "classification": classification, "result": result}
        return self.keep(who.add("determination_confirmed", body, seal=(card, content)))

    def refuse(self, event: Event) -> None:
        body = {"entity": "visit", "of": event.ref, "content_id": event.content_id.hex()}
        body |= {"code": "not_in_scope", "accepted": False}
        self.verdicts.append(self.keep(self.server.add("verdict_given", body)))


def two_rows(s: Story) -> tuple[Event, Event]:
    """Ana and Luis wrote down the same child, each on a card; answers both equal and different."""
    s.cards(A, B)
    first = s.said(s.ana, f"{A}/edad_dicha", {"v": 14, "src": "child"})
    second = s.said(s.luis, f"{B}/edad_dicha", {"v": 12, "src": "adult"})
    s.said(s.ana, f"{A}/sexo", {"v": "mujer"})
    s.said(s.luis, f"{B}/sexo", {"v": "mujer"})
    s.said(s.luis, f"{B}/escuela", {"v": "no"})
    s.said(s.ana, f"{A}/escuela", {"none": "not_asked"})
    for who, card, code in ((s.ana, A, "corte"), (s.luis, B, "corte"), (s.luis, B, "riego")):
        s.ticked(who, f"{card}/tareas", code)
    s.keep(s.luis.add("row_added", {"entity": ROW, "of": "familia", "about": B, "subject": B}))
    s.keep(s.luis.add("answer_set", {"path": f"{ROW}/parentesco", "supersedes": []}, seal=(B, {"v": "tia"})))
    photo = {"sha256": "11" * 32, "mime": "image/jpeg", "about": f"{B}/tareas", "taken_at": 1, "width": 1, "height": 1}
    taken = {"entity": PHOTO, "subject": B, "name": "22" * 32, "size_bytes": 9}
    s.keep(s.luis.add("photo_added", taken, seal=(B, photo)))
    done = {"duty": "immediate_cessation", "at": 1_763_800_050_000}
    s.keep(s.luis.add("action_taken", {"entity": B}, seal=(B, done)))
    s.confirmed(s.luis, B, "bajo_edad_minima", urgent=True)
    s.confirmed(s.ana, A, "adolescente", urgent=False)
    return first, second


def joined(s: Story) -> None:
    two_rows(s)
    s.join(s.ana, A, B, reason="Es la misma niña: la vio primero Luis.")


def settled(s: Story) -> None:
    heads = two_rows(s)
    s.join(s.ana, A, B)
    s.said(s.ana, f"{A}/edad_dicha", {"v": 13, "src": "document"}, *heads)


def settled_again(s: Story) -> None:
    heads = two_rows(s)
    s.join(s.ana, A, B)
    once = s.said(s.ana, f"{A}/edad_dicha", {"v": 13, "src": "document"}, *heads)
    s.said(s.luis, f"{A}/edad_dicha", {"v": 12, "src": "document"}, once)


def late_edit_opens_it_again(s: Story) -> None:
    first, second = two_rows(s)
    s.join(s.ana, A, B)
    s.said(s.ana, f"{A}/edad_dicha", {"v": 13, "src": "document"}, first, second)
    s.said(s.luis, f"{B}/edad_dicha", {"v": 11, "src": "adult"}, second)


def withdrawn(s: Story) -> None:
    first, second = two_rows(s)
    join = s.join(s.ana, A, B)
    s.said(s.ana, f"{A}/edad_dicha", {"v": 13, "src": "document"}, first, second)
    s.undo(s.luis, join)


def withdrawn_for_another_card(s: Story) -> None:
    two_rows(s)
    s.undo(s.luis, s.join(s.ana, A, B), entity=B)


def confirmed_anew(s: Story) -> None:
    two_rows(s)
    s.join(s.ana, A, B)
    for _ in range(5):
        s.ticked(s.ana, f"{A}/tareas", "corte")
    for card in (A, B):
        s.confirmed(s.ana, card, "adolescente", urgent=False)


def set_unticked(s: Story) -> None:
    s.cards(A, B)
    ticks = [s.ticked(s.ana, f"{A}/tareas", "corte"), s.ticked(s.luis, f"{B}/tareas", "corte")]
    s.ticked(s.luis, f"{B}/tareas", "riego")
    s.join(s.ana, A, B)
    s.keep(s.ana.add("member_removed", {"path": f"{A}/tareas", "removes": [ticks[0].ref, ticks[1].ref]}))


def chain(s: Story) -> None:
    s.cards(A, B, C)
    s.said(s.luis, f"{A}/edad_dicha", {"v": 9})
    s.join(s.ana, C, B)
    s.join(s.luis, B, A)


def circle(s: Story) -> None:
    s.cards(A, B)
    s.join(s.ana, B, A)
    s.join(s.luis, A, B)


def two_kept(s: Story) -> None:
    s.cards(A, B, C, D)
    s.join(s.ana, B, A)
    s.join(s.luis, C, A)
    s.join(s.luis, D, D)


def removed_after_seeing_the_join(s: Story) -> None:
    s.cards(A, B)
    join = s.join(s.ana, A, B)
    sees = [event.ref for event in s.events if event.entity == B]
    s.keep(s.ana.add("entity_removed", {"entity": B, "sees": [*sees, join.ref]}))


def removed_without_seeing_the_join(s: Story) -> None:
    s.cards(A, B)
    s.said(s.luis, f"{B}/edad_dicha", {"v": 10})
    s.keep(s.luis.add("entity_removed", {"entity": B, "sees": [event.ref for event in s.events if event.entity == B]}))
    s.join(s.ana, A, B)


def ruled_adult(s: Story) -> None:
    s.cards(A, B)
    s.said(s.ana, f"{A}/edad_dicha", {"v": 19})
    s.adult(s.ana, A)
    s.undo(s.ana, s.adult(s.ana, B))


def ruled_on_one_card_only(s: Story) -> None:
    s.cards(A, B, C, D)
    for kept, other in ((A, B), (C, D)):
        s.join(s.ana, kept, other)
    for card in (A, C, D):
        s.adult(s.luis, card)


def split_and_linked(s: Story) -> None:
    s.cards(A, B, C)
    s.keep(s.ana.add("minor_split", {"entity": A, "into": B}, seal=(A, {"reason": "Eran dos hermanos."})))
    s.keep(s.ana.add("minors_linked", {"entity": A, "other": B}, seal=(A, {"kin": "sibling"})))
    s.keep(s.luis.add("minors_linked", {"entity": B, "other": C}, seal=(B, {"kin": "sibling"})))
    s.join(s.luis, C, D)


def split_joined_again(s: Story) -> None:
    s.cards(A, B)
    split = s.keep(s.ana.add("minor_split", {"entity": A, "into": B}, seal=(A, {})))
    s.undo(s.ana, split)
    s.join(s.ana, A, B)


def in_quarantine_or_unsound(s: Story) -> None:
    s.cards(A, B)
    s.refuse(s.join(s.luis, A, B))
    s.keep(s.luis.add("minors_joined", {"entity": A, "other": "person:" + "9" * 32, "sealed": "A" * 40}))
    s.keep(s.luis.add("minors_joined", {"entity": A, "other": 7, "sealed": "A" * 40}))
    s.keep(s.luis.add("correction_withdrawn", {"entity": A, "of": "nothing"}))
    s.keep(s.luis.add("minor_ruled_adult", {"entity": "visit", "sealed": "A" * 40}))


def stamped_by_mistake(s: Story) -> None:
    """Stamps taken back on the card they were given on; one named for another card, or that is no stamp, stands."""
    s.cards(A, B)
    done = {"duty": "immediate_cessation", "at": 1_763_800_050_000}

    def stamp(who: Any, entity: str) -> Event:
        return s.keep(who.add("action_taken", {"entity": entity}, seal=(entity, done)))

    mistaken, standing, place = stamp(s.ana, A), stamp(s.luis, B), stamp(s.ana, "visit")
    again = stamp(s.ana, A)
    for entity, of in ((A, mistaken.ref), (A, standing.ref), ("visit", place.ref), (B, "nothing")):
        s.keep(s.ana.add("action_withdrawn", {"entity": entity, "of": of}))
    s.refuse(s.keep(s.luis.add("action_withdrawn", {"entity": A, "of": again.ref})))
    s.join(s.ana, A, B)


STORIES = (
    joined, settled, settled_again, late_edit_opens_it_again, withdrawn, withdrawn_for_another_card, confirmed_anew,
    set_unticked, chain, circle, two_kept, removed_after_seeing_the_join, removed_without_seeing_the_join, ruled_adult,
    ruled_on_one_card_only, split_and_linked, split_joined_again, in_quarantine_or_unsound, stamped_by_mistake,
)  # fmt: skip
