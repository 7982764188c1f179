"""The supervisor's desk: server-rendered pages over the fold of each visit; every decision is an event."""

from inspection.web.desk import document_views, review_views, visit_views
from inspection.web.desk.blueprint import blueprint

__all__ = ["blueprint", "document_views", "review_views", "visit_views"]
