"""*Write* in a browser: reading, editing, saving, publishing, and nothing typed ever lost."""

from __future__ import annotations

import re

import pytest

from learning.courses.draft_files import text_of
from learning.courses.drafts import draft_of
from learning.courses.published import course_by_slug
from learning.people.roles import Role
from tests import makers
from tests.operations.courses.sources import PROBLEM, changed, first_lesson
from tests.study_course import SMALL_STEPS
from tests.web.pages import words_of
from tests.web.table_files import lines_of

SLUG = "small-steps"
LESSON = first_lesson(SMALL_STEPS)
LESSON_TEXT = SMALL_STEPS[LESSON].decode()
EDITOR = f"/write/{SLUG}/pages/{LESSON}"
SAVE = f"pages/{LESSON}"
WORDS = {"label": "clarifying", "note": "Clearer words."}


@pytest.fixture
def author(session, sign_in):
    """An author's browser; the course has one version."""
    makers.publish_course(note="The first one")
    makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    return sign_in("ruth.bell@example.org")


@pytest.fixture
def second_author(author, sign_in):
    """Another author's browser."""
    makers.make_person("Tom Reed", roles=(Role.AUTHOR,))
    return sign_in("tom.reed@example.org")


def start(browser):
    """Begin the draft; gives the course's page."""
    return browser.get(f"/write/{SLUG}").submit(form="/draft")


def saved_text(session) -> str:
    """The lesson's text as it is stored."""
    session.rollback()
    return text_of(draft_of(SLUG), LESSON)


def test_write_lists_every_course_with_its_versions(author) -> None:
    page = author.get("/write")
    assert page.status == 200
    assert "Small steps" in page.text
    assert "Version 1" in page.text
    assert "The first one" in page.text
    assert "24 November 2026" in page.text
    rows = ["Small steps", SLUG, "Published", "", "1", "2026-11-24", "1", "", ""]
    assert lines_of(author, page.link("Download all courses as a spreadsheet (CSV)")) == [rows]
    versions = author.get(f"/write/{SLUG}").link("Download the versions as a spreadsheet (CSV)")
    assert [line[6] for line in lines_of(author, versions)] == ["The first one"]


@pytest.mark.parametrize("address", ["/write", f"/write/{SLUG}", "/bring", "/reviews"])
def test_the_menu_says_that_one_is_in_write(author, address) -> None:
    current = author.get(address).all("nav//a[@aria-current='page']")
    assert [link.text for link in current] == ["Write"]


def test_a_course_is_begun_written_published_and_offered(author) -> None:
    page = author.get("/write").submit({"title": "Children and loss"}, form="/write")
    assert page.address == "/write/children-and-loss"
    assert "The course is begun." in page.text
    assert "Nothing has been published yet." in page.text
    assert "Children and loss" not in author.get("/courses").text
    page.submit({"note": "The first version."}, form="/publish")
    assert "Children and loss" in author.get("/courses").text


def test_a_new_course_says_all_that_is_wrong_with_it_at_once_and_keeps_what_was_typed(author) -> None:
    page = author.get("/write")
    assert "An example to change (recommended)" in page.text
    for title, slug in (("", "Bad Name"), ("<talk>", "Bad Name"), ("", SLUG), ("x" * 121, SLUG)):
        refused = page.submit({"title": title, "slug": slug, "starter": "nearly-empty"}, form="/write")
        assert refused.status == 422
        assert refused.body.count('aria-invalid="true"') == 2
        assert f'value="{slug}"' in refused.body
        assert re.search(r'value="nearly-empty" checked', refused.body)


def test_a_new_course_goes_by_the_title_that_its_draft_has(author) -> None:
    page = author.get("/write").submit({"title": "Children and loss"}, form="/write")
    assert page.h1 == "Children and loss"
    assert page.title.startswith("Write: Children and loss")
    assert author.get("/write").link("Children and loss") == "/write/children-and-loss"
    course_page = author.get("/write/children-and-loss/pages/course.md")
    text = course_page.form("pages/course.md").values["text"][0]
    course_page.submit({"text": text.replace("# Children and loss", "# Grief *and* play")}, form="pages/course.md")
    assert author.get("/write").link("Grief and play") == "/write/children-and-loss"
    author.get("/write/children-and-loss/pages/course.md").submit({"text": "No title."}, form="pages/course.md")
    assert author.get("/write/children-and-loss").h1 == "children-and-loss"


