from django.urls import path

from .views import confirming, forms, withdrawing

app_name = "contributions"
urlpatterns = [
    path("mitmachen/", forms.choose, name="choose"),
    path("mitmachen/postkarte/", forms.postcard, name="postcard"),
    path("mitmachen/geschichte/", forms.story, name="story"),
    path("mitmachen/gleich-fertig/", forms.sent, name="sent"),
    path("mitmachen/bild/<str:token>/", forms.picture, name="picture"),
    path("mitmachen/bestaetigen/<str:token>/", confirming.confirm, name="confirm"),
    path("mitmachen/zurueckziehen/<str:token>/", withdrawing.withdraw, name="withdraw"),
]
