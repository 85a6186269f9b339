from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from pollen import recognition

Answer = Callable[[HttpRequest], HttpResponse]


def recognising(get_response: Answer) -> Answer:
    """Takes the pollen cookie back with the first answer after it has become useless, and sets none.

    That is so after a withdrawal, on the preference page or anywhere else, when the cookie is too old, and when
    the browser says no: without a consent nothing stays on the reader's device (TDDDG § 25). While a consent only
    rests, the cookie rests as well. This stands outside of the page cache: kept pages carry no cookie, and the
    answers made of them may.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if recognition.COOKIE in request.COOKIES:
            # What is written for this reader is for no cache between here and them.
            patch_cache_control(response, private=True)
            if recognition.COOKIE not in response.cookies and not recognition.may_stay(request):
                recognition.forget(response)
        return response

    return answer
