from django.urls import path

from comments.views import reading, voting, writing

app_name = "comments"
urlpatterns = [
    path("article/<int:article_pk>/", writing.post, name="post"),
    path("<int:pk>/", reading.comment, name="comment"),
    path("<int:pk>/replies/", reading.replies, name="replies"),
    path("<int:pk>/reply/", writing.reply, name="reply"),
    path("<int:pk>/vote/", voting.vote, name="vote"),
]
