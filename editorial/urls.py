from django.urls import path

from editorial import converters as converters  # registers page_id
from editorial import feeds, sharing, views
from editorial.search.views import search

urlpatterns = [
    path("themen/", views.topics, name="topics"),
    path("themen/<slug:slug>/", views.topic, name="topic"),
    path("themen/<slug:slug>/feed/", feeds.TopicFeed(), name="topic_feed"),
    path("autoren/<slug:slug>/", views.author, name="author"),
    path("autoren/<slug:slug>/feed/", feeds.AuthorFeed(), name="author_feed"),
    path("feed/", feeds.EverythingFeed(), name="feed"),
    path("teilen/<page_id:pk>-<str:mark>.jpg", sharing.drawn, name="sharing_image"),
    path("suche/", search, name="search"),
    path("impressum/", views.imprint, name="imprint"),
]
