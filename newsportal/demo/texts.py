"""Reads the demo's texts from content/ and puts in the days they speak of."""

import re
import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils import timezone
from markdown_it import MarkdownIt

CONTENT = Path(__file__).parent / "content"
MARK = re.compile(r"\{(day|date) ([+-]?\d+)\}")
HEAD = re.compile(r"@(>*) (.+), (\d+) min, \+(\d+) -(\d+)( featured)?(?: removed: (.+))?")
MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


def table(name):
    """One of the TOML files."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text())


def articles(now):
    """Every article as its fields, oldest first, with its text as HTML."""
    found = [_article(path, now) for path in sorted(CONTENT.glob("articles/*.md"))]
    return sorted(found, key=lambda article: article["published_at"] or now)


def _article(path, now):
    head, _, body = path.read_text().removeprefix("+++\n").partition("+++\n")
    fields = {"slug": path.stem, "name": path.stem} | tomllib.loads(head)
    fields["published_at"] = moment(fields, now)
    fields["body"] = MarkdownIt("commonmark").enable("table").render(body)
    for field in ("headline", "standfirst", "body"):
        fields[field] = dated(fields[field], fields["published_at"] or now)
    return fields


def moment(fields, now):
    """When something happened: hours before now, or a time of a day some days ago."""
    if "hours_ago" in fields:
        then = now - timedelta(hours=fields["hours_ago"])
        return then.replace(minute=then.minute // 5 * 5, second=0, microsecond=0)
    if "days_ago" not in fields:
        return None
    day = timezone.localdate(now) - timedelta(days=fields["days_ago"])
    at = time.fromisoformat(fields.get("at", "09:00"))
    return timezone.make_aware(datetime.combine(day, at))


def dated(text, then):
    """Text with {day +2} and {date -1} replaced by the weekday and the date meant."""

    def written(match):
        day = timezone.localdate(then) + timedelta(days=int(match[2]))
        if match[1] == "day":
            return DAYS.split()[day.weekday()]
        return f"{day.day} {MONTHS.split()[day.month - 1]} {day.year}"

    return MARK.sub(written, text)


def discussion(name):
    """The comments of an article in reading order: dicts with key, parent_key, name, text, votes."""
    path = CONTENT / "discussions" / f"{name}.txt"
    comments, branch = [], []
    for block in re.split(r"^(?=@)", path.read_text(), flags=re.M) if path.exists() else []:
        if block.strip():
            head, _, text = block.partition("\n")
            depth, name, minutes, up, down, featured, removed = HEAD.fullmatch(head).groups()
            comment = {"key": str(len(comments)), "name": name, "text": text.strip()}
            comment |= {"minutes": int(minutes), "up": int(up), "down": int(down)}
            comment |= {"featured": bool(featured)}
            comment |= {"removed": removed, "parent_key": branch[len(depth) - 1] if depth else None}
            branch[len(depth) :] = [comment["key"]]
            comments.append(comment)
    return comments
