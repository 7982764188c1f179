"""The page of batches: what is owed, issued slice by slice, what failed named, everything in one ZIP."""

import io
import json
import zipfile

from inspection.issuing import start_batch


def test_what_a_visit_owes_is_prepared_issued_and_downloaded(desk, field, office) -> None:
    desk.open("/escritorio/lotes")
    notice = next(one for one in desk.forms() if ("kind", "immediate_notice") in one.fields)
    page = desk.submit(notice)
    assert "0 de 1 documento emitido" in page and "Emitir 1" in page

    page = desk.press("Emitir 1")
    assert "El lote terminó" in page and "Rancho Inventado" in page
    assert "immediate_notice" not in [dict(one.fields).get("kind") for one in _kinds(desk)]

    [batch] = office.store.batches.batches()
    answer = desk.client.get(f"/escritorio/lotes/{batch.batch_id}/documentos.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as papers:
        [name] = papers.namelist()
        assert name.startswith("aviso-inmediato-") and papers.read(name).startswith(b"%PDF")


def test_what_could_not_leave_is_named_with_what_to_do_and_tried_again(desk, field, office, marisol, visit_id) -> None:
    batch_id = start_batch(office, "referral", [(field.visit_id, [field.under_age])], marisol.user_id)
    desk.open(f"/escritorio/lotes/{batch_id}")

    page = desk.press("Emitir 1")

    assert "1 no se pudo emitir" in page and "Rancho Inventado" in page
    assert "sale de una visita aprobada" in page and "Emite el aviso inmediato" in page
    assert "Emitir 1" in desk.press("Poner otra vez en la fila") or "Seguir emitiendo" in desk.text
    assert [item.state for item in office.store.batches.items(batch_id)] == ["waiting"]


def test_a_script_is_told_how_far_the_batch_is(desk, field, office) -> None:
    desk.open("/escritorio/lotes")
    desk.submit(next(one for one in desk.forms() if ("kind", "acta") in one.fields))
    form = desk.form("Emitir 1")

    answer = desk.client.post(form.action, data=dict(form.fields), headers={"Accept": "application/json"})

    assert json.loads(answer.data) == {"done": 1, "waiting": 0, "said": "1 de 1 documento emitido"}


def test_nobody_goes_on_with_a_batch_without_the_form_of_the_session(desk, field, office) -> None:
    desk.open("/escritorio/lotes")
    desk.submit(next(one for one in desk.forms() if ("kind", "acta") in one.fields))
    form = desk.form("Emitir 1")

    assert desk.client.post(form.action, data={}).status_code == 400
    [batch] = office.store.batches.batches()
    assert [item.state for item in office.store.batches.items(batch.batch_id)] == ["waiting"]


def _kinds(desk):
    desk.open("/escritorio/lotes")
    return desk.forms()
