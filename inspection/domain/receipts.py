"""What the server signs when it gives a receipt."""

_MESSAGE_PREFIX = b"resguardo-receipt-1"


def receipt_message(canonical: bytes) -> bytes:
    """Return the bytes that the server signs for a receipt in its canonical form."""
    return _MESSAGE_PREFIX + canonical
