// For authors only: line numbers beside the text, problem links that go to their line, saving with Ctrl+S.
// Without it the page saves and checks all the same.

for (const box of document.querySelectorAll('textarea[data-gutter]')) addGutter(box);

function addGutter(box) {
  const gutter = document.createElement('ol');
  const ruler = document.createElement('div');
  const faulty = new Set((box.dataset.gutter || '').split(/\s+/).map(Number));
  gutter.className = 'gutter';
  gutter.setAttribute('aria-hidden', 'true'); // the list of problems is what is read out
  box.before(gutter);
  ruler.className = 'ruler';
  ruler.setAttribute('aria-hidden', 'true');
  box.after(ruler);

  const draw = () => {
    // A line that wraps is as high as its copy in a hidden box of the same width and type.
    const style = getComputedStyle(box);
    ruler.hidden = false;
    Object.assign(ruler.style, {
      position: 'absolute', visibility: 'hidden', whiteSpace: 'pre-wrap', overflowWrap: 'break-word',
      font: style.font, lineHeight: style.lineHeight, tabSize: style.tabSize,
      inlineSize: `${box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)}px`,
    });
    const copies = box.value.split('\n').map((line) => {
      const copy = document.createElement('div');
      copy.textContent = line || '\u200b';
      return copy;
    });
    ruler.replaceChildren(...copies);
    const heights = copies.map((copy) => copy.getBoundingClientRect().height);
    gutter.replaceChildren(...heights.map((height, index) => {
      const number = document.createElement('li');
      number.textContent = String(index + 1);
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
  box.addEventListener('scroll', follow);
  new ResizeObserver(drawSoon).observe(box);
  draw();
}

function selectLine(box, number) {
  const lines = box.value.split('\n');
  const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const numbers = box.parentElement.querySelector('.gutter')?.children;
  box.focus();
  box.setSelectionRange(start, start + (lines[number - 1] || '').length);
  if (numbers?.[number - 1]) box.scrollTop = Math.max(0, numbers[number - 1].offsetTop - numbers[0].offsetTop - box.clientHeight / 3);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-line]');
  const box = link && document.getElementById(link.dataset.field);
  if (!box) return;
  event.preventDefault();
  selectLine(box, Number(link.dataset.line));
});

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 's') return;
  const form = event.target.closest?.('form[data-save-keys]') || document.querySelector('form[data-save-keys]');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('button[data-save]') || undefined);
});
