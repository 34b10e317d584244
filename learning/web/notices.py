"""Short sentences that a page may show after something was done, named in its address by `?notice=KEY`.

They stand in the address, not in the session, so that reading a page never writes.
"""

NOTICES: dict[str, str] = {
    "signed-out": "You are signed out.",
    "answers-saved": "Your answers so far are saved.",
    "check-discarded": "Your answers were thrown away. Nothing of them was counted.",
    "course-completed": "You have completed this course.",
    "course-started": "You have started this course. Your place is always saved.",
    "lesson-finished": "Lesson finished.",
    "lesson-gone": "That lesson is not part of your version of this course. Here is what is.",
    "newer-taken": "You have moved on to the newer version. Lessons that did not change stay finished.",
    "place-saved": "Your place is saved. Come back when you like.",
    "words-deleted": "Your words are deleted.",
    "words-saved": "Your words are saved. Only you can see them.",
    "link-asked": (
        "If that is an account here, an e-mail with a link is on its way. "
        "It can take a few minutes; look in your junk folder too."
    ),
    "link-sent": "An e-mail with a new link is on its way.",
    "course-begun": "The course is begun. Write its pages, then publish. Learners see nothing of it until then.",
    "draft-discarded": "The draft is thrown away. Published versions are as they were.",
    "draft-started": "This is your draft. Learners see nothing of it until you publish.",
    "nothing-new-to-publish": "The draft says what is published already, so no new version was made.",
    "page-added": "The page is added to the draft.",
    "page-removed": "The file is taken out of the draft. Published versions keep theirs.",
    "page-saved": "Saved. What was found is listed on this page.",
    "version-published": "The version is published. Learners can find it now.",
    "password-changed": "Your password is changed. Every other device was signed out.",
    "password-set": "Your password is set. Sign in with it.",
    "person-added": "The account is made, and an e-mail with a link to set a password is on its way.",
    "person-changed": "The details are saved.",
    "person-deactivated": "The account is deactivated. The learning record stays.",
    "person-reactivated": "The account is reactivated.",
    "person-signed-out": "This person is signed out everywhere.",
    "role-given": "The role is given. It holds from the next page this person opens.",
    "role-taken": "The role is taken away. It ends with the next page this person opens.",
    "session-ended": "That device is signed out.",
    "team-removed": "The team is removed.",
    "teams-changed": "The teams are saved. They hold from today.",
}
