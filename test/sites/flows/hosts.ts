/**
 * A shop, an identity provider, a bank and a captcha service, as small as they can be and still check what the real ones
 * check: state and cookies on the way back, the origin of every message, Origin and Referer of every form. The last page of
 * each flow says what came of it in `#result`.
 */
import type { HostAnswer, HostHandler, HostRequest, Hosts } from '../../support/start-hosts.ts';

export const WWW = 'www.shop.example';
export const APEX = 'shop.example';
export const ACCOUNT = 'account.shop.example';
export const IDP = 'idp.login.example';
export const PAY = 'pay.bank.example';
export const WIDGET = 'widget.static.example';

export const flowHosts: Readonly<Record<string, HostHandler>> = {
  [WWW]: shop,
  [APEX]: shop,
  [ACCOUNT]: shop,
  [IDP]: idp,
  [PAY]: bank,
  [WIDGET]: widget,
};

function shop(request: HostRequest, hosts: Hosts): HostAnswer {
  const { url, cookies, body } = request;
  const here = hosts.origin(WWW);
  const form = new URLSearchParams(body);
  switch (url.pathname) {
    // OAuth by redirect
    case '/login':
      return redirect(`${hosts.origin(IDP)}/authorize?${String(new URLSearchParams({ redirect_uri: `${here}/cb`, state: 's1' }))}`, [
        'state=s1; Path=/; HttpOnly; Secure; SameSite=Lax',
        'strict=1; Path=/; Secure; SameSite=Strict',
      ]);
    case '/cb':
      if (url.searchParams.get('state') !== cookies.get('state')) return result({ refused: 'state', cookies: [...cookies.keys()] });
      return redirect('/home', ['sid=1; Path=/; HttpOnly; Secure; SameSite=Lax', 'state=; Path=/; Max-Age=0']);
    case '/home':
      return result({ code: cookies.has('sid'), cookies: [...cookies.keys()].sort(), strict: cookies.has('strict') });
    // OAuth by pop-up
    case '/popup':
      return html(`<button id="go">Sign in</button><pre id="log"></pre><script>
        const idp = ${JSON.stringify(hosts.origin(IDP))}, out = {};
        document.getElementById('go').onclick = () => {
          const w = open(idp + '/message?client=' + encodeURIComponent(location.origin), 'signin', 'width=400,height=400');
          const poll = setInterval(() => {
            if (w.closed) { clearInterval(poll); out.closed = true; document.body.insertAdjacentHTML('beforeend', '<pre id="result"></pre>'); document.getElementById('result').textContent = JSON.stringify(out); return }
            try { if (w.location.href !== 'about:blank') out.read = w.location.href } catch (error) { out.poll = error.name }
          }, 20);
          addEventListener('message', (event) => {
            out.origin = event.origin; out.source = event.source === w; out.code = event.data.code; out.said = event.data.said ?? out.said;
            if (event.origin === idp && event.data.code) event.source.postMessage('thanks', event.origin);
          });
        };</script>`);
    // OIDC silent renewal in a hidden frame
    case '/silent':
      return html(`<script>
        addEventListener('message', (event) => { if (event.origin !== location.origin) return; ${show('{ hash: event.data, origin: event.origin, sameWindow: event.source === frames[0] }')} })</script>
        <iframe hidden src="${hosts.origin(IDP)}/authorize?prompt=none&redirect_uri=${encodeURIComponent(`${here}/silent-cb`)}&state=s2"></iframe>`);
    case '/silent-cb':
      return html('<script>parent.postMessage(location.search, location.origin)</script>');
    // SAML, POST binding; and a payment page that posts back
    case '/saml':
      return {
        ...autoForm(`${hosts.origin(IDP)}/sso`, { SAMLRequest: 'PHJlcXVlc3Q+', RelayState: '/account?a=1&b=2' }),
        headers: {
          'set-cookie': [
            'none=1; Path=/; Secure; SameSite=None',
            'lax=1; Path=/; Secure; SameSite=Lax',
            'strict=1; Path=/; Secure; SameSite=Strict',
          ],
        },
      };
    case '/acs':
      return result({ form: Object.fromEntries(form), cookies: [...cookies.keys()].sort(), ...asked(request) });
    // 3-D Secure
    case '/secure':
      return html(`<iframe name="acs" style="width:300px;height:200px"></iframe><form method="post" target="acs" action="${hosts.origin(PAY)}/acs">
        <input name="creq" value="c1"><input name="back" value="${here}/notify?how=${url.searchParams.get('how') ?? ''}"></form><script>
        addEventListener('message', (event) => { if (event.source !== frames.acs) return; ${show('{ data: event.data, origin: event.origin }')} });
        document.forms[0].submit()</script>`);
    case '/notify': {
      const cres = JSON.stringify(form.get('cres'));
      const how = url.searchParams.get('how');
      if (how === 'message') return html(`<script>parent.postMessage({ cres: ${cres} }, ${JSON.stringify(here)})</script>`);
      return html(`<script>top.location.href = '/secured?cres=' + ${cres} + '&framed=' + (top !== self)</script>`);
    }
    case '/secured':
      return result({ query: url.search, ...asked(request) });
    // Hosted fields
    case '/fields':
      return html(`<script>
        let ready = 0; const channel = new MessageChannel();
        channel.port1.onmessage = (event) => { ${show('{ token: event.data, ports: true }')} };
        addEventListener('message', (event) => {
          if (event.origin !== ${JSON.stringify(hosts.origin(PAY))} || event.data !== 'ready' || ++ready < 2) return;
          frames.number.postMessage({ pay: 1 }, ${JSON.stringify(hosts.origin(PAY))}, [channel.port2]);
        })</script><iframe name="number" src="${hosts.origin(PAY)}/field?name=number"></iframe><iframe name="cvc" src="${hosts.origin(PAY)}/field?name=cvc"></iframe>`);
    // HTTP Basic
    case '/basic':
      if (request.headers.authorization === undefined)
        return { status: 401, headers: { 'www-authenticate': 'Basic realm="shop"' }, body: 'who?' };
      return html(
        `<img src="${hosts.origin(PAY)}/pixel"><script>fetch('/basic-data').then((r) => r.text()).then((data) => { onload = () => 0; ${show('{ data }')} })</script>`,
      );
    case '/basic-data':
      return { type: 'text/plain', body: request.headers.authorization ?? 'none' };
    // Scripts that insist on the shop's own host
    case '/canonical': {
      const host = JSON.stringify(new URL(here).host);
      const ways: Record<string, string> = {
        host: `location.host = ${host}`,
        hostname: `location.hostname = ${JSON.stringify(WWW)}`,
        href: `location.href = location.href.replace('//' + location.host, '//' + ${host})`,
        replace: `window.location.replace(location.protocol + '//' + ${host} + location.pathname + location.search)`,
      };
      return html(
        `<script>if (location.host !== ${host}) { ${ways[url.searchParams.get('way') ?? ''] ?? ''} } else { onload = () => { ${show('{ at: location.href }')} } }</script>`,
      );
    }
    // Captcha
    case '/captcha':
      return html(
        `<div id="captcha"></div><script src="${hosts.origin(WIDGET)}/api.js"></script><script>captcha('captcha', (token) => { ${show('{ token }')} })</script>`,
      );
    // Sibling hosts with a login shared by the parent domain
    case '/share':
      return {
        ...html(`<script>
          document.cookie = 'byscript=1; domain=shop.example; path=/; secure';
          document.cookie = '__Secure-c=1; domain=shop.example; path=/; secure'; document.cookie = '__Host-bad=1; domain=shop.example; path=/; secure';
          document.cookie = '__Host-good=1; path=/; secure'; document.cookie = 'suffix=1; domain=example; path=/';
          const seen = document.cookie.split('; ').sort().join();
          location.href = ${JSON.stringify(hosts.origin(ACCOUNT))} + '/who?www=' + encodeURIComponent(seen)</script>`),
        headers: {
          'set-cookie': [
            'byserver=1; Domain=shop.example; Path=/; Secure; HttpOnly; SameSite=Strict',
            'own=1; Path=/; Secure',
            '__Host-server=1; Path=/; Secure',
            '__Host-wrong=1; Domain=shop.example; Path=/; Secure',
          ],
        },
      };
    case '/who':
      return html(
        `<script>onload = () => { ${show(`{ server: ${JSON.stringify([...cookies.keys()].sort().join())}, script: document.cookie.split('; ').map((c) => c.split('=')[0]).sort().join(), www: new URLSearchParams(location.search).get('www'), ...${JSON.stringify(asked(request))} }`)} }</script>`,
      );
    // Cookies of each kind, asked for in each way by another site
    case '/start':
      return result({});
    case '/kinds':
      return {
        ...result({}),
        headers: {
          'set-cookie': [
            'none=1; Path=/; Secure; SameSite=None',
            'lax=1; Path=/; Secure; SameSite=Lax',
            'strict=1; Path=/; Secure; SameSite=Strict',
          ],
        },
      };
    case '/names':
      return result({ cookies: [...cookies.keys()].filter((name) => /^(?:none|lax|strict)$/.test(name)).sort(), ...asked(request) });
    default:
      return { status: 404, body: 'nothing here' };
  }
}

