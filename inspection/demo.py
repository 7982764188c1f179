"""The demo: invented people and one assigned visit, made through the same doors as the real ones."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from inspection.clock import Clock, Rng
from inspection.documents import OfficeData
from inspection.issuing import set_office_data
from inspection.store.interface import Store
from inspection.sync.office import Office
from inspection.web import Settings, open_office
from protocols.bundle import load_bundle

_CONTENT = Path(__file__).with_name("demo_visit.json")


@dataclass(frozen=True)
class Account:
    """One invented person. ``what_es`` says what the account is for."""

    username: str
    name: str
    role: str
    password: str
    what_es: str


@dataclass(frozen=True)
class Demo:
    """What a newcomer is told.

    Attributes:
        passphrase: An example of the phrase that the tablet asks her to choose.
        story_es: The story in numbered lines, ready to print.
    """

    accounts: tuple[Account, ...]
    passphrase: str
    story_es: str


def prepare_demo(
    data_dir: Path, keys_dir: Path, *, clock: Clock, rng: Rng, fresh: bool = False, verify_page: str = ""
) -> Demo:
    """Make the demo's accounts and its visit, unless they are there already.

    Args:
        data_dir: Database and files.
        keys_dir: Keys; never inside ``data_dir``.
        clock: The machine's clock.
        rng: The machine's randomness.
        fresh: Throw the earlier demo away first.
        verify_page: Address where anyone verifies a paper by its code; empty prints «ask the office».
    """
    if fresh:
        for folder in (data_dir, keys_dir):
            shutil.rmtree(folder, ignore_errors=True)
    content = demo_content()
    accounts = tuple(Account(**account) for account in content["accounts"])
    office = open_office(Settings(data_dir, keys_dir), clock=clock, rng=rng)
    if not office.store.users.all():
        set_office_data(office, demo_office(content), verify_page)
        _assign(office, content, _add_accounts(office.store, accounts, clock(), rng))
    office.store.close()
    story = "\n".join("    " + line for line in content["story_es"])
    return Demo(accounts, content["passphrase"], story)


def demo_content() -> dict[str, Any]:
    """Return the invented people, office and visit of the demo."""
    return dict(json.loads(_CONTENT.read_text(encoding="utf-8")))


def demo_office(content: Mapping[str, Any]) -> OfficeData:
    """Return the invented office that issues the demo's papers; the supervisor who acts signs them."""
    return OfficeData(signer_name="", **content["office"])


def _add_accounts(store: Store, accounts: tuple[Account, ...], now: int, rng: Rng) -> dict[str, str]:
    """Return {role: user id} of the new accounts."""
    return {a.role: store.users.add(a.username, a.name, a.role, a.password, now=now, rng=rng).user_id for a in accounts}


def _assign(office: Office, content: Mapping[str, Any], users: Mapping[str, str]) -> None:
    """Open the visit and answer what the office knows before anybody travels."""
    bundle = load_bundle(content["protocol"]).data
    inspector, supervisor = users["inspector"], users["supervisor"]
    visit_id = office.open_visit(
        bundle, zone=content["zone"], closes=inspector, inspectors=[inspector], actor=supervisor
    )
    items = {item["role"]: item for item in _items(bundle) if item["for"] == "visit" and item["role"]}
    today = datetime.fromtimestamp(office.clock() / 1000, UTC).astimezone(ZoneInfo(content["zone"])).date()
    answers = {**content["answers"], content["today"]: today.isoformat()}
    for role, value in answers.items():
        item = items[role]
        office.set_answer(
            visit_id, f"visit/{item['id']}", {"v": value, "src": "office"}, public=item["public"], actor=supervisor
        )
    for role, members in content["sets"].items():
        for member in members:
            _add_member(office, visit_id, items[role], member, supervisor)


def _add_member(office: Office, visit_id: str, item: Mapping[str, Any], member: str, actor: str) -> None:
    path, value = f"visit/{item['id']}", {"v": member, "src": "office"}
    if item["public"]:
        office.append(visit_id, "member_added", {"path": path, "value": value}, actor=actor)
    else:
        office.append(visit_id, "member_added", {"path": path}, sealed=value, actor=actor)


def _items(bundle: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for stage in bundle["protocol"]["stages"]:
        for step in stage["steps"]:
            yield from step["items"]
