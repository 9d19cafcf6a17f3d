from django.urls import path

from .views import delivery, journey, mailbox, membership, privacy, programme, reports, suggestions

app_name = "home"
urlpatterns = [
    path("journey/", journey.journey, name="journey"),
    path("journey/join/", membership.membership_join, name="membership_join"),
    path("journey/leave/", membership.membership_leave, name="membership_leave"),
    path("journey/pause/", membership.membership_pause, name="membership_pause"),
    path("journey/resume/", membership.membership_resume, name="membership_resume"),
    path("programme/", programme.programme, name="programme"),
    path("programme/figures/", programme.programme_figures, name="programme_figures"),
    path("programme/learning/", reports.learning_report, name="learning_report"),
    path("programme/learning.csv", reports.learning_report_csv, name="learning_report_csv"),
    path("programme/learning.xlsx", reports.learning_report_xlsx, name="learning_report_xlsx"),
    path("programme/messages/", reports.mastery_report, name="mastery_report"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/export/", privacy.privacy_export, name="privacy_export"),
    path("delivery/", delivery.delivery, name="delivery"),
    path("delivery/<int:pk>/retry/", delivery.delivery_retry, name="delivery_retry"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<slug:name>/", mailbox.mailbox_message, name="mailbox_message"),
    path("suggestions/", suggestions.suggestion_list, name="suggestion_list"),
    path("suggestions/new/", suggestions.suggestion_create, name="suggestion_create"),
    path("suggestions/inbox/", suggestions.suggestion_inbox, name="suggestion_inbox"),
    path("suggestions/<int:pk>/", suggestions.suggestion_detail, name="suggestion_detail"),
    path("suggestions/<int:pk>/answer/", suggestions.suggestion_answer, name="suggestion_answer"),
]
