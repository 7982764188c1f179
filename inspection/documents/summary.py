"""What must be known from the first page of an oficio: who, where, what is asked, how to answer. No name."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms.documents import Fact, Issuer
from forms.spanish import counted, people, sentence
from inspection.documents.facts import FactWriter, request_labels
from inspection.documents.letter import by_option
from inspection.documents.minors import Minor
from inspection.documents.office import TO_COMPLETE, municipality_words
from inspection.documents.reading import VisitReading
from inspection.documents.values import inner, keys_in_words, without_stop

Words = Mapping[str, Any]
WORKPLACE = 15


def summary_of(minors: Sequence[Minor], words: Words, issuer: Issuer) -> tuple[Fact, ...]:
    """Return the facts of the first page; minors by key, the whereabouts only in their sheets."""
    texts, reading = words["summary"], minors[0].reading
    where = texts["where_text_es"].format(place=_place(reading, words))
    return (
        *_who(minors, texts),
        Fact(0, texts["where_es"], where),
        Fact(0, texts["asked_es"], _asked(minors, words)),
        Fact(0, texts["answer_es"], _answer(minors, words, issuer)),
    )


def workplace_of(reading: VisitReading, words: Words) -> Fact:
    """Return where the workplace is, short enough to stand beside where to find a minor."""
    label = FactWriter(reading, words).numbered(WORKPLACE).label
    return Fact(0, label, sentence(_place(reading, words)))


def _who(minors: Sequence[Minor], texts: Words) -> tuple[Fact, ...]:
    if len(minors) > texts["most_minors"]:
        urgent = sum(minor.is_urgent for minor in minors)
        said = (
            texts["many_urgent_es" if urgent == 1 else "many_urgent_plural_es"] if urgent else texts["none_urgent_es"]
        )
        count = counted(urgent, "", "", feminine=True).strip()
        who = people([minor.person for minor in minors])
        return (Fact(0, texts["who_es"], sentence(texts["many_es"].format(who=who, urgent=said.format(count=count)))),)
    return tuple(Fact(0, minor.key, _minor(minor, position, texts)) for position, minor in enumerate(minors, 1))


def _minor(minor: Minor, position: int, texts: Words) -> str:
    title = inner(without_stop(minor.determination["title_es"]))
    other = minor.dissent[0]
    title += texts["dissent_es"].format(classification=other) if other else ""
    urgent = texts["urgent_es"] if minor.is_urgent else ""
    return str(texts["minor_es"]).format(headline=minor.headline(), title=title, urgent=urgent, position=position)


def _place(reading: VisitReading, words: Words) -> str:
    name = reading.words("visit", "workplace_name") or words["letter"]["unnamed_workplace_es"]
    address = without_stop(reading.words("visit", "workplace_address"))
    town = reading.municipality()[1]
    known = town in address if town else bool(address)
    return "; ".join(filter(None, (name, address, "" if known else municipality_words(reading, words))))


def _asked(minors: Sequence[Minor], words: Words) -> str:
    """Urgent measures and for whom; then the rest by its short labels."""
    data, texts = words["requests"], words["summary"]
    urgent = [minor.key for minor in minors if minor.is_urgent or minor.value("urgent_measures_asked")]
    ordinary = by_option(minors, "ordinary_requests", data["ordinary"], tuple(data["ordinary_default"]))
    more = texts["asked_more_es"].format(more="; ".join(request_labels(minors[0].reading, ordinary)))
    if not urgent:
        return sentence(more)
    keys = keys_in_words(urgent, len(minors))
    return f"{texts['asked_urgent_es'].format(keys=keys)} {more}"


def _answer(minors: Sequence[Minor], words: Words, issuer: Issuer) -> str:
    texts, data = words["summary"], words["reply"]
    contact = texts["no_contact_es"] if issuer.contact == TO_COMPLETE else inner(issuer.contact)
    urgent = any(minor.is_urgent for minor in minors)
    hours = counted(int(data["urgent_hours"]), "hora", "horas", feminine=True)
    days = counted(int(data["ordinary_days"]), "día", "días")
    text = texts["answer_urgent_es" if urgent else "answer_ordinary_es"]
    return sentence(text.format(hours=hours, days=days, contact=contact))
