"""The chain of one stream: each link covers every event before it."""

from collections.abc import Iterable
from hashlib import sha256

FIRST_LINK = bytes(32)
_LINK_PREFIX = b"resguardo-link-1"


def next_link(link: bytes, content_id: bytes) -> bytes:
    """Return SHA-256(link ‖ content id), both 32 bytes."""
    return sha256(link + content_id).digest()


def links_after(link_before: bytes, content_ids: Iterable[bytes]) -> list[bytes]:
    """Return the link after each content id, in order."""
    links = []
    for content_id in content_ids:
        link_before = sha256(link_before + content_id).digest()  # `next_link`, without its call
        links.append(link_before)
    return links


def link_message(link: bytes) -> bytes:
    """Return the bytes that a device signs for this link."""
    return _LINK_PREFIX + link
