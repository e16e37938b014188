(() => {
  const { merchant } = document.body.dataset;
  const amount = document.querySelector('[data-testid="amount"]');
  addEventListener('message', (event) => {
    // Only the merchant that framed us, and only from the window that did.
    if (event.origin !== merchant || event.source !== parent) return;
    if (event.data.type === 'amount') amount.textContent = `£${(event.data.pence / 100).toFixed(2)}`;
  });
  document.getElementById('charge').addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await fetch('/charge', { method: 'POST', body: new URLSearchParams(new FormData(event.target)) });
    parent.postMessage({ type: 'paid', ...(await answer.json()) }, merchant);
  });
  document.getElementById('top').addEventListener('click', () => {
    top.location = `${merchant}/pay-return?way=script`;
  });
  parent.postMessage({ type: 'ready' }, merchant);
})();
