"""Signs of life for a proxy or a supervisor."""

from django.urls import path

from .views.health import live

urlpatterns = [path("live/", live, name="health_live")]
