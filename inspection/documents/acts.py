"""Writes the acts of the inspection from a visit and the words of ``law/acts.yaml``. Pure; nothing else is said.

Who reads an order or a record may be the employer: minors by key only, and no sign of a crime.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from forms.documents import Act, Addressee, Fact, Ground, Hand, Legend, Registration, Request, Section
from forms.spanish import joined, sentence
from inspection.documents.act_slots import ActSlots, Handed, is_due
from inspection.documents.acta_versions import minor_secrets
from inspection.documents.basis import Basis, basis_of
from inspection.documents.facts import FactWriter, action_hour, action_words
from inspection.documents.minors import Minor, alike, minors_of
from inspection.documents.office import OfficeData, emission_notes, registered
from inspection.documents.reading import VisitReading
from inspection.documents.redaction import Screen
from inspection.documents.values import continued, inner, without_stop
from inspection.domain.visit import OpenedVisit
from protocols.paper_words import load_act_words

Words = Mapping[str, Any]
WITHHELD = ("minor", "minor_home")
"""What a sentence freely written may not tell: the employer may read every act."""
STOPS = ("immediate_cessation", "withdraw_from_task", "keep_out_pending")


def act_document(
    visit: OpenedVisit,
    bundle: Mapping[str, Any],
    *,
    kind: str,
    minors: Sequence[str],
    registration: Registration,
    office: OfficeData,
    asked: Mapping[str, str] | None = None,
    handed: Handed | None = None,
) -> Act:
    """Return one act.

    Args:
        visit: The visit, opened by the office.
        bundle: The bundle it pins.
        kind: A name under ``acts`` in the words of acts.
        minors: Entities the act speaks of; empty where it speaks of nobody.
        registration: Folio, code and instant of issue.
        office: Who issues.
        asked: What the desk asked for: ``{name: text}``.
        handed: The issued paper that a receipt is of.

    Raises:
        LookupError: The kind is unknown, or an entity is not a minor of the visit.
    """
    basis, acts = basis_of(visit, bundle, office), load_act_words()
    entry = acts["acts"][kind]
    found = minors_of(basis.reading, list(minors))
    slots = ActSlots(basis, acts, found, registration=registration, asked=asked or {}, handed=handed)
    writer = _Writer(basis, acts, entry, found, slots)
    numbered = registered(registration, basis.reading)
    return Act(
        kind=kind,
        title=writer.title(),
        number_label=entry["number_label_es"],
        registration=numbered,
        issuer=basis.issuer,
        legend=Legend("", "", acts["footer_es"], ()),
        subject=slots.fill(entry["subject_es"]),
        opening="\n".join(
            slots.fill(part["text_es"], law=writer.law(entry["law"])) for part in writer.due(entry["opening"])
        ),
        sections=tuple(writer.section(section) for section in entry["sections"]),
        hands=writer.hands(),
        addressee=writer.addressee(),
        urgent=entry.get("urgent"),
        signs_office=bool(entry.get("signs_office")),
        sealed=bool(entry["sealed"]),
        consult=_consult(basis) if "addressee" in entry else "",
        notes=(*emission_notes(None, basis.issuer), *writer.notes()),
    )


def _consult(basis: Basis) -> str:
    """Where the file may be consulted: an act that is notified says it (LFPA 3, XIV)."""
    return str(basis.words["reply"]["consult_es"]).format(unit=basis.issuer.unit, address=basis.issuer.address)


class _Told(NamedTuple):
    """What an act tells of one minor beside the key; the open places of ``each_minor_es``."""

    noun: str
    band: str
    task: str
    stopped: str


class _Writer:
    """Turns the entry of one act into its parts."""

    def __init__(self, basis: Basis, acts: Words, entry: Words, minors: Sequence[Minor], slots: ActSlots) -> None:
        self.basis, self.acts, self.entry, self.minors, self.slots = basis, acts, entry, minors, slots
        duties = {tag for minor in minors for tag in minor.duties()}
        self.tags = frozenset({*duties, str(basis.reading.value("visit", "authority") or "federal")})
        told = {**basis.words["actions"], **acts["visit_actions"]}
        self.facts = FactWriter(basis.reading, {**basis.words, "actions": told})
        self.screen = Screen(minor_secrets(basis), WITHHELD, acts["withheld_es"])

    def due(self, entries: Sequence[Words]) -> list[Words]:
        """Return the entries called for here."""
        return [entry for entry in entries if is_due(entry, self.tags)]

    def title(self) -> str:
        """The title; where it depends on a duty, that of the gravest."""
        main = self.entry.get("title_main_duty")
        return str(self.entry["title_es" if main is None or main in self.tags else "title_other_es"])

    def law(self, entries: Sequence[Words]) -> str:
        """Write what the act rests on."""
        return self.slots.law([entry["cite"] for entry in self.due(entries)])

    def section(self, data: Words) -> Section:
        """Write one section."""
        each = self._each_minor(data) if "each_minor_es" in data else []
        listed = [*data.get("items", ()), *self._documents(data.get("documents_of"))]
        return Section(
            code=data["code"],
            title=data["title_es"],
            paragraphs=tuple(self._paragraph(part) for part in self.due(data.get("paragraphs", ()))),
            facts=tuple(self._fact(fact) for fact in data.get("facts", ())),
            orders=tuple(order for entry in data.get("orders", ()) if (order := self._order(entry)) is not None),
            items=(*each, *listed),
            grounds=tuple(self._ground(entry) for entry in self.due(data.get("grounds", ()))),
        )

    def _paragraph(self, part: Words) -> str:
        more = {name: self.basis.book.sentence(cites) for name, cites in part.get("laws", {}).items()}
        return self.slots.fill(part["text_es"], **more)

    def _ground(self, entry: Words) -> Ground:
        return self.basis.book.ground(entry["cite"], entry.get("mark", "confirmado"), entry["text_es"])

    def _fact(self, field: Words) -> Fact:
        label = str(field["label_es"])
        if "slot" in field:
            return Fact(0, label, self.slots[field["slot"]])
        if "actions" in field:
            texts = [action_words(self.facts, h) for h in self.slots.visit_actions(field["actions"])]
            text = self.screen(sentence("; ".join(filter(None, texts))))
            return Fact(0, label, text if texts else self.acts["blank_es"], blank=not texts)
        fact = self.facts.fact({"number": 0, **field})
        value = self.screen(fact.value) if field.get("free") else fact.value
        return replace(fact, value=value, source="", verified=None)

    def _each_minor(self, data: Words) -> list[str]:
        """Say it of each minor; what is so of several to the letter is read once, with the keys of all."""
        return [
            str(data["each_minor_es" if len(keys) == 1 else "each_of_many_es"]).format(
                keys=joined(keys), **told._asdict()
            )
            for told, keys in alike(self.minors, lambda minor: self._told(data, minor))
        ]

    def _told(self, data: Words, minor: Minor) -> _Told:
        task = "" if self._is_reserved(minor) else self.screen(without_stop(minor.words("task_text")))
        band = self.basis.reading.bundle["protocol"]["acta"]["bands"].get(minor.determination["age"]["band"], "")
        stopped = minor.actions(*STOPS)
        said = ""
        if stopped:
            opened = stopped[0].opened
            note = self.screen(without_stop(str(opened.get("note") or ""))) if isinstance(opened, Mapping) else ""
            hour = action_hour(self.basis.reading, stopped[0])
            said = data["stopped_es"].format(hour=hour, note=f"; {continued(note)}" if note else "")
        text = inner(task) if task else data["task_blank_es"]
        return _Told(minor.person.noun, band or minor.age_words(), text, said)

    def _is_reserved(self, minor: Minor) -> bool:
        """What may point to a crime is told apart, never to the employer: the acta keeps the same silence."""
        reserved = self.basis.reading.bundle["protocol"]["acta"]["reserved"]["classifications"]
        return minor.determination["classification"] in reserved

    def _order(self, entry: Words) -> Request | None:
        """One thing ordered, naming the minors it reaches; None when it reaches nobody."""
        when = set(entry.get("when", ()))
        reached = [m for m in self.minors if not when or when & m.duties()]
        if when and not reached:
            return None
        # An order is precise: every key, however many, and never "all of them".
        keys = joined([minor.key for minor in reached])
        text = self.slots.fill(entry["text_es"], keys=keys)
        return Request(text, self.basis.book.grounds(entry["cite"], entry.get("mark", "confirmado")))

    def _documents(self, stage: str | None) -> list[str]:
        """The papers that the protocol reviews in a stage, by their labels."""
        stages = self.basis.reading.bundle["protocol"]["stages"]
        found = [s for s in stages if s["id"] == stage]
        items = [item for s in found for step in s["steps"] for item in step["items"] if item["type"] == "doc"]
        return [sentence(item["label_es"]) for item in items if not item["label_es"].startswith("¿")]

    def addressee(self) -> Addressee | None:
        """To whom the act is addressed: the employer by name, the superior by office, or nobody."""
        to, reading = self.entry.get("addressee"), self.basis.reading
        if to == "employer":
            name = without_stop(reading.words("visit", "employer_name"))
            texts = self.acts["people"]
            return Addressee(texts["employer_post_es"], name or texts["employer_blank_es"], "particular")
        if to == "superior":
            authority = str(reading.value("visit", "authority") or "federal")
            known = self.acts["superior"][authority]
            return Addressee(known["post_es"], known["office_es"], authority)
        return None

    def hands(self) -> tuple[Hand, ...]:
        """Who is asked to sign on paper."""
        people, found = self.acts["people"], []
        for hand in self.entry.get("hands", ()):
            if hand == "inspector":
                said = without_stop(self.basis.reading.words("visit", "inspector_name"))
                name = said or people["inspector_blank_es"]
                found.append(Hand(name, self.slots.fill(people["inspector_role_es"]), may_refuse=False))
            else:
                found += self._people(hand)
        return tuple(found)

    def _people(self, hand: str) -> list[Hand]:
        role = {"attendee": "attendee", "witnesses": "attending_witnesses"}[hand]
        prefix = "attendee" if hand == "attendee" else "witness"
        reading, people = self.basis.reading, self.acts["people"]
        label, blank = people[f"{prefix}_role_es"], people[f"{prefix}_blank_es"]
        met = [_name_and_post(reading, entity.entity, scope) for entity, scope in reading.people(role)]
        return [Hand(name or blank, f"{label}, {inner(post)}" if post else label) for name, post in met]

    def notes(self) -> list[str]:
        """Tell who issues what the visit lacks for this act."""
        named = {"inspector": "persona inspectora", "credential": "credencial", "order": "número de orden"}
        named |= {"order_on": "fecha de la orden", "employer": "nombre de la persona visitada"}
        missing = [named[name] for name in dict.fromkeys(self.slots.blanks) if name in named]
        kept = [str(self.acts["withheld_note_es"])] if self.screen.has_withheld else []
        return [*kept, *(f"Falta asentar en la visita: {name}." for name in missing)]


def _name_and_post(reading: VisitReading, entity: str, scope: str) -> tuple[str, str]:
    return reading.words(entity, "person_name", scope), reading.words(entity, "person_post", scope)


def reached_minors(reading: VisitReading, kind: str) -> tuple[str, ...]:
    """Return the minors an act is due for, in their order; empty where the act speaks of nobody."""
    duties = set((_entry(kind).get("needs") or {}).get("duties", ()))
    standing = [e.entity for e in reading.visit.entities.values() if e.kind == "minor" and not e.removed]
    return tuple(minor.entity for minor in minors_of(reading, standing) if duties & minor.duties())


def lacks_ground_for(visit: OpenedVisit, bundle: Mapping[str, Any], kind: str) -> str:
    """Say in words why an act cannot be issued from this visit; empty when it can."""
    entry, reading = _entry(kind), VisitReading(visit, bundle)
    needs = entry.get("needs")
    if not needs or _is_met(needs, reading, kind):
        return ""
    return str(entry["needs_es"])


def _is_met(needs: Words, reading: VisitReading, kind: str) -> bool:
    happenings = reading.visit.happenings
    if "duties" in needs:
        return bool(reached_minors(reading, kind))
    if "action" in needs:
        done = (h.opened for h in happenings if h.type == "action_taken" and h.entity == "visit")
        return any(isinstance(opened, Mapping) and opened.get("duty") == needs["action"] for opened in done)
    if "issued" in needs:
        return any(h.type == "document_issued" for h in happenings)
    value = reading.value("visit", needs["answer"])
    return value in needs["any"] if "any" in needs else value is not None and value not in needs["none"]


def _entry(kind: str) -> Words:
    found: Words = load_act_words()["acts"][kind]
    return found