function idp(request: HostRequest, hosts: Hosts): HostAnswer {
  const { url, cookies, method, body } = request;
  const query = url.searchParams;
  const form = new URLSearchParams(body);
  switch (url.pathname) {
    case '/authorize': {
      const back = new URL(query.get('redirect_uri') ?? '');
      back.searchParams.set('state', query.get('state') ?? '');
      if (query.get('prompt') === 'none') {
        if (cookies.has('idp')) back.searchParams.set('code', 'c2');
        else back.searchParams.set('error', 'login_required');
        return redirect(back.href, []);
      }
      if (method === 'GET')
        return html(`<form method="post"><input name="user" value="ada"></form><script>document.forms[0].submit()</script>`);
      // A form that did not come from its own page is a forgery.
      if (request.headers.origin !== hosts.origin(IDP)) return result({ refused: 'origin', origin: request.headers.origin });
      back.searchParams.set('code', `c-${form.get('user') ?? ''}`);
      return redirect(back.href, ['idp=1; Path=/; HttpOnly; Secure; SameSite=None']);
    }
    case '/message':
      return html(`<script>const client = ${JSON.stringify(query.get('client') ?? '')};
        addEventListener('message', (event) => {
          if (event.origin !== client || event.source !== opener) return;
          opener.postMessage({ said: event.data + ' to ' + location.origin }, client); close();
        });
        opener.postMessage({ code: 'wrong' }, 'https://else.example'); opener.postMessage({ code: 'c3' }, client)</script>`);
    case '/sso':
      return autoForm(`${hosts.origin(WWW)}/acs`, {
        SAMLResponse: `PHJlc3BvbnNl from ${request.headers.origin ?? ''}`,
        RelayState: form.get('RelayState') ?? '',
      });
    case '/visit':
      return html(
        `<a id="link" href="${hosts.origin(WWW)}/names">link</a><form id="post" method="post" action="${hosts.origin(WWW)}/names"></form><form id="get" action="${hosts.origin(WWW)}/names"></form>`,
      );
    default:
      return { status: 404, body: 'nothing here' };
  }
}

