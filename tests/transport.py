"""How a tablet in Python reaches a server: through a Flask test client, or the network."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Transport = Callable[[str, str, bytes, Mapping[str, str]], Answer]


def through_client(client: Any) -> Transport:
    """Send through a Flask test client."""

    def send(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        response = client.open(path, method=method, data=body, headers=dict(headers))
        return Answer(response.status_code, dict(response.headers), response.get_data())

    return send


def through_network(base_url: str) -> Transport:
    """Send to a running server."""

    def send(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        request = urllib.request.Request(
            base_url + path, data=body or None, headers=dict(headers), method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return Answer(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())

    return send
