"""How the app travels to a tablet: a third of its bytes where the browser takes gzip, as it is where it does not."""

import gzip

import pytest
from flask.testing import FlaskClient

from bench.tablet_size import APP, shell

FILES = [part.name for part in shell()]
PACKED = (".woff2", ".png")


@pytest.mark.parametrize("name", FILES)
def test_each_file_of_the_shell_arrives_whole_with_or_without_gzip(client: FlaskClient, name: str) -> None:
    built = (APP / name).read_bytes()

    plain = client.get(f"/app/{name}")
    packed = client.get(f"/app/{name}", headers={"Accept-Encoding": "gzip"})

    sent, small = plain.get_data(), packed.get_data()
    plain.close()
    packed.close()

    assert sent == built and "Content-Encoding" not in plain.headers
    assert plain.mimetype == packed.mimetype
    if name.endswith(PACKED):
        assert small == built
    else:
        assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
        assert gzip.decompress(small) == built


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/app/", headers={"Accept-Encoding": "gzip"})

    again = client.get("/app/", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304 and not again.data
