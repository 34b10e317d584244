// Keeps how pasted words looked (headings, lists, links), so that it is carried over with them.
// Without it, or once the words are changed, they are taken as plain words.

for (const place of document.querySelectorAll('[data-paste-kept]')) {
  const box = place.querySelector('textarea');
  const kept = place.querySelector('input[name="html"]');
  const status = place.querySelector('[data-paste-status]');
  let words = kept.value ? box.value : null;

  box.addEventListener('paste', (event) => {
    const html = event.clipboardData.getData('text/html');
    const isWhole = box.selectionEnd - box.selectionStart === box.value.length;
    if (!html || !isWhole) return;
    setTimeout(() => { // the browser has put the words into the box by then
      kept.value = html;
      words = box.value;
      status.textContent = 'Headings, lists and links of what you pasted are kept.';
    });
  });
  box.addEventListener('input', () => {
    if (words === null || box.value === words) return;
    setTimeout(() => {
      if (!kept.value || box.value === words) return;
      kept.value = '';
      words = null;
      status.textContent = 'You changed the words, so they will be taken as plain words. Paste them again to keep how they looked.';
    });
  });
}
