/** `api.shop.example`: JSON with CORS for the shop's two origins, who am I by the shared login cookie, ticker and stock. */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Exchange, Handler, Origins } from '../serve.ts';
import { findProduct, products } from './catalogue.ts';
import type { ShopState } from './state.ts';
import { userOf } from './www.ts';

export function createApi(state: ShopState): Handler {
  return async (exchange) => {
    const { origins, path, method } = exchange;
    const origin = exchange.req.headers.origin;
    if (origin === origins.www || origin === origins.wwwHttp) {
      exchange.header('Access-Control-Allow-Origin', origin).header('Access-Control-Allow-Credentials', 'true');
      exchange.header('Access-Control-Expose-Headers', 'X-Stock').header('Vary', 'Origin');
    }
    if (method === 'OPTIONS') {
      exchange.header('Access-Control-Allow-Methods', 'GET, PUT, POST').header('Access-Control-Allow-Headers', 'Content-Type, X-Review');
      exchange.res.writeHead(204).end();
      return;
    }
    if (path === '/products') return search(exchange);
    if (path.startsWith('/products/')) {
      const product = findProduct(path.slice('/products/'.length));
      return product ? exchange.header('X-Stock', '7').json(summary(product)) : exchange.json({ error: 'no such product' }, 404);
    }
    if (path === '/me') {
      const user = userOf(exchange, state);
      return exchange.json({ user: user ?? null, origin: origin ?? null }, user === undefined ? 401 : 200);
    }
    if (path === '/reviews' && method === 'PUT') {
      const text = (await exchange.body()).toString();
      state.reviews.push(text);
      return exchange.json({ kept: text.length, header: exchange.req.headers['x-review'] ?? null });
    }
    if (path === '/stock') return stock(exchange);
    if (path === '/echo') return echo(exchange);
    return exchange.notFound();
  };
}

/** What the request looked like when it arrived: which cookies, which origin. */
function echo(exchange: Exchange): void {
  const { headers } = exchange.req;
  exchange.json({
    method: exchange.method,
    cookies: [...exchange.cookies.keys()].sort(),
    origin: headers.origin ?? null,
    referer: headers.referer ?? null,
    authorization: headers.authorization ?? null,
    site: headers['sec-fetch-site'] ?? null,
  });
}

function summary({ id, name, blurb, price }: (typeof products)[number]): object {
  return { id, name, blurb, price };
}

function search(exchange: Exchange): void {
  const words = (exchange.url.searchParams.get('q') ?? '').toLowerCase();
  exchange.json(products.filter((product) => `${product.name} ${product.blurb}`.toLowerCase().includes(words)).map(summary));
}

/** Server-sent events: three numbered lines, then the stream stays open until the page leaves. */
function stock(exchange: Exchange): void {
  exchange.res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  let sent = 0;
  const timer = setInterval(() => {
    sent++;
    exchange.res.write(`id: ${String(sent)}\nevent: stock\ndata: ${JSON.stringify({ left: 10 - sent })}\n\n`);
    if (sent === 3) clearInterval(timer);
  }, 20);
  exchange.res.on('close', () => {
    clearInterval(timer);
  });
}

/** Auction prices: three at once, then a calm market. The answer repeats which origin the browser named. */
export function runTicker(socket: WebSocket, req: IncomingMessage, origins: Origins): void {
  const { origin } = req.headers;
  if (origin !== origins.www && origin !== origins.wwwHttp) {
    socket.close(4403, 'this ticker is for the shop');
    return;
  }
  let n = 0;
  const tick = (): void => {
    n++;
    socket.send(JSON.stringify({ n, pence: 2300 + ((n * 37) % 90), origin }));
  };
  for (let first = 0; first < 3; first++) tick();
  const timer = setInterval(tick, 10_000);
  socket.on('message', (data: Buffer) => {
    socket.send(JSON.stringify({ n, pence: 0, echo: data.toString() }));
  });
  socket.on('close', () => {
    clearInterval(timer);
  });
}
