from django.urls import path

from .views import asking, confirming, data

app_name = "desk"
urlpatterns = [
    path("kontakt/", asking.contact, name="contact"),
    path("datenschutz/anfrage/", asking.request_right, name="request"),
    path("datenschutz/anfrage/gleich-fertig/", asking.requested, name="requested"),
    path("datenschutz/anfrage/bestaetigen/<str:token>/", confirming.confirm, name="confirm"),
    path("datenschutz/anfrage/daten/<str:token>/", data.data, name="data"),
    path("datenschutz/anfrage/meine/<str:token>/", asking.from_preferences, name="from_preferences"),
]
