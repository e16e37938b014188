// Talks with the bank's frame: both sides name each other's exact origin, both ways.
(() => {
  const frame = document.querySelector('.pay');
  const { origin: bank, amount } = frame.dataset;
  const result = document.querySelector('[data-testid="pay-result"]');
  addEventListener('message', (event) => {
    if (event.origin !== bank || event.source !== frame.contentWindow) return;
    if (event.data.type === 'ready') frame.contentWindow.postMessage({ type: 'amount', pence: Number(amount) }, bank);
    if (event.data.type === 'paid') result.textContent = `Paid by bank: ${event.data.token}`;
  });
})();
