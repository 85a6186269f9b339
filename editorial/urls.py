from django.urls import path

from editorial import views

urlpatterns = [
    path("themen/", views.topics, name="topics"),
    path("themen/<slug:slug>/", views.topic, name="topic"),
    path("autoren/<slug:slug>/", views.author, name="author"),
    path("impressum/", views.imprint, name="imprint"),
]