function bank(request: HostRequest): HostAnswer {
  const { url, body } = request;
  const form = new URLSearchParams(body);
  switch (url.pathname) {
    case '/acs':
      return html(`<form method="post" action="${attribute(form.get('back') ?? '')}"><input name="cres" value="${attribute(form.get('creq') ?? '')}-ok"></form><script>
        addEventListener('message', (event) => { if (event.origin === location.origin && event.source === frames[0]) document.forms[0].submit() })</script>
        <iframe src="/challenge"></iframe>`);
    case '/challenge':
      return html('<script>parent.postMessage("passed", location.origin)</script>');
    case '/field':
      return html(`<input id="field" value="${url.searchParams.get('name') === 'cvc' ? '123' : '4111'}"><script>
        onmessage = (event) => { if (!event.ports[0]) return; const cvc = parent.frames.cvc.document.getElementById('field').value;
          event.ports[0].postMessage(document.getElementById('field').value + '/' + cvc + ' for ' + event.origin) };
        parent.postMessage('ready', '*')</script>`);
    default:
      return { status: 404, body: 'nothing here' };
  }
}

function widget(request: HostRequest, hosts: Hosts): HostAnswer {
  const { url, headers } = request;
  const allowed = hosts.origin(WWW);
  switch (url.pathname) {
    case '/api.js':
      return {
        type: 'text/javascript',
        body: `function captcha(id, done) { const frame = document.createElement('iframe');
          frame.src = ${JSON.stringify(hosts.origin(WIDGET))} + '/frame?host=' + location.hostname; document.getElementById(id).append(frame);
          addEventListener('message', (event) => { if (event.source !== frame.contentWindow) return; if (event.data === 'ready') frame.contentWindow.postMessage({ host: location.host }, event.origin); else done(event.data) }) }`,
      };
    case '/frame':
      return html(`<script>onmessage = async (event) => {
          const told = { parent: event.origin, host: event.data.host, asked: new URLSearchParams(location.search).get('host'), referrer: document.referrer, ancestors: location.ancestorOrigins ? [...location.ancestorOrigins] : 'none', own: location.hostname };
          const answer = await fetch('/verify', { method: 'POST', body: JSON.stringify(told) });
          parent.postMessage(await answer.json(), ${JSON.stringify(allowed)}) };
        parent.postMessage('ready', '*')</script>`);
    case '/verify': {
      const told = JSON.parse(request.body) as Record<string, unknown>; // our own page sent it
      const fine =
        headers.origin === hosts.origin(WIDGET) &&
        headers.referer?.startsWith(`${hosts.origin(WIDGET)}/frame`) === true &&
        told['parent'] === allowed;
      return { type: 'application/json', body: JSON.stringify({ fine, told, site: headers['sec-fetch-site'] }) };
    }
    default:
      return { status: 404, body: 'nothing here' };
  }
}

