from django.urls import path

from .views import address, my_data, objections, permission, preferences, signup, staying, unsubscribe

app_name = "subscribers"
urlpatterns = [
    path("brief/", signup.signup, name="signup"),
    path("brief/gleich-fertig/", signup.signup_done, name="signup_done"),
    path("brief/bestaetigen/<str:token>/", signup.confirm, name="confirm"),
    path("brief/einstellungen/", preferences.preferences_request, name="preferences_request"),
    path("brief/einstellungen/<str:token>/", preferences.preferences, name="preferences"),
    path("brief/einstellungen/<str:token>/adresse/", address.address, name="address"),
    path("brief/einstellungen/<str:token>/widerspruch/", objections.objections, name="objections"),
    path("brief/einstellungen/<str:token>/daten/", my_data.my_data, name="my_data"),
    path("brief/einstellungen/<str:token>/daten.json", my_data.my_data_json, name="my_data_json"),
    path("brief/einstellungen/<str:token>/daten.html", my_data.my_data_page, name="my_data_page"),
    path("brief/einstellungen/<str:token>/nachweis.pdf", my_data.my_proof, name="my_proof"),
    path("brief/einstellungen/<str:token>/loeschen/", my_data.erase, name="erase"),
    path("brief/adresse/<str:token>/", address.confirm_address, name="confirm_address"),
    path("brief/neuer-wortlaut/<str:token>/", permission.agree, name="permission"),
    path("brief/bleiben/<str:token>/", staying.stay, name="stay"),
    path("brief/abbestellen/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("brief/doch-weiter/", unsubscribe.undo, name="undo"),
    path("brief/warum/", unsubscribe.leaving_reason, name="leaving_reason"),
]
