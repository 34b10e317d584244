"""Reads a scenario: its scenes, the choices between them, and whether the story can be played to an end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it.token import Token

from learning.courses.document import Ending, Scenario, Scene, SceneChoice
from learning.courses.format.blocks import RawBlock
from learning.courses.format.front_matter import cut, nearest, nearest_or_all
from learning.courses.format.labelled_lines import take_lines
from learning.courses.format.markdown_blocks import Node, parse_words
from learning.courses.format.page import is_comment
from learning.courses.format.question_parts import Reader, read_words_of
from learning.courses.format.wording import plain_line
from learning.courses.problems import listed


@dataclass(slots=True)
class _Choice:
    """One item of a scene's last list: its link, where that leads, and the quote under it."""

    line: int
    token: Token
    target: str
    quote: list[Node]


def read_scenario(reader: Reader, block: RawBlock, scenes: Sequence[RawBlock]) -> Scenario | None:
    """The scenario with the scenes that follow its heading; None when it has none, which is noted."""
    title = read_words_of(reader, block)
    introduction = reader.text.block(block.nodes)
    if not scenes:
        sentence = 'This scenario has no scene. Begin one below it with a heading "Scene: …".'
        reader.problem(block.line, 1, "no-scene", sentence)
        return None
    key_of_line = {scene.line: scene.key for scene in scenes}
    keys = {name: key_of_line[line] for name, line in reader.page.anchors.items() if line in key_of_line}
    fault_count = len(reader.page.findings.problems)
    read = tuple(_read_scene(reader, scene, keys) for scene in scenes)
    if len(reader.page.findings.problems) == fault_count:
        _check_ways(reader, scenes, read)
    return Scenario(block.key, title, introduction, read, block.line, block.level)


def _read_scene(reader: Reader, scene: RawBlock, keys: Mapping[str, str]) -> Scene:
    title = read_words_of(reader, scene)
    nodes = scene.shown_nodes
    ending, nodes = _take_ending(reader, nodes)
    choices: list[_Choice] = []
    number = next((n for n, node in enumerate(nodes) if _is_choices(reader, node)), None)
    if number is not None:
        choices = _read_choices(reader, nodes[number])
        if number + 1 < len(nodes):
            sentence = "Choices come last in a scene. Move this above them, or into the quote of a choice."
            reader.problem(nodes[number + 1].line, 1, "after-choices", sentence)
        nodes = [*nodes[:number], *nodes[number + 1 :]]
    if ending and number is not None:
        sentence = "A scene has choices or an ending, never both. Delete one of them."
        reader.problem(scene.line, 1, "choices-and-ending", sentence)
    elif not ending and number is None:
        sentence = 'This scene leads nowhere. End it with a list of links to scenes, or write "Ending: strong".'
        reader.problem(scene.line, 1, "no-way-on", sentence)
    made = tuple(_make_choice(reader, choice, keys) for choice in choices)
    text = reader.text.block(nodes) or reader.text.inline([])
    return Scene(scene.key, title, text, tuple(choice for choice in made if choice), ending)


def _take_ending(reader: Reader, nodes: Sequence[Node]) -> tuple[Ending | None, list[Node]]:
    """The ending of a scene and its nodes without the line that says so."""
    views = reader.wording.views
    found, kept = take_lines(nodes, [reader.wording.ending])
    for second in found[1:]:
        sentence = f"A scene has one ending, and it stands on line {found[0].line}. Delete this line."
        reader.problem(second.line, 1, "second-ending", sentence)
    if not found:
        return None, kept
    word = plain_line(found[0].value).rstrip(".")
    if word not in views:
        sentence = f'An ending is strong, acceptable or risky, not "{cut(found[0].value)}". Write one of these.'
        reader.problem(found[0].line, 1, "bad-ending", sentence)
    return views.get(word, "acceptable"), kept


