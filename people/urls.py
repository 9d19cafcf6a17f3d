from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("", views.person_list, name="person_list"),
    path("new/", views.person_create, name="person_create"),
    path("profile/", views.profile, name="profile"),
    path("<int:pk>/", views.person_edit, name="person_edit"),
    path("<int:pk>/roles/", views.person_roles, name="person_roles"),
    path("<int:pk>/account/", views.person_account, name="person_account"),
    path("<int:pk>/absences/add/", views.absence_add, name="absence_add"),
    path("<int:pk>/absences/<int:absence_pk>/remove/", views.absence_remove, name="absence_remove"),
]
