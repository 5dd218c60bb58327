"""A referral's whole life, clicked through as prosecutor, partner and auditor."""

import re

from conftest import sign_in


def act(page, server: str, referral: str, verb: str, **fields: str):
    """Opens the form of one step, fills it and sends it."""
    page.goto(f"{server}/referrals/{referral}/do/{verb}")
    for field, value in fields.items():
        control = page.locator(f"[name={field}]")
        if control.first.get_attribute("type") == "radio":
            page.locator(f"[name={field}][value={value}]").check()
        elif control.first.evaluate("node => node.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_load_state()
    assert "/do/" not in page.url, page.locator("main").inner_text()[:600]


def test_a_referral_from_desk_to_partner_and_back(chromium, server):
    office = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    partner = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    auditor = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(office, server, "prosecutor")
    sign_in(partner, server, "partner")
    sign_in(auditor, server, "auditor")

    # The office takes up a draft that is waiting for it and sends it.
    listing = office.request.get(f"{server}/worklist.json?status=drafted").text()
    drafts = re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", listing)
    referral = None
    for candidate in dict.fromkeys(drafts):
        page = office.goto(f"{server}/referrals/{candidate}")
        if page.status == 200 and "Juniper Street Collective" in office.content():
            referral = candidate
            break
    assert referral, "the demonstration has a draft to Juniper Street Collective"
    act(office, server, referral, "offer")

    # The partner sees it on a phone and acknowledges it with one tap.
    partner.goto(f"{server}/inbox")
    card = partner.locator(f"form[action*='{referral}'][action$='/acknowledge']")
    assert card.count() >= 1, "the offer is in the inbox"
    card.first.get_by_role("button").click()
    partner.wait_for_load_state()
    assert re.search("acknowledged", partner.locator("main").inner_text(), re.I)

    act(partner, server, referral, "request-information", question="Are evenings all right?")
    act(office, server, referral, "supply-information", answer="Yes, evenings are fine.")
    act(partner, server, referral, "accept")
    act(partner, server, referral, "begin-service")
    act(partner, server, referral, "report-progress", note="First week went well.")
    act(partner, server, referral, "complete", outcome="goals-met", note="Starts work on Monday.")

    # The office sees the end at once and records the disposition.
    office.goto(f"{server}/referrals/{referral}")
    assert re.search("finished", office.locator("main").inner_text(), re.I)
    if office.locator(f"a[href$='/referrals/{referral}/disposition']").count():
        office.goto(f"{server}/referrals/{referral}/disposition")
        office.locator("[name=kind][value=dismissed], [name=code][value=dismissed]").first.check()
        office.locator("main form[method=post] button[type=submit]").first.click()
        office.wait_for_load_state()
        assert re.search("dismissed", office.locator("main").inner_text(), re.I)

    # The auditor moves back through it.
    auditor.goto(f"{server}/referrals/{referral}/history")
    assert auditor.locator("body.past").count() == 1
    auditor.get_by_role("link", name=re.compile("^Previous event", re.I)).click()
    auditor.wait_for_load_state()
    assert "position=" in auditor.url
    auditor.get_by_role("link", name=re.compile("^First", re.I)).click()
    auditor.wait_for_load_state()
    assert auditor.locator("main form[method=post] button").count() == 0, "nothing in the past can be changed"
