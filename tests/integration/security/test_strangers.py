"""Whoever reaches the server's address without an enrolment or a session."""

import gzip
import json
import logging
import re
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inspection.store.sqlite.store import open_store
from inspection.sync.office import Office
from inspection.web.access import OPEN
from tests.factories import PASSWORD, FakeClock
from tests.integration.desk.browser import DeskBrowser
from tests.virtual_tablet import VirtualTablet

JSON = {"Content-Type": "application/json"}
BYTES = {"Content-Type": "application/octet-stream"}


def body_of(client: FlaskClient, path: str) -> tuple[int, str]:
    with client.get(path) as response:
        return response.status_code, response.get_data(as_text=True)


def entrance(client: FlaskClient) -> str:
    """Return the token of the sign-in form."""
    found = re.search(r'name="csrf" value="([^"]+)"', body_of(client, "/escritorio/entrar")[1])
    assert found
    return found[1]


def test_only_the_open_list_answers_a_stranger(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        path = re.sub(r"<[^>]+>", "0" * 32, rule.rule)
        for method in rule.methods - {"OPTIONS"}:
            with client.open(path, method=method) as answer:
                to_entrance = answer.status_code in (302, 303) and "/entrar" in answer.headers["Location"]
                assert to_entrance or answer.status_code == 401, (method, path, answer.status_code)


def test_every_answer_carries_the_headers_of_protection(app: Flask, client: FlaskClient) -> None:
    paths = ["/", "/app/", "/app/x", "/static/desk.css", "/escritorio/entrar", "/api/v1/health", "/nada"]
    for path in paths:
        with client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy and "unsafe" not in policy, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            assert answer.headers["Cache-Control"], path


@pytest.mark.parametrize(
    "path",
    [
        "/app/../../../../etc/passwd", "/app/%2e%2e/%2e%2e/errors.py", "/app/..%2f..%2fsettings.py",
        "/app/" + "%2e%2e/" * 12 + "etc/passwd", "/app/assets/..%5c..%5cx", "/app/%00", "/app/" + "a" * 5000,
        "/app/" + "ñ" * 300,
    ],
)  # fmt: skip
def test_no_path_of_the_app_leaves_its_folder_nor_tells_what_lies_outside(path: str, client: FlaskClient) -> None:
    shell = body_of(client, "/app/no-such-screen")

    assert body_of(client, path) == shell


@pytest.mark.parametrize("path", ["/urgent", "/enrolments"])
def test_a_zip_bomb_is_refused_before_it_swells(path: str, tablet: VirtualTablet) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)

    assert tablet.send("POST", path, bomb, {"Content-Encoding": "gzip", **JSON}).status == 413


@pytest.mark.parametrize("part", ["username", "password", "label"])
def test_half_a_sign_in_an_enrolment_is_refused_not_a_failure(part: str, tablet: VirtualTablet) -> None:
    asked = {
        "username": "ana", "password": PASSWORD, "device_id": "1" * 32, "incarnation": "2" * 32,
        "public_key": "A" * 87, "label": "", part: "\ud800",
    }  # fmt: skip

    assert tablet.send("POST", "/enrolments", json.dumps(asked).encode(), JSON).status == 422


def test_unsigned_urgent_packets_of_one_address_are_slowed_and_signed_ones_never(
    tablet: VirtualTablet, office: Office, clock: FakeClock
) -> None:
    first = tablet.urgent_packet(signed=False)
    answers = [tablet.send("POST", "/urgent", first, BYTES)]
    answers += [tablet.raise_urgent(signed=False) for _ in range(40)]

    refused = answers[-1]
    assert answers[0].status == 200
    assert (refused.status, refused.json["code"]) == (429, "too_many_unsigned")
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert len(office.alarms()) == 30
    assert tablet.send("POST", "/urgent", first, BYTES).json["outcome"] == "duplicate"
    assert all(tablet.raise_urgent(signed=True).status == 200 for _ in range(40))
    clock.pass_seconds(int(refused.headers["Retry-After"]))
    assert tablet.raise_urgent(signed=False).status == 200


def test_a_packet_refused_for_its_missing_signature_enters_once_signed(tablet: VirtualTablet, office: Office) -> None:
    for _ in range(30):
        tablet.raise_urgent(signed=False)
    refused = "ab" * 16
    assert tablet.raise_urgent(signed=False, urgent_id=refused).status == 429

    assert tablet.raise_urgent(signed=True, urgent_id=refused).json["outcome"] == "stored"


def test_a_form_with_any_signs_in_its_token_is_refused_not_a_failure(client: FlaskClient, desk: DeskBrowser) -> None:
    entrance(client)

    assert client.post("/escritorio/entrar", data={"csrf": "ñandú"}).status_code == 400
    assert desk.client.post("/escritorio/alarmas/atender", data={"csrf": "ñandú"}).status_code == 400
    assert desk.client.post("/escritorio/alarmas/atender", data={}).status_code == 400


def test_a_user_name_of_any_length_leaves_at_most_a_hundred_signs(client: FlaskClient, settings, app: Flask) -> None:
    name = "z" * 300_000
    client.post("/escritorio/entrar", data={"csrf": entrance(client), "username": name, "password": "x" * 9999})

    held = sum(path.stat().st_size for path in settings.data_dir.glob("resguardo.sqlite3*"))
    found = b"".join(path.read_bytes() for path in settings.data_dir.glob("resguardo.sqlite3*"))
    assert held and b"z" * 101 not in found


def test_the_session_is_new_at_each_sign_in_and_its_cookie_is_closed_to_scripts(app: Flask, desk: DeskBrowser) -> None:
    browser = app.test_client()
    browser.set_cookie("resguardo_desk", "fixed-by-the-attacker")
    data = {"csrf": entrance(browser), "username": "marisol", "password": PASSWORD}
    answer = browser.post("/escritorio/entrar", data=data)

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("resguardo_desk="))
    assert "fixed-by-the-attacker" not in cookie
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_sends_nobody_to_another_site(address: str, client: FlaskClient, marisol) -> None:
    data = {"csrf": entrance(client), "username": "marisol", "password": PASSWORD, "next": address}

    assert client.post("/escritorio/entrar", data=data).headers["Location"] == "/escritorio/"


def test_a_failure_writes_where_and_never_with_which_values(
    app: Flask, desk: DeskBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("invalid date: 'NOMBRE CANARIO 2012-03-04'")

    app.view_functions["desk.inbox"] = fail
    with caplog.at_level(logging.DEBUG):
        page = desk.open("/escritorio/?dicho=CANARIO")

    assert desk.status == 500
    assert "ValueError" in caplog.text and "test_strangers.py" in caplog.text
    assert "CANARIO" not in caplog.text + page


def test_nobody_else_of_the_machine_reads_the_database(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_store(tmp_path).close()

    for path in tmp_path.glob("resguardo.sqlite3*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
