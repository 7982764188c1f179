"""The law as data, and the small pure interpreter that reads it. Imports nothing of ours.

``load_bundle("trabajo_infantil/2024_1")`` gives what the tablet downloads.
"""

from protocols.bundle import Bundle, load_bundle

__all__ = ["Bundle", "load_bundle"]
