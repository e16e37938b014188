/** The shop's own pages: `www.shop.example`, over https and http. Server-rendered, with a little script. */
import { escapeHtml, type Exchange, type Handler } from '../serve.ts';
import { findProduct, picture, price, products, type Product } from './catalogue.ts';
import type { ShopState } from './state.ts';

/** Name and password of the one customer who has an account. */
export const customer = { user: 'ada@customer.example', password: 'correct horse 42' };

export function createWww(state: ShopState): Handler {
  return async (exchange) => {
    const { path, method } = exchange;
    const route = `${method} ${path}`;
    if (path.startsWith('/static/')) return exchange.file(`shop/www/${path.slice('/static/'.length)}`);
    if (path.startsWith('/product/')) return productPage(exchange, state, findProduct(path.slice('/product/'.length)));
    if (path.startsWith('/order/')) return orderPage(exchange, state, path.slice('/order/'.length));
    if (path === '/app' || path.startsWith('/app/')) return appPage(exchange, state);
    switch (route) {
      case 'GET /':
      case 'HEAD /':
        return homePage(exchange, state);
      case 'POST /cart':
        return addToCart(exchange, state);
      case 'POST /cart/remove':
        return removeFromCart(exchange, state);
      case 'GET /cart':
        return cartPage(exchange, state);
      case 'GET /checkout':
        return checkoutPage(exchange, state);
      case 'POST /checkout':
        return placeOrder(exchange, state);
      case 'GET /pay-return':
        return payReturn(exchange, state);
      case 'GET /login':
        return loginPage(exchange, state, '');
      case 'POST /login':
        return login(exchange, state);
      case 'GET /login/idp':
        return loginByIdp(exchange);
      case 'GET /login/callback':
        return idpCallback(exchange, state);
      case 'POST /logout':
        return logout(exchange, state);
      case 'GET /account':
        return accountPage(exchange, state);
      case 'POST /account/avatar':
        return takeUpload(exchange, state);
      case 'GET /account/invoice.csv':
        return invoice(exchange);
      case 'GET /old':
        return exchange.redirect('/chain?left=2', 301);
      case 'GET /chain':
        return chain(exchange);
      case 'GET /favicon.ico':
        return exchange.file('shop/www/leaf.svg');
      default:
        return exchange.notFound();
    }
  };
}

export function userOf(exchange: Exchange, state: ShopState): string | undefined {
  return state.logins.get(exchange.cookies.get('login') ?? '');
}

/** `https://www...` or `http://www...`: whichever this exchange came over. */
function self(exchange: Exchange): string {
  return isSecure(exchange) ? exchange.origins.www : exchange.origins.wwwHttp;
}

function isSecure(exchange: Exchange): boolean {
  return 'encrypted' in exchange.req.socket;
}

function cartOf(exchange: Exchange, state: ShopState): Map<string, number> {
  let id = exchange.cookies.get('cart');
  if (id === undefined || !state.carts.has(id)) {
    id = state.newId();
    exchange.cookie(`cart=${id}; Path=/; HttpOnly; SameSite=Lax`);
  }
  return state.cart(id);
}

function total(cart: ReadonlyMap<string, number>): number {
  return [...cart].reduce((sum, [id, quantity]) => sum + (findProduct(id)?.price ?? 0) * quantity, 0);
}

