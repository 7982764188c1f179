"""Guards as text, and who must notice when one is gone: the page docs/faults.md lists them.

Python guards are ``(what goes wrong, owner, function, guard, what stands there instead, who notices)``: a guarantee of
the campaign, or a test of the suite by its address.
"""

_RECEIVER = "inspection.sync.receive:_Receiver"
_BAD_REQUESTS = "tests/integration/api/test_bad_requests.py::"
_HOSTILE = "tests/integration/security/test_hostile_tablet.py::"
_SYNC = "tests/integration/sync/"
_POWER = "tests/faults/real/test_power_loss_of_files.py::"

Guard = tuple[str, str, str, str, str, str]

SEEN_BY_THE_CAMPAIGN: tuple[Guard, ...] = (
    ("a piece is taken from a wrong offset", "inspection.store.files:Files", "append",
     "offset != held or ", "", "g13"),
    ("a photo of an erased person stays on disk", "inspection.sync.erasing", "destroy",
     "office.files.remove(one.visit_id, name)", "None", "g17"),
    ("an erasure is in no register", "inspection.sync.erasing", "erase",
     "note_erasure(keys_dir, erasure)", "None", "g17"),
    ("a secret is taken for its carrier's", _RECEIVER, "take_secrets",
     "subject, secret, maker)", "subject, secret, self.sender.incarnation)", "g8"),
    ("a chain need not follow what is held", _RECEIVER, "_fork", "before.link != item.link_before", "False", "g4"),
    ("a chain need not lead to what is held", _RECEIVER, "_fork",
     '"fork" if after is not None and after.link_before != item.link else None', "None", "g4"),
    ("what a revoked tablet left with a colleague counts", _RECEIVER, "_fault",
     "author.revoked_at is not None", "False", "g21"),
    ("a tablet shut out hands in what another wrote", "inspection.sync.receive", "receive_batch",
     "sender.revoked_at is not None and batch.incarnation != sender.incarnation", "False", "g21"),
    ("a tablet shut out may not hand in its work", "inspection.sync.authentication", "identify",
     "sender.revoked_at is not None and not handing_in", "sender.revoked_at is not None", "g23"),
    ("a tablet opens a visit a second time", _RECEIVER, "_out_of_scope",
     "return fault_of_opening(self.store, author, event)", "return None", "g"),
    ("a visit that nobody knows takes events", _RECEIVER, "_out_of_scope",
     "if visit is None:", "if visit is None and not granted:\n        return None\n    if visit is None:", "g10"),
    ("an earlier life of the server gets no certificate", _RECEIVER, "_recognise",
     "if self.author and not known:", "if False:", "g"),
    ("a request is served whoever signed it", "inspection.sync.authentication", "identify",
     "if not verify(sender.public_key, signature, request.message(nonce)):", "if False:", "shape"),
    ("a nonce is not spent with its effect", "inspection.sync.receive", "receive_batch",
     "        if admit:\n            admit()\n", "", "g3"),
    ("what no signature covers is an event", "inspection.sync.batch", "read_items",
     "*map(_unproven, items[proven:])", "*items[proven:]", "g"),
    ("a release does not win over a refusal", "inspection.domain.state", "refused",
     "if key not in accepted", "if True", "g2"),
    ("an answer supersedes itself", "inspection.domain.state", "_dropped", "if ref != event.ref", "", "g6"),
    ("anything may be released", "inspection.domain.releasing", "may_be_released",
     'code not in _DOUBTS_OF_STANDING or event.type == "visit_opened" or is_office_only(event.type)', "False", "g"),
    ("an alarm waits for no secret that comes later", "inspection.sync.receive", "receive_batch",
     "if receiver.alarming or batch.secrets:", "if receiver.alarming:", "g7"),
    ("a receipt lists files half sent", "inspection.sync.receipts", "receipt", "if one.complete", "", "g13"),
    ("the read tables count what is refused", "inspection.sync.projections", "rebuild",
     "not in out", "not in ()", "g3"),
    ("a comparison names visits of others", "inspection.sync.reconciling", "compare", "if yes)", ")", "g10"),
    ("colleagues read what was set aside", "inspection.sync.hiding", "records_for",
     "_key(one) in hidden", "False", "g2"),
    ("a release brings no content", "inspection.sync.pull", "pull",
     "*released_by(device, caller, page.events)", "", "g"),
    ("a box is not opened when it comes back", "inspection.sync.receive", "receive_batch",
     "batch = opened(device, batch)", "", "g17"),
    ("a stream is given out of scope", "inspection.sync.reconciling", "exchange",
     "check_scope(device, caller, visit_id)", "None", "g10"),
    ("a stream is never given back to its author", "inspection.sync.reconciling", "exchange",
     "if one.event.incarnation == incarnation]",
     "if one.event.incarnation == incarnation != caller.incarnation]", "g8"),
    ("forks are not compared", "inspection.sync.reconciling", "_by_stream",
     "for one in stored:", "for one in (s for s in stored if not s.forked):", "g8"),
    ("a tablet never learns what the server lacks", "inspection.sync.reconciling", "exchange",
     "for one in held - {", "for one in set() - {", "g2"),
    ("a comparison brings no secrets", "inspection.sync.reconciling", "exchange",
     "if secret is not None", "if False", "g8"),
    ("a pull gives back one's own", "inspection.sync.pull", "pull",
     "not_by=caller.incarnation,\n        limit", 'not_by="",\n        limit', "g"),
)  # fmt: skip