def test_a_first_version_is_not_spoken_of_as_a_change(author) -> None:
    page = author.get("/write").submit({"title": "Children and loss"}, form="/write")
    assert "makes version 1" in page.text
    for words in ("have begun an earlier one", "What has changed?", "kind of change", "since version 0"):
        assert words not in page.text
    refused = page.submit({"note": ""}, form="/publish")
    assert refused.status == 422
    assert "has changed" not in refused.text.partition("Draft")[0]
    refused.submit({"note": "The first version."}, form="/publish")
    assert "Material" not in author.get("/write/children-and-loss").text
    page = author.get("/write/children-and-loss").submit(form="/draft")
    assert "people who have begun an earlier one keep theirs" in page.text
    assert "What has changed?" in page.text


def test_a_course_without_versions_shows_no_empty_table_of_them(author) -> None:
    author.get("/write").submit({"title": "Children and loss"}, form="/write")
    page = author.get("/write")
    assert "Nothing has been published yet." in page.text
    assert "(0)" not in page.text


def test_a_course_that_cannot_be_begun_says_why_and_keeps_what_was_typed(author) -> None:
    page = author.get("/write").submit({"title": "Steps", "slug": SLUG}, form="/write")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert f"There is a course “{SLUG}” already." in page.text
    assert page.form("/write").values["title"] == ["Steps"]
    empty = author.get("/write").submit({"title": " "}, form="/write")
    assert "Enter a title" in empty.text


def test_a_course_that_was_never_published_goes_with_its_draft(author) -> None:
    page = author.get("/write").submit({"title": "Children and loss"}, form="/write")
    page = page.submit(form="/discard")
    assert page.address == "/write"
    assert "The draft is thrown away." in page.text
    assert "children-and-loss" not in page.text


def test_the_list_costs_the_same_statements_for_one_course_and_for_ten(author, count_statements) -> None:
    with count_statements() as few:
        author.get("/write")
    for number in range(9):
        makers.publish_course(slug=f"course-{number}")
    with count_statements() as many:
        author.get("/write")
    assert len(many) == len(few)


def test_start_editing_makes_a_draft_with_all_files(author) -> None:
    page = start(author)
    assert "This is your draft." in page.text
    assert all(path in page.text for path in SMALL_STEPS)


def test_a_page_shows_its_text_and_how_learners_see_it(author) -> None:
    start(author)
    page = author.get(EDITOR)
    assert page.form(SAVE).values["text"] == [LESSON_TEXT]
    assert "No problems on this page" in page.text
    assert "How learners see it" in page.text
    assert "What learners are told after answering" in page.text


def test_the_box_says_how_much_text_a_page_may_have(author) -> None:
    start(author)
    page = author.get(EDITOR)
    assert words_of(page.all("*[@id='text-hint']")[0]) == "Up to 64 KB, about 60,000 letters."
    assert page.all("textarea")[0].get("aria-describedby") == "text-hint"
    refused = page.submit({"text": "x" * 70_000}, form=SAVE)
    assert refused.all("textarea")[0].get("aria-describedby") == "text-hint text-error"


def test_words_of_a_course_stand_in_no_quotes_of_ours(author) -> None:
    start(author)
    makers.publish_course(changed(SMALL_STEPS), note='We say "hello" now.')
    assert 'after this draft was begun: We say "hello" now.' in author.get(f"/write/{SLUG}").text
    assert "leads to: Next day" in author.get(f"/write/{SLUG}/pages/02-a-hard-visit.md").text
    assert "The unit beside the box: minutes" in author.get(EDITOR).text


def test_saving_keeps_the_text_to_the_letter_and_shows_its_problems(author, session) -> None:
    start(author)
    typed = (LESSON_TEXT + PROBLEM.decode() + "\n\n  ").replace("\n", "\r\n")
    page = author.get(EDITOR).submit({"text": typed}, form=SAVE)
    line = LESSON_TEXT.count("\n") + 5
    assert saved_text(session) == typed.replace("\r\n", "\n")
    assert "1 problem on this page" in page.text
    assert page.link(f"Line {line}").endswith(f"#L{line}")
    assert page.all(f"li[@id='L{line}']")
    assert page.all("textarea[@data-gutter]")[0].get("data-gutter") == str(line)
    assert "1 problem" in author.get(f"/write/{SLUG}").text


