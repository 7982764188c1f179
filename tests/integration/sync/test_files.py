"""Photos come in pieces, resume, rest encrypted; complete only when the server recomputed their hash."""

from inspection.sync.office import Office
from tests.factories import make_photo, make_visit
from tests.virtual_tablet import VirtualTablet


def test_a_photo_arrives_in_pieces_and_opens_at_the_office(
    tablet: VirtualTablet, office, settings, visit_id
) -> None:
    photo = make_photo()
    name = tablet.add_photo(visit_id, photo)

    assert tablet.send_file(visit_id, name, photo).json == {"offset": 700_000, "complete": True}

    assert office.read_file(visit_id, name) == photo
    on_disk = (settings.data_dir / "files" / visit_id / name).read_bytes()
    assert photo[1000:1100] not in on_disk
    assert tablet.receipt(visit_id).json["receipt"]["files"] == [name]


def test_a_cut_upload_goes_on_where_it_was(tablet: VirtualTablet, visit_id: str) -> None:
    photo = make_photo()
    name = tablet.photo_name(visit_id, photo)
    asked = {"name": name, "size_bytes": len(photo)}
    assert tablet.post(f"/visits/{visit_id}/files", asked).status == 201
    tablet.send_piece(visit_id, name, 0, photo)

    lost_answer = tablet.send_piece(visit_id, name, 0, photo)
    assert (lost_answer.status, lost_answer.json["details"]) == (409, {"offset": 262_144})
    head = tablet.signed("HEAD", f"/visits/{visit_id}/files/{name}")
    assert (
        head.headers["Upload-Offset"],
        head.headers["Upload-Length"],
        head.headers["Upload-Complete"],
    ) == (
        "262144",
        "700000",
        "0",
    )
    assert tablet.post(f"/visits/{visit_id}/files", asked).json == {"offset": 262_144}
    assert tablet.send_file(visit_id, name, photo).json["complete"]
    assert tablet.receipt(visit_id).json["receipt"]["files"] == [name]


def test_a_record_torn_by_a_crash_is_dropped(
    tablet: VirtualTablet, office: Office, settings, visit_id: str
) -> None:
    photo = make_photo()
    name = tablet.photo_name(visit_id, photo)
    tablet.post(f"/visits/{visit_id}/files", {"name": name, "size_bytes": len(photo)})
    tablet.send_piece(visit_id, name, 0, photo)
    tablet.send_piece(visit_id, name, 262_144, photo)
    path = settings.data_dir / "files" / visit_id / name
    path.write_bytes(path.read_bytes()[:-7])

    assert tablet.send_file(visit_id, name, photo, piece_bytes=50_000).json["complete"]
    assert office.read_file(visit_id, name) == photo


def test_bytes_damaged_on_disk_are_noticed_before_the_file_counts(
    tablet: VirtualTablet, settings, visit_id
) -> None:
    photo = make_photo()
    name = tablet.photo_name(visit_id, photo)
    tablet.post(f"/visits/{visit_id}/files", {"name": name, "size_bytes": len(photo)})
    tablet.send_piece(visit_id, name, 0, photo)
    path = settings.data_dir / "files" / visit_id / name
    damaged = bytearray(path.read_bytes())
    damaged[5000] ^= 1
    path.write_bytes(damaged)

    answer = tablet.send_file(visit_id, name, photo)

    assert (answer.status, answer.json["code"]) == (422, "file_hash_differs")
    assert tablet.receipt(visit_id).json["receipt"]["files"] == []
    assert tablet.send_file(visit_id, name, photo).json["complete"]


def test_the_same_photo_in_another_visit_is_not_already_there(tablet, office, ana, visit_id) -> None:
    other = make_visit(office, ana)
    tablet.pull()
    photo = make_photo(10_000)
    name = tablet.photo_name(visit_id, photo)
    tablet.post(f"/visits/{visit_id}/files", {"name": name, "size_bytes": len(photo)})
    tablet.send_file(visit_id, name, photo)

    assert tablet.photo_name(other, photo) != name
    assert tablet.signed("HEAD", f"/visits/{other}/files/{name}").status == 404


def test_a_document_of_the_office_is_kept_once(office: Office, visit_id: str) -> None:
    name = office.keep_file(visit_id, b"%PDF-1.7 invented")

    assert office.keep_file(visit_id, b"%PDF-1.7 invented") == name
    assert office.read_file(visit_id, name) == b"%PDF-1.7 invented"
