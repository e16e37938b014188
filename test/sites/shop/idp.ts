/** `idp.login.example`: signs people in for others, the way OAuth does: authorize, sign in, back with a code. */
import { escapeHtml, type Handler } from '../serve.ts';

export function createIdp(): Handler {
  return async (exchange) => {
    switch (`${exchange.method} ${exchange.path}`) {
      case 'GET /authorize': {
        const query = exchange.url.searchParams;
        const hidden = ['redirect_uri', 'state']
          .map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(query.get(name) ?? '')}">`)
          .join('');
        exchange.header('X-Frame-Options', 'DENY');
        exchange.cookie('idp-visit=1; Path=/; Secure; HttpOnly; SameSite=Strict');
        return exchange.send(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lantern ID</title>
<style>body{font:16px 'DejaVu Sans',sans-serif;max-width:24rem;margin:12vh auto;background:#f3f0fa;color:#2c2440}button{font:inherit;padding:.5rem 1rem}</style></head>
<body><h1>Lantern ID</h1><p>${escapeHtml(query.get('client_id') ?? '')} asks who you are.</p>
<form method="post" action="/authorize">${hidden}<label>Name <input name="user" data-testid="idp-user"></label> <button data-testid="idp-continue">Continue</button></form></body></html>`);
      }
      case 'POST /authorize': {
        const form = await exchange.form();
        const back = new URL(form.get('redirect_uri') ?? '');
        back.searchParams.set('code', 'c-1234');
        back.searchParams.set('state', form.get('state') ?? '');
        return exchange.redirect(back.href);
      }
      default:
        return exchange.notFound();
    }
  };
}
