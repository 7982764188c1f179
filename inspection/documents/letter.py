"""The body of the oficio: subject, grounds, facts, reasons, requests, written from what was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms.documents import Annex, Copy, Fact, Reason, Request
from forms.spanish import counted, date_in_words, hour, joined, people, sentence
from inspection.documents.facts import FactWriter, action_hour, action_words
from inspection.documents.law import LawBook, applies, confirmed_cites
from inspection.documents.minors import AGREED, DISSENT, Minor, alike
from inspection.documents.reading import VisitReading
from inspection.documents.values import inner, inside, keys_in_words, without_stop

Words = Mapping[str, Any]
BACKGROUND = (14, 15, 16, 17, 18)
MEASURES_TAKEN = 49


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


def founded_on(entries: Iterable[Words], minors: Sequence[Minor], book: LawBook) -> str:
    """Write grounds as one phrase; only confirmed citations stand in it. Empty when there are none."""
    law = book.sentence(confirmed_cites(entries, all_duties(minors)))
    article = "los " if law.startswith("artículos") else "el " if law.startswith("artículo") else ""
    return article + law


def opening(reading: VisitReading, minors: Sequence[Minor], words: Words, book: LawBook) -> str:
    """Write why this letter is sent, founded from its first line."""
    texts = words["letter"]
    workplace = _workplace(reading, texts)
    first = texts["opening_es"].format(
        law=f"Con fundamento en {founded_on(words['grounds'], minors, book)},",
        who=who(minors),
        workplace=workplace,
    )
    identity = texts["identity_one_es" if len(minors) == 1 else "identity_many_es"]
    return f"{first}\n{identity}"


def workplace_words(reading: VisitReading, words: Words) -> str:
    """Return ``el centro de trabajo «El Supuesto»``, or that it is the one inspected."""
    return _workplace(reading, words["letter"])


def _workplace(reading: VisitReading, texts: Words) -> str:
    name = without_stop(reading.words("visit", "workplace_name"))
    return str(texts["named_workplace_es"]).format(name=name) if name else str(texts["unnamed_workplace_es"])


def notice_opening(reading: VisitReading, minors: Sequence[Minor], words: Words, book: LawBook) -> str:
    """Write the first line of the immediate notice: only the law that orders to give it."""
    texts = words["letter"]
    law = founded_on([entry for entry in words["grounds"] if entry.get("notice")], minors, book)
    workplace = _workplace(reading, texts)
    text = str(texts["notice_opening_es"])
    return text.format(law=f"Con fundamento en {law},", who=who(minors), workplace=workplace)


def notice_founded(minors: Sequence[Minor], words: Words, book: LawBook) -> str:
    """Write the rest of the law the notice rests on."""
    law = founded_on([entry for entry in words["grounds"] if not entry.get("notice")], minors, book)
    return str(words["letter"]["notice_founded_es"]).format(law=law) if law else ""


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
    cite = book.sentence([words["acta_truth"]["cite"]])
    return str(text).format(hour=hour(at), cite=cite)


def background(reading: VisitReading, words: Words) -> tuple[Fact, ...]:
    """Return the facts of the inspection and the workplace; their source is the acta, said once in *Hechos*."""
    writer = FactWriter(reading, words)
    return tuple(replace(writer.numbered(number), source="", verified=None) for number in BACKGROUND)


def _age(minor: Minor, words: Words) -> str:
    """The age with where it comes from: ``de 13 años (según documento, verificado)``."""
    source = words["age_sources"].get(minor.determination["age"]["source"], "")
    checked = ", verificado" if source and minor.is_birth_checked else ""
    return minor.age_words() + (f" ({source}{checked})" if source else "")


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
    because = dict.fromkeys(inside(str(rule["because_es"]).strip().rstrip(".")) for rule in found["fired"])
    parts = [said]
    parts += [sentence(". ".join(because))] if because else []
    parts += [texts["result_es"].format(title=inner(found["title_es"].strip().rstrip(".")))]
    doubt = {"provisional": "provisional_es", "pendiente": "pending_es"}.get(found["status"])
    parts += [texts[doubt]] if doubt else []
    parts += _standing(minor, texts)
    cites = book.grounds(cite for rule in found["fired"] for cite in rule["cite"])
    return Reason(minor.key, without_stop(" ".join(parts)), cites)


def reasons(minors: Sequence[Minor], words: Words, book: LawBook) -> tuple[Reason, ...]:
    """Say it of each minor; what is so of several to the letter is read once, with the keys of all."""
    also = words["letter"]["also_es"]
    return tuple(
        replace(
            said,
            key=keys[0],
            also=also.format(keys=joined(keys[1:])) if len(keys) > 1 else "",
            keys=tuple(keys),
        )
        for said, keys in alike(minors, lambda minor: replace(reason(minor, words, book), key=""))
    )


def _standing(minor: Minor, texts: Words) -> list[str]:
    """Say whether the inspector holds the classification; a dissent with its reason."""
    if minor.standing == AGREED:
        return [str(texts["agreed_es"])]
    if minor.standing != DISSENT:
        return []
    other, why = minor.dissent
    reason = texts["dissent_reason_es"].format(reason=inner(why)) if why else ""
    return [str(texts["dissent_es"]).format(classification=other, reason=reason)]


def done(minors: Sequence[Minor], words: Words) -> tuple[str, ...]:
    """Tell the protective actions already taken: one paragraph a minor, hour by hour."""
    texts = words["done"]
    return tuple(
        texts["minor_es" if len(keys) == 1 else "many_es"].format(key=keys[0], keys=joined(keys), told=told)
        for told, keys in alike(minors, lambda minor: _done(minor, words))
        if told
    )


def _done(minor: Minor, words: Words) -> str:
    writer = FactWriter(minor.reading, words, minor)
    by_hour: dict[str, list[str]] = {}
    for happening in minor.actions():
        if text := action_words(writer, happening, with_hour=False):
            by_hour.setdefault(action_hour(minor.reading, happening), []).append(text)
    texts, measures = words["done"], writer.numbered(MEASURES_TAKEN)
    parts = [texts["hour_es"].format(hour=at, told="; ".join(dict.fromkeys(by_hour[at]))) for at in sorted(by_hour)]
    parts += (
        [] if measures.blank else [sentence(texts["measures_es"].format(measures=inside(f": {measures.value}")[2:]))]
    )
    return " ".join(parts)


def requests(minors: Sequence[Minor], words: Words, book: LawBook, *, notice: bool = False) -> tuple[Request, ...]:
    """Write what is asked: urgent measures first, each naming for whom. They are asked, never ordered.

    Args:
        minors: For whom.
        words: The data of papers.
        book: The law.
        notice: Only what cannot wait for the oficio.
    """
    data = words["requests"]
    total = len(minors)
    urgent = by_option(minors, "urgent_measures_asked", data["urgent"], ())
    written = [_request(data["urgent"][code], keys, total, book, True) for code, keys in urgent.items()]
    asked = {key for keys in urgent.values() for key in keys}
    pending = [minor.key for minor in minors if minor.is_urgent and minor.key not in asked]
    if pending:
        written.append(_request(data["urgent_default"], pending, total, book, True))
    options = {code: entry for code, entry in data["ordinary"].items() if entry.get("notice") or not notice}
    default = tuple(code for code in data["ordinary_default"] if code in options)
    ordinary = by_option(minors, "ordinary_requests", options, default)
    written += [_request(data["ordinary"][code], keys, total, book, False) for code, keys in ordinary.items()]
    return tuple(written)


def by_option(minors: Sequence[Minor], role: str, data: Words, default: tuple[str, ...]) -> dict[str, list[str]]:
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
    return tuple(Copy(entry["who_es"], entry["purpose_es"]) for entry in words["copies"] if applies(entry, tags))
