"""The source of a small course that has one of everything, for tests of studying it."""

from __future__ import annotations

COURSE = b"""---
summary: How small steps help after hard things.
level: informed
refresh_after_months: 24
content_note: Talks about harm to a child in general terms.
---
# Small steps

What this course is.

## Outcomes

- Notice a survival response
- Say what helps

## Sources

- [A guide](https://example.org/guide)
"""

FIRST = b"""---
minutes: 5
---
# Noticing

Read this first.

## Check your learning

### Question: What is fight?
Choose one.

- [ ] A game
  > Games are fun.
- [x] A survival response
  > The body protects itself.
- [ ] A crime
  > Sometimes it looks like one.

> Hint: think of the body.

> Hint: it is not chosen.

> Because: bodies act before thought.

### Question: Which are survival responses?
Choose all that apply.

- [x] Freeze
  > Yes, freeze.
- [x] Flop
  > Yes, flop.
- [ ] Tea
  > Nice, though.

### Question: A calm child is a safe child.
True or false?

Answer: false

> Because: calm may be freeze.

### Question: What does the P in PACE stand for?
Type a short answer.

Answer: playfulness / playful

### Question: How long is a visit?
Enter a number.

Answer: 40 to 50 minutes

### Question: What belongs together?
Match the pairs.

| Response | What it looks like |
|---|---|
| Fight | Shouting |
| Flight | Running off |
| | Baking a cake |

### Question: What comes first?
Put in order.

1. Regulate
2. Relate
3. Reason

### Question: What is trauma?
Fill the gaps.

Trauma is what [[overwhelms / overwhelm]] our [[capacity]] to cope.

### Question: What would you say at the door?
Weigh each option.

- Strong: I can come back later.
  > It gives a choice.
- Acceptable: May I come in?
  > Polite.
- Risky: Open up now.
  > It takes control away.
"""

SECOND = b"""---
minutes: 8
content_note: Describes a child who was hurt.
---
# A hard visit

The longer story.

## Scenario: The missed visit

You stand at the door.

### Scene: At the door

Mum says Jay is asleep.

- [Ask to see Jay](#scene-in-the-bedroom)
  > You asked kindly.
- [Rearrange](#scene-next-day)
  > You have not seen the child.

### Scene: In the bedroom

Ending: strong

Jay is awake.

### Scene: Next day

Ending: risky

Nobody opens.

## Reflection: Where have you met this?

One or two sentences.

## Practice: Ask one open question

Try it on your next visit.

## Short version

The shorter story.
"""

QUIZ = b"""---
pass_mark: 80
minutes: 10
---
# Final check

## Question: What helps first?
Choose one.

- [x] Feeling safe
  > Safety comes first.
- [ ] A lecture
  > Words reach nobody who is afraid.
- [ ] A form
  > Later.

## Question: What is a small step?
Type a short answer.

Answer: a choice / choice

## Question: Which order helps?
Put in order.

1. Regulate
2. Relate
3. Reason

## Draw 2 questions from [responses](banks/responses.md)
"""

BANK = b"""# Responses

## Question: Freeze is a choice.
True or false?

Answer: false

## Question: Flight is a survival response.
True or false?

Answer: true

## Question: Flop looks like giving up.
True or false?

Answer: true
"""

SMALL_STEPS: dict[str, bytes] = {
    "course.md": COURSE,
    "01-noticing.md": FIRST,
    "02-a-hard-visit.md": SECOND,
    "quiz.md": QUIZ,
    "banks/responses.md": BANK,
}
"""Two lessons, the second with a content note and a shorter version, and a final check of five questions."""

TWO_LESSONS: dict[str, bytes] = {
    "course.md": COURSE.replace(b"content_note: Talks about harm to a child in general terms.\n", b""),
    "01-noticing.md": b"---\nminutes: 5\n---\n# Noticing\n\nRead this.\n",
    "02-asking.md": b"---\nminutes: 7\n---\n# Asking\n\nRead that.\n",
}
"""The same without a final check: the last lesson completes it."""


def naming(*elements: str) -> dict[str, bytes]:
    """The small course, its first lesson saying that it teaches these framework elements."""
    path, field = "01-noticing.md", f"minutes: 5\nframeworks: [{', '.join(elements)}]\n".encode()
    return {**SMALL_STEPS, path: SMALL_STEPS[path].replace(b"minutes: 5\n", field, 1)}
