"""The signature guard, and the blueprint with strict JSON that all routes of the API share."""

from collections.abc import Callable
from typing import Any, cast

import flask_smorest
from flask import current_app, g, request
from webargs import core
from webargs.flaskparser import FlaskParser

from inspection.domain.canonical import parse_json
from inspection.store.records import Incarnation
from inspection.sync.authentication import SignedRequest, authenticate, identify, spend_nonce
from inspection.sync.office import Office
from inspection.sync.refusals import Refused
from inspection.web.api.schemas import ErrorSchema
from inspection.web.errors import SENTENCES
from inspection.web.incoming import InflatingRequest


class StrictParser(FlaskParser):
    """Reads JSON without silent repairs: repeated keys, NaN and endless nesting are refused."""

    def load_json(self, req: Any, schema: Any) -> Any:
        """Return the JSON of the request."""
        if not core.is_json(req.mimetype):
            return core.missing
        try:
            return parse_json(req.get_data())
        except ValueError:
            raise Refused("malformed_json") from None


class Blueprint(flask_smorest.Blueprint):
    """A blueprint of the API."""

    ARGUMENTS_PARSER = StrictParser()

    def refuses(self, *codes: str) -> Callable[[Any], Any]:
        """Document the refusals that a route can answer."""
        by_status: dict[int, list[str]] = {}
        for code in ("malformed_json", "unsupported_media_type", *codes):
            by_status.setdefault(SENTENCES[code].status, []).append(code)

        def decorate(view: Any) -> Any:
            for status, found in by_status.items():
                view = self.alt_response(status, schema=ErrorSchema, description=", ".join(found))(view)
            return view

        return decorate


SIGNED = ("signature_invalid", "incarnation_unknown", "incarnation_revoked", "nonce_reused", "too_large")
"""What every signed route may refuse."""


SPENT_WITH_THEIR_EFFECT = frozenset({"sync.take_batch"})
"""Routes that call `spend` themselves: the nonce and what it brought are then written in one durable step."""


HANDING_IN = frozenset({"sync.take_batch", "files.announce", "files.ask", "files.write"})
"""What a tablet that was shut out may still do: bring what it had not sent, and be answered outcomes alone."""


def require_signature() -> None:
    """Let only enrolled incarnations pass; the sender is then `sender`.

    Raises:
        Refused: See `inspection.sync.authentication.authenticate`.
    """
    incoming = cast(InflatingRequest, request)
    query = incoming.query_string.decode("ascii", "replace")
    path = f"{incoming.path}?{query}" if query else incoming.path
    signed = SignedRequest(incoming.method, path, incoming.sent_body)
    ask = identify if request.endpoint in SPENT_WITH_THEIR_EFFECT else authenticate
    handing_in = request.endpoint in HANDING_IN
    g.sender = ask(office().store, signed, incoming.headers, handing_in=handing_in)
    if g.sender.revoked_at is not None:
        _brake_who_was_shut_out(g.sender)


def _brake_who_was_shut_out(one: Incarnation) -> None:
    """Let a tablet that was shut out hand in a visit's work, and not fill the disk.

    Raises:
        Refused: ``too_many_handed_in``.
    """
    wait = current_app.extensions["handed_in"].seconds_to_wait(one.incarnation)
    if wait:
        raise Refused("too_many_handed_in", retry_after_s=wait)


def spend() -> None:
    """Spend this request's nonce, inside the transaction of what it asks for.

    Raises:
        Refused: ``nonce_reused``.
    """
    spend_nonce(office().store, sender(), request.headers)


def sender() -> Incarnation:
    """Return who signed this request."""
    return cast(Incarnation, g.sender)


def office() -> Office:
    """Return the office of this application."""
    return cast(Office, current_app.extensions["office"])
