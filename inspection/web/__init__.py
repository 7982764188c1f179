"""The web application: the tablets' API, the tablet app itself, the desk."""

from typing import Any

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from inspection.clock import Clock, Rng, system_clock, system_rng
from inspection.store.files import Files
from inspection.store.keys import load_keys
from inspection.store.sqlite.store import open_store
from inspection.sync.office import Office
from inspection.web import desk, sign_in, tablet_app, verification
from inspection.web.access import close_by_default
from inspection.web.api import register_api
from inspection.web.api.brake import Brake
from inspection.web.desk.batch_due import lasting_owed, visit_owes
from inspection.web.desk.inbox import lasting_summaries, summary_of
from inspection.web.desk.shelf import Shelf
from inspection.web.errors import register_errors
from inspection.web.failures import where_it_failed
from inspection.web.incoming import MAX_BODY_BYTES, InflatingRequest
from inspection.web.quick_json import QuickJson
from inspection.web.security import secure_answers
from inspection.web.settings import Settings

__all__ = ["Settings", "create_app", "open_office"]


class Application(Flask):
    """Flask with requests that inflate, and a log without values."""

    request_class = InflatingRequest
    json_provider_class = QuickJson

    def log_exception(self, exc_info: Any) -> None:
        """Write where it failed; neither the address asked nor any message, which may quote a value."""
        self.logger.error("failure in %s\n%s", request.endpoint, where_it_failed(exc_info[1]))


def open_office(settings: Settings, *, clock: Clock = system_clock, rng: Rng = system_rng) -> Office:
    """Open the store, the keys and the files.

    Raises:
        KeysInsideData: The keys folder lies inside the data folder.
    """
    keys = load_keys(settings.keys_dir, settings.data_dir, rng)
    store = open_store(settings.data_dir)
    return Office(store, keys, Files(settings.data_dir / "files", rng), clock, rng)


MOST_HANDED_IN = 240
"""Requests in ten minutes by which a tablet that was shut out hands in its work: some 60 MB."""


def create_app(settings: Settings, *, clock: Clock = system_clock, rng: Rng = system_rng) -> Flask:
    """Return the application, closed by default."""
    app = Application(__name__)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, SESSION_COOKIE_SECURE=settings.secure_cookies)
    app.extensions["office"] = open_office(settings, clock=clock, rng=rng)
    app.extensions["settings"] = settings
    app.extensions["inbox_shelf"] = Shelf(summary_of, lasting_summaries())
    app.extensions["owed_shelf"] = Shelf(visit_owes, lasting_owed())
    app.extensions["unsigned_urgents"] = Brake(clock)
    app.extensions["comparisons"] = Brake(clock)
    app.extensions["handed_in"] = Brake(clock, most=MOST_HANDED_IN)
    guards = register_api(app)
    app.register_blueprint(tablet_app.blueprint)
    app.register_blueprint(sign_in.blueprint)
    app.register_blueprint(verification.blueprint)
    app.register_blueprint(desk.blueprint)
    guards["desk"] = sign_in.require_supervisor
    app.add_url_rule("/", "root", root)
    close_by_default(app, guards)
    register_errors(app)
    secure_answers(app, https=settings.secure_cookies)
    return app


def root() -> Response:
    """The desk is the front door of a browser."""
    return redirect("/escritorio/")
