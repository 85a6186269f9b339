from django.urls import path

from pollen.views.actions import act, done
from pollen.views.beacon import beacon
from pollen.views.next_reading import next_reading
from pollen.views.profile import profile
from pollen.views.remembering import device
from pollen.views.starting_anew import start_anew
from pollen.views.taking_along import as_csv, as_json

app_name = "pollen"
urlpatterns = [
    path("pollen/", beacon, name="beacon"),
    path("pollen/aktion/", act, name="act"),
    path("pollen/danach/<str:token>/", done, name="done"),
    path("pollen/weiterlesen/", next_reading, name="next_reading"),
    path("brief/einstellungen/<str:token>/geraet/", device, name="device"),
    path("brief/bluetenstaub/<str:token>/", profile, name="profile"),
    path("brief/bluetenstaub/<str:token>/neu/", start_anew, name="start_anew"),
    path("brief/bluetenstaub/<str:token>/bluetenstaub.json", as_json, name="profile_json"),
    path("brief/bluetenstaub/<str:token>/bluetenstaub.csv", as_csv, name="profile_csv"),
]
