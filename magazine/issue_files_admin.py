"""The page of an issue's files in the admin. Imported by wagtail_hooks."""

from django.urls import URLPattern, path
from wagtail import hooks

from magazine.views import issue_files


@hooks.register("register_admin_urls")
def issue_file_urls() -> list[URLPattern]:
    return [path("issues/<int:pk>/files/", issue_files.manage, name="issue_files_manage")]
