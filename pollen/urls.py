from django.urls import URLPattern

app_name = "pollen"
urlpatterns: list[URLPattern] = []
