"""A case that is screened, clicked through by a prosecutor and a supervisor."""

import re

from conftest import sign_in


def answer(page, **answers: str):
    """Answers a county's questions by their names; a hyphen is written as two underscores."""
    for name, value in answers.items():
        name = "facts." + name.replace("__", "-")
        control = page.locator(f"[name='{name}']")
        if control.first.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        else:
            control.fill(value)


def send(page):
    page.locator("main form[method=post] button.btn--go").last.click()
    page.wait_for_load_state()


def text(page) -> str:
    return page.locator("main").inner_text()


def screen(page, server: str, given: str, **answers: str) -> str:
    """Registers somebody and screens their case for a community plan; answers the screening's address."""
    page.goto(f"{server}/screenings")
    page.get_by_role("link", name="Screen a case").click()
    page.locator("[name=givenName]").fill(given)
    page.locator("[name=familyName]").fill("Quintero")
    page.locator("[name=caseNumber]").fill("26-CR-00917")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name=re.compile("Community plan")).click()
    answer(page, **answers)
    send(page)
    assert re.search(r"/screenings/[0-9a-f-]{36}$", page.url), text(page)[:800]
    return page.url


def test_a_screening_from_open_question_to_step(chromium, server):
    office = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False).new_page()
    sign_in(office, server, "prosecutor")
    address = screen(
        office, server, "Noor", charge__level="misdemeanor", weapon__used="false", person__agrees="true"
    )
    assert "Not known yet" in office.locator("h1").inner_text()
    assert "Halden County Charter" in text(office), "each answer names its source"
    assert "Not verified" in text(office), "what nobody has verified says so"
    assert "The steps open once every rule is met" in text(office)

    answer(office, harmed__person__heard="true")
    send(office)
    assert "Met" in office.locator("h1").inner_text()
    assert "The plan is signed" in text(office), "the first deadline runs"
    office.get_by_role("link", name=re.compile("^Take this step Record the signed plan")).click()
    office.locator("[name='fields.plan']").fill("Four talks with a mentor")
    office.locator("[name='fields.signed-on']").fill("2026-10-01")
    send(office)
    assert office.url == address, text(office)[:800]
    assert "Step taken" in text(office) and "Now: Plan is signed" in text(office)
    assert "Signed a plan" in text(office) and "Four talks with a mentor" in text(office)


def test_a_supervisor_sets_an_answer_aside(chromium, server):
    office = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    supervisor = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(office, server, "prosecutor")
    sign_in(supervisor, server, "supervisor")
    address = screen(office, server, "Teo", charge__level="felony", weapon__used="false")
    assert "Not met" in office.locator("h1").inner_text()
    office.get_by_role("link", name=re.compile("^Ask for another answer")).click()
    office.locator("[name=to][value=met]").check()
    office.locator("[name=reason]").fill("The charge was reduced this morning.")
    send(office)
    assert "A second person is asked" in text(office)
    assert office.get_by_role("button", name=re.compile("^Agree")).count() == 0, "nobody agrees with themselves"

    supervisor.goto(f"{server}/screenings?show=waiting")
    supervisor.locator(f"a[href='{address.removeprefix(server)}']").click()
    supervisor.get_by_role("button", name=re.compile("^Agree")).click()
    supervisor.wait_for_load_state()
    assert "Met" in supervisor.locator("h1").inner_text()
    assert "Two people decided otherwise" in text(supervisor)
    assert "The charge was reduced this morning." in text(supervisor)
