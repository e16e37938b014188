/** `pay.bank.example`: another registrable domain. A frame with card fields, messages both ways, and two ways back to the top. */
import { escapeHtml, type Exchange, type Handler } from '../serve.ts';
import type { ShopState } from './state.ts';

export function createPay(state: ShopState): Handler {
  return async (exchange) => {
    switch (`${exchange.method} ${exchange.path}`) {
      case 'GET /frame':
        return frame(exchange);
      case 'GET /pay.js':
        return exchange.file('shop/pay/pay.js');
      case 'POST /charge': {
        const body = Object.fromEntries(await exchange.form());
        state.charges.push({ ...body, visit: exchange.cookies.get('bank-visit') ?? null });
        return exchange.json({ token: `tok-${String(state.charges.length)}` });
      }
      case 'POST /secure':
        return exchange.redirect(`${(await exchange.form()).get('merchant') ?? ''}/pay-return?way=form`, 303);
      default:
        return exchange.notFound();
    }
  };
}

function frame(exchange: Exchange): void {
  const merchant = exchange.url.searchParams.get('merchant') ?? '';
  const { origins } = exchange;
  if (merchant !== origins.www && merchant !== origins.wwwHttp) return exchange.send('<p>Unknown merchant</p>', undefined, 403);
  exchange.header('Content-Security-Policy', `frame-ancestors ${merchant}; default-src 'self'; style-src 'unsafe-inline'`);
  exchange.cookie('bank-visit=1; Path=/; Secure; SameSite=None; Partitioned');
  exchange.send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Valley Bank</title><style>
body{font:14px/1.4 'DejaVu Sans',sans-serif;margin:0;padding:14px;color:#1f2f45}label{display:block;margin-bottom:8px}
input{width:100%;box-sizing:border-box;font:inherit;padding:6px 8px;border:1px solid #b8c4d6;border-radius:6px}
button{font:inherit;border:0;border-radius:6px;padding:7px 12px;background:#274c77;color:#fff}form.inline{display:inline}small{color:#5a6b82}</style></head>
<body data-merchant="${escapeHtml(merchant)}"><b>Valley Bank</b> <small data-testid="amount">waiting for the shop</small>
<form id="charge"><label>Account number <input name="account" autocomplete="cc-number" data-testid="account-number"></label>
<label>One-time code <input name="otp" autocomplete="one-time-code" data-testid="otp"></label><button data-testid="confirm-payment">Confirm payment</button></form>
<p><button id="top" data-testid="top-location">3-D Secure by script</button>
<form class="inline" method="post" action="/secure" target="_top"><input type="hidden" name="merchant" value="${escapeHtml(merchant)}"><button data-testid="top-form">by form</button></form>
<a href="${escapeHtml(merchant)}/pay-return?way=link" target="_top" data-testid="top-link">by link</a></p>
<script src="/pay.js"></script></body></html>`);
}
