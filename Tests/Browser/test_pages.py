"""Every page, for every role that has it: both widths, light and dark, with and without script, in both languages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "signed-out": ["/sign-in"],
    "prosecutor": [
        "/worklist", "/worklist?group=needs-office", "/referrals", "/refer", "/account",
        "REFERRAL", "REFERRAL/history", "/worklist/history?compare=2020-01-01", "/admin/deadlines", "/docs", "/no-such-page",
        "/screenings", "/screenings?show=open", "/screenings/new", "SCREENING", "SCREENING/override",
    ],
    "supervisor": ["/worklist", "REFERRAL", "/admin/modules", "/screenings?show=waiting", "SCREENING"],
    "partner": ["/inbox", "/inbox/active", "/inbox/closing", "/capacity", "REFERRAL", "/account"],
    "corrections": ["/referrals", "/refer"],
    "auditor": [
        "/screenings", "SCREENING", "/audit", "/audit/access", "/audit/checkpoints", "/referrals", "REFERRAL",
        "REFERRAL/history", "REFERRAL/history?clock=occurred", "/worklist/history?position=0&comparePosition=40",
    ],
    "administrator": [
        "/admin/people", "/admin/deadlines", "/admin/modules", "/admin/modules/us-zz-halden.community-plan/1.0.0",
        "/admin/modules/us-zz-halden.community-plan/1.0.0/trial",
    ],
    "operator": ["/operations"],
}
WIDTHS = {"phone": 390, "desk": 1280}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CASES = [(role, path) for role, paths in PAGES.items() for path in paths]


def first_referral(context, server: str, role: str) -> str:
    """A referral that the role can see, with as much history as there is on its first page."""
    listing = {"partner": "/inbox/active.json", "prosecutor": "/worklist.json", "supervisor": "/worklist.json"}
    answer = context.request.get(f"{server}{listing.get(role, '/referrals.json')}")
    assert answer.ok, answer.text()
    return f"/referrals/{re.search(r'[0-9a-f]{8}-[0-9a-f-]{27}', answer.text()).group(0)}"


def first_screening(context, server: str, role: str) -> str:
    """A screening that says the most: one that waits for a second person, or, to ask for one, one that does not."""
    show = "waiting" if role == "supervisor" else "open"
    answer = context.request.get(f"{server}/screenings.json?show={show}")
    assert answer.ok, answer.text()
    return f"/screenings/{re.search(r'[0-9a-f]{8}-[0-9a-f-]{27}', answer.text()).group(0)}"


def open_page(chromium, server, sessions, role, path, *, width, scheme, script, language="en"):
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=script,
        storage_state=None if role == "signed-out" else sessions(role),
        locale="es-US" if language == "es" else "en-US",
        reduced_motion="reduce",
    )
    if "REFERRAL" in path:
        path = path.replace("REFERRAL", first_referral(context, server, role))
    if "SCREENING" in path:
        path = path.replace("SCREENING", first_screening(context, server, role))
    page = context.new_page()
    if language == "es":
        page.goto(f"{server}/language?to=es&back=/account")
    problems, foreign = [], []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(server) else None)
    response = page.goto(f"{server}{path}", wait_until="load")
    wanted = 404 if path.startswith("/no-such-page") else 200
    assert response.status == wanted, f"{path}: {response.status}"
    # The browser itself reports a page that answers 404.
    problems = [] if wanted == 404 else problems
    return context, page, problems, foreign


@pytest.mark.parametrize("role,path", CASES)
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible_and_fits(chromium, server, sessions, role, path, width, scheme):
    context, page, problems, foreign = open_page(
        chromium, server, sessions, role, path, width=width, scheme=scheme, script=True
    )
    try:
        # A bar that sticks to the window half covers what scrolls under it; show the whole page at once.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(900, height), 12_000)})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert not found, [(rule["id"], [node["html"][:160] for node in rule["nodes"]][:3]) for rule in found]
        assert page.locator("h1").count() == 1
        assert not problems, problems
        assert not foreign, foreign
    finally:
        context.close()


@pytest.mark.parametrize("role,path", CASES)
def test_page_works_without_script(chromium, server, sessions, role, path):
    context, page, problems, foreign = open_page(
        chromium, server, sessions, role, path, width=390, scheme="light", script=False
    )
    try:
        assert page.locator("main").is_visible()
        assert page.locator("h1").inner_text().strip()
        assert not foreign, foreign
    finally:
        context.close()


@pytest.mark.parametrize("role,path", CASES)
def test_page_speaks_spanish(chromium, server, sessions, role, path):
    context, page, problems, foreign = open_page(
        chromium, server, sessions, role, path, width=390, scheme="light", script=True, language="es"
    )
    try:
        assert page.locator("html").get_attribute("lang") == "es"
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": 390, "height": min(max(900, height), 12_000)})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, "the page scrolls sideways"
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert not found, [(rule["id"], [node["html"][:160] for node in rule["nodes"]][:3]) for rule in found]
    finally:
        context.close()
