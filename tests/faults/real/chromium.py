"""A Chromium with a profile of its own on disk, which can be killed as a tablet without battery is."""

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page

from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET
from tests.browser.field import SAN_QUINTIN
from tests.what_was_shown import LAUNCHED


def launch(kind: BrowserType, profile: Path, **options: Any) -> BrowserContext:
    """Open the profile, also one whose last Chromium was killed."""
    for lock in profile.glob("Singleton*"):
        lock.unlink(missing_ok=True)
    context = kind.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, args=[*QUIET, *FAKE_CAMERA], locale="es-MX",
        timezone_id="America/Tijuana", viewport={"width": 1280, "height": 800}, geolocation=SAN_QUINTIN,
        permissions=["geolocation", "camera"], accept_downloads=True, **options,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    LAUNCHED.add(context)
    return context


def first_page(context: BrowserContext) -> Page:
    """Return its page."""
    return context.pages[0] if context.pages else context.new_page()


def processes_of(profile: Path) -> list[int]:
    """Return the Chromium processes of this profile and no others."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and str(profile).encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return [pid for pid in found if pid != os.getpid()]


def kill(profile: Path) -> None:
    """Kill all of it at once, and wait until it is gone."""
    for pid in processes_of(profile):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while processes_of(profile) and time.monotonic() < deadline:
        time.sleep(0.05)
