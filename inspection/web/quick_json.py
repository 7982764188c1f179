"""JSON of answers, written by the quick writer: a batch is answered with hundreds of outcomes."""

from typing import Any

import orjson
from flask import Response
from flask.json.provider import DefaultJSONProvider


class QuickJson(DefaultJSONProvider):
    """Writes answers in UTF-8; what the quick writer does not know is left to Flask's own."""

    def response(self, *args: Any, **kwargs: Any) -> Any:
        """Return the answer of a view."""
        value = self._prepare_response_obj(args, kwargs)
        try:
            data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
        except TypeError:
            return super().response(*args, **kwargs)
        return Response(data, mimetype=self.mimetype)
