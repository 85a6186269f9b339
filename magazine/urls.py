from django.urls import path

from magazine import cover_image, section_view
from magazine.views import issue_files

urlpatterns = [
    path("rubriken/", section_view.sections, name="sections"),
    path("rubriken/<slug:slug>/", section_view.section, name="section"),
    path("titel/<page_id:pk>-<slug:key>.webp", cover_image.cover, name="cover"),
    path("hefte/<page_id:pk>/<slug:slug>.<str:kind>", issue_files.download, name="issue_file"),
]
