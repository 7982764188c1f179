"""Legal grounds for papers: chosen by what is due, said in the words of the law's data, with their mark."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms.documents import Ground
from forms.spanish import joined

TO_VALIDATE = "por_validar"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
Entry = Mapping[str, Any]


class LawBook:
    """The citations of a bundle by their short name.

    Args:
        law: ``bundle["law"]``.
    """

    def __init__(self, law: Mapping[str, Any]) -> None:
        # A case must leave whatever its bundle holds: one without law cites nothing as certain.
        self._citations = {entry["cite"]: entry for entry in law.get("citations", {}).values()}
        self._instruments = law.get("instruments", {})

    def ground(self, cite: str, mark: str = "confirmado", text: str = "") -> Ground:
        """Return one ground; a citation the law's data does not know is never certain."""
        known = self._citations.get(cite)
        if known is None:
            return Ground(text, self._unknown(cite), TO_VALIDATE)
        weaker = TO_VALIDATE if TO_VALIDATE in (mark, known["mark"]) else "confirmado"
        return Ground(text or known["says_es"], self.short(cite), weaker)

    def _unknown(self, cite: str) -> str:
        """Write a citation that is not in the law's data as the others are, when its law and article are plain."""
        law, _, article = cite.partition(" ")
        shorts = {instrument["short"] for instrument in self._instruments.values()}
        return f"artículo\u00a0{article}, {law}" if law in shorts and article.isdigit() else cite

    def grounds(self, cites: Iterable[str], mark: str = "confirmado") -> tuple[Ground, ...]:
        """Return citations for the end of a sentence: one ground a law and mark, its articles together."""
        groups: dict[tuple[str, str], list[str]] = {}
        strange = []
        for cite in dict.fromkeys(cites):
            known = self._citations.get(cite)
            if known is None:
                strange.append(Ground("", cite, TO_VALIDATE))
                continue
            weaker = TO_VALIDATE if TO_VALIDATE in (mark, known["mark"]) else "confirmado"
            groups.setdefault((known["instrument"], weaker), []).append(self._provision(cite))
        found = [Ground("", self._articles(law, provisions), weaker) for (law, weaker), provisions in groups.items()]
        return (*found, *strange)

    def _articles(self, instrument: str, provisions: Sequence[str]) -> str:
        short = self._instruments[instrument]["short"]
        articles = merged([p for p in provisions if p])
        return f"{_noun(articles)}\u00a0{enumerated(articles)}, {short}" if articles else str(short)

    def short(self, cite: str) -> str:
        """Write a citation in words with the law by its initials: ``artículo 23, primer párrafo, LFT``."""
        known = self._citations[cite]
        instrument = self._instruments[known["instrument"]]
        provision = self._provision(cite)
        return f"{provision}, {instrument['short']}" if provision else instrument["short"]

    def _provision(self, cite: str) -> str:
        """The article without its law; spaces that must not break do not."""
        known = self._citations[cite]
        title = self._instruments[known["instrument"]]["title_es"]
        head, found, _ = known["full_es"].rpartition(title)
        if not found or not head:
            return ""
        words = head.strip().removesuffix("de la").removesuffix("del").rstrip(", ")
        return ", ".join(part.replace(" ", "\u00a0") for part in words.split(", "))

    def sentence(self, cites: Iterable[str]) -> str:
        """Write confirmed citations by law: ``artículos 5 y 12 de la Ley …; y 22 Bis de la Ley …``."""
        by_law: dict[str, list[str]] = {}
        for cite in dict.fromkeys(cites):
            known = self._citations.get(cite)
            if known and known["mark"] != TO_VALIDATE:
                by_law.setdefault(known["instrument"], []).append(self._provision(cite))
        phrases = []
        for instrument, provisions in by_law.items():
            title = self._instruments[instrument]["title_es"]
            articles = merged([p for p in provisions if p])
            link = "de la" if self._is_feminine(instrument) else "del"
            close = "," if articles and "," in articles[-1] else ""
            phrases.append(f"{_noun(articles)} {enumerated(articles)}{close} {link} {title}" if articles else title)
        return "; ".join(phrases[:-1]) + ("; y " if len(phrases) > 1 else "") + (phrases[-1] if phrases else "")

    def _is_feminine(self, instrument: str) -> bool:
        """A law says its own gender in the full citation: *de la Ley*, *del Código*."""
        title = self._instruments[instrument]["title_es"]
        sample = next((c["full_es"] for c in self._citations.values() if c["instrument"] == instrument), "")
        return sample.endswith(f"de la {title}")


