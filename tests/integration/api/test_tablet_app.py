"""The tablet app is served so that it opens offline and updates cleanly."""

from pathlib import Path

import pytest
from flask import Flask


@pytest.fixture
def built(app: Flask, tmp_path: Path) -> Flask:
    folder = tmp_path / "static" / "app"
    (folder / "assets").mkdir(parents=True)
    for name in ("index.html", "sw.js", "manifest.webmanifest", "assets/main-1a2b.js"):
        (folder / name).write_text(f"this is {name}")
    app.static_folder = str(tmp_path / "static")
    return app


@pytest.mark.parametrize(
    ("path", "content", "cache"),
    [
        ("/app/", "index.html", "no-cache"),
        ("/app/visita/abc", "index.html", "no-cache"),
        ("/app/sw.js", "sw.js", "no-cache"),
        ("/app/manifest.webmanifest", "manifest.webmanifest", "no-cache"),
        ("/app/assets/main-1a2b.js", "assets/main-1a2b.js", "public, immutable, max-age=31536000"),
    ],
)
def test_each_file_is_cached_as_it_should(built: Flask, path: str, content: str, cache: str) -> None:
    with built.test_client().get(path) as answer:
        assert (answer.status_code, answer.text) == (200, f"this is {content}")
        assert set(answer.headers["Cache-Control"].split(", ")) == set(cache.split(", "))


@pytest.mark.parametrize(
    "path", ["/app/../settings.py", "/app/%2e%2e/%2e%2e/data/resguardo.sqlite3", "/app//etc/passwd"]
)
def test_nothing_outside_the_build_is_served(built: Flask, path: str) -> None:
    with built.test_client().get(path) as answer:
        assert answer.status_code in (200, 308, 404)
        assert answer.status_code != 200 or answer.text == "this is index.html"


def test_a_server_without_the_app_says_how_to_build_it(app: Flask, tmp_path: Path) -> None:
    app.static_folder = str(tmp_path)

    answer = app.test_client().get("/app/")

    assert answer.status_code == 503
    assert "no está construida" in answer.text