function layout(exchange: Exchange, state: ShopState, title: string, main: string, script = ''): void {
  const { cdn } = exchange.origins;
  const cart = cartOf(exchange, state);
  const count = [...cart.values()].reduce((sum, quantity) => sum + quantity, 0);
  const user = userOf(exchange, state);
  exchange.send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Fernhill</title>
<link rel="icon" href="/static/leaf.svg">
<link rel="stylesheet" href="${cdn}/shop.css">
<script type="module" src="${cdn}/money.js"></script>
<script src="/static/shop.js" data-api="${exchange.origins.api}" defer></script>
</head>
<body>
<header class="top">
  <a class="brand" href="/"><svg viewBox="0 0 32 32" aria-hidden="true"><path d="M6 26C4 12 14 4 28 4c0 14-8 22-20 20M8 24 20 12"/></svg>Fernhill</a>
  <nav aria-label="Shop"><a href="/#teas">Teas</a><a href="/#stoneware">Stoneware</a><a href="/app">Tea finder</a><a href="${self(exchange)}/old">Journal</a></nav>
  <span class="ticker" title="Tea auction, today">Auction <b data-ticker data-testid="ticker">…</b></span>
  <a class="quiet" href="/account" data-testid="account">${user === undefined ? 'Sign in' : escapeHtml(user)}</a>
  <a class="cart" href="/cart" data-testid="cart-link">Cart <b data-testid="cart-count">${count}</b></a>
</header>
<main>${main}</main>
<footer><p>Fernhill Tea &amp; Stoneware. A shop that sells nothing, kept for tests.</p><p>Open every day, from port to port.</p></footer>
${script}
</body>
</html>`);
}

function card(product: Product): string {
  return `<a class="card ${product.kind}" href="/product/${product.id}" data-testid="product-${product.id}">
  <span class="art">${picture(product)}</span>
  <b>${product.name}</b><span>${product.blurb}</span><em>${price(product.price)}</em></a>`;
}

function homePage(exchange: Exchange, state: ShopState): void {
  const shelf = (kind: Product['kind']): string =>
    products
      .filter((product) => product.kind === kind)
      .map(card)
      .join('');
  layout(
    exchange,
    state,
    'Tea & Stoneware',
    `<section class="hero"><div><p class="kicker">Autumn harvest</p><h1>Slow leaves,<br>warm hands.</h1>
<p>Small-garden teas and wheel-thrown stoneware, sent out on the day you ask.</p>
<p><a class="button" href="#teas">See the teas</a> <a class="button ghost" href="/app">Find your tea</a></p></div>
<div class="still" role="img" aria-label="A teapot and two cups on a shelf">${heroArt}</div></section>
<h2 id="teas">Teas</h2><section class="shelf">${shelf('tea')}</section>
<h2 id="stoneware">Stoneware</h2><section class="shelf">${shelf('stoneware')}</section>
<section class="letter"><div><h2>One letter a month</h2><p>Harvest notes, and first word of a new firing.</p></div>
<form data-letter><label>Your name <input name="name" autocomplete="name" data-testid="letter-name"></label>
<label>How often <select name="often" data-testid="letter-often"><option value="month">Every month</option><option value="season">Every season</option><option value="never">Never, really</option></select></label>
<label class="tick"><input type="checkbox" name="samples" data-testid="letter-samples"> Send samples too</label>
<button class="button" type="button" data-testid="letter-save">Keep my choice</button><output data-testid="letter-result"></output></form></section>`,
  );
}

const heroArt = `<svg viewBox="0 0 420 300">
<defs><linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#efe4cf"/><stop offset="1" stop-color="#dcc9a6"/></linearGradient></defs>
<rect width="420" height="300" rx="22" fill="url(#dusk)"/><circle cx="316" cy="84" r="46" fill="#d98a5b" opacity=".85"/>
<path d="M0 206c70-60 130-52 190-22s130 24 230-34v150H0z" fill="#7d9482" opacity=".55"/><path d="M0 236c90-40 170-30 230-10s120 14 190-22v96H0z" fill="#4f6b5a" opacity=".75"/>
<path d="M0 252h420v26a22 22 0 0 1-22 22H22a22 22 0 0 1-22-22z" fill="#7a5b43"/><g transform="translate(60 74)">${findProduct('river-pot')?.art ?? ''}</g>
<g transform="translate(238 140) scale(.66)">${findProduct('ember-cup')?.art ?? ''}</g></svg>`;

function productPage(exchange: Exchange, state: ShopState, product: Product | undefined): void {
  if (!product) return exchange.notFound();
  layout(
    exchange,
    state,
    product.name,
    `<section class="product"><span class="art large">${picture(product)}</span><div><p class="kicker">${product.kind}</p><h1>${product.name}</h1>
<p>${product.blurb}</p><p class="price" data-testid="price">${price(product.price)}</p><p class="rating"><i>*</i><i>*</i><i>*</i> 48 reviews</p>
<form method="post" action="/cart"><input type="hidden" name="product" value="${product.id}">
<label>Quantity <select name="quantity" data-testid="quantity"><option>1</option><option>2</option><option>3</option><option>6</option></select></label>
<label class="tick"><input type="checkbox" name="gift" data-testid="gift"> Wrap it as a gift</label>
<label>Note <textarea name="note" rows="2" data-testid="note" placeholder="A line for the card"></textarea></label>
<button class="button" data-testid="add-to-cart">Add to cart</button></form>
<details data-testid="details"><summary>How to brew</summary><p>Three grams, ninety degrees, and two minutes of doing nothing.</p></details></div></section>`,
  );
}

async function addToCart(exchange: Exchange, state: ShopState): Promise<void> {
  const form = await exchange.form();
  const product = findProduct(form.get('product') ?? '');
  if (!product) return exchange.notFound();
  const cart = cartOf(exchange, state);
  cart.set(product.id, (cart.get(product.id) ?? 0) + Math.max(1, Number(form.get('quantity')) || 1));
  exchange.redirect('/cart', 303);
}

async function removeFromCart(exchange: Exchange, state: ShopState): Promise<void> {
  const form = await exchange.form();
  cartOf(exchange, state).delete(form.get('product') ?? '');
  exchange.redirect('/cart', 303);
}

function cartRows(cart: ReadonlyMap<string, number>, withRemove: boolean): string {
  return [...cart]
    .map(([id, quantity]) => {
      const product = findProduct(id);
      if (!product) return '';
      const remove = withRemove
        ? `<form method="post" action="/cart/remove"><input type="hidden" name="product" value="${id}"><button class="link">Remove</button></form>`
        : '';
      return `<tr data-testid="row-${id}"><td class="thumb">${picture(product)}</td><td>${product.name}</td><td>${quantity}</td><td>${price(product.price * quantity)}</td><td>${remove}</td></tr>`;
    })
    .join('');
}

function cartPage(exchange: Exchange, state: ShopState): void {
  const cart = cartOf(exchange, state);
  layout(
    exchange,
    state,
    'Your cart',
    `<h1>Your cart</h1>${
      cart.size === 0
        ? '<p data-testid="cart-empty">Nothing here yet.</p>'
        : `<table class="lines"><tbody>${cartRows(cart, true)}</tbody><tfoot><tr><td></td><td>Total</td><td></td><td data-testid="cart-total">${price(total(cart))}</td><td></td></tr></tfoot></table>
<p><a class="button" href="/checkout" data-testid="to-checkout">To checkout</a></p>`
    }`,
  );
}

function checkoutPage(exchange: Exchange, state: ShopState): void {
  const cart = cartOf(exchange, state);
  const { pay } = exchange.origins;
  const frame = `${pay}/frame?merchant=${encodeURIComponent(self(exchange))}`;
  layout(
    exchange,
    state,
    'Checkout',
    `<h1>Checkout</h1><div class="columns"><form method="post" action="/checkout" data-checkout>
<fieldset><legend>Where to</legend>
<label>Full name <input name="name" autocomplete="name" data-testid="name"></label>
<label>Street <input name="street" autocomplete="street-address" data-testid="street"></label>
<label>Country <select name="country" autocomplete="country" data-testid="country"><option value="GB">United Kingdom</option><option value="FR">France</option><option value="IT">Italy</option><option value="JP">Japan</option></select></label>
<label>Delivery note <textarea name="note" rows="2" data-testid="delivery-note"></textarea></label></fieldset>
<fieldset><legend>Card</legend>
<label>Card number <input name="card" inputmode="numeric" autocomplete="cc-number" data-testid="card-number"></label>
<div class="pair"><label>Expires <input name="expires" autocomplete="cc-exp" placeholder="MM/YY" data-testid="card-expires"></label>
<label>Security code <input name="code" autocomplete="cc-csc" inputmode="numeric" data-testid="card-code"></label></div></fieldset>
<label class="tick"><input type="checkbox" name="terms" data-testid="terms"> I accept the terms of sale</label>
<button class="button" data-testid="place-order">Place order</button></form>
<aside><h2>Your order</h2><table class="lines"><tbody>${cartRows(cart, false)}</tbody></table><p class="price" data-testid="order-total">${price(total(cart))}</p>
<h3>Or pay by bank</h3><iframe class="pay" src="${frame}" title="Pay by bank" data-amount="${total(cart)}" data-origin="${pay}" data-testid="pay-frame"></iframe>
<p data-testid="pay-result"></p></aside></div>`,
    `<script src="/static/checkout.js"></script>`,
  );
}

async function placeOrder(exchange: Exchange, state: ShopState): Promise<void> {
  const fields = Object.fromEntries(await exchange.form());
  const order = state.order(fields);
  cartOf(exchange, state).clear();
  exchange.redirect(`/order/${order.id}`, 303);
}

function orderPage(exchange: Exchange, state: ShopState, id: string): void {
  const order = state.orders.find((candidate) => String(candidate.id) === id);
  if (!order) return exchange.notFound();
  layout(
    exchange,
    state,
    'Thank you',
    `<h1 data-testid="thanks">Thank you</h1><p>Order <b data-testid="order-id">${order.id}</b> is on its way to ${escapeHtml(order.fields['name'] ?? '')}.</p>`,
  );
}

/** Where the bank's page comes back to, at the top of the window. */
function payReturn(exchange: Exchange, state: ShopState): void {
  layout(
    exchange,
    state,
    'Back from the bank',
    `<h1 data-testid="pay-returned">Back from the bank</h1><p>Way: <b data-testid="pay-way">${escapeHtml(exchange.url.searchParams.get('way') ?? '')}</b></p>`,
  );
}

function loginPage(exchange: Exchange, state: ShopState, fault: string): void {
  layout(
    exchange,
    state,
    'Sign in',
    `<section class="narrow"><h1>Sign in</h1>${fault && `<p class="fault" data-testid="login-fault">${fault}</p>`}
<form method="post" action="/login"><label>E-mail <input type="email" name="user" autocomplete="username" data-testid="user"></label>
<label>Password <input type="password" name="password" autocomplete="current-password" data-testid="password"></label>
<button class="button" data-testid="sign-in">Sign in</button></form><p>or <a href="/login/idp" data-testid="idp">sign in with Lantern ID</a></p></section>`,
  );
}

/** Shared with api.shop.example by its Domain; Secure only where the page itself is. */
function setLogin(exchange: Exchange, state: ShopState, user: string): void {
  exchange.cookie(`login=${state.login(user)}; Domain=shop.example; Path=/; HttpOnly; SameSite=Lax${isSecure(exchange) ? '; Secure' : ''}`);
  exchange.cookie(`greeting=${encodeURIComponent(user.split('@')[0] ?? '')}; Path=/`);
}

async function login(exchange: Exchange, state: ShopState): Promise<void> {
  const form = await exchange.form();
  if (form.get('user') !== customer.user || form.get('password') !== customer.password) {
    return loginPage(exchange, state, 'That name and password do not belong together.');
  }
  setLogin(exchange, state, customer.user);
  exchange.redirect('/account', 303);
}

function loginByIdp(exchange: Exchange): void {
  const back = `${self(exchange)}/login/callback`;
  exchange.cookie('oauth-state=s-4711; Path=/login; HttpOnly; SameSite=Lax');
  const query = new URLSearchParams({ client_id: 'fernhill', response_type: 'code', redirect_uri: back, state: 's-4711' });
  exchange.redirect(`${exchange.origins.idp}/authorize?${query.toString()}`);
}

function idpCallback(exchange: Exchange, state: ShopState): void {
  const { searchParams } = exchange.url;
  const stateFits = searchParams.get('state') === exchange.cookies.get('oauth-state');
  if (!stateFits || searchParams.get('code') !== 'c-1234') return loginPage(exchange, state, 'Lantern ID did not sign you in.');
  setLogin(exchange, state, 'lantern@customer.example');
  exchange.redirect('/account', 303);
}

function logout(exchange: Exchange, state: ShopState): void {
  state.logins.delete(exchange.cookies.get('login') ?? '');
  exchange.cookie('login=; Domain=shop.example; Path=/; Max-Age=0');
  exchange.redirect('/', 303);
}

function accountPage(exchange: Exchange, state: ShopState): void {
  const user = userOf(exchange, state);
  if (user === undefined) return exchange.redirect('/login');
  layout(
    exchange,
    state,
    'Your account',
    `<h1 data-testid="hello">Good to see you, ${escapeHtml(user)}</h1>
<p>The other server knows you as <b data-me data-testid="me">…</b>.</p>
<p><a href="/account/invoice.csv" download data-testid="invoice">Last invoice (CSV)</a></p>
<form method="post" action="/account/avatar" enctype="multipart/form-data"><label>Picture <input type="file" name="avatar" data-testid="avatar"></label><button class="button" data-testid="upload">Upload</button></form>
<p><a href="/order-history" data-testid="order-history">Order history</a></p>
<form method="post" action="/logout"><button class="link">Sign out</button></form>`,
  );
}

async function takeUpload(exchange: Exchange, state: ShopState): Promise<void> {
  const body = (await exchange.body()).toString('latin1');
  const name = /filename="([^"]*)"/.exec(body)?.[1] ?? '';
  const text = /\r\n\r\n([^]*?)\r\n--/.exec(body)?.[1] ?? '';
  state.uploads.push({ name, bytes: text.length, text: text.slice(0, 200) });
  layout(
    exchange,
    state,
    'Picture',
    `<h1 data-testid="uploaded">Thank you for ${escapeHtml(name)}</h1><p data-testid="uploaded-bytes">${text.length}</p>`,
  );
}

function invoice(exchange: Exchange): void {
  exchange.header('Content-Disposition', 'attachment; filename="invoice.csv"');
  exchange.send('item,price\nMountain Oolong,14.50\n', 'text/csv; charset=utf-8');
}

function chain(exchange: Exchange): void {
  const left = Number(exchange.url.searchParams.get('left'));
  exchange.cookie(`hop${String(left)}=1; Path=/`);
  exchange.redirect(left > 0 ? `${self(exchange)}/chain?left=${String(left - 1)}` : '/?from=chain');
}

/** The single-page part: one document for every path below /app. */
function appPage(exchange: Exchange, state: ShopState): void {
  layout(
    exchange,
    state,
    'Tea finder',
    `<section class="finder"><h1>Tea finder</h1><input type="search" placeholder="A taste, a mood…" aria-label="Search" data-search data-testid="search">
<div class="split"><ul data-list data-testid="results"></ul><article data-view data-testid="view"><p>Choose something on the left.</p></article></div></section>`,
    `<script src="/static/app.js" data-api="${exchange.origins.api}"></script>`,
  );
}
