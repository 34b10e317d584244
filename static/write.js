// For authors only: line numbers beside the text, problem links that go to their line, a preview while typing, blocks at
// the cursor, copies of unsaved words in this browser, saving with Ctrl+S. Without it the page saves and checks all the same.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Typing for the author, so that Ctrl+Z takes it back.

function write(box, text, start = 0, end = box.value.length) {
  box.focus();
  box.setSelectionRange(start, end);
  if (document.execCommand('insertText', false, text)) return;
  box.setRangeText(text, start, end, 'end');
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

const lineAt = (box, place) => box.value.slice(0, place).split('\n').length;

function showLine(box, number) {
  box.dispatchEvent(new Event('drawnow')); // what was just written has numbers only then
  const numbers = box.parentElement.querySelector('.gutter')?.children;
  if (numbers?.[number - 1]) box.scrollTop = Math.max(0, numbers[number - 1].offsetTop - numbers[0].offsetTop - box.clientHeight / 3);
}

// Line numbers

for (const box of all('textarea[data-gutter]')) addGutter(box);

function addGutter(box) {
  const gutter = element('ol', { className: 'gutter' });
  const ruler = element('div', { className: 'ruler' });
  gutter.setAttribute('aria-hidden', 'true'); // the list of problems is what is read out
  box.before(gutter);
  ruler.setAttribute('aria-hidden', 'true');
  box.after(ruler);

  const draw = () => {
    // A line that wraps is as high as its copy in a hidden box of the same width and type, to a part of a pixel.
    const style = getComputedStyle(box);
    const width = box.getBoundingClientRect().width - (box.offsetWidth - box.clientWidth);
    const faulty = new Set((box.dataset.gutter || '').split(/\s+/).map(Number));
    ruler.hidden = false;
    Object.assign(ruler.style, {
      position: 'absolute', visibility: 'hidden', whiteSpace: 'pre-wrap', overflowWrap: 'break-word',
      font: style.font, lineHeight: style.lineHeight, tabSize: style.tabSize,
      inlineSize: `${width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)}px`,
    });
    const copies = box.value.split('\n').map((line) => element('div', { textContent: line || '\u200b' }));
    ruler.replaceChildren(...copies);
    const heights = copies.map((copy) => copy.getBoundingClientRect().height);
    gutter.replaceChildren(...heights.map((height, index) => {
      const number = element('li', { textContent: String(index + 1) });
      number.style.blockSize = `${height}px`;
      if (faulty.has(index + 1)) number.className = 'faulty';
      return number;
    }));
    ruler.replaceChildren();
    ruler.hidden = true; // left there, it would be as wide as the box once was
    follow();
  };
  const follow = () => { gutter.scrollTop = box.scrollTop; };

  let waiting = 0;
  const drawSoon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  };
  box.addEventListener('input', drawSoon);
  box.addEventListener('checked', drawSoon);
  box.addEventListener('drawnow', draw);
  box.addEventListener('scroll', follow);
  new ResizeObserver(drawSoon).observe(box);
  draw();
}

// Problems lead to their line, here and from other pages.

function selectLine(box, number) {
  const lines = box.value.split('\n');
  const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  box.focus();
  box.setSelectionRange(start, start + (lines[number - 1] || '').length);
  showLine(box, number);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-line]');
  const box = link && document.getElementById(link.dataset.field);
  if (!box) return;
  event.preventDefault();
  selectLine(box, Number(link.dataset.line));
});

