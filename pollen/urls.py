from django.urls import path

from pollen import views

app_name = "pollen"
urlpatterns = [
    path("pollen/", views.beacon, name="beacon"),
    path("brief/bluetenstaub/<str:token>/", views.profile, name="profile"),
]
