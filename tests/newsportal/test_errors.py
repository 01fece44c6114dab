import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.urls import path

from newsportal import errors, urls

TYPED = 'A long comment </textarea><script>alert("x")</script>'


def fail(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("400/", fail(SuspiciousOperation("secret detail"))),
    path("403/", fail(PermissionDenied("secret detail"))),
    path("404/", fail(Http404("secret detail"))),
    path("500/", fail(ValueError("secret detail"))),
    path("503/", fail(OperationalError("secret detail"))),
    path("429/", errors.too_many_requests),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = "tests.newsportal.test_errors"
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_errors_have_pages_of_our_own_that_tell_nothing(client, status):
    response = client.get(f"/{status}/?q=private-words")
    assert response.status_code == status
    assert 'class="brand"' in response.text
    for secret in ("secret detail", "private-words", "Traceback", "Django", "Python"):
        assert secret not in response.text


@pytest.mark.parametrize("status", [400, 500, 503])
def test_these_errors_need_no_database(client, status):
    assert client.get(f"/{status}/").status_code == status  # pytest-django refuses any query


@pytest.mark.django_db
@pytest.mark.parametrize("status", [429, 503])
def test_what_will_pass_says_when(client, status):
    assert int(client.get(f"/{status}/")["Retry-After"]) > 0


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_and_its_text_kept(settings):
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/theme/", {"text": TYPED}, headers={"referer": "http://testserver/articles/a-bridge/"}
    )
    assert response.status_code == 403
    assert "A long comment &lt;/textarea&gt;&lt;script&gt;" in response.text
    assert 'href="http://testserver/articles/a-bridge/"' in response.text


@pytest.mark.django_db
def test_the_way_back_never_leads_to_another_site():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/theme/", {"text": "x"}, headers={"referer": "https://evil.example/"})
    assert "evil.example" not in response.text


@pytest.mark.django_db
def test_text_is_kept_when_somebody_is_too_quick(client):
    assert "A long comment &lt;/textarea&gt;" in client.post("/429/", {"text": TYPED}).text


@pytest.mark.django_db
def test_a_body_that_can_not_be_read_is_refused_quietly(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = client.post("/theme/", {f"field{n}": n for n in range(20)})
    assert response.status_code in {400, 403}
