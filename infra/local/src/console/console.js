// Small comforts of the local console; every page works without them.

for (const button of document.querySelectorAll('button.copy')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.value);
    const before = button.textContent;
    button.textContent = 'Скопировано';
    setTimeout(() => { button.textContent = before; }, 1200);
  });
}

// A letter is as high as it is: its frame runs no scripts, so measuring it is safe.
for (const frame of document.querySelectorAll('.letter iframe')) {
  const fit = () => {
    const body = frame.contentDocument?.body;
    if (body) frame.style.setProperty('height', `${body.scrollHeight + 2}px`);
  };
  const watch = () => {
    const body = frame.contentDocument?.body;
    if (body) new ResizeObserver(fit).observe(body);
    fit();
  };
  frame.addEventListener('load', watch);
  watch();
}

// New messages appear by themselves.
const inbox = document.querySelector('[data-newest]');
if (inbox) {
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(`/local/messages.json${location.search}`).catch(() => null);
    const newest = answer?.ok ? (await answer.json())[0]?.id ?? '' : inbox.dataset.newest;
    if (newest !== inbox.dataset.newest) location.reload();
  }, 3000);
}
