"""A backup is whole or is none; a restore loses nothing that any tablet still holds; what was erased stays erased."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspection.cli import main
from inspection.domain.canonical import to_base64
from inspection.store.files import Files
from inspection.store.keys import Keys, load_keys
from inspection.store.sqlite.store import FILE_NAME, open_store
from inspection.store.users import User
from inspection.sync.backup import (
    MANIFEST,
    SECRETS_FILE,
    BackupDamaged,
    TargetInside,
    TargetTaken,
    WrongKeys,
    backup,
    restore,
)
from inspection.sync.erasing import erase
from inspection.sync.office import Office
from inspection.web import Settings, create_app
from tests.factories import FakeClock, SeededRng, make_photo, make_visit
from tests.integration.safekeeping.offering import KeepingTablet
from tests.integration.safekeeping.rich_visit import Rich, check, codes, live
from tests.transport import through_client


@pytest.fixture
def keys(settings: Settings) -> Keys:
    return load_keys(settings.keys_dir, settings.data_dir, SeededRng("other"))


@pytest.fixture
def made_tablet(app, clock: FakeClock) -> Callable[..., KeepingTablet]:  # type: ignore[no-untyped-def]
    def make(username: str) -> KeepingTablet:
        tablet = KeepingTablet(through_client(app.test_client()), username, clock=clock)
        assert tablet.enrol().status == 201
        tablet.pull()
        return tablet

    return make


@pytest.fixture
def ana_tablet(made_tablet: Callable[..., KeepingTablet], visit_id: str) -> KeepingTablet:
    return made_tablet("ana")


@pytest.fixture
def luis_tablet(made_tablet: Callable[..., KeepingTablet], visit_id: str) -> KeepingTablet:
    return made_tablet("luis")


@pytest.fixture
def rich(ana_tablet: KeepingTablet, luis_tablet: KeepingTablet, office: Office, visit_id: str) -> Rich:
    return live(ana_tablet, luis_tablet, office, visit_id)


@contextmanager
def restored(
    settings: Settings, source: Path, keys: Keys, clock: FakeClock
) -> Iterator[tuple[Office, Settings, object]]:
    """A server on the restored data."""
    place = Settings(settings.data_dir.with_name("restored"), settings.keys_dir)
    restore(source, None, place.data_dir, place.keys_dir, keys, clock=clock, rng=SeededRng("restore"))
    app = create_app(place, clock=clock, rng=SeededRng("restored server"))
    office = app.extensions["office"]
    try:
        yield office, place, app
    finally:
        office.store.close()


def back_up(settings: Settings, keys: Keys, clock: FakeClock, name: str = "copy") -> Path:
    target = settings.data_dir.with_name(name)
    backup(settings.data_dir, settings.keys_dir, keys, target, None, clock=clock)
    return target


def test_tablets_bring_back_what_came_after_the_backup(
    rich: Rich, ana_tablet: KeepingTablet, luis_tablet: KeepingTablet, ana: User, luis: User,
    office: Office, settings: Settings, keys: Keys, clock: FakeClock,
) -> None:  # fmt: skip
    source = back_up(settings, keys, clock)
    # After the backup: a whole new visit, more of the old one, a photo, and events of the office itself.
    later = make_visit(office, ana, luis)
    ana_tablet.pull()
    minor = ana_tablet.add_minor(later)
    ana_tablet.set_answer(later, f"{minor}/edad", 12)
    data = make_photo(100_000, seed=7)
    photo = ana_tablet.add_photo(later, data)
    ana_tablet.push(later)
    ana_tablet.send_file(later, photo, data)
    luis_tablet.pull()
    luis_tablet.set_answer(rich.visit_id, f"{rich.minor}/origen", "Oaxaca")
    luis_tablet.push(rich.visit_id)
    office.set_answer(rich.visit_id, "visit/nota", {"v": "de la oficina"}, actor=ana.user_id)
    ana_tablet.pull()
    before = {one: office.read(one) for one in (rich.visit_id, later)}
    luis_tablet.transport = lambda *_: pytest.fail("the tablet of Luis is lost for ever")

    with restored(settings, source, keys, clock) as (new, place, app):
        assert new.device.identity.epoch != office.device.identity.epoch
        assert new.device.identity.incarnation != office.device.identity.incarnation
        assert new.device.identity.device_id == office.device.identity.device_id
        ana_tablet.transport = through_client(app.test_client())  # type: ignore[attr-defined]
        health = ana_tablet.send("GET", "/health").json
        assert health["epoch"] == new.device.identity.epoch
        ana_tablet.forget_server()
        outcomes = {one["outcome"] for visit in before for one in ana_tablet.offer_all(visit)}
        for visit in before:
            ana_tablet.forget_server()
            assert {one["outcome"] for one in ana_tablet.offer_all(visit)} == {"duplicate"}
        ana_tablet.send_file(later, photo, data)
        assert outcomes >= {"stored", "duplicate"}

        for visit, was in before.items():
            now = new.read(visit)
            assert now.plain() == was.plain()
            receipt = ana_tablet.receipt(visit).json["receipt"]
            assert receipt["epoch"] == new.device.identity.epoch
            assert all(receipt["vector"][inc]["last"] >= one["last"] for inc, one in was.vector.items())
        assert new.read_file(later, photo) == data
        # The office numbers on under its new name: nothing forks.
        new.set_answer(rich.visit_id, "visit/nota", {"v": "otra"}, actor=ana.user_id)
        ana_tablet.pull()
        assert ana_tablet.read(rich.visit_id).value("visit/nota") == {"v": "otra"}
        assert codes(check(place.data_dir, place.keys_dir)) == []


def test_a_backup_is_taken_while_the_server_works_and_holds_one_instant(
    rich: Rich, ana_tablet: KeepingTablet, settings: Settings, keys: Keys, clock: FakeClock, visit_id: str
) -> None:
    source = back_up(settings, keys, clock)
    ana_tablet.set_answer(visit_id, "visit/giro", "después", public=True)
    ana_tablet.push(visit_id)
    with restored(settings, source, keys, clock) as (new, place, _):
        assert new.read(visit_id).value("visit/giro") is None
        assert codes(check(place.data_dir, place.keys_dir)) == []


def test_no_secret_and_no_key_stands_in_the_database_of_a_backup(
    rich: Rich, settings: Settings, keys: Keys, office: Office, clock: FakeClock
) -> None:
    wrapped = [one.wrapped for one in office.store.visits.secrets_of(rich.visit_id) if one.wrapped]
    source = back_up(settings, keys, clock)

    everything = b"".join(p.read_bytes() for p in source.rglob("*") if p.is_file() and p.name != SECRETS_FILE)
    assert len(wrapped) >= 3 and not any(one in everything for one in wrapped)
    assert keys.master not in everything + (source / SECRETS_FILE).read_bytes()
    assert {p.name for p in source.iterdir()} == {FILE_NAME, MANIFEST, SECRETS_FILE, "files"}


@pytest.mark.parametrize("name", [FILE_NAME, SECRETS_FILE, MANIFEST, "files"])
def test_a_damaged_backup_restores_nothing(
    rich: Rich, settings: Settings, keys: Keys, clock: FakeClock, name: str
) -> None:
    source = back_up(settings, keys, clock)
    path = source / name if name != "files" else next(p for p in (source / "files").rglob("*") if p.is_file())
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw if name != MANIFEST else b"")
    target = settings.data_dir.with_name("restored")

    with pytest.raises(BackupDamaged):
        restore(source, None, target, settings.keys_dir, keys, clock=clock, rng=SeededRng("r"))

    assert not target.exists() and not list(target.parent.glob("restored*"))


def test_nothing_is_ever_written_over(rich: Rich, settings: Settings, keys: Keys, clock: FakeClock) -> None:
    source = back_up(settings, keys, clock)
    with pytest.raises(TargetTaken):
        back_up(settings, keys, clock)
    with pytest.raises(TargetTaken):
        restore(source, None, settings.data_dir, settings.keys_dir, keys, clock=clock, rng=SeededRng("r"))
    with pytest.raises(TargetInside):
        backup(settings.data_dir, settings.keys_dir, keys, settings.data_dir / "copy", None, clock=clock)


def test_other_keys_restore_nothing(
    rich: Rich, settings: Settings, keys: Keys, clock: FakeClock, tmp_path: Path
) -> None:
    source = back_up(settings, keys, clock)
    other = load_keys(tmp_path / "other keys", settings.data_dir, SeededRng("another office"))
    with pytest.raises(WrongKeys):
        restore(source, None, tmp_path / "new", tmp_path / "other keys", other, clock=clock, rng=SeededRng("r"))
    assert not (tmp_path / "new").exists()


def test_erasing_a_minor_leaves_everything_verifiable_and_nothing_readable(
    rich: Rich, office: Office, settings: Settings, ana: User
) -> None:
    [wrapped] = [o.wrapped for o in office.store.visits.secrets_of(rich.visit_id) if o.subject == rich.minor]
    done = erase(office, settings.keys_dir, rich.visit_id, rich.minor, reason="orden", actor=ana.user_id)
    office.store.scrub()

    assert [paper.folio for paper in done.papers] == ["RESG/AVI/00001/2026"] and done.photos == 1
    visit = office.read(rich.visit_id)
    assert {head.visible for head in visit.answers[f"{rich.minor}/edad"]} == {"erased"}
    assert visit.closure is not None and visit.closure.text is not None
    [told] = [h for h in visit.happenings if h.type == "subject_erased"]
    assert told.opened == {"reason": "orden"} and told.actor == ana.user_id
    assert wrapped and not any(wrapped in p.read_bytes() for p in settings.data_dir.rglob("*") if p.is_file())
    assert not (office.files.folder / rich.visit_id / rich.photo).exists()
    assert codes(check(settings.data_dir, settings.keys_dir)) == []
    assert erase(office, settings.keys_dir, rich.visit_id, rich.minor, reason="otra vez", actor=None).again


def test_what_was_erased_after_the_backup_stays_erased(
    rich: Rich, ana_tablet: KeepingTablet, office: Office, settings: Settings, keys: Keys, clock: FakeClock, ana: User
) -> None:
    source = back_up(settings, keys, clock)
    erase(office, settings.keys_dir, rich.visit_id, rich.minor, reason="orden", actor=ana.user_id)

    with restored(settings, source, keys, clock) as (new, place, app):
        assert new.secrets(rich.visit_id)[rich.minor] is None
        ana_tablet.transport = through_client(app.test_client())  # type: ignore[attr-defined]
        ana_tablet.forget_server()
        ana_tablet.offer_all(rich.visit_id)
        ana_tablet.send_file(rich.visit_id, rich.photo, make_photo(300_000))
        new.store.scrub()
        assert new.secrets(rich.visit_id)[rich.minor] is None
        assert {h.visible for h in new.read(rich.visit_id).answers[f"{rich.minor}/edad"]} == {"erased"}
        assert not (new.files.folder / rich.visit_id / rich.photo).exists()
        assert codes(check(place.data_dir, place.keys_dir)) == []


def test_a_tablet_revoked_after_the_backup_stays_shut_out(
    ana_tablet: KeepingTablet, settings: Settings, keys: Keys, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    source = back_up(settings, keys, clock)
    places = ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir)]
    assert main(["devices", "revoke", *places, ana_tablet.incarnation]) == 0

    with restored(settings, source, keys, clock) as (_, _, app):
        ana_tablet.transport = through_client(app.test_client())  # type: ignore[attr-defined]
        answer = ana_tablet.post("/pulls", {"cursor": None})
        assert (answer.status, answer.json["code"]) == (401, "incarnation_revoked")


def test_secrets_kept_apart_come_back_from_where_they_are(
    rich: Rich, settings: Settings, keys: Keys, clock: FakeClock, tmp_path: Path
) -> None:
    target, apart = tmp_path / "copy", tmp_path / "apart.jsonl"
    backup(settings.data_dir, settings.keys_dir, keys, target, apart, clock=clock)
    assert not (target / SECRETS_FILE).exists()
    shutil.copytree(target, tmp_path / "moved")

    done = restore(
        tmp_path / "moved", apart, tmp_path / "new", settings.keys_dir, keys, clock=clock, rng=SeededRng("r")
    )

    assert done.visits == 1 and codes(check(tmp_path / "new", settings.keys_dir)) == []
    store = open_store(tmp_path / "new")
    assert Files(tmp_path / "new" / "files", SeededRng("f")).offset(rich.visit_id, rich.photo) == 300_000
    store.close()


def test_what_was_kept_raw_holds_no_copy_of_a_secret_that_can_be_erased(
    ana_tablet: KeepingTablet, office: Office, visit_id: str
) -> None:
    minor = ana_tablet.add_minor(visit_id)
    secret = ana_tablet.secrets[visit_id][minor]
    batch = ana_tablet.batch(visit_id)
    batch["events"].append({"no": "event", "weight": 1.5})
    batch["signatures"] = {"1": batch["signature"]}
    assert ana_tablet.post("/batches", batch).json["results"][1]["code"] == "not_canonical"

    [raw] = office.raw_quarantine()
    kept = office.keys.unwrap(office.store.evidence.raw_bytes(raw.sha256) or b"", f"raw|{raw.sha256}")

    assert office.secrets(visit_id)[minor] == secret and secret is not None
    assert b'"weight": 1.5' in kept and to_base64(secret).encode() not in kept
