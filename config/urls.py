"""Every address: ours first, Wagtail's pages last. One prefix per language, French and English alike."""

from allauth.account import urls as account_urls
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from home.views.gates import administration, nothing_here
from home.views.media import media_image
from learning.views import certificate_verify
from people.views import EditorSettingsView, PasswordResetView

# The directory keeps addresses: nobody adds, confirms or changes one here.
DIRECTORYS_OWN = {"account_email", "account_confirm_email", "account_email_verification_sent"}
account_pages = [pattern for pattern in account_urls.urlpatterns if pattern.name not in DIRECTORYS_OWN]

urlpatterns = [
    path("cms/login/", administration(RedirectView.as_view(pattern_name="account_login", query_string=True))),
    path("cms/account/", administration(require_admin_access(EditorSettingsView.as_view()))),
    # Wagtail's acts on many rows at once: none on people or groups.
    path("cms/bulk/people/<path:rest>", nothing_here, name="cms_bulk_people"),
    path("cms/bulk/auth/<path:rest>", nothing_here, name="cms_bulk_auth"),
    path("cms/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, administration))),
    path("documents/", include(wagtaildocs_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("media/images/<str:name>", media_image, name="media_image"),
    path("health/", include("home.health_urls")),
]

urlpatterns += i18n_patterns(
    path("account/password/reset/", PasswordResetView.as_view(), name="account_reset_password"),
    path("account/", include(account_pages)),
    path("people/", include("people.urls")),
    path("learning/", include("learning.urls")),
    path("certificates/<uuid:number>/", certificate_verify, name="certificate_verify"),
    path("coaching/", include("coaching.urls")),
    path("charter/", include("charter.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
)

handler403 = "home.views.errors.forbidden"
handler404 = "home.views.errors.not_found"
handler500 = "home.views.errors.server_error"
