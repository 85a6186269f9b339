from django.urls import path, re_path

from blog import views

FILES = r"feed\.xml|artwork\.jpg|audio\.(?:mp3|m4a)|transcript\.(?:vtt|html)|chapters\.json"

urlpatterns = [
    path("serien/<slug:slug>/", views.series, name="series"),
    # Wagtail's own addresses know no dots; these are of pages all the same.
    re_path(rf"^(?P<path>(?:[\w-]+/)+)(?P<name>{FILES})$", views.page_file, name="page_file"),
]