def test_an_unknown_framework_element_is_a_warning_in_the_editor_and_beside_publishing(author) -> None:
    start(author)
    named = LESSON_TEXT.replace("minutes:", "frameworks: [nottinghamshire-trauma-informed-principles/{}]\nminutes:")
    page = author.get(EDITOR).submit({"text": named.format("recognise-traum")}, form=SAVE)
    assert 'Did you mean "nottinghamshire-trauma-informed-principles/recognise-trauma"?' in page.text
    assert "Did you mean" in author.get(f"/write/{SLUG}").text
    page = author.get(EDITOR).submit({"text": named.format("recognise-trauma")}, form=SAVE)
    assert "No framework has" not in page.text


def test_a_stale_save_is_answered_with_both_texts_and_a_way_on(author, second_author, session) -> None:
    start(author)
    mine, theirs = author.get(EDITOR), second_author.get(EDITOR)
    theirs.submit({"text": LESSON_TEXT + "Theirs.\n"}, form=SAVE)
    conflict = mine.submit({"text": LESSON_TEXT + "Mine.\n"}, form=SAVE)
    assert conflict.status == 409
    assert "Tom Reed" in conflict.text
    both = conflict.form(SAVE).values["text"][0]
    assert both.split("\n")[-6:-1] == [
        "<<<<<<< Both of you changed this. Your words:",
        "Mine.",
        "======= Tom Reed’s words:",
        "Theirs.",
        ">>>>>>> Keep what you want of both, and take these three marks out.",
    ]
    assert "Theirs." in saved_text(session)
    assert "Theirs." in conflict.follow("Keep the saved text").form(SAVE).values["text"][0]
    page = conflict.submit(form=SAVE)
    assert "Two people’s words stand here." in page.text
    assert "Mine." in saved_text(session)


def test_changes_in_different_places_come_back_in_one_text_ready_to_save(author, second_author, session) -> None:
    start(author)
    mine, theirs = author.get(EDITOR), second_author.get(EDITOR)
    theirs.submit({"text": LESSON_TEXT.replace("Read this first.", "Read this slowly.")}, form=SAVE)
    conflict = mine.submit({"text": LESSON_TEXT + "\n---\n\nMine.\n"}, form=SAVE)
    assert conflict.status == 409
    assert "You changed different lines" in conflict.text
    assert conflict.submit(form=SAVE).status == 200
    assert saved_text(session) == LESSON_TEXT.replace("Read this first.", "Read this slowly.") + "\n---\n\nMine.\n"


def test_a_text_opened_under_a_hash_that_nobody_gave_is_shown_beside_the_saved_one(author, session) -> None:
    start(author)
    form = author.get(EDITOR).form(SAVE).values
    for opened in ("", "0" * 64, "\0", "ü" * 300):
        answer = author.raw("POST", EDITOR, data={**form, "text": "other words", "revision": "0", "opened": opened})
        assert answer.status_code == 409
        assert "Your text" in answer.text
        assert "Both your changes" not in answer.text
    assert saved_text(session) == LESSON_TEXT


def test_two_tabs_with_two_pages_do_not_get_in_each_others_way(author, session) -> None:
    start(author)
    one, two = author.get(EDITOR), author.get(f"/write/{SLUG}/pages/course.md")
    one.submit({"text": LESSON_TEXT + "More.\n"}, form=SAVE)
    assert two.submit({"text": changed(SMALL_STEPS)["course.md"].decode()}, form="pages/course.md").status == 200
    assert "More." in saved_text(session)


def test_the_text_of_a_page_that_was_removed_comes_back_with_a_way_on(author, second_author, session) -> None:
    start(author)
    mine = author.get(EDITOR)
    second_author.get(f"/write/{SLUG}/draft/pages/{LESSON}/name").submit(form=f"{LESSON}/remove")
    conflict = mine.submit({"text": LESSON_TEXT + "Mine.\n"}, form=SAVE)
    assert conflict.status == 409
    assert conflict.submit(form="/put-back").status == 200
    assert "Mine." in saved_text(session)


