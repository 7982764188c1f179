"""Puts a file for machines inside a paper: PDF/A-3 allows it when it says what it is."""

import io

import pikepdf
from pikepdf import Name


def attach(pdf: bytes, name: str, data: bytes, *, description: str, mime: str) -> bytes:
    """Return the paper with one file inside, told as the source of what the paper says.

    Args:
        pdf: A paper of ours.
        name: Name of the file inside; never a person's.
        data: Its bytes, kept as they are: a strict reader finds the same length.
        description: What it is, in words.
        mime: Its media type.

    Returns:
        A PDF/A-3a and PDF/UA-1 file. The same arguments give the same bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as base:
        base.attachments[name] = pikepdf.AttachedFileSpec(
            base,
            data,
            filename=name,
            description=description,
            mime_type=mime,
            relationship=Name.Source,  # type: ignore[call-arg]  # its stub lacks it
            creation_date="",
            mod_date="",
        )
        out = io.BytesIO()
        base.save(out, deterministic_id=True, min_version="1.7", compress_streams=False)
        return out.getvalue()
