from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("article/<int:article_pk>/", views.post, name="post"),
    path("<int:pk>/", views.comment, name="comment"),
    path("<int:pk>/replies/", views.replies, name="replies"),
    path("<int:pk>/reply/", views.reply, name="reply"),
    path("<int:pk>/vote/", views.vote, name="vote"),
]
