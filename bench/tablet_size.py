"""What a tablet downloads to have the app: its JavaScript and the whole shell, gzipped as any server would send them.

Run: .venv/bin/python bench/tablet_size.py. The app must be built; nothing is started.
`tests/test_app_size.py` fails above the aims.
"""

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "inspection" / "web" / "static" / "app"
KB = 1024
JAVASCRIPT_AIM, SHELL_AIM = 200 * KB, 600 * KB
PACKED = {".woff2", ".png"}


@dataclass(frozen=True)
class Part:
    """One file of the shell.

    Attributes:
        name: Its path under the app's folder.
        raw: Bytes on disk.
        sent: Bytes over the wire: gzipped, or as they are when gzip would only add.
    """

    name: str
    raw: int
    sent: int

    @property
    def is_script(self) -> bool:
        """Whether it is JavaScript, the worker included."""
        return self.name.endswith(".js")


def shell(app: Path = APP) -> list[Part]:
    """Return what is downloaded, biggest first: exactly the worker's own list of files, and the worker.

    Raises:
        FileNotFoundError: The app is not built.
    """
    worker = (app / "sw.js").read_text(encoding="utf-8")
    listed = re.match(r"const FILES=(\[.*?\]),VERSION=", worker)
    if listed is None:
        raise FileNotFoundError("sw.js does not list its files")
    names = ["sw.js", *(url.removeprefix("/app/") for url, _ in json.loads(listed[1]))]
    return sorted((_part(app, name) for name in names), key=lambda part: -part.sent)


def _part(app: Path, name: str) -> Part:
    raw = (app / name).read_bytes()
    sent = len(raw) if (app / name).suffix in PACKED else len(gzip.compress(raw, mtime=0))
    return Part(name, len(raw), sent)


def javascript(parts: list[Part]) -> int:
    """Return the bytes sent that are JavaScript."""
    return sum(part.sent for part in parts if part.is_script)


def main() -> None:
    parts = shell()
    for part in parts:
        print(f"{part.sent / KB:8.1f} KB of {part.raw / KB:8.1f}  {part.name}")
    for name, found, aim in (
        ("JavaScript, gzipped", javascript(parts), JAVASCRIPT_AIM),
        ("whole shell", sum(part.sent for part in parts), SHELL_AIM),
    ):
        print(f"{name}: {found / KB:.1f} KB, aim {aim // KB}: {'met' if found <= aim else 'missed'}")


if __name__ == "__main__":
    main()
