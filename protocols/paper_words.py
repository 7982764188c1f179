"""Reads ``law/documents.yaml`` and ``law/acts.yaml``: what papers always say, and the fields of a referral.

Apart from the bundle on purpose: a paper is worded with the text in force when it is issued, and the tablet
has no use for it. The issued PDF is its own record.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from protocols.loader import ROOT
from protocols.reading import read_file


@lru_cache(maxsize=2)
def load_paper_words(root: Path = ROOT) -> dict[str, Any]:
    """Return the data of papers as plain containers.

    Raises:
        ProtocolError: The file is not strict YAML.
    """
    states = read_file(root / "law" / "states.yaml", root)["states"]
    return {**read_file(root / "law" / "documents.yaml", root), "states": {state["code"]: state for state in states}}


@lru_cache(maxsize=2)
def load_paper_checks(root: Path = ROOT) -> list[dict[str, Any]]:
    """Return what a lawyer looks for in each paper: ``[{id, cite, label_es, papers, where}, …]``.

    Raises:
        ProtocolError: The file is not strict YAML.
    """
    return list(read_file(root / "law" / "paper_checks.yaml", root)["rows"])


@lru_cache(maxsize=2)
def load_statistics_words(root: Path = ROOT) -> dict[str, Any]:
    """Return the variables and words of the statistics annex.

    Raises:
        ProtocolError: The file is not strict YAML.
    """
    return dict(read_file(root / "law" / "statistics.yaml", root))


@lru_cache(maxsize=2)
def load_act_words(root: Path = ROOT) -> dict[str, Any]:
    """Return the data of the acts: orders, records, summons, report, notices, receipt.

    Raises:
        ProtocolError: The file is not strict YAML.
    """
    return dict(read_file(root / "law" / "acts.yaml", root))
