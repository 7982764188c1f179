"""Writes a case bundle as a paper: a cover to read, the bundle inside for machines."""

import json
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from forms import act
from forms.attaching import attach
from inspection.documents.case_file import Bundled, case_file_document
from inspection.domain.canonical import sha256_hex
from inspection.issuing.core import bundle_of
from inspection.issuing.settings import office_data
from inspection.store.resting import RestingLog
from inspection.sync.case_bundle import CaseBundle, write_case_bundle
from inspection.sync.office import Office
from protocols.paper_words import load_act_words


def write_case_file(office: Office, resting: RestingLog, visit_id: str, target: Path, *, opened: bool) -> CaseBundle:
    """Write a visit's bundle inside a PDF that explains it.

    Args:
        office: The door to the visit.
        resting: The rows, exported as they rest.
        visit_id: The visit.
        target: The file; it must not exist.
        opened: As `write_case_bundle`.

    Raises:
        Refused: ``visit_unknown``, ``bundle_unknown``.
        FileExistsError: ``target`` exists.
    """
    words = load_act_words()["case_file"]
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        whole = Path(folder) / words["file_name"]
        done = write_case_bundle(office, resting, visit_id, whole, opened=opened)
        data = whole.read_bytes()
        with zipfile.ZipFile(whole) as inside:
            manifest = json.loads(inside.read("manifest.json"))
    visit = office.read(visit_id)
    made_at = datetime.fromtimestamp(manifest["made_at"] // 1000, UTC)
    bundled = Bundled(
        manifest["sha256"],
        sha256_hex(data),
        done.events,
        done.files,
        done.files_missing,
        opened,
        manifest["server_key"],
        made_at,
    )
    cover = case_file_document(visit, bundle_of(office, visit), office_data(office, ""), bundled)
    pdf = attach(
        act.draw(cover), words["file_name"], data, description=words["attached_es"], mime="application/zip"
    )
    with target.open("xb") as out:
        target.chmod(0o600)
        out.write(pdf)
    return done
