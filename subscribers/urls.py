from django.urls import path

from .views import preferences, signup, unsubscribe

app_name = "subscribers"
urlpatterns = [
    path("brief/", signup.signup, name="signup"),
    path("brief/gleich-fertig/", signup.signup_done, name="signup_done"),
    path("brief/bestaetigen/<str:token>/", signup.confirm, name="confirm"),
    path("brief/einstellungen/", preferences.preferences_request, name="preferences_request"),
    path("brief/einstellungen/<str:token>/", preferences.preferences, name="preferences"),
    path("brief/abbestellen/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
