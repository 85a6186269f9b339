from django.urls import path

from newsletters import views

app_name = "newsletters"
urlpatterns = [path("l/<str:token>/", views.click, name="click")]
