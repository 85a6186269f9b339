"""How a reader's browser comes to carry the pollen cookie."""

from django.http import HttpResponse

from pollen import recognition


def cookie_of(subscriber, as_a_device=False):
    response = HttpResponse()
    (recognition.remember_device if as_a_device else recognition.remember)(response, subscriber)
    return response.cookies[recognition.COOKIE].value


def carry_cookie(client, subscriber, as_a_device=False):
    client.cookies[recognition.COOKIE] = cookie_of(subscriber, as_a_device)
    return client


def is_taken_back(answer):
    return recognition.COOKIE in answer.cookies and answer.cookies[recognition.COOKIE]["max-age"] == 0
