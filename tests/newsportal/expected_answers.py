"""Who may do what on every page: the table against which the permission matrix is held.

A page stands below those who may use it, with what a GET and an empty POST answer them.
"""

from tests.newsportal.whole_site import PEOPLE

STAFF = {"moderator", "editor", "treasurer", "admin"}
SIGNED_IN = STAFF | {"member"}
MODERATORS = {"moderator", "admin"}
SIGN_IN = "asked to sign in"

EVERYBODY_MAY = {
    (200, 405): """
        articles:front articles:article articles:map articles:maps articles:maps_rss
        articles:geojson articles:area articles:area_rss articles:section articles:topic
        articles:author articles:partner articles:sitemap_index articles:news_sitemap articles:sitemap articles:robots
        articles:rss articles:section_rss articles:topic_rss articles:author_rss
        articles:partner_rss articles:atom articles:section_atom articles:topic_atom
        articles:author_atom articles:partner_atom articles:changes articles:corrections
        articles:corrections_rss articles:corrections_atom
        comments:article_feed comments:glance comments:thread_feed comments:thread comments:replies
        comments:ledger comments:ledger_month comments:notice comments:mine comments:person
        donations:support donations:thanks donations:goal donations:months donations:month
        donations:month_csv
        account_inactive account_email_verification_sent account_reset_password_done
        account_reset_password_from_key_done
    """,
    (200, 200): """
        healthz readyz account_reset_password account_reset_password_from_key
        comments:subscription_confirm
    """,
    (200, 303): "comments:open",
    (302, 422): "donations:give",
    (200, 422): """
        comments:post comments:reply comments:prompt comments:illegal donations:manage
        comments:subscriptions comments:subscription_manage
    """,
    (200, 400): "comments:subscription_end comments:subscription_mute",
    # Without a good link they all say that it works no longer.
    (410, 405): "donations:gifts",
    (410, 410): "donations:erase donations:words donations:pledge_end",
    (405, 410): """
        donations:receipt donations:pledge_amount donations:pledge_pause donations:pledge_resume
        donations:pledge_card
    """,
    (200, 404): "account_confirm_email",
    (204, 405): "comments:news",
    (301, 405): "favicon",
    (302, 405): "comments:comment comments:person_by_number",
    (404, 405): "articles:old_path articles:preview comments:history",
    # Readers start from a phrase of their own only where the site lets them.
    (404, 404): "media comments:phrase",
    (405, 200): "donations:token",
    (405, 302): "donations:hide comments:claim",
    # Nothing is heard from a provider that is not set up.
    (405, 404): "donations:webhook",
    (405, 303): "comments:end_links",
    (405, 400): "theme language comments:vote",
    (405, 422): "comments:ask",
}
# Everybody else is asked to sign in.
MEMBERS_MAY = {
    (200, 200): "account account_reauthenticate account_change_password",
    (200, 302): "account_email",
    (302, 302): "account_set_password account_confirm_login_code",
}
# Everybody else is told that there is no such page.
ITS_WRITER_MAY = {
    (200, 422): "comments:edit",
    (200, 303): "comments:delete comments:appeal comments:warning",
}
# Who has no account is asked to sign in; everybody else is refused.
MODERATORS_MAY = {
    (200, 405): """
        moderation:queue moderation:appeals moderation:cases moderation:cases_of_year
        moderation:comment moderation:person_of moderation:member moderation:guest
        moderation:recent moderation:rehearse
    """,
    (302, 405): "moderation:menu",
    (200, 422): "moderation:judge moderation:case",
    (405, 422): """
        moderation:decide moderation:decide_many moderation:sanction moderation:note
    """,
    (405, 303): "moderation:claim moderation:lift",
}
# Who is no staff is asked to sign in.
STAFF_MAY = {
    (200, 200): "admin:index admin:password_change",
    (200, 405): "admin:password_change_done admin:jsi18n",
    (302, 302): "admin:view_on_site",
    (403, 405): "admin:autocomplete",
    (404, 404): "/admin/(?P<url>.*)$",
}
# What differs from person to person in a way of its own: one word a person, in their order.
OTHERS = {
    "account_login": ("200 200 302 302 302 302 302", "200 200 302 302 302 302 302"),
    "account_signup": ("200 200 302 302 302 302 302", "200 200 302 302 302 302 302"),
    "account_logout": ("302 302 200 200 200 200 200", "302 302 302 302 302 302 302"),
    "export_account": ("405 405 405 405 405 405 405", "in in 200 200 200 200 200"),
    "supporter_badge": ("405 405 405 405 405 405 405", "in in 303 303 303 303 303"),
    # An account of the newsroom is closed by an administrator.
    "erase_account": ("in in 200 403 403 403 403", "in in 422 403 403 403 403"),
    "comments:ignore": ("405 405 405 405 405 405 405", "in in 400 400 400 400 400"),
    "comments:inbox": ("in in 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "comments:inbox_read": ("405 405 405 405 405 405 405", "in in 400 400 400 400 400"),
    # Notices are the member's alone.
    **dict.fromkeys(
        ("comments:inbox_open", "comments:inbox_mute"),
        ("405 405 405 405 405 405 405", "in in 303 404 404 404 404"),
    ),
    # Members first confirm their address, which those of the newsroom have not.
    **dict.fromkeys(
        ("comments:subscribe", "comments:follow"),
        ("200 200 200 422 422 422 422", "422 422 422 422 422 422 422"),
    ),
    # Nobody reports their own comment.
    "comments:report": ("200 200 422 200 200 200 200", "422 422 422 422 422 422 422"),
    "comments:votes": ("403 403 403 200 403 403 200", "403 403 403 422 403 403 422"),
    "comments:held_votes": ("403 403 403 200 403 403 200", "403 403 403 422 403 403 422"),
    "comments:export": ("405 405 405 405 405 405 405", "302 200 200 200 200 200 200"),
    "comments:erase_mine": ("302 200 302 302 302 302 302", "302 303 302 302 302 302 302"),
    "admin:login": ("in in 403 302 302 302 302", "in in 403 200 200 200 200"),
    "admin:logout": ("302 302 302 405 405 405 405", "302 302 302 200 200 200 200"),
    "admin:app_list": ("in in in 200 200 404 200", "in in in 200 200 404 200"),
    "admin:articles_mapimage_pick": ("in in in 403 200 403 200", "in in in 403 200 403 200"),
    "admin:articles_mapimage_restore": ("in in in 403 200 403 200", "in in in 403 302 403 302"),
    "admin:articles_article_versions": ("in in in 403 200 403 200", "in in in 405 405 405 405"),
    "admin:articles_article_version": ("in in in 403 200 403 200", "in in in 405 405 405 405"),
    "admin:articles_article_restore": ("in in in 405 405 405 405", "in in in 403 404 403 404"),
    "admin:articles_article_label": ("in in in 405 405 405 405", "in in in 403 404 403 404"),
    "admin:articles_article_withhold": ("in in in 405 405 405 405", "in in in 403 404 403 404"),
    "admin:articles_article_correct": ("in in in 403 200 403 200", "in in in 403 422 403 422"),
    # It is published without changes: what starts elsewhere leads back to its form.
    "admin:articles_article_take_back": ("in in in 403 403 403 403", "in in in 403 403 403 403"),
    "admin:articles_article_send_back": ("in in in 403 302 403 302", "in in in 403 302 403 302"),
    "admin:articles_article_unschedule": ("in in in 403 302 403 302", "in in in 403 302 403 302"),
    "admin:articles_article_discard_changes": (
        "in in in 403 302 403 302",
        "in in in 403 302 403 302",
    ),
    "admin:articles_article_publish_changes": (
        "in in in 403 302 403 302",
        "in in in 403 302 403 302",
    ),
    "admin:articles_article_unpublish": ("in in in 403 200 403 200", "in in in 403 422 403 422"),
    "admin:articles_article_retract": ("in in in 403 403 403 200", "in in in 403 403 403 422"),
    "admin:articles_article_preview": ("in in in 403 200 403 200", "in in in 403 200 403 200"),
    "admin:articles_article_preview_new": ("in in in 405 405 405 405", "in in in 403 200 403 200"),
    "admin:articles_article_links": ("in in in 403 200 403 200", "in in in 403 422 403 422"),
    "admin:articles_article_revoke": ("in in in 405 405 405 405", "in in in 403 302 403 302"),
    "admin:articles_article_roles": ("in in in 403 403 403 200", "in in in 403 403 403 422"),
    "admin:articles_article_autosave": ("in in in 405 405 405 405", "in in in 404 200 404 200"),
    "admin:articles_article_autosave_new": ("in in in 405 405 405 405", "in in in 403 200 403 200"),
    "admin:articles_article_presence": ("in in in 405 405 405 405", "in in in 404 200 404 200"),
    # Unsaved text of the editor's: nobody else's, whatever they may do.
    "admin:articles_article_copy": ("in in in 404 200 404 404", "in in in 405 405 405 405"),
    "admin:articles_article_discard_copy": ("in in in 405 405 405 405", "in in in 404 302 404 404"),
    "admin:donations_reconciliation_now": (
        "in in in 405 405 405 405",
        "in in in 403 403 302 302",
    ),
    "admin:donations_provider_decide": ("in in in 403 403 200 200", "in in in 403 403 302 302"),
    "admin:donations_closedmonth_export": ("in in in 403 403 200 200", "in in in 403 403 422 422"),
    "admin:donations_ledgerentry_evidence": (
        "in in in 403 403 200 200",
        "in in in 405 405 405 405",
    ),
    "admin:donations_donor_words": ("in in in 403 403 200 200", "in in in 403 403 422 422"),
    "admin:donations_donor_erase": ("in in in 403 403 200 200", "in in in 403 403 302 302"),
    "mail": ("in in in 403 403 403 200", "in in in 403 403 403 405"),
    # An administrator without a confirmed address.
    "mail_test": ("in in in 403 403 403 405", "in in in 403 403 403 422"),
    "mail_domain": ("in in in 403 403 403 405", "in in in 403 403 403 200"),
    "admin:donations_statement_columns": ("in in in 403 403 200 200", "in in in 403 403 422 422"),
    **dict.fromkeys(
        ("admin:donations_payment_release", "admin:donations_payment_ask"),
        ("in in in 405 405 405 405", "in in in 403 403 302 302"),
    ),
    # Neither was paid: what starts elsewhere leads back to its page.
    **dict.fromkeys(
        ("admin:donations_payment_pay_back", "admin:donations_pledge_end"),
        ("in in in 403 403 302 302", "in in in 403 403 302 302"),
    ),
    "admin:auth_user_password_change": ("in in in 403 403 403 200", "in in in 403 403 403 200"),
    # Taken back by whom it is of alone.
    "moderation:delete_note": ("in in 403 405 403 403 405", "in in 403 303 403 403 404"),
    "moderation:undo": ("in in 403 405 403 403 405", "in in 403 303 403 403 303"),
}

ALL = "view add change delete"
LOOK = {"moderator": "view", "admin": "view"}
KEEP = {"moderator": "view add change", "admin": "view add change"}
NEWSROOM = {"editor": "view add change", "admin": ALL}
# Nobody but administrators touches accounts and groups: nobody raises themselves.
IN_ADMIN = {
    "auth_group": {"admin": ALL},
    "newsportal_user": {"admin": ALL},
    "newsportal_outgoingmail": {"admin": "view"},
    "account_emailaddress": {"admin": ALL},
    "articles_article": NEWSROOM,
    # Written by what happens; a note to readers is taken back by the chief editor.
    "articles_event": {"editor": "view", "admin": "view"},
    "articles_correction": {"editor": "view change", "admin": "view change delete"},
    "articles_section": NEWSROOM,
    "articles_topic": {"editor": ALL, "admin": ALL},
    "articles_author": NEWSROOM,
    "articles_partner": NEWSROOM,
    "articles_mapimage": NEWSROOM,
    "articles_area": {"editor": ALL, "admin": ALL},
    "articles_legendset": {"editor": ALL, "admin": ALL},
    "comments_comment": LOOK | {"editor": "view"},
    "comments_decision": LOOK,
    "comments_finding": LOOK,
    "comments_report": LOOK,
    "comments_appeal": LOOK,
    "comments_legalcase": LOOK,
    "comments_claim": LOOK,
    "comments_guest": LOOK,
    "comments_sanction": LOOK,
    "comments_note": LOOK,
    # Nobody is made to follow anything.
    "comments_subscriber": LOOK,
    "comments_subscription": LOOK,
    "comments_inlineprompt": {"editor": ALL, "admin": ALL},
    "comments_ticket": {"editor": "view change", "admin": "view change"},
    "comments_discussion": KEEP,
    "comments_sectionrules": KEEP | {"admin": ALL},
    "comments_wordlist": KEEP | {"admin": ALL},
    "donations_campaign": {"treasurer": "view change", "admin": ALL},
    "donations_monthlygoal": {"treasurer": "view add", "admin": "view add"},
    "donations_ledgerentry": {"treasurer": "view add", "admin": "view add"},
    "donations_way": {"treasurer": ALL, "admin": ALL},
    **dict.fromkeys(
        (
            *("donations_payment", "donations_pledge", "donations_refund"),
            *("donations_dispute", "donations_webhookevent", "donations_attempt"),
            *("donations_donor", "donations_receipt"),
        ),
        {"treasurer": "view", "admin": "view"},
    ),
    "donations_provider": {"treasurer": "view change", "admin": "view change"},
    "donations_proposal": {"treasurer": "view change", "admin": "view change"},
    "donations_statement": {"treasurer": "view add change", "admin": "view add change"},
    "donations_closedmonth": {"treasurer": "view add", "admin": "view add"},
    "donations_reconciliation": {"treasurer": "view", "admin": "view"},
}

# An empty form is refused for what it says, not for who sends it.
REFUSES_EMPTY = {
    "admin:articles_article_add": 422,
    "admin:articles_article_change": 409,
    "admin:articles_mapimage_add": 422,
    "admin:donations_proposal_change": 422,
    "admin:donations_statement_add": 422,
    "admin:donations_statement_change": 422,
    # What was said yes to is not named.
    "admin:donations_closedmonth_add": 422,
}


def answers():
    """{page: {person: (GET, POST)}} of the whole site."""
    found = dict(_others())
    found |= _pages(EVERYBODY_MAY, set(PEOPLE), {})
    found |= _pages(MEMBERS_MAY, SIGNED_IN, dict.fromkeys(PEOPLE, SIGN_IN))
    found |= _pages(ITS_WRITER_MAY, {"member"}, dict.fromkeys(PEOPLE, 404))
    strangers = {"anonymous": SIGN_IN, "guest": SIGN_IN}
    found |= _pages(MODERATORS_MAY, MODERATORS, dict.fromkeys(PEOPLE, 403) | strangers)
    found |= _pages(STAFF_MAY, STAFF, dict.fromkeys(PEOPLE, SIGN_IN))
    for table, rights in IN_ADMIN.items():
        found |= _admin_of(table, rights)
    for page, refusal in REFUSES_EMPTY.items():
        found[page] = {
            who: (get, refusal if post == "allowed" else post)
            for who, (get, post) in found[page].items()
        }
    return found


def _pages(table, who_may, refused):
    return {
        page: {who: answer if who in who_may else (refused[who], refused[who]) for who in PEOPLE}
        for answer, pages in table.items()
        for page in pages.split()
    }


def _others():
    for page, columns in OTHERS.items():
        words = [
            [SIGN_IN if word == "in" else int(word) for word in column.split()]
            for column in columns
        ]
        yield page, dict(zip(PEOPLE, zip(*words, strict=True), strict=True))


def _admin_of(table, rights):
    """The pages that Django's admin makes for a table, and who may use them."""
    may = {who: set(rights.get(who, "").split()) for who in PEOPLE}
    pages = {
        f"admin:{table}_changelist": ("view", "view"),
        f"admin:{table}_history": ("view", "view"),
        f"admin:{table}_add": ("add", "add"),
        f"admin:{table}_change": ("view", "change"),
        f"admin:{table}_delete": ("delete", "delete"),
    }
    found = {
        page: {who: tuple(_in_admin(who, need in may[who]) for need in needs) for who in PEOPLE}
        for page, needs in pages.items()
    }
    moved = "/admin/{}/{}/<path:object_id>/".format(*table.split("_"))
    return found | _pages({(302, 302): moved}, STAFF, dict.fromkeys(PEOPLE, SIGN_IN))


def _in_admin(who, is_allowed):
    if who not in STAFF:
        return SIGN_IN
    return "allowed" if is_allowed else 403