SEEN_BY_A_TEST: tuple[Guard, ...] = (
    ("a broken form is released when another doubt was named", "inspection.domain.releasing", "may_be_released",
     "fault_of_body(event.type, event.body) is None", "True",
     "tests/unit/domain/test_releasing.py::test_a_broken_form_stays_out_whichever_doubt_was_named_first"),
    ("a release leaves the read tables as they were", "inspection.sync.projections", "_project_released",
     "project(store, one)", "pass", _BAD_REQUESTS + "test_a_closure_that_counts_after_all_is_found_by_its_acta"),
    ("a false secret is kept", _RECEIVER, "take_secrets", "if maker:", "if True:",
     _BAD_REQUESTS + "test_a_secret_that_does_not_match_its_commitment_is_not_kept"),
    ("an event of any size counts", _RECEIVER, "_fault", "item.size_bytes > MAX_EVENT_BYTES", "False",
     _SYNC + "test_promises.py::test_an_event_of_more_than_64_kb_is_kept_but_does_not_count"),
    ("anybody in scope closes the acta", _RECEIVER, "_out_of_scope",
     'kind == "acta_closed" and visit.closes != user_id', "False",
     _BAD_REQUESTS + "test_only_the_named_person_closes_the_acta"),
    ("an author writes in the name of another device", "inspection.sync.receive", "_author",
     "author if author and author.device_id == batch.device_id else None", "author",
     _HOSTILE + "test_a_tablet_cannot_write_in_the_name_of_another_device"),
    ("a tablet enrols as the server", "inspection.sync.enrolment", "enrol",
     "if application.device_id == device.identity.device_id:", "if False:",
     _HOSTILE + "test_no_tablet_enrols_as_the_servers_device_whose_verdicts_the_others_believe"),
    ("a closed account goes on", "inspection.sync.authentication", "identify",
     " or _is_dismissed(store, sender)", "", _HOSTILE + "test_a_dismissed_persons_tablet_reads_nothing_more"),
    ("a file is announced in a visit of others", "inspection.sync.uploads:Uploads", "announce",
     "check_scope(self.device, self.caller, self.visit_id)", "None",
     _HOSTILE + "test_an_inspector_of_another_visit_gets_nothing_of_this_one"),
    ("a file is asked of a visit of others", "inspection.sync.uploads:Uploads", "_known",
     "check_scope(self.device, self.caller, self.visit_id)", "None",
     _HOSTILE + "test_an_inspector_of_another_visit_gets_nothing_of_this_one"),
    ("a file of any size is begun", "inspection.sync.uploads:Uploads", "announce",
     "size_bytes > MAX_FILE_BYTES", "False",
     _BAD_REQUESTS + "test_a_file_of_60_mb_is_refused_and_said_clearly"),
    ("a file whose check was cut short is believed", "inspection.sync.uploads:Uploads", "announce",
     'return self.write(name, offset, b"")', "return Progress(offset, size_bytes, True)",
     _SYNC + "test_found_by_the_campaign.py::"
     "test_a_file_whose_check_was_cut_short_is_checked_when_it_is_announced_again"),
    ("a record torn by a crash counts", "inspection.store.files", "_whole_records",
     " or end + _LENGTH.size + length > size", "", _SYNC + "test_files.py::test_a_record_torn_by_a_crash_is_dropped"),
    ("a packet signed by another counts as signed", "inspection.sync.urgent", "_is_signed",
     "return author.device_id == packet.device_id and verify(", "return True or verify(",
     _SYNC + "test_urgent.py::test_a_packet_signed_by_another_key_counts_as_unsigned"),
    ("unsigned packets come without a brake", "inspection.sync.urgent", "receive_urgent", "brake()", "None",
     "tests/integration/security/test_strangers.py::"
     "test_unsigned_urgent_packets_of_one_address_are_slowed_and_signed_ones_never"),
    ("half-blind removals hide a child", "inspection.domain.state", "_entities",
     'refs[entity] <= set(refs_in(removal, "sees"))', 'refs[entity] & set(refs_in(removal, "sees"))',
     "tests/unit/domain/test_state.py::test_a_child_never_vanishes_while_somebody_writes_on_it"),
    ("one large number fills memory with holes", "inspection.domain.state", "holes_of",
     "min(seq, expected + 1000 - len(holes))", "min(seq, expected + 10**5)",
     "tests/unit/domain/test_state.py::test_holes_are_listed_without_filling_memory"),
    ("a malformed closure closes", "inspection.domain.closing", "closure_of",
     ' and is_vector(h.body.get("vector"))', "",
     _HOSTILE + "test_a_malformed_closure_closes_nothing_even_before_it_is_judged"),
    ("an acta's text is not held to its hash", "inspection.domain.closing", "closure_of",
     'if text is not None and sha256_hex(text.encode()) != body["text_sha256"]:', "if False:",
     "tests/integration/safekeeping/test_evidence_check.py::test_an_acta_whose_text_is_not_the_signed_one_is_found"),
    ("a body inflates without end", "inspection.web.incoming", "inflate", "len(found) > limit", "False",
     _BAD_REQUESTS + "test_a_gzip_bomb_is_refused_before_it_inflates"),
    ("a batch has no limit of events", "inspection.web.api.sync", "_batch",
     'len(sent["events"]) > MAX_BATCH_EVENTS', "False",
     _BAD_REQUESTS + "test_a_batch_of_too_many_events_is_to_be_halved"),
    ("only one card of a joined person is erased", "inspection.sync.erasing", "erase",
     "visit.corrections.cards.get(visit.corrections.at(subject), (subject,))", "(subject,)",
     "tests/integration/desk/test_corrected_persons.py::test_erasing_a_joined_person_erases_every_card"),
    ("a field visit gives scope to others", "inspection.sync.field_visits", "fault_of_opening", "and alone and", "and",
     _SYNC + "test_field_visits.py::test_an_opening_that_claims_more_than_hers_is_kept_aside"),
    ("a wrong password may be tried for ever", "inspection.sync.enrolment", "_verified",
     'raise Refused("too_many_attempts") from None', "user = None",
     _BAD_REQUESTS + "test_ten_wrong_passwords_close_the_door_for_a_quarter_of_an_hour"),
    ("a damaged backup is restored", "inspection.sync.backup", "_check_manifest",
     "_sha256(there[name]) != digest", "False",
     "tests/integration/safekeeping/test_backup_and_restore.py::test_a_damaged_backup_restores_nothing"),
    ("a secret stays in the database of a backup", "inspection.sync.backup", "backup",
     "count = take_secrets_out(target, secrets_file)",
     "count = take_secrets_out(target, secrets_file); put_secrets_back(target, secrets_file)",
     "tests/integration/safekeeping/test_backup_and_restore.py::test_no_secret_and_no_key_stands_in_the_database_of_a_backup"),
    ("a tablet revoked since the backup is let in again", "inspection.sync.backup", "_begin_again",
     "revoke_again(store, revocations(keys_dir))", "None",
     "tests/integration/safekeeping/test_backup_and_restore.py::test_a_tablet_revoked_after_the_backup_stays_shut_out"),
    ("a piece is answered for before it is on disk", "inspection.store.files:Files", "append",
     "os.fsync(file.fileno())", "None",
     _POWER + "test_each_piece_of_a_photo_that_was_answered_for_is_there_after_the_power_failed"),
    ("a photo is answered for before its folder names it", "inspection.store.files:Files", "append",
     "self._sync_names(path)", "None",
     _POWER + "test_each_piece_of_a_photo_that_was_answered_for_is_there_after_the_power_failed"),
    ("a destroyed photo comes back with the power", "inspection.store.files:Files", "remove",
     "self._sync_names(path)", "None",
     _POWER + "test_a_photo_destroyed_by_order_does_not_come_back_with_the_power"),
    ("the register of erasures is lost with the power", "inspection.store.register", "note",
     "sync_folder(register.parent)", "None", _POWER + "test_an_erasure_noted_with_the_keys_is_still_noted"),
    ("the server's keys are lost with the power", "inspection.store.keys", "_write",
     "sync_folder(path.parent)", "None", _POWER + "test_keys_made_once_are_the_same_after_the_power_failed"),
    ("one answer in thirty speaks of what was never written", "inspection.sync.receive", "receive_batch",
     "    with device.store.writing():\n        if admit:",
     "    if device.rng(1)[0] < 8: return Reception([Outcome(item.seq, 'stored') for item in items], [])\n"
     "    with device.store.writing():\n        if admit:",
     "tests/faults/real/test_server_killed.py::test_all_that_was_answered_outlives_a_server_killed_under_load"),
)  # fmt: skip

