"""Where readers find articles. `old_path` answers whatever nothing else does: keep it last."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from articles import news_sitemap, sitemaps, views
from articles.feeds import article_feed
from articles.models import Author, Partner, Section, Topic


class UnicodeSlugConverter(StringConverter):
    """A slug in any script; Django's own `slug` knows ASCII alone."""

    regex = r"[-\w]+"


register_converter(UnicodeSlugConverter, "uslug")

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<uslug:slug>/", views.article, name="article"),
    path("maps/<int:pk>/", views.map_page, name="map"),
    path("sections/<uslug:slug>/", views.section, name="section"),
    path("topics/<uslug:slug>/", views.topic, name="topic"),
    path("authors/<uslug:slug>/", views.author, name="author"),
    path("partners/<uslug:slug>/", views.partner, name="partner"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-news-<slug:language>.xml", news_sitemap.news, name="news_sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
for kind, generator in {"rss": Rss201rev2Feed, "atom": Atom1Feed}.items():
    urlpatterns += [
        path(f"feeds/{kind}/", article_feed(generator), name=kind),
        *(
            path(
                f"{model._meta.model_name}s/<uslug:slug>/{kind}/",
                article_feed(generator, model),
                name=f"{model._meta.model_name}_{kind}",
            )
            for model in (Section, Topic, Author, Partner)
        ),
    ]
urlpatterns.append(path("<path:path>", views.old_path, name="old_path"))