const asked = location.hash.match(/^#L(\d+)$/);
if (asked && document.querySelector('#text[data-gutter]')) selectLine(document.getElementById('text'), Number(asked[1]));

// Blocks are written where the cursor is, with an empty line round them, and what is to be replaced is chosen. Nobody
// has put a cursor at the very start or into the front matter for that: then they go to the end.

const frontMatterLength = (text) => text.match(/^---\n[^]*?\n---(?=\n|$)/)?.[0].length || 0;

function placeForBlock(box) {
  const { value: text, selectionEnd: cursor } = box;
  if (cursor <= frontMatterLength(text)) return text.length;
  const rest = text.indexOf('\n', cursor);
  return rest < 0 ? text.length : rest;
}

for (const button of all('button[data-markdown]')) {
  button.addEventListener('click', (event) => {
    event.preventDefault();
    const box = button.form.elements.text;
    const place = placeForBlock(box);
    const before = box.value.slice(0, place);
    const after = box.value.slice(place);
    const gap = !before.trim() ? '' : '\n'.repeat(Math.max(0, 2 - before.match(/\n*$/)[0].length));
    const end = after.trim() ? '\n'.repeat(Math.max(0, 1 - after.match(/^\n*/)[0].length)) : '';
    write(box, gap + button.dataset.markdown + end, place, place);
    box.scrollIntoView({ block: 'nearest' }); // and the preview beside it with it
    const first = box.value.indexOf('[Replace this', place);
    if (first < 0) return;
    box.setSelectionRange(first, box.value.indexOf(']', first) + 1);
    showLine(box, lineAt(box, first));
  });
}

// The preview follows the text, half a second after the last key, and stands at the line being typed.

const TYPING_MILLISECONDS = 500;
const SIGNED_OUT = 'You are signed out, so the preview has stopped. What you type stays here: save it to sign in again.';
const NO_ANSWER = 'The preview cannot be reached just now. What you type stays here.';

for (const form of all('form[data-preview]')) keepPreview(form);

function keepPreview(form) {
  const box = form.elements.text;
  const status = form.querySelector('[data-preview-status]');
  const side = document.querySelector('[data-checked]');
  if (!side) return;
  for (const plain of all('[data-plain-lines]')) plain.hidden = true; // the lines are numbered beside the text

  let timer = 0;
  let asking = null;
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.preview, { method: 'POST', body: new FormData(form), signal: asking.signal });
      if (answer.ok) show(await answer.text());
      else status.textContent = answer.status === 401 ? SIGNED_OUT : NO_ANSWER;
    } catch (reason) {
      if (reason.name !== 'AbortError') status.textContent = NO_ANSWER;
    }
  };
  const show = (html) => {
    const open = all('details', side).map((each) => each.open);
    const scrolled = side.querySelector('.preview')?.scrollTop || 0;
    const made = new DOMParser().parseFromString(html, 'text/html').body;
    const checked = made.querySelector('[data-said]');
    if (!checked) return;
    side.replaceChildren(...made.childNodes);
    const folds = all('details', side);
    if (folds.length === open.length) folds.forEach((each, place) => { each.open = open[place]; });
    side.querySelector('.preview').scrollTop = scrolled;
    box.dataset.gutter = checked.dataset.problemLines;
    box.dispatchEvent(new Event('checked'));
    status.textContent = `Preview updated. ${checked.dataset.said}`;
    line = 0;
    follow();
  };
  let line = 0;
  const follow = () => {
    const preview = side.querySelector('.preview');
    const now = lineAt(box, box.selectionStart);
    // On a narrow screen the preview stands below the text, and moving the page would carry the text away.
    if (now === line || !preview || preview.scrollHeight <= preview.clientHeight) return;
    line = now;
    const top = preview.getBoundingClientRect().top - preview.scrollTop;
    const marks = all('[data-line]', preview).map((each) => [Number(each.dataset.line), each]);
    for (const pair of preview.dataset.headings.split(' ')) {
      const heading = document.getElementById(pair.slice(pair.indexOf(':') + 1));
      if (pair && preview.contains(heading)) marks.push([parseInt(pair, 10), heading]);
    }
    const places = marks.map(([at, each]) => [at, each.getBoundingClientRect().top - top]);
    places.push([0, 0], [lineAt(box, box.value.length) + 1, preview.scrollHeight]);
    places.sort(([one], [other]) => one - other);
    const next = Math.max(1, places.findIndex(([at]) => at > now));
    const [[from, start], [until, end]] = [places[next - 1], places[next]];
    preview.scrollTop = start + ((end - start) * (now - from)) / Math.max(1, until - from) - preview.clientHeight / 3;
  };
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, TYPING_MILLISECONDS);
  });
  for (const event of ['keyup', 'click']) box.addEventListener(event, follow);
  if (box.value !== box.defaultValue) ask();
}