@pytest.mark.parametrize("text", ["x" * 70_000, "a hidden \x07 bell"])
def test_a_text_that_cannot_be_saved_is_given_back_with_a_sentence(author, text, session) -> None:
    start(author)
    page = author.get(EDITOR)
    answer = author.raw("POST", EDITOR, data={**page.form(SAVE).values, "text": text})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert text in answer.text
    assert saved_text(session) == LESSON_TEXT


def test_a_save_without_or_with_a_strange_revision_loses_nothing(author, session) -> None:
    start(author)
    form = author.get(EDITOR).form(SAVE).values
    for revision in ("", "x", "-1", "9" * 30, "1\0"):
        answer = author.raw("POST", EDITOR, data={**form, "text": "other words", "revision": revision, "opened": "x"})
        assert answer.status_code == 409
        assert "other words" in answer.text
    assert saved_text(session) == LESSON_TEXT


def test_a_text_sent_after_the_draft_went_is_given_back(author, second_author) -> None:
    start(author)
    mine = author.get(EDITOR)
    second_author.get(f"/write/{SLUG}").submit(form="draft/discard")
    answer = mine.submit({"text": "my long words that must not be lost"}, form=SAVE)
    assert answer.status == 404
    assert "my long words that must not be lost" in answer.text


def test_publishing_makes_a_version_with_label_and_note(author, session) -> None:
    start(author)
    author.get(EDITOR).submit({"text": LESSON_TEXT + "More.\n"}, form=SAVE)
    page = author.get(f"/write/{SLUG}").submit(WORDS, form="/publish")
    assert "The version is published." in page.text
    assert "Clearer words." in page.text
    assert "Ruth Bell" in page.text
    assert course_by_slug(SLUG).current_version.number == 2


def test_a_double_click_on_publish_makes_one_version_and_the_same_page(author, session) -> None:
    start(author)
    author.get(EDITOR).submit({"text": LESSON_TEXT + "More.\n"}, form=SAVE)
    page = author.get(f"/write/{SLUG}")
    first, second = page.submit(WORDS, form="/publish"), page.submit(WORDS, form="/publish")
    assert first.text == second.text
    assert course_by_slug(SLUG).current_version.number == 2


def test_while_problems_stand_the_page_leads_to_them_and_offers_no_button(author) -> None:
    start(author)
    author.get(EDITOR).submit({"text": LESSON_TEXT + PROBLEM.decode()}, form=SAVE)
    page = author.get(f"/write/{SLUG}")
    assert "Mend the problem first" in page.text
    assert page.link("Mend the problem first") == f"/write/{SLUG}#problems"
    assert [form for form in page.forms if form.action.endswith("/publish")] == []
    author.get(EDITOR).submit({"text": LESSON_TEXT + 2 * PROBLEM.decode().replace("one?", "one of them?")}, form=SAVE)
    assert "Mend the 3 problems first" in author.get(f"/write/{SLUG}").text


def test_a_draft_with_problems_is_not_published_and_the_typed_words_stay(author, session) -> None:
    typed = {**start(author).form("/publish").values, **WORDS, "revision": "2"}
    author.get(EDITOR).submit({"text": LESSON_TEXT + PROBLEM.decode()}, form=SAVE)
    page = author.post(f"/write/{SLUG}/publish", typed)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.form("/publish").values["note"] == ["Clearer words."]
    assert page.form("/publish").values["label"] == ["clarifying"]
    assert f"{LESSON}, line" in page.text
    assert "Publish" not in [words_of(button) for button in page.all("button")]


@pytest.mark.parametrize("missing", ["label", "note"])
def test_publishing_needs_a_label_and_a_note(author, missing) -> None:
    start(author)
    page = author.get(f"/write/{SLUG}").submit({**WORDS, missing: None}, form="/publish")
    assert page.status == 422
    assert page.title.startswith("Error: ")


