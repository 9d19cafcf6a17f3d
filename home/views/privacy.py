"""What is held about the reader, and its copy to take away. Nobody else's, ever."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.privacy import holdings
from people.queries import company


@require_safe
@login_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html", {"holdings": holdings(), "company": company()})


@require_safe
@login_required
@never_cache
def privacy_export(request: HttpRequest) -> HttpResponse:
    held = {holding.key: {"label": str(holding.label), "rows": holding.export(request.user)} for holding in holdings()}
    data = {"made_at": timezone.now(), "person": request.user.email, "held": held}
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="porte-voix.json"'
    return response
