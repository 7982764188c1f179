"""What a picture is, told from its bytes: nobody's word is taken for it."""

import io

from PIL import Image, UnidentifiedImageError

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png"}


def picture_facts(data: bytes) -> tuple[str, int, int] | None:
    """Return ``(mime, width, height)`` in pixels; None when it is not a whole JPEG or PNG."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.verify()
            mime = KINDS.get(image.format or "")
            return (mime, image.width, image.height) if mime else None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
