"""The API document is true: valid OpenAPI 3.1, and the server does what it says."""

import io
import re
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from inspection.web import Settings, create_app
from inspection.web.access import OPEN
from inspection.web.errors import SENTENCES
from tests.factories import SeededRng, make_user
from tests.transport import through_client
from tests.virtual_tablet import PREFIX, VirtualTablet

ROOT = Path(__file__).resolve().parents[3]


def signing(app: Flask, tablet: VirtualTablet):
    """Sign every request on its way in, so that the contract is tried behind the door and not at it."""

    def wsgi(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        path = environ["PATH_INFO"].removeprefix(PREFIX)
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        for name, value in tablet.proof(environ["REQUEST_METHOD"], path + query, body).items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        return app(environ, start_response)

    return wsgi


@pytest.fixture(scope="module")
def schema(made_keys: Path, tmp_path_factory: pytest.TempPathFactory):
    app = create_app(Settings(tmp_path_factory.mktemp("contract"), made_keys), rng=SeededRng("contract"))
    make_user(app.extensions["office"])
    tablet = VirtualTablet(through_client(app.test_client()))
    assert tablet.enrol().status == 201
    return schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", signing(app, tablet))


OPERATIONS = [
    "GET /health",
    "POST /enrolments",
    "POST /urgent",
    "POST /batches",
    "POST /pulls",
    "POST /reconciliations",
    "POST /visits/{visit_id}/streams/{incarnation}",
    "GET /visits/{visit_id}/receipt",
    "POST /visits/{visit_id}/files",
    "HEAD /visits/{visit_id}/files/{name}",
    "PATCH /visits/{visit_id}/files/{name}",
    "GET /bundles",
    "GET /bundles/{bundle_hash}",
]


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_server_keeps_to_its_document(schema, name: str) -> None:
    """All checks but one: for JSON Schema 2.0 is an integer, for the wire it is not, and it is refused."""
    method, path = name.split()
    operation = schema[PREFIX + path][method]

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def keeps_to_it(case) -> None:
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    keeps_to_it()


def test_the_document_names_every_operation(client) -> None:
    paths = client.get(f"{PREFIX}/openapi.json").get_json()["paths"]
    found = {
        f"{method.upper()} {path.removeprefix(PREFIX)}"
        for path, operations in paths.items()
        for method in operations
        if method in ("get", "post", "head", "patch")
    }

    assert found == set(OPERATIONS)


def test_the_document_is_valid_openapi(client) -> None:
    document = client.get(f"{PREFIX}/openapi.json").get_json()

    validate(document, cls=OpenAPIV31SpecValidator)
    assert document["openapi"] == "3.1.0"


def test_every_code_of_the_layers_below_has_its_sentence() -> None:
    sources = [*(ROOT / "inspection" / "sync").rglob("*.py"), *(ROOT / "inspection" / "web").rglob("*.py")]
    raised = {
        code
        for path in sources
        for code in re.findall(r'Refused\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }

    assert len(raised) > 15
    assert raised <= set(SENTENCES)


def test_every_open_address_exists_and_all_others_ask(app, client) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert set(OPEN) <= endpoints
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in OPEN:
            method = sorted((rule.methods or set()) - {"OPTIONS", "HEAD"} or {"HEAD"})[0]
            path = re.sub(r"<[^>]+>", "x", rule.rule)
            status = client.open(path, method=method).status_code
            assert status in (302, 303, 401, 403), f"{method} {path} answered {status}"


def test_every_answer_carries_the_security_headers(client) -> None:
    for path in ("/", "/api/v1/health", "/api/v1/nada", "/nada"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["Permissions-Policy"].startswith("camera=(self), geolocation=(self)")
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
