"""A case that proves itself: the standalone script, in a process of its own, without a line of ours."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from inspection.cli import main
from inspection.domain.canonical import to_base64
from inspection.sync.office import Office
from inspection.web import Settings
from tests.integration.safekeeping.rich_visit import ACTA, Rich

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "verify_bundle.py"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the script as a receiver would: isolated, so that nothing of ours can be imported."""
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def bundle(settings: Settings, rich: Rich, target: Path, *options: str) -> Path:
    places = ["--data", str(settings.data_dir), "--keys", str(settings.keys_dir)]
    assert main(["bundle", *places, rich.visit_id, "-o", str(target), *options]) == 0
    return target


@pytest.mark.parametrize("options", [[], ["--opened"]])
def test_a_bundle_proves_itself_without_the_server(
    rich: Rich,
    office: Office,
    settings: Settings,
    tmp_path: Path,
    options: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = bundle(settings, rich, tmp_path / "caso.zip", *options)
    assert ("CUIDADO" in capsys.readouterr().out) == bool(options)

    done = run(str(path), to_base64(office.keys.public_key), cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 cierres de acta y 2 archivos" in done.stdout
    with zipfile.ZipFile(path) as archive:
        assert archive.read("acta.txt").decode() == ACTA
        assert ("secrets.json" in archive.namelist()) == bool(options)
        assert (b"%PDF invented" in archive.read(f"files/{rich.document}")) == bool(options)


def test_another_servers_key_does_not_prove_it(rich: Rich, tablet, settings: Settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from inspection.domain.signing import public_bytes

    path = bundle(settings, rich, tmp_path / "caso.zip")
    done = run(str(path), to_base64(public_bytes(tablet.key)), cwd=tmp_path)

    assert done.returncode == 1 and "manifiesto" in done.stdout


def rewritten(source: Path, target: Path, changed: dict[str, bytes | None]) -> Path:
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as out:
        for name in archive.namelist():
            data = changed.get(name, archive.read(name))
            if data is not None:
                out.writestr(name, data)
    return target


def test_any_part_changed_or_taken_is_named(rich: Rich, settings: Settings, tmp_path: Path) -> None:
    path = bundle(settings, rich, tmp_path / "caso.zip", "--opened")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, raw in parts.items():
        middle = len(raw) // 2
        wrong = raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :]
        for data in (wrong, None):
            done = run(str(rewritten(path, tmp_path / "otro.zip", {name: data})), cwd=tmp_path)
            assert done.returncode == 1 and "NO SE SOSTIENE" in done.stdout, name


def test_the_script_does_not_lean_on_the_manifest_alone(
    rich: Rich, office: Office, settings: Settings, tmp_path: Path
) -> None:
    """Whoever holds the server's key could sign another manifest; the tablets' own signatures still stand."""
    from inspection.domain.canonical import canonical_bytes, sha256_hex
    from inspection.domain.signing import sign

    path = bundle(settings, rich, tmp_path / "caso.zip", "--opened")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def verdict(**changed: bytes) -> str:
        manifest = json.loads(parts["manifest.json"])
        renamed = {name.replace("__", "."): data for name, data in changed.items()}
        manifest["sha256"].update({name: sha256_hex(data) for name, data in renamed.items()})
        raw = canonical_bytes(manifest)
        seal = {"manifest.json": raw, "manifest.sig": sign(office.keys.signing, b"resguardo-case-1" + raw)}
        done = run(str(rewritten(path, tmp_path / "otro.zip", {**renamed, **seal})), cwd=tmp_path)
        return done.stdout

    events = parts["events.jsonl"].split(b"\n")[:-1]
    proofs = parts["proofs.jsonl"].split(b"\n")[:-1]
    at = next(i for i, line in enumerate(events) if b'"answer_set"' in line)
    edited = [*events]
    edited[at] = edited[at].replace(b'"recorded_at":1', b'"recorded_at":2')
    assert "cadena" in verdict(events__jsonl=b"\n".join(edited) + b"\n") or "firma" in verdict(
        events__jsonl=b"\n".join(edited) + b"\n"
    )
    cut = {
        "events__jsonl": b"\n".join(events[:at] + events[at + 1 :]) + b"\n",
        "proofs__jsonl": b"\n".join(proofs[:at] + proofs[at + 1 :]) + b"\n",
    }
    assert "cubre eventos que no están" in verdict(**cut) or "ninguna firma cubre" in verdict(**cut)
    assert "texto del acta" in verdict(acta__txt=b"ACTA DE OTRA COSA")


def test_a_bundle_writes_over_nothing(
    rich: Rich, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "caso.zip").write_text("algo mío")
    with pytest.raises(SystemExit):
        bundle(settings, rich, tmp_path / "caso.zip")
    assert (tmp_path / "caso.zip").read_text() == "algo mío"
    assert "nada se sobrescribe" in capsys.readouterr().err
