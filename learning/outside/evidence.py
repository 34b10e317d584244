"""Evidence files in the database: kept once by their SHA-256, read by whoever may see the learning they prove."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from learning.db import db
from learning.errors import Invalid
from learning.outside.evidence_content import Evidence, UnusableEvidenceError, read_evidence
from learning.outside.models import EvidenceFile


def evidence_from(data: bytes) -> Evidence:
    """What was uploaded, as it will be kept; raises Invalid for the field `file`."""
    try:
        return read_evidence(data)
    except UnusableEvidenceError as refusal:
        raise Invalid({"file": str(refusal)}) from None


def keep_evidence(evidence: Evidence | None, *, now: datetime) -> str | None:
    """Keep a file, where it is not kept already; gives its hash, None for none."""
    if evidence is None:
        return None
    content_hash = evidence.content_hash
    if db.session.get(EvidenceFile, content_hash) is None:
        row = EvidenceFile(
            content_hash=content_hash,
            kind=evidence.kind,
            byte_count=len(evidence.content),
            content=evidence.content,
            recorded_at=now,
        )
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            # Somebody kept the same file at this very moment; it is the same, so either will do.
            pass
    return content_hash
