from django.urls import path

from comments.feeds import article_feed, thread_feed
from comments.views import (
    editing,
    glances,
    mine,
    news,
    people,
    reading,
    reviewing,
    voting,
    writing,
)

app_name = "comments"
urlpatterns = [
    path("article/<int:article_pk>/", writing.post, name="post"),
    path("article/<int:article_pk>/feed/", article_feed, name="article_feed"),
    path("article/<int:article_pk>/news/", news.news, name="news"),
    path("<int:pk>/", reading.comment, name="comment"),
    path("<int:pk>/glance/", glances.glance, name="glance"),
    path("<int:pk>/feed/", thread_feed, name="thread_feed"),
    path("<int:pk>/thread/", reading.thread, name="thread"),
    path("<int:pk>/replies/", reading.replies, name="replies"),
    path("<int:pk>/reply/", writing.reply, name="reply"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/delete/", editing.delete, name="delete"),
    path("<int:pk>/history/", editing.history, name="history"),
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