TabletGuard = tuple[str, str, str, str, str]

SEEN_WITH_THE_TABLET: tuple[TabletGuard, ...] = (
    ("urgent calls wait for the end of a round", "/tablet/src/sync.ts",
     "    await this.sendUrgent();\n    // A restored", "    // A restored",
     "tests/faults/real/test_bad_line.py"),
    ("a restored server is not told again the secrets of whom a tablet added", "/tablet/src/log.ts",
     "secrets.filter(([key]) => added.has(key.slice(visitId.length + 1)))", "secrets.filter(([, { sent }]) => !sent)",
     "tests/integration/test_tablet_and_restored_server.py::"
     "test_a_restored_server_hears_again_of_a_child_that_only_a_comparison_gave_back"),
)  # fmt: skip
"""``(what goes wrong, end of the source's path, guard, what stands there instead, who notices)``."""

_UNBELIEVED = "tests/core/unbelieved.test.ts"

SEEN_BY_THE_TABLETS_TESTS: tuple[TabletGuard, ...] = (
    ("a certificate of somebody else's server is believed", "/tablet/src/pulling.ts",
     "if (judged.some(({ judgement }) => judgement === 'forged')) throw blocked('server_changed');", "", _UNBELIEVED),
    ("a forged event of the server is passed over in silence", "/tablet/src/pulling.ts",
     "if (foreign.some(({ judgement, logged }) => judgement === 'forged' && "
     "logged.event.device_id === this.server.deviceId)) throw blocked('server_changed');", "", _UNBELIEVED),
    ("an author writes in the name of another tablet", "/tablet/src/pulling.ts",
     "certificate.device_id === event.device_id && certificate.public_key;", "certificate.public_key;",
     _UNBELIEVED),
    ("anybody orders an erasure", "/tablet/src/pulling.ts",
     "event.type === 'subject_erased' && event.device_id === this.server.deviceId", "event.type === 'subject_erased'",
     _UNBELIEVED),
    ("an erased person stays on the tablet's disk", "/tablet/src/pulling.ts",
     "...await erasureWrites(this.store, erased)", "", _UNBELIEVED),
    ("a destroyed secret is taken again", "/tablet/src/pulling.ts",
     "if (known?.secret === null) continue;", "", _UNBELIEVED),
    ("a visit taken away stays open on the tablet", "/tablet/src/sync.ts",
     "    await this.letGo();\n", "", _UNBELIEVED),
    ("two tabs write from the same head", "/tablet/src/store.ts",
     "if (!await still) throw new HeadMoved();", "", "tests/core/tablet.test.ts"),
    ("a visit taken away is let go with work unsent", "/tablet/src/sync.ts",
     "if (held.acknowledged < held.mine.length || files.pending(visitId).length) continue;", "", _UNBELIEVED),
)  # fmt: skip
"""As above, but who notices is a file of the tablet's own tests."""

BuiltWithout = tuple[str, tuple[tuple[str, str, str], ...], str]

SEEN_WITH_ANOTHER_BUILD: tuple[BuiltWithout, ...] = (
    # What is typed is kept twice, as a draft and as an answer: one alone hides the loss of the other.
    ("an answer is called saved before it is on disk, and no draft is kept", (
        ("log.ts",
         "await this.store.write([...writes, ...(composed.writes ?? []), after], "
         "{ strict, expected: { store: 'heads', key: visitId, box: head.box } });",
         "const late = [...writes, ...(composed.writes ?? []), after];\n"
         "    setTimeout(() => void this.store.write(late, { strict }), 5_000);"),
        ("drafts.ts", "value: Value | null): void { this.later(`${visitId}|${path}`, value); }",
         "value: Value | null): void { void [visitId, path, value]; }"),
    ), "tests/faults/real/test_tablet_killed.py"),
    ("what found no room is taken for saved", (
        ("components/written_fields.tsx",
         "if (saved !== false || live.current.stored !== text) return;", "return;"),
    ), "tests/faults/real/test_quota.py"),
)  # fmt: skip
"""``(what goes wrong, what is changed before the app is built again, who notices)``."""