/** What the server was told of who asks. */
function asked({ method, headers }: HostRequest): Record<string, unknown> {
  return { method, origin: headers.origin ?? '', referer: headers.referer ?? '', site: headers['sec-fetch-site'] ?? '' };
}

function redirect(to: string, cookies: readonly string[]): HostAnswer {
  return { status: 302, headers: { location: to, ...(cookies.length > 0 && { 'set-cookie': cookies }) } };
}

function autoForm(action: string, fields: Readonly<Record<string, string>>): HostAnswer {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${attribute(value)}">`);
  return html(`<form method="post" action="${attribute(action)}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`);
}

function result(value: unknown): HostAnswer {
  return html(`<pre id="result">${JSON.stringify(value).replace(/[&<]/g, (char) => (char === '&' ? '&amp;' : '&lt;'))}</pre>`);
}

/** Statement that shows a value as the result. */
function show(expression: string): string {
  return `const shown = document.createElement('pre'); shown.id = 'result'; shown.textContent = JSON.stringify(${expression}); document.body.append(shown);`;
}

function html(body: string): HostAnswer {
  return { body: `<!doctype html><html><head><title>f</title></head><body>${body}</body></html>` };
}

function attribute(text: string): string {
  return text.replace(/[&"<]/g, (char) => `&#${String(char.charCodeAt(0))};`);
}
