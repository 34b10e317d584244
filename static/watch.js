// For `flask courses watch` only: loads the page again when a file of the course was saved. Without it, people reload.

const SECONDS_BETWEEN_LOOKS = 1;
const { fingerprint, fingerprintAddress } = document.body.dataset;
const status = document.querySelector('[data-watching]');

function say(words) {
  if (status.textContent !== words) status.textContent = words; // read out only when it is new
}

async function look() {
  try {
    const answer = await fetch(fingerprintAddress, { cache: 'no-store' });
    const now = await answer.text();
    if (answer.ok && now !== fingerprint) {
      location.reload();
      return;
    }
    say('This page loads again by itself when a file of the course is saved.');
  } catch {
    say('Watching has stopped. Start it again to see what is new.');
  }
  setTimeout(look, SECONDS_BETWEEN_LOOKS * 1000);
}

look();
