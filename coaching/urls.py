from django.urls import path

from .views import requests, work

app_name = "coaching"
urlpatterns = [
    path("", requests.request_list, name="request_list"),
    path("new/<slug:kind>/", requests.request_create, name="request_create"),
    path("queue/", work.queue, name="queue"),
    path("requests/<int:pk>/", requests.request_detail, name="request_detail"),
    path("requests/<int:pk>/answer/", requests.request_answer, name="request_answer"),
    path("requests/<int:pk>/cancel/", requests.request_cancel, name="request_cancel"),
    path("requests/<int:pk>/restrict/", requests.request_restrict, name="request_restrict"),
    path("requests/<int:pk>/unrestrict/", requests.request_unrestrict, name="request_unrestrict"),
    path("requests/<int:pk>/claim/", work.request_claim, name="request_claim"),
    path("requests/<int:pk>/release/", work.request_release, name="request_release"),
    path("requests/<int:pk>/assign/", work.request_assign, name="request_assign"),
    path("requests/<int:pk>/level/", work.request_level, name="request_level"),
    path("requests/<int:pk>/reply/", work.request_reply, name="request_reply"),
    path("requests/<int:pk>/note/", work.request_note, name="request_note"),
    path("requests/<int:pk>/resolve/", work.request_resolve, name="request_resolve"),
    path("requests/<int:pk>/reopen/", work.request_reopen, name="request_reopen"),
]
