"""Signed charters a second: the worker's whole act, beside a bare render and a bare seal of the same documents.

Run by benchmarks/run.py: `python -m benchmarks.charters COUNT`. The whole act takes the job, renders the body as shown and the
pages after it, writes the evidence, seals, checks by the same door as an upload, stores and admits. The bare one renders the
same HTML with WeasyPrint, joins the pages into one file and seals it with pyHanko, the key loaded once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import django

from .together import side_by_side


def main() -> None:
    count = int(sys.argv[1])
    django.setup()
    signed = sign(count * 3 + 2)
    documents = [capture(signed.pop())]
    whole(signed.pop())
    bare(documents[0])
    results = []
    for processes in (1, 2):
        own = [signed.pop() for _ in range(count * processes)]
        one = {"processes": processes, "whole": rate(whole, own, processes)}
        one["bare"] = rate(bare, documents * len(own), processes)
        results.append(one)
    print(json.dumps(results))


def sign(count: int) -> list[int]:
    """That many learners sign the version in force. Out: the agreements' ids; their jobs wait."""
    import uuid

    from charter import actions
    from charter.evidence import Circumstances
    from charter.queries import body_sha256, current_version

    agreements = []
    for user in volunteers(count):
        text = current_version().text_in("fr")
        agreement = actions.sign(
            user=user,
            by=user,
            language="fr",
            shown_sha256=body_sha256(text, user),
            statements=[statement["key"] for statement in text.clauses["statements"]],
            typed_name=user.display_name,
            circumstances=Circumstances.without_request(user),
            client_token=uuid.uuid4(),
        )
        agreements.append(agreement.pk)
    return agreements


def volunteers(count: int) -> list[Any]:
    """Learners who have passed the core path."""
    from learning.models import CourseCompletion, CoursePage

    from .data import make_people

    users = make_people(f"signer{time.time_ns()}-", count)
    keys = set(CoursePage.objects.filter(is_core=True).values_list("translation_key", flat=True))
    CourseCompletion.objects.bulk_create(CourseCompletion(user=user, course_key=key) for user in users for key in keys)
    return users


def capture(agreement_id: int) -> tuple[str, ...]:
    """Make one charter, and keep the HTML of its pages: the body's, and those after it."""
    from core import documents

    seen: list[str] = []
    render = documents.render_pdf

    def listening(html: str, **options: Any) -> Any:
        seen.append(html)
        return render(html, **options)

    documents.render_pdf = listening
    try:
        whole(agreement_id)
    finally:
        documents.render_pdf = render
    return tuple(seen)


def whole(agreement_id: int) -> None:
    """What the worker does. Raises AssertionError unless the agreement is in force afterwards."""
    from charter import actions
    from charter.models import Agreement

    actions.seal_agreement(agreement_id=agreement_id)
    if Agreement.objects.get(pk=agreement_id).state != "active":
        raise AssertionError(f"agreement {agreement_id} is not in force")


def bare(parts: tuple[str, ...]) -> None:
    """WeasyPrint's render with its defaults, each part laid out once, and pyHanko's signature with its defaults."""
    import io

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from weasyprint import HTML

    from charter.sealing import seal

    documents = [HTML(string=html).render() for html in parts]
    pages = [page for document in documents for page in document.pages]
    writer = IncrementalPdfFileWriter(io.BytesIO(documents[0].copy(pages).write_pdf()))
    signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Seal"), signer=seal().signer)


def rate(act: Callable[[Any], None], work: Sequence[Any], processes: int) -> dict[str, float]:
    """Share the work among processes that start together. Out: acts a second, and processor milliseconds of each."""
    from django.db import connections

    connections.close_all()
    jobs = [partial(_worker, act, work[n::processes]) for n in range(processes)]
    with side_by_side(jobs, parties=processes) as (_, reports):
        done = reports(600)
    elapsed, spent = max(elapsed for elapsed, _ in done), sum(cpu for _, cpu in done)
    return {"rate": len(work) / elapsed, "cpu": spent / len(work) * 1000}


def _worker(act: Callable[[Any], None], work: Sequence[Any], barrier: Any) -> tuple[float, float]:
    barrier.wait(60)
    started, cpu = time.perf_counter(), cpu_seconds()
    for one in work:
        act(one)
    return time.perf_counter() - started, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """Of this process and of the programs it ran."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
