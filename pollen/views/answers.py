from django.http import HttpRequest, HttpResponse


def see_other(address: str) -> HttpResponse:
    """After a form: look there (303), whatever kind of address it is."""
    return HttpResponse(status=303, headers={"Location": address})


def asks_for_a_part(request: HttpRequest) -> bool:
    """The script puts the answer into the page; it says so, since it sends what the form would send."""
    return request.headers.get("X-Pollen") == "part"
