from django.urls import path

from comments.views import mine, people, reading, reviewing, voting, writing

app_name = "comments"
urlpatterns = [
    path("article/<int:article_pk>/", writing.post, name="post"),
    path("<int:pk>/", reading.comment, name="comment"),
    path("<int:pk>/replies/", reading.replies, name="replies"),
    path("<int:pk>/reply/", writing.reply, name="reply"),
    path("<int:pk>/vote/", voting.vote, name="vote"),
    path("<int:pk>/votes/", reviewing.votes, name="votes"),
    path("votes/held/", reviewing.held_votes, name="held_votes"),
    path("mine/", mine.mine, name="mine"),
    path("mine/link/", mine.ask, name="ask"),
    path("mine/open/<str:token>/", mine.open_link, name="open"),
    path("mine/export/", mine.export, name="export"),
    path("mine/end/", mine.end_links, name="end_links"),
    path("mine/claim/", mine.claim, name="claim"),
    path("mine/erase/", mine.erase, name="erase_mine"),
    path("people/<str:username>/", people.person, name="person"),
    path("people/<str:username>/ignore/", people.ignore, name="ignore"),
    path("people/id/<int:pk>/", people.person_by_number, name="person_by_number"),
]
