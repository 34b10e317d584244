"""PURE. The blocks that the editor writes for an author: Markdown as a person would type it, ready for the check.

What is to be replaced stands in square brackets, as in the starters of new courses; the check warns of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_QUESTION = "## Question: [Replace this: what do you ask?]\n"
_BECAUSE = "\n> Because: [Replace this: why it is so.]\n"


@dataclass(frozen=True, slots=True)
class Insertion:
    """A block that can be written into a page: what its button says, and its Markdown."""

    name: str
    markdown: str
    in_lessons_only: bool = False


INSERTIONS: Mapping[str, Insertion] = {
    "choose-one": Insertion(
        "Choose one",
        f"""{_QUESTION}Choose one.

- [x] [Replace this: the right answer]
  > [Replace this: say why it is right.]
- [ ] [Replace this: an answer that some believe]
  > [Replace this: say kindly why not.]
- [ ] [Replace this: another one]
  > [Replace this: say kindly why not.]
""",
    ),
    "choose-all": Insertion(
        "Choose all that apply",
        f"""{_QUESTION}Choose all that apply.

- [x] [Replace this: a right answer]
  > [Replace this: say why it is right.]
- [x] [Replace this: another right answer]
  > [Replace this: say why it is right.]
- [ ] [Replace this: one that is not]
  > [Replace this: say kindly why not.]
""",
    ),
    "true-or-false": Insertion("True or false", f"{_QUESTION}True or false?\n\nAnswer: true\n{_BECAUSE}"),
    "short-answer": Insertion(
        "Short answer", f"{_QUESTION}Type a short answer.\n\nAnswer: right / also right\n{_BECAUSE}"
    ),
    "number": Insertion("Number", f"{_QUESTION}Enter a number.\n\nAnswer: 40 to 50 minutes\n{_BECAUSE}"),
    "match-pairs": Insertion(
        "Match the pairs",
        f"""{_QUESTION}Match the pairs.

| [Replace this: left side] | [Replace this: right side] |
|---|---|
| One | What goes with one |
| Two | What goes with two |
| Three | What goes with three |
{_BECAUSE}""",
    ),
    "put-in-order": Insertion(
        "Put in order",
        f"""{_QUESTION}Put in order.

1. [Replace this: what comes first]
2. [Replace this: what comes next]
3. [Replace this: what comes last]
{_BECAUSE}""",
    ),
    "fill-gaps": Insertion(
        "Fill the gaps",
        f"""{_QUESTION}Fill the gaps.

[Replace this:] the words in double brackets are what people [[type / write]], and a stroke parts what [[counts]].
""",
    ),
    "weigh-options": Insertion(
        "Weigh each option",
        f"""{_QUESTION}Weigh each option.

- Strong: [Replace this: what helps most]
  > [Replace this: say what is good about it.]
- Acceptable: [Replace this: what can be done]
  > [Replace this: say what it lacks.]
- Risky: [Replace this: what may harm]
  > [Replace this: say what can go wrong.]
""",
        in_lessons_only=True,
    ),
    "scenario": Insertion(
        "Scenario",
        """## Scenario: [Replace this: a short name]

[Replace this: where we are, and who is there.]

### Scene: The beginning

[Replace this: what happens first.]

- [One way to go on](#scene-a-good-end)
- [Another way](#scene-a-hard-end)
  > [Replace this: what is said to this choice.]

### Scene: A good end
Ending: strong

[Replace this: how it ends well.]

### Scene: A hard end
Ending: risky

[Replace this: how it ends badly.]

---
""",
        in_lessons_only=True,
    ),
    "reflection": Insertion(
        "Reflection",
        """## Reflection: [Replace this: what should people think about?]

One or two sentences. Do not name children or families.

---
""",
        in_lessons_only=True,
    ),
    "practice": Insertion(
        "Practice task",
        """## Practice: [Replace this: something to try at work]

[Replace this: say when and how, in two sentences.]

---
""",
        in_lessons_only=True,
    ),
    "short-version": Insertion(
        "Short version",
        """## Short version

[Replace this: the page in a few sentences, for people who choose not to read all of it.]

---
""",
        in_lessons_only=True,
    ),
    "text": Insertion(
        "Heading, list and link",
        """## [Replace this: a heading]

[Replace this: two or three short sentences. **Bold** for what matters most.]

- [Replace this: one thing]
- [Replace this: another thing]

[Name what the link opens](https://www.example.org)
""",
        in_lessons_only=True,
    ),
}
"""Each block by the name that its button sends, in the order of the buttons."""


def insertions_for(path: str) -> dict[str, Insertion]:
    """The blocks that can stand on this page; none on the course page."""
    if path == "course.md":
        return {}
    is_lesson = path != "quiz.md" and not path.startswith("banks/")
    return {name: block for name, block in INSERTIONS.items() if is_lesson or not block.in_lessons_only}


def with_block_at_end(text: str, markdown: str) -> str:
    """The text with a block below it, an empty line between."""
    return f"{text.rstrip()}\n\n{markdown}" if text.strip() else markdown
