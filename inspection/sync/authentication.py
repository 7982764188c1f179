"""Requests signed by an incarnation: no password and no session ever stops field work."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from inspection.domain.canonical import from_base64
from inspection.domain.signing import verify
from inspection.store.interface import Store
from inspection.store.records import Incarnation
from inspection.sync.refusals import Refused

HEADER_INCARNATION = "X-Resguardo-Incarnation"
HEADER_NONCE = "X-Resguardo-Nonce"
HEADER_SIGNATURE = "X-Resguardo-Signature"
NONCE_BYTES = 16


class Headers(Protocol):
    """The headers of a request, whatever holds them."""

    def get(self, name: str, default: str, /) -> str:
        """Return one, or ``default``."""


@dataclass(frozen=True)
class SignedRequest:
    """What the signature covers.

    Attributes:
        path: With its query, as sent.
        body: The bytes as sent, still compressed.
    """

    method: str
    path: str
    body: bytes

    def message(self, nonce: str) -> bytes:
        """Return the bytes that the incarnation signs."""
        digest = sha256(self.body).hexdigest()
        return f"resguardo-request-1\n{self.method}\n{self.path}\n{digest}\n{nonce}".encode()


def authenticate(
    store: Store, request: SignedRequest, headers: Headers, *, handing_in: bool = False
) -> Incarnation:
    """Return who sent the request, and spend its nonce; see `identify`.

    Raises:
        Refused: ``signature_invalid``, ``incarnation_unknown``, ``incarnation_revoked`` or ``nonce_reused``.
    """
    sender = identify(store, request, headers, handing_in=handing_in)
    spend_nonce(store, sender, headers)
    return sender


def identify(
    store: Store, request: SignedRequest, headers: Headers, *, handing_in: bool = False
) -> Incarnation:
    """Return who sent the request; its nonce must still be spent, in the transaction of what it asks for.

    With ``handing_in`` the request only brings evidence: a tablet that was shut out may make it, and its events go to
    quarantine. One whose person's account was closed hands its work in at the office.

    Raises:
        Refused: ``signature_invalid``, ``incarnation_unknown`` or ``incarnation_revoked``.
    """
    nonce = headers.get(HEADER_NONCE, "")
    signature = _bytes(headers.get(HEADER_SIGNATURE, ""))
    if len(_bytes(nonce)) != NONCE_BYTES or not signature:
        raise Refused("signature_invalid")
    sender = store.people.incarnation(headers.get(HEADER_INCARNATION, ""))
    if sender is None:
        raise Refused("incarnation_unknown")
    if not verify(sender.public_key, signature, request.message(nonce)):
        raise Refused("signature_invalid")
    if (sender.revoked_at is not None and not handing_in) or _is_dismissed(store, sender):
        raise Refused("incarnation_revoked")
    return sender


def check_author(sender: Incarnation, incarnation: str) -> None:
    """Let a tablet that was shut out bring its own streams over the network, and nobody else's.

    Raises:
        Refused: ``incarnation_revoked``.
    """
    if sender.revoked_at is not None and incarnation != sender.incarnation:
        raise Refused("incarnation_revoked")


def spend_nonce(store: Store, sender: Incarnation, headers: Headers) -> None:
    """Remember the request's nonce.

    Raises:
        Refused: ``nonce_reused``.
    """
    if not store.people.spend_nonce(sender.incarnation, headers.get(HEADER_NONCE, "")):
        raise Refused("nonce_reused")


def _is_dismissed(store: Store, sender: Incarnation) -> bool:
    """Tell whether the person's account was closed: her tablets then hand their work in at the office."""
    user = store.users.get(sender.user_id)
    return user is not None and not user.active


def _bytes(text: str) -> bytes:
    try:
        return from_base64(text)
    except ValueError:
        return b""