def merged(provisions: Sequence[str]) -> list[str]:
    """Bring together the provisions of one article, and put articles in their order.

    >>> merged(["artículo 47, fracción V", "artículo 12", "artículo 47, fracción VI"])
    ['12', '47, fracciones\\xa0V y VI']
    >>> merged(["artículo 176, fracción IV", "artículo 176, fracción I, numeral 2"])
    ['176, fracciones\\xa0I, numeral 2; y IV']
    """
    tails: dict[str, list[str]] = {}
    for provision in provisions:
        plain = provision.replace("\u00a0", " ").removeprefix("artículo ")
        article, _, tail = plain.partition(", ")
        tails.setdefault(article, []).append(tail)
    ordered = sorted(tails, key=lambda article: (int(re.sub(r"\D.*", "", article) or 0), article))
    return [_with_tails(article, list(dict.fromkeys(filter(None, tails[article])))) for article in ordered]


def _with_tails(article: str, tails: list[str]) -> str:
    if len(tails) > 1 and all(tail.startswith("fracción ") for tail in tails):
        simple = sorted((tail.removeprefix("fracción ") for tail in tails), key=_fraction)
        between = ", " if all("," not in tail for tail in simple) else "; "
        last = " y " if between == ", " else "; y "
        return f"{article}, fracciones\u00a0{between.join(simple[:-1])}{last}{simple[-1]}"
    return ", ".join([article, *([" y ".join(tails)] if tails else [])]).replace(" ", "\u00a0").replace(",\u00a0", ", ")


def _fraction(tail: str) -> list[int]:
    """Order fractions as the law numbers them, in Roman: ``I, numeral 2``, ``II``, ``IV``, ``XIX``."""
    roman, _, rest = tail.partition(",")
    values = [_ROMAN.get(sign, 0) for sign in roman]
    following = [*values[1:], 0]
    number = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    return [number, *(int(digits) for digits in re.findall(r"\d+", rest))]


def enumerated(articles: Sequence[str]) -> str:
    """List articles as law is cited: a comma before *y* closes the fraction of the article before it.

    >>> enumerated(["5", "47, fracción V", "122"]), enumerated(["5", "12"]), enumerated(["1", "123, apartado A"])
    ('5, 47, fracción V, y 122', '5 y 12', '1 y 123, apartado A')
    """
    if len(articles) > 1 and "," in articles[-2]:
        return f"{', '.join(articles[:-1])}, y {articles[-1]}"
    return joined(articles)


def _noun(articles: Sequence[str]) -> str:
    return "artículos" if len(articles) > 1 else "artículo"


def applies(entry: Entry, tags: frozenset[str]) -> bool:
    """Tell whether an entry of the data of papers is called for: any of its ``when`` is due."""
    return "always" in entry["when"] or bool(tags.intersection(entry["when"]))


def chosen_grounds(entries: Sequence[Entry], tags: frozenset[str], book: LawBook) -> tuple[Ground, ...]:
    """Return the grounds that deserve an explanation here, and every doubtful one."""
    return tuple(
        book.ground(entry["cite"], entry["mark"], entry.get("text_es", ""))
        for entry in entries
        if applies(entry, tags) and (entry.get("explain") or entry["mark"] == TO_VALIDATE)
    )


def confirmed_cites(entries: Iterable[Entry], tags: frozenset[str]) -> list[str]:
    """Return the citations of those grounds that may be stated as certain."""
    return [entry["cite"] for entry in entries if applies(entry, tags) and entry["mark"] != TO_VALIDATE]
