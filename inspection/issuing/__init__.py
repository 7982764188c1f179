"""Issues papers: folio, verification code, PDF, fingerprint, encrypted file and the event that says so."""

from inspection.issuing.acts import draft_act, issue_act, refusal_of_act
from inspection.issuing.batch import (
    Standing,
    batch_kinds,
    batch_of,
    issue_any,
    issue_next,
    standing_of,
    start_batch,
    try_again,
)
from inspection.issuing.core import (
    Issued,
    bundle_of,
    issue_acta,
    issue_notice,
    issue_referral,
    read_document,
    verification_code,
)
from inspection.issuing.kinds import ACTA, NOTICE, REFERRAL, acts, download_name, draw, title_of, versions
from inspection.issuing.settings import confirm_authority, confirmed_authorities, office_data, set_office_data
from inspection.issuing.signed import Accepted, accept_signed, fingerprint_in, normal_code, read_signed, revoke_document

__all__ = [
    "ACTA",
    "NOTICE",
    "REFERRAL",
    "Accepted",
    "Issued",
    "Standing",
    "accept_signed",
    "acts",
    "batch_kinds",
    "batch_of",
    "bundle_of",
    "confirm_authority",
    "confirmed_authorities",
    "download_name",
    "draft_act",
    "draw",
    "fingerprint_in",
    "issue_act",
    "issue_acta",
    "issue_any",
    "issue_next",
    "issue_notice",
    "issue_referral",
    "normal_code",
    "office_data",
    "read_document",
    "read_signed",
    "refusal_of_act",
    "revoke_document",
    "set_office_data",
    "standing_of",
    "start_batch",
    "title_of",
    "try_again",
    "verification_code",
    "versions",
]
