"""How guests are known again, what is remembered, and which names they may bear."""

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse

from comments.models import Comment
from comments.names import clean_name, is_reserved
from comments.readers import Reader, reader_of
from tests.factories import make_article, make_author, make_comment, make_user

GUEST = {"name": "Mara L.", "email": "mara@example.com", "text": "The bridge is open."}


def send(client, article, **more):
    return client.post(reverse("comments:post", args=[article.pk]), GUEST | more)


def test_reading_sets_no_cookie(client, db):
    comment = make_comment()
    for address in (comment.article.get_absolute_url(), comment.get_absolute_url()):
        assert not client.get(address).cookies


def test_the_first_comment_brings_a_signed_cookie_for_a_year(client, db):
    cookie = send(client, make_article()).cookies[settings.READER_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 31_536_000)
    assert GUEST["email"] not in cookie.value


def test_the_cookie_is_secure_on_https(client, db, settings):
    settings.IS_HTTPS = True
    cookie = send(client, make_article()).cookies[settings.READER_COOKIE_NAME]
    assert cookie["secure"]


def test_name_and_email_are_remembered_when_asked_for(client, db):
    article = make_article()
    send(client, article, remember="on")
    page = client.get(article.get_absolute_url()).text
    assert 'value="Mara L."' in page
    assert 'value="mara@example.com"' in page


def test_name_and_email_are_forgotten_otherwise(client, db):
    article = make_article()
    send(client, article, remember="on")
    send(client, article, text="Second")
    page = client.get(article.get_absolute_url()).text
    assert 'value="Mara L."' not in page
    assert "mara@example.com" not in page


def test_an_address_too_long_in_latin_letters_is_refused_beside_its_field(client, db):
    answer = send(client, make_article(), email="mara@" + "ü." * 40 + "example")
    assert answer.status_code == 422
    assert "Enter an e-mail address in Latin letters." in answer.text
    assert not Comment.objects.exists()


def test_a_forged_cookie_is_nobody(rf):
    request = rf.get("/")
    request.COOKIES[settings.READER_COOKIE_NAME] = "WyJhYmMiLCAiIiwgIiJd:1abc:forged"
    assert not reader_of(request).is_known


def test_the_key_of_a_reader_stays_and_differs_from_others():
    request = RequestFactory().get("/")
    guest = reader_of(request).acting()
    assert guest.key == Reader(guest_id=guest.guest_id).key
    assert guest.key != reader_of(request).acting().key


def test_the_email_of_a_guest_is_in_no_page(client, db):
    article = make_article()
    comment = make_comment(article, email="secret@example.com")
    client.force_login(make_user())
    for address in (
        article.get_absolute_url(),
        comment.get_absolute_url(),
        reverse("comments:reply", args=[comment.pk]),
        reverse("comments:replies", args=[comment.pk]),
    ):
        assert "secret@example.com" not in client.get(address).text


@pytest.mark.parametrize(
    "name",
    [
        "Ines Harrow",
        "INES  HARROW",
        "lnes Harrow",
        "Ιnes Ηarrow",
        "Іnеs Наrrоw",
        "I\u0301nes H\u0430rrow",
        "ines.harrow",
        "1nes Harr0w",
        "Ｉｎｅｓ Ｈａｒｒｏｗ",
    ],
)
def test_a_name_like_an_authors_is_refused(client, db, name):
    make_author(name="Ines Harrow")
    response = send(client, make_article(), name=name)
    assert response.status_code == 422
    assert "belongs to the newsroom" in response.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["k_osei", "К_Osei", "Kofi Osei", "Moderator", "М0derator"])
def test_a_name_like_a_staff_members_is_refused(db, name):
    make_user(username="k_osei", first_name="Kofi", last_name="Osei", group="Moderator")
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["Mara L.", "★★★", "Анна", "ليلى"])
def test_other_names_are_free(db, name):
    make_user(username="k_osei", group="Moderator")
    assert not is_reserved(name)


def test_a_member_may_bear_the_name_of_an_author(client, db):
    author = make_user(username="ines")
    make_author(name="ines", user=author)
    client.force_login(author)
    send(client, make_article())
    assert Comment.objects.get().name == "ines"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Mara \n L. ", "Mara L."),
        ("\u202eMara\u202c", "Mara"),
        ("Ma\u200bra\ufeff", "Mara"),
        ("Ma\x00\x07ra", "Ma ra"),
        ("M" + "\u0301" * 20, "\u1e3e" + "\u0301" * 4),
    ],
)
def test_names_are_cleaned(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize("name", ["teun", "TEUN", "Tеun", "t.e.u.n", "Petra Nagel", "Pеtra  nagel"])
def test_a_name_like_a_members_is_refused_with_what_to_do(client, db, name):
    make_user(username="teun", first_name="Petra", last_name="Nagel")
    response = send(client, make_article(), name=name)
    assert response.status_code == 422
    assert "A member has this name. Sign in if it is yours, or choose another." in response.text
    assert GUEST["text"] in response.text
    assert not Comment.objects.exists()


def test_names_of_members_are_found_without_reading_all_accounts(db, django_assert_num_queries):
    from comments.names import is_taken

    make_user(username="teun")
    with django_assert_num_queries(1) as asked:
        assert is_taken("Tеun")
    assert "username_skeleton" in asked[0]["sql"]


def test_a_new_name_is_kept_from_others_at_once(db):
    from comments.names import is_taken

    member = make_user(username="teun")
    member.first_name = "Lena"
    member.save(update_fields=["first_name"])
    assert is_taken("lеna")


def test_a_member_writes_under_their_own_name(client, db):
    client.force_login(make_user(username="teun"))
    send(client, make_article())
    assert Comment.objects.get().name == "teun"
