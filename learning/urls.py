"""Addresses of learning. Courses and lessons are Wagtail pages; the last two lines only find them faster."""

from django.urls import path

from . import views

app_name = "learning"
urlpatterns = [
    path("", views.course_list, name="course_list"),
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
