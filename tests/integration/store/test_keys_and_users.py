"""Keys stay apart from the data; passwords cannot be read back."""

import stat
from pathlib import Path

import pytest

from inspection.domain.signing import sign, verify
from inspection.store.keys import KeysInsideData, WrapBroken, load_keys
from inspection.store.sqlite.store import FILE_NAME
from inspection.store.users import PasswordTooShort, UsernameTaken
from inspection.sync.office import Office
from inspection.web import Settings, create_app
from tests.factories import PASSWORD, SeededRng, make_user


@pytest.mark.parametrize(("data", "keys"), [("d", "d/keys"), ("d", "d"), ("k/data", "k"), ("d/../k/x", "k")])
def test_the_server_refuses_to_start_with_its_keys_inside_its_data(
    tmp_path: Path, data: str, keys: str
) -> None:
    with pytest.raises(KeysInsideData):
        create_app(Settings(tmp_path / data, tmp_path / keys))


def test_keys_are_made_once_and_only_their_owner_reads_them(settings: Settings) -> None:
    first = load_keys(settings.keys_dir, settings.data_dir, SeededRng("x"))
    second = load_keys(settings.keys_dir, settings.data_dir, SeededRng("y"))

    assert (first.public_key, first.authority_public, first.master) == (
        second.public_key,
        second.authority_public,
        second.master,
    )
    assert verify(second.public_key, sign(first.signing, b"x"), b"x")
    assert {stat.S_IMODE(path.stat().st_mode) for path in settings.keys_dir.iterdir()} == {0o600}


def test_a_wrapped_secret_opens_only_in_its_own_row(office: Office) -> None:
    wrapped = office.keys.wrap(b"secret", "visit|minor")

    assert office.keys.unwrap(wrapped, "visit|minor") == b"secret"
    with pytest.raises(WrapBroken):
        office.keys.unwrap(wrapped, "visit|other")


def test_no_secret_and_no_answer_lies_open_in_the_database(tablet, office, settings, visit_id: str) -> None:
    minor = tablet.add_minor(visit_id)
    tablet.set_answer(visit_id, f"{minor}/nombre", "Canario Inventado")
    tablet.push(visit_id)
    secret = office.secrets(visit_id)[minor]

    for path in settings.data_dir.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"Canario" not in data and secret not in data and secret.hex().encode() not in data, path
    assert (settings.data_dir / FILE_NAME).exists()


def test_an_account_opens_with_its_password_only(office: Office) -> None:
    user = make_user(office, " Ana ")

    assert office.store.users.verified("ANA", PASSWORD, 1) == user
    assert office.store.users.verified("ana", PASSWORD + "x", 1) is None
    with pytest.raises(UsernameTaken):
        make_user(office, "ana")
    with pytest.raises(PasswordTooShort):
        office.store.users.add("otra", "Otra", "inspector", "corta", now=1, rng=SeededRng("x"))


def test_a_closed_account_does_not_open(office: Office) -> None:
    user = make_user(office)
    office.store.users.set_active(user.user_id, False)

    assert office.store.users.verified("ana", PASSWORD, 1) is None
