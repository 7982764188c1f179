"""What the tests with real processes share with those of the browser."""

from tests.browser.conftest import server

__all__ = ["server"]
