"""Addresses of learning. Courses and lessons are Wagtail pages; the last two lines only find them faster."""

from django.urls import path

from . import views

app_name = "learning"
urlpatterns = [
    path("", views.course_list, name="course_list"),
    path("mine/", views.my_learning, name="my_learning"),
    path("courses/<uuid:key>/enrol/", views.course_enrol, name="course_enrol"),
    path("courses/<uuid:key>/withdraw/", views.course_withdraw, name="course_withdraw"),
    path("courses/<uuid:key>/ask-again/", views.course_ask_again, name="course_ask_again"),
    path("certificates/<uuid:pk>/download/", views.certificate_download, name="certificate_download"),
    path("certificates/<uuid:pk>/pending/", views.certificate_pending, name="certificate_pending"),
    path("certificates/<uuid:pk>/revoke/", views.certificate_revoke, name="certificate_revoke"),
    path("manage/", views.manage_enrolments, name="manage_enrolments"),
    path("manage/rules/new/", views.rule_create, name="rule_create"),
    path("manage/rules/<int:pk>/", views.rule_edit, name="rule_edit"),
    path("manage/rules/<int:pk>/stop/", views.rule_stop, name="rule_stop"),
    path("manage/people/", views.suggestion_create, name="suggestion_create"),
    path("manage/list/", views.suggestion_import, name="suggestion_import"),
    path("manage/list/outcomes/", views.suggestion_outcomes, name="suggestion_outcomes"),
    path("manage/waivers/", views.waiver_create, name="waiver_create"),
    path("manage/more-time/", views.more_time_create, name="more_time_create"),
    path("manage/certificates/<uuid:key>/", views.certification_edit, name="certification_edit"),
    path("quizzes/<uuid:key>/", views.quiz_start, name="quiz_start"),
    path("quizzes/<uuid:key>/attempts/", views.attempt_create, name="attempt_create"),
    path("attempts/<uuid:pk>/", views.attempt_detail, name="attempt_detail"),
    path("attempts/<uuid:pk>/answers/", views.attempt_answer, name="attempt_answer"),
    path("attempts/<uuid:pk>/confirm/", views.attempt_confirm, name="attempt_confirm"),
    path("attempts/<uuid:pk>/submit/", views.attempt_submit, name="attempt_submit"),
    path("lessons/<uuid:key>/complete/", views.lesson_complete, name="lesson_complete"),
    path("lessons/<uuid:key>/networks/<slug:network>/", views.network_choose, name="network_choose"),
    path("lessons/<uuid:key>/checklists/<slug:network>/<slug:step>/", views.checklist_tick, name="checklist_tick"),
    path("<str:course>/", views.course_detail, name="course_detail"),
    path("<str:course>/<str:lesson>/", views.lesson_detail, name="lesson_detail"),
]
