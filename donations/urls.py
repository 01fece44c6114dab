from django.urls import path

from donations import views

app_name = "donations"
urlpatterns = [
    path("", views.support, name="support"),
    path("goal.json", views.goal_json, name="goal"),
    path("hide/", views.hide, name="hide"),
]
