"""What a server is told at its start."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where things are and how the server is reached.

    Attributes:
        data_dir: The database and the encrypted files.
        keys_dir: The keys; never inside ``data_dir``.
        base_url: How tablets and browsers reach the server, without a final slash.
        secure_cookies: Cookies travel over HTTPS only.
    """

    data_dir: Path
    keys_dir: Path
    base_url: str = "http://localhost:8000"
    secure_cookies: bool = False
