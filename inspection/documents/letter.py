"""The body of the oficio: subject, grounds, facts, reasons, requests, written from what was found."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms.documents import Annex, Copy, Fact, Reason, Request
from forms.spanish import counted, date_in_words, hour, people, sentence
from inspection.documents.facts import FactWriter, action_words
from inspection.documents.law import LawBook, applies, confirmed_cites
from inspection.documents.minors import Minor
from inspection.documents.reading import VisitReading
from inspection.documents.values import keys_in_words, without_stop

Words = Mapping[str, Any]
BACKGROUND = (14, 15, 16, 17, 18)


def all_duties(minors: Sequence[Minor]) -> frozenset[str]:
    """Return every tag due for any of them."""
    return frozenset(tag for minor in minors for tag in minor.duties())


def subject(minors: Sequence[Minor], words: Words, urgent: bool) -> str:
    """Write the *asunto*: number and kind of persons, no name.

    Source: field 5 of a complete referral.
    """
    text = words["letter"]["subject_urgent_es" if urgent else "subject_es"]
    return str(text).format(who=who(minors))


def notice_subject(minors: Sequence[Minor], words: Words) -> str:
    """Write the *asunto* of the immediate notice."""
    return str(words["letter"]["notice_subject_es"]).format(who=who(minors))


def who(minors: Sequence[Minor]) -> str:
    """Count the minors in the words of the law."""
    return people([minor.person for minor in minors])


def founded_on(words: Words, minors: Sequence[Minor], book: LawBook) -> str:
    """Write the grounds that open an oficio; only confirmed citations stand in them."""
    law = book.sentence(confirmed_cites(words["grounds"], all_duties(minors)))
    return f"Con fundamento en {'los ' if law.startswith('artículos') else ''}{law},"


def opening(reading: VisitReading, minors: Sequence[Minor], words: Words, book: LawBook) -> str:
    """Write why this letter is sent, founded from its first line."""
    texts = words["letter"]
    workplace = reading.words("visit", "workplace_name") or texts["unnamed_workplace_es"]
    first = texts["opening_es"].format(
        law=founded_on(words, minors, book), who=who(minors), workplace=workplace
    )
    identity = texts["identity_one_es" if len(minors) == 1 else "identity_many_es"]
    return f"{first}\n{identity}"


def notice_opening(minors: Sequence[Minor], words: Words, book: LawBook) -> str:
    """Write the first line of the immediate notice."""
    text = words["letter"]["notice_opening_es"]
    return str(text).format(law=founded_on(words, minors, book), who=who(minors))


def facts(reading: VisitReading, words: Words, book: LawBook) -> tuple[str, ...]:
    """Tell when, where and by whom the facts were found, and why the acta proves them."""
    texts, order = words["letter"], reading.words("visit", "order_folio")
    found = texts["visit_with_order_es" if order else "visit_es"].format(
        day=date_in_words(reading.facts_on()), order=order
    )
    walked = reading.words("visit", "areas_walked")
    told = (f"{found} {_acta(reading, words, book)}",)
    return (*told, sentence(texts["walked_es"].format(areas=walked))) if walked else told


def _acta(reading: VisitReading, words: Words, book: LawBook) -> str:
    texts, closed = words["letter"], reading.visit.closure
    if closed is None:
        return str(texts["acta_open_es"])
    at = reading.local(closed.recorded_at)
    text = texts["acta_same_day_es" if at.date() == reading.facts_on() else "acta_es"]
    cite = book.ground(words["acta_truth"]["cite"], words["acta_truth"]["mark"]).cite
    return str(text).format(hour=hour(at), cite=cite)


def background(reading: VisitReading, words: Words) -> tuple[Fact, ...]:
    """Return the facts of the inspection and the workplace."""
    writer = FactWriter(reading, words)
    return tuple(writer.numbered(number) for number in BACKGROUND)


def _age(minor: Minor, words: Words) -> str:
    """The age with where it comes from: ``de 13 años (según documento, verificado)``."""
    writer = FactWriter(minor.reading, words, minor)
    for role in ("birth_date", "said_age"):
        known = minor.reading.answer(minor.entity, minor.reading.item(role, "minor"))
        if known.text and known.src:
            checked = ", verificado" if known.verified else ""
            return f"{minor.age_words()} ({writer.source(known.src.split(',')[0])}{checked})"
    return minor.age_words()


def reason(minor: Minor, words: Words, book: LawBook) -> Reason:
    """Say why the law reaches this minor: who, doing what, and what follows from it.

    Source: LFPA 3, V (*fundado y motivado*).
    """
    found, texts = minor.determination, words["letter"]
    task = without_stop(minor.words("task_text"))
    works = bool(task) and minor.value("work_status") != "no_trabaja"
    name = minor.person.with_article
    said = texts["working_es" if works else "present_es"].format(
        who=name[:1].upper() + name[1:], age=_age(minor, words), task=task[:1].lower() + task[1:]
    )
    because = dict.fromkeys(str(rule["because_es"]).strip().rstrip(".") for rule in found["fired"])
    parts = [said, texts["result_es"].format(title=found["title_es"].strip().rstrip("."))]
    parts += [sentence("; ".join(because))] if because else []
    doubt = {"provisional": "provisional_es", "pendiente": "pending_es"}.get(found["status"])
    parts += [texts[doubt]] if doubt else []
    cites = book.grounds(cite for rule in found["fired"] for cite in rule["cite"])
    return Reason(minor.key, without_stop(" ".join(parts)), cites)


def done(minors: Sequence[Minor], words: Words) -> tuple[str, ...]:
    """List the protective actions already taken, minor by minor."""
    return tuple(
        sentence(f"{minor.key}: {action_words(FactWriter(minor.reading, words, minor), happening)}")
        for minor in minors
        for happening in minor.actions()
    )


def requests(minors: Sequence[Minor], words: Words, book: LawBook) -> tuple[Request, ...]:
    """Write what is asked: urgent measures first, each naming for whom. They are asked, never ordered."""
    data = words["requests"]
    total = len(minors)
    urgent = _by_option(minors, "urgent_measures_asked", data["urgent"], ())
    written = [_request(data["urgent"][code], keys, total, book, True) for code, keys in urgent.items()]
    asked = {key for keys in urgent.values() for key in keys}
    pending = [minor.key for minor in minors if minor.is_urgent and minor.key not in asked]
    if pending:
        written.append(_request(data["urgent_default"], pending, total, book, True))
    ordinary = _by_option(minors, "ordinary_requests", data["ordinary"], tuple(data["ordinary_default"]))
    written += [_request(data["ordinary"][code], keys, total, book, False) for code, keys in ordinary.items()]
    return tuple(written)


def _by_option(
    minors: Sequence[Minor], role: str, data: Words, default: tuple[str, ...]
) -> dict[str, list[str]]:
    """Return {option: keys of the minors for whom it was marked}, in the order of the data."""
    marked: dict[str, list[str]] = {code: [] for code in data}
    for minor in minors:
        chosen = minor.value(role)
        codes = [code for code in chosen if code in data] if isinstance(chosen, list) else []
        for code in codes or default:
            marked[code].append(minor.key)
    return {code: keys for code, keys in marked.items() if keys}


def _request(entry: Words, keys: list[str], total: int, book: LawBook, urgent: bool) -> Request:
    text = entry["text_es"].format(of=f"de {keys_in_words(keys, total)}")
    return Request(text, book.grounds(entry["cite"], entry["mark"]), urgent)


def reply(words: Words, urgent: bool) -> str:
    """Write the request to report back; it says that the law fixes no term."""
    data = words["reply"]
    hours = counted(int(data["urgent_hours"]), "hora", "horas", feminine=True)
    days = counted(int(data["ordinary_days"]), "día", "días")
    head = data["urgent_es"].format(hours=hours) if urgent else "Se solicita atentamente informar, "
    return head + data["ordinary_es"].format(days=days)


def annexes(reading: VisitReading, minors: Sequence[Minor], words: Words) -> tuple[Annex, ...]:
    """List what travels with the letter."""
    data = words["annexes"]
    count = counted(len(minors), "ficha individual", "fichas individuales", feminine=True)
    found = [Annex(sentence(data["sheets_es"].format(count=count)))]
    closed = reading.visit.closure
    if closed:
        order = reading.words("visit", "order_folio") or "sin número"
        found.append(
            Annex(
                sentence(data["acta_es"].format(order=order)),
                f"Huella SHA-256 del texto: {closed.text_sha256}.",
            )
        )
    return (*found, Annex(data["privacy_es"]))


def copies(words: Words, tags: frozenset[str]) -> tuple[Copy, ...]:
    """Return who gets a copy and for what: never employer, union or consulate."""
    return tuple(
        Copy(entry["who_es"], entry["purpose_es"]) for entry in words["copies"] if applies(entry, tags)
    )
