from django.urls import path

from newsletters.views.click import click

app_name = "newsletters"
urlpatterns = [path("l/<str:token>/", click, name="click")]
