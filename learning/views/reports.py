"""What editors look at from time to time: facts that grow old, and what learners say of the lessons."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import queries
from ..models import Fact
from ..permissions import can_see_sources


@require_safe
def facts_by_age(request: HttpRequest) -> HttpResponse:
    """Every fact, those to look at again first, then the oldest."""
    if not can_see_sources(request.user):
        raise Http404
    to_review = Fact.objects.to_review(timezone.localdate())
    others = Fact.objects.exclude(pk__in=to_review.values("pk"))
    context = {
        "to_review": to_review.order_by("verified_on", "key"),
        "others": others.order_by("verified_on", "key"),
        "edit_url": Fact.snippet_viewset.get_url_name("edit"),
    }
    return render(request, "learning/admin/facts_by_age.html", context)


@require_safe
def lesson_use(request: HttpRequest) -> HttpResponse:
    """Was the page of use? Counts and words from five answers on, without names."""
    if not can_see_sources(request.user):
        raise Http404
    context = {"rows": queries.feedback_by_lesson(), "smallest": queries.SMALLEST_SHOWN}
    return render(request, "learning/admin/lesson_use.html", context)
