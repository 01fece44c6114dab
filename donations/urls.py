from django.urls import path, re_path

from donations.views import giving, months, support, webhooks

app_name = "donations"
urlpatterns = [
    path("", support.support, name="support"),
    re_path(
        r"^months/(?P<year>20[0-9]{2})-(?P<number>0[1-9]|1[0-2])/\Z", months.month, name="month"
    ),
    re_path(
        r"^months/(?P<year>20[0-9]{2})-(?P<number>0[1-9]|1[0-2])\.csv\Z",
        months.month_csv,
        name="month_csv",
    ),
    path("months/", months.months, name="months"),
    path("goal.json", months.goal_json, name="goal"),
    path("webhooks/<slug:provider>/", webhooks.webhook, name="webhook"),
    path("hide/", support.hide, name="hide"),
    path("give/", giving.give, name="give"),
    path("token/", giving.token, name="token"),
    path("thanks/<uuid:key>/", giving.thanks, name="thanks"),
]
