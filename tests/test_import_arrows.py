"""Who knows whom: donations and articles know nobody, comments know articles, newsportal all."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = {"articles", "comments", "donations", "newsportal"}
MAY_KNOW = {"articles": set(), "donations": set(), "comments": {"articles"}}


def imported_apps(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        for name in names:
            if (app := name.split(".")[0]) in APPS:
                yield app


@pytest.mark.parametrize("app", sorted(MAY_KNOW))
def test_an_app_imports_only_whom_it_may_know(app):
    wrong = {
        f"{path.relative_to(ROOT)} imports {other}"
        for path in (ROOT / app).rglob("*.py")
        for other in imported_apps(path)
        if other != app and other not in MAY_KNOW[app]
    }
    assert not wrong


def test_the_walk_finds_the_imports_there_are():
    assert "articles" in set(imported_apps(ROOT / "comments" / "models" / "comments.py"))