def test_a_draft_saved_by_somebody_else_is_looked_at_before_it_is_published(author, second_author, session) -> None:
    start(author)
    page = author.get(f"/write/{SLUG}")
    second_author.get(EDITOR).submit({"text": LESSON_TEXT + "More.\n"}, form=SAVE)
    refused = page.submit(WORDS, form="/publish")
    assert refused.status == 409
    assert refused.form("/publish").values["note"] == ["Clearer words."]
    assert refused.submit(form="/publish").status == 200
    assert course_by_slug(SLUG).current_version.number == 2


def test_an_overtaken_draft_is_published_only_with_the_box_ticked(author, session) -> None:
    start(author)
    author.get(EDITOR).submit({"text": LESSON_TEXT + "More.\n"}, form=SAVE)
    makers.publish_course(changed(SMALL_STEPS), note="From elsewhere")
    page = author.get(f"/write/{SLUG}")
    assert "From elsewhere" in page.text
    assert page.submit(WORDS, form="/publish").status == 409
    assert page.submit({**WORDS, "replaces": "2"}, form="/publish").status == 200
    assert course_by_slug(SLUG).current_version.number == 3


def test_publishing_a_draft_without_changes_says_so(author, session) -> None:
    page = start(author).submit(WORDS, form="/publish")
    assert "no new version was made" in page.text
    assert course_by_slug(SLUG).current_version.number == 1


def test_a_lesson_is_added_by_its_title_and_one_without_is_explained(author) -> None:
    start(author)
    refused = author.get(f"/write/{SLUG}").submit({"title": " "}, form="Add this page")
    assert refused.status == 422
    assert "Enter a title, such as What helps." in refused.text
    page = refused.submit({"title": "What helps?"}, form="Add this page")
    assert page.h1 == "03-what-helps.md"
    assert "# What helps?" in page.form("pages/03-what-helps").values["text"][0]
    assert "No problems on this page" in page.text
    again = refused.submit({"title": "What helps?"}, form="Add this page")
    assert again.h1 == page.h1, "a second click opens the page of the first one"
    check = refused.submit({"kind": "check"}, form="Add this page")
    assert "has a final check already" in check.text


def test_every_version_can_be_read_with_each_of_its_pages(author) -> None:
    makers.publish_course(changed(SMALL_STEPS))
    page = author.get(f"/write/{SLUG}/versions/1")
    assert course_by_slug(SLUG).current_version.source_hash not in page.text
    for path in SMALL_STEPS:
        if path.endswith(".md"):
            assert page.follow(path).status == 200
    assert "One more sentence." not in page.follow("course.md").text
    assert author.get(f"/write/{SLUG}/versions/3").status == 404
    assert author.get(f"/write/{SLUG}/versions/{2**63}").status == 404
    assert author.get(f"/write/{SLUG}/versions/1/pages/secret.md").status == 404


def test_the_preview_of_every_page_of_a_draft_is_whole(author) -> None:
    start(author)
    for path in SMALL_STEPS:
        if path.endswith(".md"):
            page = author.get(f"/write/{SLUG}/pages/{path}")
            assert page.status == 200
            assert "cannot be shown yet" not in page.text


def test_a_learning_lead_reads_all_and_changes_nothing(author, sign_in) -> None:
    start(author)
    makers.make_person("Lena Ford", roles=(Role.LEARNING_LEAD,))
    lead = sign_in("lena.ford@example.org")
    assert "Start editing" not in lead.get("/write").text
    assert [form for form in lead.get(f"/write/{SLUG}").forms if "/write" in form.action] == []
    page = lead.get(EDITOR)
    assert page.all("textarea[@readonly]")
    assert "Save and check" not in page.text
    assert page.submit({"text": "words of somebody who may not write"}, form=SAVE).status == 403


@pytest.mark.parametrize("address", ["/write", f"/write/{SLUG}", EDITOR, f"/write/{SLUG}/versions/1"])
def test_learners_cannot_open_write(author, sign_in, address) -> None:
    start(author)
    makers.make_person("Aisha Khan")
    assert sign_in("aisha.khan@example.org").get(address).status == 403


@pytest.mark.parametrize("slug", ["nothing", "a%00b", "%FF", "x" * 300])
def test_strange_addresses_are_not_found(author, slug) -> None:
    assert author.get(f"/write/{slug}").status == 404
    assert author.get(f"/write/{SLUG}/pages/{slug}").status == 404
    assert author.get(f"/write/{slug}/draft/images/a.svg").status == 404
