"""From an opened visit to papers in plain words. Pure: nothing else is said.

Every function takes the minors by entity, reads answers by role, and is given folio, code and instant.
"""

from inspection.documents.office import OfficeData
from inspection.documents.papers import acta_document, notice_document, referral_document

__all__ = ["OfficeData", "acta_document", "notice_document", "referral_document"]
