"""Legal grounds for papers: chosen by what is due, said in the words of the law's data, with their mark."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms.documents import Ground
from forms.spanish import joined

TO_VALIDATE = "por_validar"
Entry = Mapping[str, Any]


class LawBook:
    """The citations of a bundle by their short name.

    Args:
        law: ``bundle["law"]``.
    """

    def __init__(self, law: Mapping[str, Any]) -> None:
        self._citations = {entry["cite"]: entry for entry in law["citations"].values()}
        self._instruments = law["instruments"]

    def ground(self, cite: str, mark: str = "confirmado", text: str = "") -> Ground:
        """Return one ground; a citation the law's data does not know is never certain."""
        known = self._citations.get(cite)
        if known is None:
            return Ground(text, cite, TO_VALIDATE)
        weaker = TO_VALIDATE if TO_VALIDATE in (mark, known["mark"]) else "confirmado"
        return Ground(text or known["says_es"], self.short(cite), weaker)

    def grounds(self, cites: Iterable[str], mark: str = "confirmado") -> tuple[Ground, ...]:
        """Return several grounds, each once."""
        return tuple(self.ground(cite, mark) for cite in dict.fromkeys(cites))

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
        """Write confirmed citations by law: ``artículos 5 y 12 de la Ley …; 22 Bis de la Ley …``."""
        by_law: dict[str, list[str]] = {}
        for cite in dict.fromkeys(cites):
            known = self._citations.get(cite)
            if known and known["mark"] != TO_VALIDATE:
                by_law.setdefault(known["instrument"], []).append(
                    self._provision(cite).removeprefix("artículo\u00a0")
                )
        phrases = []
        for instrument, articles in by_law.items():
            title = self._instruments[instrument]["title_es"]
            if not any(articles):
                phrases.append(title)
                continue
            plural = "artículos" if len(articles) > 1 else "artículo"
            link = "de la" if self._is_feminine(instrument) else "del"
            phrases.append(f"{plural} {joined(articles)} {link} {title}")
        return (
            "; ".join(phrases[:-1]) + ("; y " if len(phrases) > 1 else "") + (phrases[-1] if phrases else "")
        )

    def _is_feminine(self, instrument: str) -> bool:
        """A law says its own gender in the full citation: *de la Ley*, *del Código*."""
        title = self._instruments[instrument]["title_es"]
        sample = next((c["full_es"] for c in self._citations.values() if c["instrument"] == instrument), "")
        return sample.endswith(f"de la {title}")


def applies(entry: Entry, tags: frozenset[str]) -> bool:
    """Tell whether an entry of the data of papers is called for: any of its ``when`` is due."""
    return "always" in entry["when"] or bool(tags.intersection(entry["when"]))


def chosen_grounds(entries: Sequence[Entry], tags: frozenset[str], book: LawBook) -> tuple[Ground, ...]:
    """Return the grounds that these duties call for, in the order of the data."""
    return tuple(
        book.ground(entry["cite"], entry["mark"], entry.get("text_es", ""))
        for entry in entries
        if applies(entry, tags)
    )


def confirmed_cites(entries: Sequence[Entry], tags: frozenset[str]) -> list[str]:
    """Return the citations of those grounds that may be stated as certain."""
    return [entry["cite"] for entry in entries if applies(entry, tags) and entry["mark"] != TO_VALIDATE]
