from django.urls import path, register_converter

from .views import body, publication, register, signing, verification


class ReferenceConverter:
    """CH- and eight characters: nothing else reaches the database."""

    regex = "CH-[0-9A-Z]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "charter_reference")

app_name = "charter"
urlpatterns = [
    path("", signing.charter_detail, name="charter_detail"),
    path("text.pdf", body.charter_body, name="charter_body"),
    path("sign/", signing.charter_sign, name="charter_sign"),
    path("preparing/", signing.charter_preparing, name="charter_preparing"),
    path("download/", signing.charter_download, name="charter_download"),
    path("download/<charter_reference:reference>/", signing.charter_download, name="charter_download"),
    path("verify/", verification.verify, name="verify"),
    path("register/", register.register, name="register"),
    path("register/export/", register.register_export, name="register_export"),
    path("register/<charter_reference:reference>/seal/", register.seal_retry, name="seal_retry"),
    path("versions/publish/", publication.version_publish, name="version_publish"),
]
