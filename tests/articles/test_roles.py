"""Chief editors give staff the roles of those who write, and nothing more."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/articles/article/roles/"


@pytest.fixture
def chief(client):
    user = make_user(group="Chief editor")
    client.force_login(user)
    return user


def groups_of(user):
    return sorted(user.groups.values_list("name", flat=True))


def give(client, person, role):
    return client.post(ADDRESS, {"person": person.pk, "role": role})


def test_a_chief_gives_a_role_and_it_is_written_down(client, chief):
    person = make_user(is_staff=True)
    assert give(client, person, "Author").status_code == 302
    assert groups_of(person) == ["Author"]
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (chief, str(person.pk))
    assert "Author" in entry.change_message


def test_a_role_takes_the_place_of_the_one_before(client, chief):
    person = make_user(group="Contributor")
    give(client, person, "Editor")
    assert groups_of(person) == ["Editor"]
    give(client, person, "")
    assert groups_of(person) == []


def test_what_else_an_account_is_stays(client, chief):
    person = make_user(group="Moderator")
    give(client, person, "Author")
    assert groups_of(person) == ["Author", "Moderator"]


@pytest.mark.parametrize("role", ["Chief editor", "Moderator", "Treasurer", "nobody", "x" * 9000])
def test_no_other_role_is_given(client, chief, role):
    person = make_user(group="Contributor")
    assert give(client, person, role).status_code == 422
    assert groups_of(person) == ["Contributor"]


@pytest.mark.parametrize("who", ["self", "superuser", "chief", "reader", "former"])
def test_some_accounts_are_out_of_reach(client, chief, who):
    person = {
        "self": lambda: chief,
        "superuser": lambda: make_user(is_staff=True, is_superuser=True),
        "chief": lambda: make_user(group="Chief editor"),
        "reader": lambda: make_user(),
        "former": lambda: make_user(is_staff=True, is_active=False),
    }[who]()
    before = groups_of(person)
    assert give(client, person, "Editor").status_code == 422
    assert groups_of(person) == before
    assert f'value="{person.pk}"' not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("person", ["", "x", "9" * 30, "-1", "\x00"])
def test_an_account_that_is_none_is_refused(client, chief, person):
    assert client.post(ADDRESS, {"person": person, "role": "Author"}).status_code == 422


@pytest.mark.parametrize("group", ["Contributor", "Author", "Editor", "Moderator", "Treasurer"])
def test_nobody_else_gives_roles(client, group):
    user, person = make_user(group=group), make_user(is_staff=True)
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 403
    assert give(client, user, "Editor").status_code == 403
    assert give(client, person, "Editor").status_code == 403
    assert groups_of(person) == []
    assert reverse("admin:articles_article_roles") == ADDRESS
