"""Photos of a tablet of the simulation: sent in pieces that resume, as the protocol's page says."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.faults.server import Request
from tests.virtual_tablet import PREFIX

if TYPE_CHECKING:
    from tests.faults.tablet import FieldTablet

PIECE_BYTES = 1_000


@dataclass
class Photo:
    """One photo at rest on the tablet.

    Attributes:
        data: The original bytes.
        flipped: A bit of the next piece will be wrong, as after a fault of storage or memory; ``spoilt``: one was.
        wrong_offset: The next piece will be sent from a wrong offset.
        confirmed: The offset that the server last confirmed; ``by``: the server's epoch then, which no answer tells.
    """

    visit_id: str
    name: str
    subject: str
    data: bytes
    flipped: bool = False
    spoilt: bool = False
    wrong_offset: bool = False
    confirmed: int = 0
    by: str = ""
    complete: bool = False
    refused: str | None = None
    flying: bool = False


class Photos:
    """The photos of one tablet, and what went wrong in sending them."""

    def __init__(self, tablet: "FieldTablet") -> None:
        self.tablet = tablet
        self.held: dict[tuple[str, str], Photo] = {}
        self.findings: list[str] = []

    def pending(self) -> list[Photo]:
        """Return what the server has not confirmed whole and has not refused."""
        return [one for one in self.held.values() if not one.complete and not one.refused]

    def forget(self, visit_id: str) -> None:
        """Let go of a visit that this person may no longer see; what was not sent stays."""
        self.held = {key: one for key, one in self.held.items() if key[0] != visit_id or not one.complete}

    def offer_again(self) -> None:
        """After a restore the server may have lost any of them."""
        for one in self.held.values():
            one.complete, one.refused, one.confirmed = False, None, 0

    def send(self) -> None:
        """Ask of each pending photo where the server stands, and go on from there."""
        for photo in self.held.values():
            if not photo.complete and not photo.flying:
                photo.flying = True
                body = json.dumps({"name": photo.name, "size_bytes": len(photo.data)}).encode()
                self._ask(photo, "POST", f"/visits/{photo.visit_id}/files", body, {})

    def _ask(self, photo: Photo, method: str, path: str, body: bytes, more: dict[str, str]) -> None:
        tablet = self.tablet
        assert tablet.network is not None
        headers = {**tablet.proof(method, path, body), **more}
        epoch = tablet.epochs.epoch

        def heard(status: int, answer: Any) -> None:
            photo.flying = False
            if status and epoch == tablet.epochs.epoch:
                self._heard(photo, status, answer, announced=method == "POST")

        tablet.network.send(tablet.number, Request(method, PREFIX + path, body, headers), heard)

    def _heard(self, photo: Photo, status: int, answer: Any, *, announced: bool) -> None:
        self.tablet.note_refusal(status, answer)
        if status in (200, 201):
            lost = announced and answer["offset"] < photo.confirmed
            by = answer["by"]
            if lost and by == photo.by and not photo.spoilt and not self.tablet.cloned:
                self.findings.append(f"{photo.confirmed} bytes were confirmed and only {answer['offset']} are there")
            photo.confirmed, photo.by, photo.refused = answer["offset"], by, None
            photo.complete = photo.confirmed >= len(photo.data) or bool(answer.get("complete"))
        elif status == 409:
            photo.confirmed, photo.by = answer["offset"], answer["by"]
        elif status == 422 and answer["code"] == "file_hash_differs":
            if not photo.spoilt and not self.tablet.cloned:
                self.findings.append("a file sent as it was taken arrived as another")
            photo.confirmed = 0
        elif status in (404, 422):
            photo.refused = answer["code"]
        if not photo.complete and status in (200, 201, 409) and self.tablet.alive:
            self._piece(photo)

    def _piece(self, photo: Photo) -> None:
        # From a wrong offset go the bytes that stand there: taken at the true one, they would leave a gap.
        at = photo.confirmed + 7 if photo.wrong_offset else photo.confirmed
        piece = bytearray(photo.data[at : at + PIECE_BYTES])
        if photo.flipped and piece:
            piece[len(piece) // 2] ^= 4
            photo.flipped, photo.spoilt = False, True
        photo.wrong_offset, photo.flying = False, True
        path = f"/visits/{photo.visit_id}/files/{photo.name}"
        self._ask(photo, "PATCH", path, bytes(piece), {"Upload-Offset": str(at)})
