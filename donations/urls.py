from django.urls import path, re_path

from donations.views import months, support

app_name = "donations"
urlpatterns = [
    path("", support.support, name="support"),
    re_path(
        r"^months/(?P<year>20[0-9]{2})-(?P<number>0[1-9]|1[0-2])/\Z", months.month, name="month"
    ),
    path("goal.json", months.goal_json, name="goal"),
    path("hide/", support.hide, name="hide"),
]
