"""Where readers find articles. `old_path` answers whatever nothing else does: keep it last."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from articles import news_sitemap, previews, sitemaps, views
from articles.corrections import correction_feed, corrections
from articles.feeds import article_feed
from articles.history import changes
from articles.maps import views as map_views
from articles.maps.feeds import map_feed
from articles.maps.geojson import geojson
from articles.models import Author, Partner, Section, Topic


class UnicodeSlugConverter(StringConverter):
    """A slug in any script; Django's own `slug` knows ASCII alone."""

    regex = r"[-\w]+"


register_converter(UnicodeSlugConverter, "uslug")

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("articles/<uslug:slug>/", views.article, name="article"),
    path("articles/<uslug:slug>/changes/", changes, name="changes"),
    path("corrections/", corrections, name="corrections"),
    path("maps/", map_views.archive, name="maps"),
    path("maps/rss/", map_feed, name="maps_rss"),
    path("maps/maps.geojson", geojson, name="geojson"),
    path("maps/<int:pk>/", map_views.map_page, name="map"),
    path("maps/areas/<uslug:slug>/", map_views.area, name="area"),
    path("maps/areas/<uslug:slug>/rss/", map_feed, name="area_rss"),
    path("sections/<uslug:slug>/", views.section, name="section"),
    path("topics/<uslug:slug>/", views.topic, name="topic"),
    path("authors/<uslug:slug>/", views.author, name="author"),
    path("partners/<uslug:slug>/", views.partner, name="partner"),
    path("preview/<uslug:token>/", previews.shared_draft, name="preview"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-news-<slug:language>.xml", news_sitemap.news, name="news_sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
for kind, generator in {"rss": Rss201rev2Feed, "atom": Atom1Feed}.items():
    urlpatterns += [
        path(f"feeds/{kind}/", article_feed(generator), name=kind),
        path(f"corrections/{kind}/", correction_feed(generator), name=f"corrections_{kind}"),
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
