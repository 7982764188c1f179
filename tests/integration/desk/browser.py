"""A browser for the desk's tests: signs in, reads forms as they stand in the page, and submits them whole."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import PASSWORD


@dataclass
class Form:
    """A form of a page: where it goes, its fields, the words of its buttons."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    words: str = ""


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = True
            self.forms.append(Form(found.get("action", ""), found.get("method", "get")))
        elif self.inside and tag == "input" and "name" in found:
            ticked = found.get("type") not in ("checkbox", "radio") or "checked" in found
            if ticked:
                self.forms[-1].fields.append((found["name"], found.get("value", "")))
        elif self.inside and tag == "button":
            self.forms[-1].words += found.get("aria-label", "") + " "

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.forms[-1].words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


class DeskBrowser:
    """One browser with its own cookies."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page: TestResponse | None = None

    def open(self, path: str) -> str:
        """Open a page, following redirects, and return its text."""
        self.page = self.client.get(path, follow_redirects=True)
        return self.text if self.page.mimetype == "text/html" else ""

    @property
    def text(self) -> str:
        """The text of the page that is open."""
        assert self.page is not None
        return self.page.get_data(as_text=True)

    @property
    def status(self) -> int:
        """The status of the page that is open."""
        assert self.page is not None
        return self.page.status_code

    def forms(self) -> list[Form]:
        """Return the forms of the page that is open."""
        parser = _Forms()
        parser.feed(self.text)
        return parser.forms

    def form(self, words: str) -> Form:
        """Return the one form whose buttons say these words."""
        found = [form for form in self.forms() if words in form.words]
        assert found, (
            f"no form says «{words}»; there are: {[' '.join(f.words.split()) for f in self.forms()]}"
        )
        return found[0]

    def submit(self, form: Form, **fields: Any) -> str:
        """Send a form with some fields changed or added, following redirects, and return the page's text."""
        data: dict[str, list[str]] = {}
        for name, value in form.fields:
            data.setdefault(name, []).append(value)
        data.update({name: value if isinstance(value, list) else [value] for name, value in fields.items()})
        self.page = self.client.post(form.action, data=data, follow_redirects=True)
        return self.text

    def press(self, words: str, **fields: Any) -> str:
        """Submit the form whose button says these words."""
        return self.submit(self.form(words), **fields)

    def sign_in(self, username: str, password: str = PASSWORD) -> str:
        """Sign in from the entrance."""
        self.open("/escritorio/entrar")
        return self.press("Entrar", username=username, password=password)