def _is_choices(reader: Reader, node: Node) -> bool:
    """Whether this list holds a link into the page at the start of an item, so that it can only be choices."""
    if node.kind not in ("bullet_list", "ordered_list"):
        return False
    return any(_link_of(reader, item) is not None for item in node.children())


def _link_of(reader: Reader, item: Node) -> tuple[list[Token], str] | None:
    """The tokens and the target of the link into the page that an item begins with."""
    first = next((child for child in item.children() if not is_comment(child)), None)
    if first is None or first.kind != "paragraph":
        return None
    tokens = parse_words(first.content, reader.page.environment)
    if tokens and tokens[0].type == "link_open" and str(tokens[0].attrs.get("href", "")).startswith("#"):
        return tokens, unquote(str(tokens[0].attrs["href"]))[1:]
    return None


def _read_choices(reader: Reader, node: Node) -> list[_Choice]:
    choices: list[_Choice] = []
    for item in node.children():
        children = [child for child in item.children() if not is_comment(child)]
        link = _link_of(reader, item)
        quote = children[-1] if len(children) > 1 and children[-1].kind == "blockquote" else None
        is_link_alone = link is not None and [t.type for t in link[0]].index("link_close") == len(link[0]) - 1
        if link is None or not is_link_alone or len(children) > (2 if quote else 1):
            sentence = "A choice is one link to a scene, and a quote under it at most. Take all other words away."
            reader.problem(item.line, 1, "choice-not-a-link", sentence)
            continue
        choices.append(_Choice(item.line, children[0].tokens[1], link[1], quote.children() if quote else []))
    return choices


def _make_choice(reader: Reader, choice: _Choice, keys: Mapping[str, str]) -> SceneChoice | None:
    text = reader.text.inside_link(choice.token)
    feedback = reader.text.block(choice.quote)
    if choice.target not in keys and reader.page.findings.is_full:
        return None
    if choice.target not in keys:
        near = nearest(choice.target, keys)
        hint = f'Did you mean "#{near}"?' if near else nearest_or_all(choice.target, [f"#{key}" for key in keys])
        _, column = reader.page.position(choice.token, 0)
        sentence = f'"#{cut(choice.target)}" is no scene of this scenario. {hint}'
        reader.problem(choice.line, column, "link-dead", sentence)
        return None
    if not text.plain:
        reader.problem(choice.line, 1, "link-empty", "This choice has no words. Write them in the square brackets.")
    return SceneChoice(text, keys[choice.target], feedback)


def _check_ways(reader: Reader, blocks: Sequence[RawBlock], scenes: Sequence[Scene]) -> None:
    """Every scene can be reached from the first, and an ending from every scene."""
    onward = {scene.key: [choice.scene_key for choice in scene.choices] for scene in scenes}
    reached = _reachable([scenes[0].key], onward)
    for block in blocks:
        if block.key not in reached:
            sentence = "No choice leads to this scene. Link to it from another scene, or delete it."
            reader.problem(block.line, 1, "scene-unreachable", sentence)
    backward: dict[str, list[str]] = {scene.key: [] for scene in scenes}
    for key, targets in onward.items():
        for target in targets:
            backward[target].append(key)
    can_end = _reachable([scene.key for scene in scenes if scene.ending], backward)
    stuck = [block for block in blocks if block.key in reached and block.key not in can_end]
    if stuck:
        names = listed([f'"{cut(block.words.strip(), 40)}"' for block in stuck[:4]])
        sentence = f'From here no ending can be reached ({names}). Lead one of them to a scene with "Ending: …".'
        reader.problem(stuck[0].line, 1, "no-ending", sentence)


def _reachable(start: Sequence[str], ways: Mapping[str, Sequence[str]]) -> set[str]:
    """The keys that can be reached from these, themselves among them."""
    reached = set(start)
    waiting = list(start)
    while waiting:
        for key in ways[waiting.pop()]:
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    return reached
