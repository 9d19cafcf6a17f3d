from django.urls import path

from .views import publication, register, signing, verification

app_name = "charter"
urlpatterns = [
    path("", signing.charter_detail, name="charter_detail"),
    path("sign/", signing.charter_sign, name="charter_sign"),
    path("preparing/", signing.charter_preparing, name="charter_preparing"),
    path("download/", signing.charter_download, name="charter_download"),
    path("download/<str:reference>/", signing.charter_download, name="charter_download"),
    path("verify/", verification.verify, name="verify"),
    path("register/", register.register, name="register"),
    path("register/export/", register.register_export, name="register_export"),
    path("register/<str:reference>/seal/", register.seal_retry, name="seal_retry"),
    path("versions/publish/", publication.version_publish, name="version_publish"),
]
