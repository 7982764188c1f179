#!/usr/bin/env python3
# ruff: noqa: D101, D102, D103, B905
"""Comprueba un expediente exportado por Resguardo, sin el servidor y sin código de Resguardo.

Uso:
    pip install cryptography
    python3 verify_bundle.py EXPEDIENTE.zip [LLAVE]

LLAVE es la llave pública del servidor (base64url, 87 caracteres) que la autoridad haya publicado o entregado por otro
medio. Sin ella, el programa usa la que trae el expediente y muestra su huella: compárela con la publicada.

Qué comprueba, en este orden (docs/sync-protocol.md, secciones 1, 2, 6, 8 y 11):
  1. el manifiesto está firmado por el servidor y cada parte del archivo tiene la huella que dice;
  2. cada certificado está firmado por el servidor;
  3. cada evento es JSON canónico, su cadena sigue sin saltos desde el primero y su autor la firmó;
  4. los recibos están firmados, y sus eventos, su estado y sus archivos son los que están;
  5. el cierre del acta: sus eventos, su estado, el texto y quienes firmaron;
  6. si el expediente va abierto, que cada fotografía y documento sea el que se registró.

Termina con 0 si todo se sostiene; con 1 y el nombre de lo primero que no, si algo falla.
"""

import base64
import hashlib
import hmac
import json
import sys
import unicodedata
import zipfile

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ZEROS = "0" * 32


class DoesNotHold(Exception):
    """Lo primero que no se sostiene."""


def need(condition, message):
    if not condition:
        raise DoesNotHold(message)


