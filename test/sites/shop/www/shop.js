// On every page of the shop: the auction ticker over a WebSocket, who the other server thinks we are, the letter's form.
(() => {
  const { api } = document.currentScript.dataset;
  const ticker = document.querySelector('[data-ticker]');
  const socket = new WebSocket(`${api.replace(/^http/, 'ws')}/ticker`);
  socket.addEventListener('message', (event) => {
    const tick = JSON.parse(event.data);
    ticker.textContent = `£${(tick.pence / 100).toFixed(2)}/kg`;
    document.documentElement.dataset.ticks = tick.n;
  });
  addEventListener('pagehide', () => socket.close());

  const me = document.querySelector('[data-me]');
  if (me) {
    fetch(`${api}/me`, { credentials: 'include' })
      .then((answer) => answer.json())
      .then((body) => (me.textContent = body.user ?? 'nobody'));
  }

  const save = document.querySelector('[data-testid="letter-save"]');
  save?.addEventListener('click', () => {
    const form = save.closest('form');
    const choice = `${form.elements.name.value || 'Nobody'}, ${form.elements.often.value}${form.elements.samples.checked ? ', with samples' : ''}`;
    localStorage.setItem('letter', choice);
    document.cookie = `letter=${encodeURIComponent(choice)}; path=/; max-age=3600`;
    form.querySelector('output').textContent = `Kept: ${choice}`;
  });
})();
