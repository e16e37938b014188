// A shop of one file for the two examples: a sign-in, a cart, a card field. Run by their start.mjs.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const teas = ['First Flush', 'River Oolong', 'Smoked Pine'];
const carts = new Map();

/** `head` goes into every page, such as the one line of script mode. */
export function startShop({ port, head = '' }) {
  const server = createServer(async (req, res) => {
    const cookies = new Map((req.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')));
    let id = cookies.get('shop');
    if (!carts.has(id)) {
      id = randomBytes(12).toString('hex');
      carts.set(id, { user: '', lines: [] });
      res.setHeader('Set-Cookie', `shop=${id}; Path=/; HttpOnly; SameSite=Lax`);
    }
    const cart = carts.get(id);
    const { pathname } = new URL(req.url, 'http://shop.invalid');
    if (req.method === 'POST') {
      let body = '';
      for await (const chunk of req) body += chunk;
      const form = new URLSearchParams(body);
      if (pathname === '/sign-in') cart.user = form.get('name') ?? '';
      else if (pathname === '/cart' && teas.includes(form.get('tea'))) cart.lines.push(form.get('tea'));
      res.writeHead(303, { Location: pathname === '/sign-in' ? '/' : '/cart' }).end();
      return;
    }
    const page = pages[pathname];
    res.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
    res.end(layout(head, cart, page ? page(cart) : '<h1>Not found</h1>'));
  });
  return new Promise((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', () => done(server)));
}

const escape = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

const pages = {
  '/': () =>
    `<h1>Tea, sent today</h1><ul>${teas
      .map((tea) => `<li><form method="post" action="/cart">${tea} <button name="tea" value="${tea}">Add to cart</button></form></li>`)
      .join('')}</ul>`,
  '/sign-in': () =>
    '<h1>Sign in</h1><form method="post"><label>Name <input name="name"></label><label>Password <input type="password" name="password"></label><button>Sign in</button></form>',
  '/cart': ({ lines }) =>
    `<h1>Your cart</h1><ol>${lines.map((tea) => `<li>${escape(tea)}</li>`).join('')}</ol><p><a href="/checkout">To checkout</a></p>`,
  '/checkout': () =>
    '<h1>Checkout</h1><label>Street <input name="street"></label><label>Card number <input name="card" autocomplete="cc-number"></label><button>Place order</button>',
};

function layout(head, { user, lines }, body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Example shop</title>${head}<style>body{font:17px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#22302c}
nav{display:flex;gap:1.2rem;margin-bottom:2rem}label{display:block;margin:.8rem 0}input{display:block;font:inherit;padding:.4rem}
button{font:inherit;padding:.35rem .8rem}li{margin:.6rem 0}</style></head><body>
<nav><a href="/">Teas</a><a href="/cart">Cart (${lines.length})</a><a href="/sign-in">${user ? escape(user) : 'Sign in'}</a></nav>${body}</body></html>`;
}
