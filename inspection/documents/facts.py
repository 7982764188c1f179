"""The fields of a complete referral as facts: value, source and whether it was checked; blanks in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from forms.documents import Fact, FactGroup
from forms.spanish import joined, sentence, short_date
from inspection.documents.minors import Minor
from inspection.documents.office import municipality_words
from inspection.documents.reading import Answer, VisitReading
from inspection.documents.values import continued, inner, inside, without_stop
from inspection.domain.events import minor_key
from inspection.domain.opening import Happening
from inspection.domain.review import in_effect

Field = Mapping[str, Any]
Words = Mapping[str, Any]
RECEIPT = "receipt"
UNCHECKED_SOURCES = ("child", "adult", "employer", "estimate")


class FactWriter:
    """Writes the fields of the data of papers for one entity.

    Args:
        reading: The visit.
        words: The data of papers.
        minor: Whose facts; None for the visit's own.
    """

    def __init__(self, reading: VisitReading, words: Words, minor: Minor | None = None) -> None:
        self.reading, self.words, self.minor = reading, words, minor
        self.entity = minor.entity if minor else "visit"

    def fact(self, field: Field) -> Fact:
        """Write one field: composed by us, or joined from the answers that form it."""
        if self.minor and self.minor.duties().intersection(field.get("not_for", ())):
            return Fact(field["number"], field["label_es"], self.words["blanks"]["not_applicable"], blank=True)
        composed = _COMPOSED.get(field.get("compose", ""))
        fact = composed(self, field) if composed else None
        return fact or self.from_parts(field)

    def groups(self) -> tuple[FactGroup, ...]:
        """Write every group of a sheet, in the order of the data."""
        fields = [f for f in self.words["fields"] if f["place"] == "sheet"]
        return tuple(
            FactGroup(title, tuple(self.fact(f) for f in fields if f["group"] == code))
            for code, title in self.words["groups"].items()
        )

    def placed(self, place: str) -> tuple[Fact, ...]:
        """Write the fields of one place, ``lead`` or ``account``, by rank."""
        fields = [f for f in self.words["fields"] if f["place"] == place]
        return tuple(self.fact(f) for f in sorted(fields, key=lambda f: f.get("rank", f["number"])))

    def numbered(self, number: int) -> Fact:
        """Write one field by its number."""
        return self.fact(next(f for f in self.words["fields"] if f["number"] == number))

    def from_parts(self, field: Field) -> Fact:
        """Join the answers that form a field; what was not asked is said at the end."""
        parts = field.get("parts", ())
        answers = [(part, self._answer(part)) for part in parts]
        given = [(part, answer) for part, answer in answers if answer.text]
        if not given:
            return self.blank(field, [answer for _, answer in answers])
        said = [self._said(field, part, answer) for part, answer in given]
        text = "; ".join([*said[:1], *(continued(words) for words in said[1:])])
        text += self._lacking([(part, answer) for part, answer in answers if not answer.text])
        if "unasked_es" in field:
            text += f" ({self.words['blanks']['not_asked']}: {joined(field['unasked_es'])})"
        source, verified = self._origin([answer for _, answer in given])
        return Fact(field["number"], field["label_es"], sentence(text), source, verified)

    def _lacking(self, answers: Sequence[tuple[Mapping[str, Any], Answer]]) -> str:
        """Say what a part lacks: always why nobody answered it, and what was not asked when it matters."""
        by_reason: dict[str, list[str]] = {}
        for part, answer in answers:
            reason = answer.blank or "unanswered"
            before = str(part.get("as", "")).partition(": {}")
            name = part.get("short_es") or part.get("named_es") or (before[0] if before[1] else "")
            if reason == "not_applicable" or not name or (reason == "unanswered" and "short_es" not in part):
                continue
            by_reason.setdefault(str(self.words["blanks"][reason]), []).append(str(name))
        said = "; ".join(f"{reason}: {joined(names)}" for reason, names in by_reason.items())
        return f" ({said})" if said else ""

    def blank(self, field: Field, answers: Sequence[Answer] = ()) -> Fact:
        """Say why there is no value: the strongest reason given, else that it was not asked."""
        reasons = [answer.blank for answer in answers if answer.blank and answer.blank != "unanswered"]
        unanswered = field.get("blank_es", self.words["blanks"]["unanswered"])
        text = self.words["blanks"][reasons[0]] if reasons else unanswered
        return Fact(field["number"], field["label_es"], text, blank=True)

    def _answer(self, part: Mapping[str, Any]) -> Answer:
        scope = "minor" if self.minor else "visit"
        item = self.reading.items.get(part["item"]) if "item" in part else self.reading.item(part["role"], scope)
        return self.reading.answer(self.entity, item)

    def _said(self, field: Field, part: Mapping[str, Any], answer: Answer) -> str:
        text = part["none_es"] if answer.exclusive and "none_es" in part else without_stop(answer.text)
        if answer.disputed:
            text += " (versiones distintas, por aclarar)"
        whole = part.get({"sí": "yes_es", "no": "no_es"}.get(text, ""))
        if whole:
            return str(whole)
        said = str(part.get("as", "{}"))
        return said.replace("{}", text if said.startswith("{}") else continued(text))

    def _origin(self, answers: Sequence[Answer]) -> tuple[str, bool | None]:
        """One source with its check apart; several, each with its own."""
        checks: dict[str, bool | None] = {}
        for answer in answers:
            for code in filter(None, answer.src.split(",")):
                checked = True if answer.verified else False if code in UNCHECKED_SOURCES else None
                checks[code] = checks.get(code, True) and checked
        names = {code: self.source(code) for code in checks}
        if len(checks) == 1:
            code = next(iter(checks))
            return names[code], checks[code]
        words = {True: ", verificado", False: ", sin verificar", None: ""}
        return "; ".join(names[code] + words[checked] for code, checked in checks.items()), None

    def source(self, code: str) -> str:
        """Name a source in words, in agreement with the minor."""
        of_minor = self.minor.of_minor if self.minor else ""
        return str(self.words["sources"].get(code, code)).replace("{of_minor}", of_minor)


def _age(writer: FactWriter, field: Field) -> Fact | None:
    """The age as determined, then what that does not say yet; a document that proves it is its source."""
    if writer.minor is None:
        return None
    age = writer.minor.determination["age"]
    why, whole = age.get("explain_es") or "", writer.from_parts(field)
    told = bool(why) and age["source"] != "contradictoria"
    kept = [part for part in field["parts"] if not (told and part.get("unless_explained"))]
    rests = writer.from_parts({**field, "parts": kept})
    parts = [sentence(why or writer.minor.age_words().removeprefix("de ")), "" if rests.blank else rests.value]
    source, verified = whole.source, whole.verified
    if age["source"] == "documento":
        source, verified = writer.source("document"), writer.minor.is_birth_checked or None
    return Fact(field["number"], field["label_es"], " ".join(filter(None, parts)), source, verified)


def _legal_status(writer: FactWriter, field: Field) -> Fact | None:
    if writer.minor is None:
        return None
    return Fact(field["number"], field["label_es"], sentence(writer.minor.status_words()))


def _finding(writer: FactWriter, field: Field) -> Fact | None:
    if writer.minor is None:
        return None
    found = writer.minor.determination
    state = {
        "provisional": " (provisional, mientras se comprueban los datos)",
        "pendiente": " (pendiente de datos)",
    }
    title = found["title_es"] + state.get(found["status"], "")
    standing, other = writer.words["standing"], writer.minor.dissent[0]
    if other:
        title = standing["dissent_heading_es"].format(title=title, classification=other)
    marked = writer.from_parts(field)
    text = sentence(title) + ("" if marked.blank else " " + marked.value)
    return Fact(field["number"], field["label_es"], text, standing[f"{writer.minor.standing}_es"])


def action_words(writer: FactWriter, happening: Happening, *, with_hour: bool = True) -> str:
    """Write one protective action: what, at what hour, by which means, with which folio.

    Empty for what is only office work and tells nothing to who receives the paper.
    """
    opened = happening.opened
    told = str(writer.words["actions"].get(opened["duty"], opened["duty"]))
    if not told:
        return ""
    hour = f"a las {action_hour(writer.reading, happening)} horas" if with_hour else ""
    by = f"por {opened['channel']}" if opened.get("channel") else ""
    folio = f"folio {opened['folio']}" if opened.get("folio") else ""
    pending = "pendiente de confirmar" if opened.get("pending") else ""
    head = ", ".join(part for part in (f"{told} {hour}".strip(), by, folio, pending) if part)
    return f"{head}; {without_stop(opened['note'])}" if opened.get("note") else head


def action_hour(reading: VisitReading, happening: Happening) -> str:
    """Return the hour an action was stamped: an instant, a local hour, or when it was recorded."""
    at = happening.opened.get("at")
    if isinstance(at, str) and "T" in at:
        return at[11:16]
    return f"{reading.local(at if isinstance(at, int) else happening.recorded_at):%H:%M}"


def _stopped(writer: FactWriter, field: Field) -> Fact | None:
    if writer.minor is None:
        return None
    taken = writer.minor.actions("immediate_cessation", "withdraw_from_task", "keep_out_pending")
    if not taken:
        return Fact(field["number"], field["label_es"], sentence(writer.words["not_stopped_es"]))
    text = "; ".join(action_words(writer, happening) for happening in taken)
    return Fact(field["number"], field["label_es"], sentence(text), writer.words["sources"]["observation"], None)


def _informed(writer: FactWriter, field: Field) -> Fact | None:
    if writer.minor is None:
        return None
    told = writer.minor.actions("immediate_notice", "criminal_report", "urgent_protection_request")
    listed = writer.from_parts(field)
    texts = [] if listed.blank else [listed.value.rstrip(".")]
    texts += [action_words(writer, happening) for happening in told]
    if not texts:
        return listed
    return Fact(field["number"], field["label_es"], sentence("; ".join(texts)), listed.source, listed.verified)


def request_labels(reading: VisitReading, codes: Iterable[str]) -> list[str]:
    """Return ordinary requests by their short labels, as parts of a sentence."""
    item = reading.item("ordinary_requests", "minor")
    labels = reading.labels(item) if item else {}
    return [inner(labels.get(code, code)) for code in codes]


def _place(writer: FactWriter, field: Field) -> Fact | None:
    """The municipality by its name, then the address and how to arrive."""
    listed, town = writer.from_parts(field), municipality_words(writer.reading, writer.words)
    if not town:
        return listed
    text = town if listed.blank else f"{town}; {listed.value}"
    return Fact(field["number"], field["label_es"], sentence(text), listed.source, listed.verified)


def _photos(writer: FactWriter, field: Field) -> Fact | None:
    photos = [h for h in writer.reading.visit.happenings if h.type == "photo_added"]
    shown_under = writer.reading.visit.corrections.at
    about = [h for h in photos if writer.minor and shown_under(h.body["subject"]) == writer.minor.entity]
    text = (
        f"{len(about)} del lugar o la herramienta, sin rostro; se conservan en el expediente"
        if about
        else "no se tomaron"
    )
    return Fact(field["number"], field["label_es"], text, blank=not about)


def _receipt(writer: FactWriter, field: Field) -> Fact | None:
    """Each receipt that came back signed for this minor: of which paper, when, and the fingerprint of its scan."""
    visit, texts = writer.reading.visit, []
    for paper in in_effect(visit, RECEIPT):
        minors = {visit.corrections.at(minor) for minor in paper.body["minors"]}
        if writer.minor is None or writer.minor.entity not in minors:
            continue
        back = (h for h in visit.happenings if h.type == "document_signed" and h.body["code"] == paper.body["code"])
        for one in back:
            at = writer.reading.local(one.recorded_at)
            told, sha = paper.body["folio"], one.body["sha256"]
            said = writer.words["receipt_es"]
            texts.append(said.format(told=told, day=short_date(at.date()), hour=f"{at:%H:%M}", sha=sha))
    source = writer.words["sources"]["office"]
    return Fact(field["number"], field["label_es"], sentence("; ".join(texts)), source) if texts else None


def _inspection(writer: FactWriter, field: Field) -> Fact | None:
    """Kind, hours, order, and who inspected."""
    words = writer.reading.words
    started, ended = words("visit", "started_at"), words("visit", "ended_at")
    blank = writer.words["blanks"]["unanswered"]
    text = "; ".join(
        part
        for part in (
            words("visit", "visit_kind") or f"tipo: {blank}",
            f"inicio: {started or blank}",
            f"término: {ended or 'la visita no ha concluido'}",
            f"persona inspectora: {words('visit', 'inspector_name') or blank}",
            f"credencial {words('visit', 'inspector_credential') or blank}",
            f"orden {words('visit', 'order_folio') or blank} de {words('visit', 'order_on') or blank}",
        )
    )
    return Fact(field["number"], field["label_es"], sentence(text))


def _attendees(writer: FactWriter, field: Field) -> Fact | None:
    """Who attended, and the contractor."""
    texts = []
    for entity, scope in writer.reading.people("attendee"):
        name = writer.reading.words(entity.entity, "person_name", scope) or "persona que no dio su nombre"
        post = writer.reading.words(entity.entity, "person_post", scope)
        texts.append(f"atendió: {name}" + (f", {inner(post)}" if post else ""))
    listed = writer.from_parts(field)
    if not listed.blank:
        texts.append(inside(f"; {without_stop(listed.value)}")[2:] if texts else without_stop(listed.value))
    return Fact(field["number"], field["label_es"], sentence("; ".join(texts))) if texts else None


def _witnesses(writer: FactWriter, field: Field) -> Fact | None:
    """Each attending witness with address and who appointed them: what an acta must say of them."""
    texts = []
    for entity, scope in writer.reading.people("attending_witnesses"):
        said = [writer.reading.words(entity.entity, role, scope) for role in ("person_name", "person_address")]
        name, address = said[0] or "persona que no dio su nombre", said[1] or "sin asentar"
        texts.append(f"{without_stop(name)}, domicilio: {continued(without_stop(address))}")
    return Fact(field["number"], field["label_es"], sentence("; ".join(texts))) if texts else None


def _endangered(writer: FactWriter, field: Field) -> Fact | None:
    """The keys of minors for whom imminent danger was marked; never a name."""
    minors = [e.entity for e in writer.reading.visit.entities.values() if e.kind == "minor" and not e.removed]
    keys = [minor_key(m) for m in minors if writer.reading.value(m, "imminent_danger", "minor") is True]
    return Fact(field["number"], field["label_es"], sentence(joined(keys))) if keys else None


_COMPOSED: dict[str, Callable[[FactWriter, Field], Fact | None]] = {
    "age": _age,
    "legal_status": _legal_status,
    "finding": _finding,
    "stopped": _stopped,
    "informed": _informed,
    "place": _place,
    "photos": _photos,
    "inspection": _inspection,
    "receipt": _receipt,
    "attendees": _attendees,
    "witnesses": _witnesses,
    "endangered": _endangered,
}
