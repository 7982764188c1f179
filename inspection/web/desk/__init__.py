"""The supervisor's desk: server-rendered pages over the fold of each visit; every decision is an event."""

from inspection.web.desk import (
    act_views,
    batch_views,
    document_views,
    paper_views,
    review_views,
    telephone_views,
    unread_views,
    visit_views,
)
from inspection.web.desk.blueprint import blueprint

__all__ = [
    "act_views",
    "batch_views",
    "blueprint",
    "document_views",
    "paper_views",
    "review_views",
    "telephone_views",
    "unread_views",
    "visit_views",
]
