from django.urls import path, re_path

from donations import views

app_name = "donations"
urlpatterns = [
    path("", views.support, name="support"),
    re_path(
        r"^months/(?P<year>20[0-9]{2})-(?P<number>0[1-9]|1[0-2])/\Z", views.month, name="month"
    ),
    path("goal.json", views.goal_json, name="goal"),
    path("hide/", views.hide, name="hide"),
]
