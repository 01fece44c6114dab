from django.urls import path, re_path

from donations.views import donors, giving, monthly, months, support, webhooks

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
    path("manage/", donors.ask, name="manage"),
    path("manage/<str:token>/", donors.gifts, name="gifts"),
    path("manage/<str:token>/erase/", donors.erase, name="erase"),
    path("manage/<str:token>/gifts/<uuid:key>/", donors.said, name="words"),
    path("manage/<str:token>/receipts/<int:pk>/", donors.receipt, name="receipt"),
    path("manage/<str:token>/monthly/<uuid:key>/amount/", monthly.amount, name="pledge_amount"),
    path("manage/<str:token>/monthly/<uuid:key>/pause/", monthly.pause, name="pledge_pause"),
    path("manage/<str:token>/monthly/<uuid:key>/resume/", monthly.resume, name="pledge_resume"),
    path("manage/<str:token>/monthly/<uuid:key>/end/", monthly.end, name="pledge_end"),
    path("manage/<str:token>/monthly/<uuid:key>/card/", monthly.card, name="pledge_card"),
]
