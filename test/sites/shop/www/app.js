// The tea finder: history API, fetch, localStorage. One document, many addresses.
(() => {
  const { api } = document.currentScript.dataset;
  const list = document.querySelector('[data-list]');
  const view = document.querySelector('[data-view]');
  const search = document.querySelector('[data-search]');
  const liked = () => JSON.parse(localStorage.getItem('liked') ?? '[]');

  async function showList() {
    const answer = await fetch(`${api}/products?q=${encodeURIComponent(search.value)}`);
    const found = await answer.json();
    list.replaceChildren(
      ...found.map((product) => {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = `/app/${product.id}`;
        link.textContent = product.name;
        link.dataset.testid = `pick-${product.id}`;
        item.append(link);
        return item;
      }),
    );
  }

  async function showPath() {
    const id = location.pathname.split('/')[2];
    document.title = id ? `${id} · Tea finder` : 'Tea finder · Fernhill';
    if (!id) {
      view.innerHTML = '<p>Choose something on the left.</p>';
      return;
    }
    const product = await (await fetch(`${api}/products/${id}`)).json();
    view.innerHTML = `<h2 data-testid="picked">${product.name}</h2><p>${product.blurb}</p><button type="button" class="button ghost" data-testid="like">${liked().includes(id) ? 'Liked' : 'I like it'}</button>`;
    view.querySelector('button').addEventListener('click', (event) => {
      localStorage.setItem('liked', JSON.stringify([...new Set([...liked(), id])]));
      event.target.textContent = 'Liked';
    });
  }

  list.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link) return;
    event.preventDefault();
    history.pushState({ from: location.href }, '', link.href);
    showPath();
  });
  addEventListener('popstate', showPath);
  search.addEventListener('input', showList);
  showList();
  showPath();
})();
