from django.urls import path

from pollen.views.beacon import beacon
from pollen.views.profile import profile

app_name = "pollen"
urlpatterns = [
    path("pollen/", beacon, name="beacon"),
    path("brief/bluetenstaub/<str:token>/", profile, name="profile"),
]
