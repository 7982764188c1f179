"""A request that cannot be served, as a code with its data; the web layer has the sentences."""

from typing import Any


class Refused(Exception):
    """Raised with a code of `inspection.web.errors.SENTENCES`."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
