// Improvements only: every page does its whole job without this file. It keeps nothing, asks no other host.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Exit this page: blank first, then save what was typed, end the session and go elsewhere.

const EXIT_WAIT_MILLISECONDS = 1500;
const SHIFT_WAIT_MILLISECONDS = 5000;
let isLeaving = false;

function send(form) {
  return fetch(form.action, { method: 'POST', body: new FormData(form), keepalive: true, redirect: 'manual' }).catch(() => {});
}

// Copies of unsaved texts, kept by write.js, go with the session or the person: browsers are shared.
function forgetCopies(own) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('unsaved-words ') && key.split(' ')[1] !== own) localStorage.removeItem(key);
    }
  } catch { /* none */ }
}
const { person } = document.body.dataset;
if (person) forgetCopies(person);
addEventListener('submit', ({ target }) => { if (target.getAttribute('action') === '/sign-out') forgetCopies(); });

async function leave(form) {
  if (isLeaving) return;
  isLeaving = true;
  forgetCopies();
  const typed = all('form[data-save-on-exit]').filter(hasUnsavedWords).map(send);
  document.body.hidden = true;
  document.title = ' ';
  const enough = new Promise((done) => setTimeout(done, EXIT_WAIT_MILLISECONDS));
  if (typed.length) await Promise.race([Promise.all(typed), enough]);
  send(form);
  location.replace(form.dataset.exit);
}

const exitForm = document.querySelector('form[data-exit]');
if (exitForm && exitForm.dataset.exit) {
  let count = 0;
  let timer;
  exitForm.addEventListener('submit', (event) => {
    event.preventDefault();
    leave(exitForm);
  });
  addEventListener('keyup', (event) => {
    clearTimeout(timer);
    count = event.key === 'Shift' ? count + 1 : 0;
    timer = setTimeout(() => { count = 0; }, SHIFT_WAIT_MILLISECONDS);
    if (count === 3) leave(exitForm);
  });
}

// Where to look first: what went wrong, or the answer to what was just sent.

const first = document.querySelector('.error-summary[data-focus]') || document.querySelector('[data-focus]');
if (first) {
  first.focus({ preventScroll: true });
  first.scrollIntoView({ block: 'nearest' });
}
for (const notice of all('[role=status].notice')) {
  // Screen readers announce what changes, not what was there from the start.
  setTimeout(() => notice.replaceChildren(...notice.childNodes), 100);
}

// A double click sends once.

const DOUBLE_CLICK_MILLISECONDS = 1000;
let sent = { form: null, at: 0 };
addEventListener('submit', (event) => {
  const isAgain = event.target === sent.form && event.timeStamp - sent.at < DOUBLE_CLICK_MILLISECONDS;
  if (isAgain) event.preventDefault();
  else if (!event.defaultPrevented) sent = { form: event.target, at: event.timeStamp };
});

// Words that would be lost by leaving: saved first where the page saves, else asked about.

const SAVE_WAIT_MILLISECONDS = 5000;
const asSent = new WeakMap();
const valuesOf = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
const isWorthKeeping = (form) => 'warnUnsaved' in form.dataset || all('textarea', form).some((box) => box.value.trim());
const hasUnsavedWords = (form) => asSent.has(form) && asSent.get(form) !== valuesOf(form) && isWorthKeeping(form);
const wasRefused = (form) => ('warnUnsaved' in form.dataset ? document : form).querySelector('.error-summary, [aria-invalid]');
const guarded = all('form[data-warn-unsaved], form[data-save-on-exit]');
let isSaving = false;
let isGoingOn = false;
for (const form of guarded) {
  // An unsaved text that came back with an error is unsaved from the start.
  asSent.set(form, wasRefused(form) ? '' : valuesOf(form));
}
addEventListener('pageshow', () => { sent = { form: null, at: 0 }; });
addEventListener('beforeunload', (event) => {
  // The form that is being sent takes its own words along, but no other box's.
  if (isLeaving || !guarded.some((form) => form !== sent.form && hasUnsavedWords(form))) return;
  event.preventDefault();
  sent = { form: null, at: 0 };
});

async function saveFirst(event, goOn) {
  if (event.defaultPrevented || isGoingOn) return;
  const unsaved = guarded.filter((form) => 'saveOnExit' in form.dataset && form !== event.target && hasUnsavedWords(form));
  if (!unsaved.length && !isSaving) return;
  event.preventDefault();
  if (isSaving) return;
  isSaving = true;
  const texts = unsaved.map(valuesOf);
  const enough = new Promise((done) => setTimeout(done, SAVE_WAIT_MILLISECONDS, []));
  const answers = await Promise.race([Promise.all(unsaved.map(send)), enough]);
  isSaving = false;
  const isSaved = (answer) => answer?.type === 'opaqueredirect';
  unsaved.forEach((form, place) => { if (isSaved(answers[place])) asSent.set(form, texts[place]); });
  // Sent openly, the page says why they cannot be saved; the second time the browser asks, so that nobody is held.
  const refused = unsaved.find((form, place) => answers[place] && !isSaved(answers[place]) && !wasRefused(form));
  isGoingOn = true;
  if (refused) refused.requestSubmit();
  else goOn();
  isGoingOn = false;
}

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (form.requestSubmit) saveFirst(event, () => form.requestSubmit(submitter));
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="/"], a[href^="?"], a[href^="http"]');
  if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const isThisPage = link.hash && link.href.split('#')[0] === location.href.split('#')[0];
  if (!isThisPage) saveFirst(event, () => location.assign(link.href));
});

// Passwords can be looked at while they are typed.

for (const input of all('input[data-show-password]')) {
  const button = element('button', { type: 'button', className: 'button', textContent: 'Show' });
  const show = (isShown) => {
    input.type = isShown ? 'text' : 'password';
    button.textContent = isShown ? 'Hide' : 'Show';
    button.setAttribute('aria-label', isShown ? 'Hide password' : 'Show password');
  };
  show(false);
  button.setAttribute('aria-controls', input.id);
  button.addEventListener('click', () => show(input.type === 'password'));
  input.form?.addEventListener('submit', () => show(false));
  input.after(button);
}

// Ordering: buttons that move a step and fill in the places.

for (const list of all('[data-ordering]')) {
  const said = element('p', { className: 'visually-hidden' });
  said.setAttribute('role', 'status');
  list.after(said);
  const steps = () => [...list.children];
  const sort = () => {
    const place = (step) => Number(step.querySelector('select').value) || Infinity;
    list.append(...steps().sort((one, other) => place(one) - place(other) || 0));
  };
  const move = (step, by, button) => {
    const other = by < 0 ? step.previousElementSibling : step.nextElementSibling;
    if (other) list.insertBefore(step, by < 0 ? other : other.nextElementSibling);
    steps().forEach((each, index) => { each.querySelector('select').value = String(index + 1); });
    said.textContent = `Place ${steps().indexOf(step) + 1} of ${steps().length}`;
    button.focus();
  };
  sort();
  for (const step of steps()) {
    const name = step.querySelector('label').textContent.trim();
    for (const [sign, words, by] of [['↑', 'Move up', -1], ['↓', 'Move down', 1]]) {
      const button = element('button', { type: 'button', className: 'button', textContent: sign });
      button.setAttribute('aria-label', `${words}: ${name}`);
      button.addEventListener('click', () => move(step, by, button));
      step.querySelector('.beside').append(button);
    }
  }
}

// What only works here is hidden until here.

for (const hidden of all('[data-script-only], [data-print]')) hidden.hidden = false;
for (const button of all('[data-print]')) button.addEventListener('click', () => print());