def b64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha(data):
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    """RFC 8785 restringido: claves ASCII en orden, texto NFC, solo enteros."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    need(unicodedata.is_normalized("NFC", text), "hay texto que no está en forma canónica")
    return text.encode()


def signed(point, signature, message):
    """Firma ECDSA P-256 con SHA-256, r‖s."""
    if len(signature) != 64:
        return False
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        key.verify(der, message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


class Event:
    def __init__(self, raw, proof):
        wire = json.loads(raw)
        need(canonical(wire) == raw, "un evento no está en forma canónica")
        self.wire, self.body, self.type = wire, wire["body"], wire["type"]
        self.author, self.seq, self.visit = wire["incarnation"], wire["seq"], wire["visit_id"]
        self.ref = f"{self.author}:{self.seq}"
        self.content = hashlib.sha256(raw).digest()
        self.before = b64(proof["link_before"])
        self.link = hashlib.sha256(self.before + self.content).digest()
        self.signature = b64(proof["signature"]) if proof["signature"] else None
        self.forked = proof["forked"]

    @property
    def entity(self):
        path = self.body.get("path")
        return path.split("/", 1)[0] if isinstance(path, str) else self.body.get("entity", "visit")

    @property
    def slot(self):
        path = self.body.get("path")
        if self.type in ("answer_set", "member_added") and path:
            return path
        return f"{path or self.entity}/#{self.type}"


def read_events(parts, events, proofs):
    rows = parts[events].split(b"\n")[:-1]
    said = [json.loads(line) for line in parts[proofs].split(b"\n")[:-1]]
    need(len(rows) == len(said), f"{events} y {proofs} no tienen las mismas líneas")
    return [Event(raw, proof) for raw, proof in zip(rows, said)]


def check_manifest(parts, given_key):
    raw = parts["manifest.json"]
    manifest = json.loads(raw)
    key = b64(given_key or manifest["server_key"])
    need(signed(key, parts["manifest.sig"], b"resguardo-case-1" + raw), "el manifiesto no está firmado por el servidor")
    for name, digest in manifest["sha256"].items():
        need(name in parts and sha(parts[name]) == digest, f"la parte «{name}» no es la que se exportó")
    extra = set(parts) - set(manifest["sha256"]) - {"manifest.json", "manifest.sig"}
    need(not extra, f"sobra la parte «{', '.join(sorted(extra))}»")
    return manifest, key


def check_certificates(events, server_key):
    """Devuelve {autor: llave} y los autores que son el servidor."""
    for one in events:
        need(one.type == "incarnation_certified", f"{one.ref} no es un certificado")
        sound = one.signature and signed(server_key, one.signature, b"resguardo-link-1" + one.link)
        need(sound, f"el certificado {one.ref} no está firmado por el servidor")
    keys = {one.body["incarnation"]: b64(one.body["public_key"]) for one in events}
    servers = {one.body["incarnation"] for one in events if one.body["user_id"] == ZEROS}
    for name in servers:
        need(keys[name] == server_key, f"el servidor {name} está certificado con otra llave")
    return keys, servers


def check_streams(events, visit_id, keys):
    streams = {}
    for one in events:
        need(one.visit == visit_id, f"{one.ref} es de otra visita")
        streams.setdefault(one.author, []).append(one)
    for author, found in streams.items():
        need(author in keys, f"el autor {author} no tiene certificado")
        found.sort(key=lambda one: one.seq)
        main, proven = {}, set()
        for one in found:
            if one.forked:
                continue
            need(one.seq not in main, f"hay dos eventos en {one.ref}")
            if one.seq == 1 or one.seq - 1 in main:
                expected = main[one.seq - 1].link if one.seq > 1 else bytes(32)
                need(
                    one.before == expected, f"la cadena se rompe en {one.ref}: se esperaba el eslabón {expected.hex()}"
                )
            main[one.seq] = one
        for one in reversed(found):
            if one.signature is not None:
                sound = signed(keys[author], one.signature, b"resguardo-link-1" + one.link)
                need(sound, f"la firma de {one.ref} no corresponde")
            else:
                need((one.seq + 1, one.link) in proven, f"ninguna firma cubre {one.ref}")
            proven.add((one.seq, one.before))


def refused(verdicts):
    """(ref, content_id) de lo que algún veredicto rechaza y ninguno acepta."""
    key = lambda one: (one.body["of"], one.body["content_id"])  # noqa: E731
    out = {key(one) for one in verdicts if not one.body["accepted"]}
    return out - {key(one) for one in verdicts if one.body["accepted"]}


def state_hash(events, servers):
    """Sección 6: cabezas por lugar, sin mirar valores."""
    out = refused([one for one in events if one.type == "verdict_given" and one.author in servers])
    counted = [one for one in events if (one.ref, one.content.hex()) not in out]
    dropped = set()
    for one in counted:
        if one.type == "answer_set":
            dropped |= {("answer_set", one.body["path"], ref) for ref in one.body["supersedes"] if ref != one.ref}
        elif one.type == "member_removed":
            dropped |= {("member_added", one.body["path"], ref) for ref in one.body["removes"]}
    heads = {}
    for one in counted:
        if (one.type, one.body.get("path"), one.ref) not in dropped:
            heads.setdefault(one.slot, []).append([one.ref, one.content.hex()])
    return sha(canonical([[slot, sorted(heads[slot])] for slot in sorted(heads)]))


def check_cover(what, vector, expected, events, servers):
    covered = {(a, n) for a, one in vector.items() for n in range(1, one["last"] + 1) if n not in set(one["holes"])}
    missing = sorted(covered - {(one.author, one.seq) for one in events})
    need(not missing, f"{what} cubre eventos que no están; el primero es {missing[0] if missing else ''}")
    inside = [one for one in events if (one.author, one.seq) in covered]
    judged = {
        (one.body["of"], one.body["content_id"])
        for one in inside
        if one.type == "verdict_given" and one.author in servers
    }
    seen = [one for one in inside if not one.forked or (one.ref, one.content.hex()) in judged]
    found = state_hash(seen, servers)
    need(found == expected, f"el estado que dice {what} es {expected}; el de los eventos es {found}")


def check_receipts(parts, manifest, events, servers, server_key):
    lines = [json.loads(line) for line in parts["receipts.jsonl"].split(b"\n")[:-1]]
    for number, line in enumerate(lines, 1):
        raw = canonical(line["receipt"])
        sound = signed(server_key, b64(line["signature"]), b"resguardo-receipt-1" + raw)
        need(sound and line["receipt"]["visit_id"] == manifest["visit_id"], f"el recibo {number} no es del servidor")
        said = line["receipt"]
        check_cover(f"el recibo {number}", said["vector"], said["state_hash"], events, servers)
    return len(lines)


def check_closures(parts, events, servers):
    out = refused([one for one in events if one.type == "verdict_given" and one.author in servers])
    by_ref = {one.ref: one for one in events if not one.forked}
    closures = [
        one
        for one in events
        if one.type == "acta_closed" and not one.forked and (one.ref, one.content.hex()) not in out
    ]
    for one in closures:
        check_cover(f"el cierre {one.ref}", one.body["vector"], one.body["state_hash"], events, servers)
        for signer in one.body["signers"]:
            given = by_ref.get(signer["ref"])
            sound = given and given.entity == signer["entity"] and given.body["manner"] == signer["manner"]
            sound = sound and given.body["text_sha256"] == one.body["text_sha256"]
            need(sound, f"la firma {signer['ref']} no es de este texto")
    if "acta.txt" in parts:
        texts = {one.body["text_sha256"] for one in closures}
        need(sha(parts["acta.txt"]) in texts, "el texto del acta no es el que se firmó")
    return len(closures)


def open_sealed(secret, one):
    path = one.body.get("path") or f"{one.entity}/#{one.type}"
    info = f"resguardo-seal-1|{one.visit}|{one.ref}".encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)
    box = b64(one.body["sealed"])
    try:
        return json.loads(AESGCM(key).decrypt(box[:12], box[12:], f"{one.visit}|{one.ref}|{path}".encode()))
    except InvalidTag:
        raise DoesNotHold(f"lo sellado en {one.ref} no abre con su llave") from None


def check_opened(parts, events, servers):
    """Con las llaves a la vista: cada archivo es el que nombran los eventos."""
    secrets = {subject: b64(text) for subject, text in json.loads(parts["secrets.json"]).items()}
    for one in events:
        if one.type in ("visit_opened", "minor_added", "person_added") and one.entity in secrets and not one.forked:
            sound = sha(secrets[one.entity]) == one.body["commitment"]
            need(sound, f"la llave de {one.entity} no es la prometida en {one.ref}")
    for name, data in parts.items():
        if name.startswith("files/") and "visit" in secrets:
            expected = hmac.new(secrets["visit"], hashlib.sha256(data).digest(), hashlib.sha256).hexdigest()
            need(name == f"files/{expected}", f"el archivo {name} no es el que dice su nombre")
    for one in events:
        if one.type == "photo_added" and f"files/{one.body['name']}" in parts and one.body["subject"] in secrets:
            opened = open_sealed(secrets[one.body["subject"]], one)
            sound = opened["sha256"] == sha(parts[f"files/{one.body['name']}"])
            need(sound, f"la fotografía de {one.ref} no es la que se tomó")
        if one.type in ("document_issued", "document_signed") and one.author in servers and "visit" in secrets:
            name = f"files/{open_sealed(secrets['visit'], one)['file']}"
            need(name in parts and sha(parts[name]) == one.body["sha256"], f"el documento {one.body['code']} es otro")


def check(path, given_key=None):
    """Comprueba el expediente; devuelve un resumen o lanza DoesNotHold."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        need(len(names) == len(set(names)), "el archivo repite una parte")
        parts = {name: archive.read(name) for name in names}
    manifest, server_key = check_manifest(parts, given_key)
    certificates = read_events(parts, "certificates.jsonl", "certificate_proofs.jsonl")
    keys, servers = check_certificates(certificates, server_key)
    events = read_events(parts, "events.jsonl", "proofs.jsonl")
    check_streams(events, manifest["visit_id"], keys)
    receipts = check_receipts(parts, manifest, events, servers, server_key)
    closures = check_closures(parts, events, servers)
    if manifest["opened"]:
        check_opened(parts, events, servers)
    files = sum(name.startswith("files/") for name in parts)
    return {"events": len(events), "receipts": receipts, "closures": closures, "files": files, "key": server_key}


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 2
    try:
        found = check(*arguments)
    except DoesNotHold as fault:
        print(f"NO SE SOSTIENE: {fault}.")
        return 1
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as fault:
        print(f"NO SE SOSTIENE: el archivo no se puede leer entero ({type(fault).__name__}: {fault}).")
        return 1
    print(
        f"Todo se sostiene: {found['events']} eventos, {found['receipts']} recibos, "
        f"{found['closures']} cierres de acta y {found['files']} archivos."
    )
    if len(arguments) == 1:
        print(f"Compare la huella de la llave del servidor con la publicada: {sha(found['key'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
