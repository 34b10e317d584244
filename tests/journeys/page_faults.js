// What a page promises beyond what axe looks at. Each function gives a list of sentences, empty where all is well.

const MOST_NODES = 1500;
const SMALLEST_TARGET = 24;
const MOST_PARTS = 4; // day, month, year and the button of the calendar
const WIDE_SPACING = `
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-block-end: 2em !important; }
`;

const all = (selector) => [...document.querySelectorAll(selector)];
const wordsOf = (element) => element.textContent.trim();
const shortly = (element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 140);

function brokenPromises() {
  const faults = [];
  const say = (sentence, element) => faults.push(element ? `${sentence}: ${shortly(element)}` : sentence);
  if (all('h1').length !== 1) say(`${all('h1').length} h1`);
  for (const fieldset of all('fieldset')) {
    const legend = fieldset.querySelector(':scope > legend');
    if (!legend || !wordsOf(legend)) say('no legend', fieldset);
  }
  for (const element of all('[aria-describedby]')) {
    for (const id of element.getAttribute('aria-describedby').split(/\s+/)) {
      const target = document.getElementById(id);
      if (!target || !wordsOf(target)) say(`described by ${id}, which is missing or empty`, element);
    }
  }
  for (const link of all('.error-summary a[href^="#"]')) {
    const target = document.getElementById(link.hash.slice(1));
    if (!target || !target.matches('input, select, textarea, a, h2')) say('error link that leads to no field', link);
  }
  for (const cell of all('.matrix td[class^="s-"]')) {
    if (!wordsOf(cell)) say('cell without a word', cell);
  }
  const count = all('*').length;
  if (count > MOST_NODES) say(`${count} nodes`);
  return faults;
}

function missingStatusWords() {
  // The word, not the colour, carries a status: it is there, has a size and is no part of the sign before it.
  const isSeen = (element) => wordsOf(element) && element.getClientRects().length > 0;
  return all('.tag').filter((tag) => !isSeen(tag)).map((tag) => `status without a word: ${shortly(tag)}`);
}

function sidewaysScrolls() {
  const faults = [];
  const look = (words) => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= innerWidth) return;
    const isOut = (element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.table-scroll, pre');
    const last = all('body *').filter(isOut).pop();
    faults.push(`${scrollWidth} wide at ${innerWidth}, ${words}: ${last ? shortly(last) : ''}`);
  };
  look('as it is');
  const spacing = new CSSStyleSheet();
  spacing.replaceSync(WIDE_SPACING);
  document.adoptedStyleSheets = [spacing];
  look('with wide spacing');
  document.adoptedStyleSheets = [];
  document.documentElement.style.fontSize = '200%';
  look('with text at twice the size');
  document.documentElement.style.fontSize = '';
  return faults;
}

const seenStops = new Set();
let lastStop = null;
let timesStayed = 0;

// A stop is looked at when the Tab key is pressed to leave it, so that many can be pressed in one go.
const stopFaults = [];
let isWalkOver = false;
addEventListener('keydown', (event) => {
  if (event.key !== 'Tab' || isWalkOver) return;
  const faults = faultsOfStop();
  if (faults) stopFaults.push(...faults);
  else isWalkOver = true;
}, true);

function isWalkDone() {
  const stop = document.activeElement;
  return isWalkOver || stop === document.body || (seenStops.has(stop) && stop !== lastStop);
}

function faultsOfStop() {
  // Null where the Tab key has left the page, or has begun again.
  const stop = document.activeElement;
  timesStayed = stop === lastStop ? timesStayed + 1 : 0;
  if (timesStayed > MOST_PARTS) return null;
  if (timesStayed) return []; // a field for a day is one stop of several parts
  lastStop = stop;
  if (!stop || stop === document.body || seenStops.has(stop)) return null;
  seenStops.add(stop);
  const shown = stop.matches('.card input') ? stop.nextElementSibling : stop;
  const style = getComputedStyle(shown);
  const box = shown.getClientRects()[0];
  if (!box) return [`stop that is not shown: ${shortly(stop)}`];
  const faults = [];
  const top = document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 16));
  const isOnTop = top && (shown.contains(top) || top.contains(shown) || top.closest('.card') === shown.parentElement);
  if (!isOnTop) faults.push(`stop that is covered or off the screen: ${shortly(stop)}`);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push(`stop without a ring: ${shortly(stop)}`);
  const isInSentence = stop.matches('a') && wordsOf(stop.closest('p, li, td, dd') || stop) !== wordsOf(stop);
  // The link of a task has its whole row as its target.
  const target = stop.matches('.tasks a') ? stop.closest('li').getBoundingClientRect() : box;
  if (!isInSentence && Math.min(target.width, target.height) < SMALLEST_TARGET) faults.push(`small target: ${shortly(stop)}`);
  return faults;
}

function unreachedStops() {
  const isSeen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  // The Tab key stops once at a group of radio buttons; the arrow keys do the rest.
  const isOfSeenGroup = (element) => element.type === 'radio' && [...seenStops].some((stop) => stop.name === element.name);
  return all('a[href], button, input, select, textarea, summary, [tabindex="0"]')
    .filter((element) => isSeen(element) && !element.disabled && !seenStops.has(element) && !isOfSeenGroup(element))
    .map((element) => `the Tab key does not reach ${shortly(element)}`);
}

const faultsOfStops = () => [...stopFaults, ...unreachedStops()];

Object.assign(window, { brokenPromises, missingStatusWords, sidewaysScrolls, isWalkDone, faultsOfStops });