// A copy of unsaved words stays in this browser, for the person who typed them: for 30 days, until they are saved or
// given up, or until the session is ended or somebody else signs in, which golden-thread.js sees to.

const KEPT_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;

for (const form of all('form[data-copies]')) keepCopies(form);

function keepCopies(form) {
  const { text: box, opened, revision } = form.elements;
  const start = `unsaved-words ${form.dataset.copies} `;
  const ownKey = `${start}${Date.now()} ${Math.random()}`;
  for (const [key, copy] of copiesUnder('unsaved-words ')) {
    if (!(copy.at > Date.now() - KEPT_MILLISECONDS)) localStorage.removeItem(key);
  }
  const saved = 'saved' in form.dataset ? box.defaultValue : null;
  const others = [];
  const keep = () => {
    try {
      if (box.value === saved) localStorage.removeItem(ownKey);
      else localStorage.setItem(ownKey, JSON.stringify({ text: box.value, at: Date.now(), opened: opened?.value, revision: revision?.value }));
    } catch { /* no room, or not allowed here: the page still warns before it is left */ }
  };
  const forget = (text) => {
    for (const [key, copy] of copiesUnder(start)) if (key !== ownKey && copy.text === text) localStorage.removeItem(key);
  };
  keep();
  let isGivenUp = false;
  for (const link of all('a[data-give-up]')) {
    link.addEventListener('click', (event) => {
      isGivenUp = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
      setTimeout(() => { isGivenUp = false; }, 1000); // still here: stayed after the warning, or it failed
    });
  }
  form.addEventListener('submit', () => { isGivenUp = false; });
  addEventListener('pagehide', () => { if (isGivenUp) localStorage.removeItem(ownKey); });
  box.addEventListener('input', () => { isGivenUp = false; });
  box.addEventListener('input', keep);
  form.addEventListener('submit', keep);
  for (const known of [saved, box.value, ...all('[data-own-text]').map((own) => own.value)]) forget(known);
  for (const [key, copy] of copiesUnder(start)) if (key !== ownKey) others.push(copy);
  others.sort((one, other) => other.at - one.at);
  for (const copy of others) {
    if (others.find((other) => other.text === copy.text) === copy) (form.closest('.editor') || form).before(offerOf(copy));
  }

  function offerOf(copy) {
    const offer = element('div', { className: 'panel p-note' });
    const back = element('button', { type: 'button', className: 'button b-second', textContent: 'Bring them back' });
    const away = element('button', { type: 'button', className: 'button b-plain', textContent: 'Throw them away' });
    const done = () => {
      forget(copy.text);
      offer.remove();
      box.focus();
    };
    back.addEventListener('click', () => {
      // The copy knows which text it was begun from, so that saving it cannot pass over somebody else's words.
      if (opened) opened.value = copy.opened || '';
      if (revision) revision.value = copy.revision || '';
      write(box, copy.text);
      box.setSelectionRange(0, 0);
      done();
    });
    away.addEventListener('click', done);
    offer.append(
      element('p', { textContent: `You have unsaved words from ${timeOf(copy.at)}, kept in this browser.` }),
      element('div', { className: 'beside' }, back, away),
    );
    return offer;
  }
}

function copiesUnder(start) {
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(start)) found.push([key, JSON.parse(localStorage.getItem(key))]);
    }
  } catch { /* what cannot be read cannot be offered */ }
  return found;
}

function timeOf(milliseconds) {
  const moment = new Date(milliseconds);
  const time = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday ? time : `${moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })} at ${time}`;
}

// Ctrl+S saves.

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 's') return;
  const form = event.target.closest?.('form[data-save-keys]') || document.querySelector('form[data-save-keys]');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('button[data-save]') || undefined);
});
