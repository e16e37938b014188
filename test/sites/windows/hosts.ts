/**
 * The hosts of the cross-window cases. Each run has a number in its addresses; what pages have to say they tell their own
 * server (`/report`), because the window that would have been asked is on its way elsewhere.
 *
 *   www.shop.example    /top: a page with a frame of the bank      /many: one frame per case      /opener: one button per case
 *   pay.bank.example    /frame: the inner frame                    /popup: a window that was opened
 *   any                 /done/<run>: where everybody goes          /seed: cookies of each SameSite kind
 */
import type { HostAnswer, HostHandler, HostRequest, Hosts } from '../../support/start-hosts.ts';
import { fromFrame, fromPopup, intoFrame, intoPopup, type Table } from './cases.ts';

export const SHOP = 'www.shop.example';
export const PAY = 'pay.bank.example';
export const IDP = 'idp.login.example';
export const ACCOUNT = 'account.shop.example';

export const windowHosts: Readonly<Record<string, HostHandler>> = { [SHOP]: answer, [PAY]: answer, [IDP]: answer, [ACCOUNT]: answer };

const tables: Readonly<Record<string, Table>> = { fromFrame, intoFrame, intoPopup, fromPopup };

function answer(request: HostRequest, hosts: Hosts): HostAnswer {
  const { url } = request;
  const query = url.searchParams;
  const run = query.get('run') ?? '';
  const to = query.get('to') ?? '';
  const code = tables[query.get('table') ?? '']?.[query.get('case') ?? ''] ?? 'undefined';
  switch (url.pathname.split('/')[1]) {
    case 'seed':
      return html('<p id="seeded">seeded</p>', {
        'set-cookie': ['strict=1; Path=/; SameSite=Strict', 'lax=1; Path=/; SameSite=Lax', 'none=1; Path=/; SameSite=None; Secure'],
      });
    case 'top':
      return html(`<iframe name="pay" style="position:fixed;inset:0;width:90%;height:60%;border:0" ${query.get('frame') ?? ''}
        src="${hosts.origin(PAY)}/frame?${escapeAttribute(String(query))}"></iframe><script>name = 'shop'</script>`);
    case 'frame':
      return html(`<button id="go" style="position:fixed;inset:0;width:100%;height:100%">go</button><script>
        ${talk(run)} const u = ${JSON.stringify(to)};
        const go = () => attempt(() => { ${code} });
        document.getElementById('go').onclick = (event) => { event.target.onclick = null; report('pressed'); go() };
        ${query.get('when') === 'load' ? 'setTimeout(go, 0)' : 'report("ready")'}</script>`);
    case 'many': {
      const names = Object.keys(intoFrame);
      const frames = names.map((_name, at) => `<iframe name="frame${String(at)}" src="${hosts.origin(PAY)}/empty"></iframe>`).join('');
      const runs = names.map((name, at) => {
        const u = JSON.stringify(to.replaceAll('RUN', `${run}-${String(at)}`));
        return `{ const i = ${String(at)}, u = ${u}, frame = document.querySelectorAll('iframe')[i]; report(i + ' ' + attempt(() => { ${intoFrame[name] ?? ''} })) }`;
      });
      return html(`${frames}<script>${talk(run)} onload = () => { ${runs.join('\n')} }</script>`);
    }
    case 'opener': {
      const names = Object.keys(intoPopup);
      const buttons = names.map((_name, at) => {
        const place = `left:${String((at % 8) * 80)}px;top:${String(Math.floor(at / 8) * 80)}px`;
        return `<button style="position:fixed;${place};width:80px;height:80px" id="b${String(at)}">${String(at)}</button>`;
      });
      const runs = names.map((name, at) => {
        const u = JSON.stringify(to.replaceAll('RUN', `${run}-${String(at)}`));
        return `document.getElementById('b${String(at)}').onclick = (event) => { event.target.onclick = null; const i = ${String(at)}, u = ${u}; report(i + ' ' + attempt(() => { ${intoPopup[name] ?? ''} })) };`;
      });
      return html(`${buttons.join('')}<script>${talk(run)}
        const later = (then) => { const n = 'late' + Math.random(); const w = open(${JSON.stringify(hosts.origin(PAY))} + '/ready', n);
          addEventListener('message', (event) => { if (event.source === w) then(w, n) }) };
        ${runs.join('\n')} report('ready')</script>`);
    }
    case 'invites':
      return html(`<button id="go" style="position:fixed;inset:0;width:100%;height:100%">go</button><script>${talk(run)}
        document.getElementById('go').onclick = (event) => { event.target.onclick = null; report('pressed'); open(${JSON.stringify(hosts.origin(PAY))} + '/popup?' + ${JSON.stringify(String(query))}) }; report('ready')</script>`);
    case 'popup':
      return html(`<script>${talk(run)} const u = ${JSON.stringify(to)}; attempt(() => { ${code} })</script>`);
    case 'ready':
      return html('<script>opener.postMessage("ready", "*")</script>');
    case 'empty':
      return html('');
    case 'done':
      return html(`<script>${talk(url.pathname.split('/')[2] ?? '')}
        report('page ' + JSON.stringify({ href: location.href, referrer: document.referrer, framed: top !== self, opener: opener !== null }))</script>`);
    case 'report':
    case 'sync':
      return { body: 'ok', type: 'text/plain' };
    default:
      return { status: 404, body: 'nothing here' };
  }
}

/** `report` tells the server; `attempt` runs something and tells whether it threw. */
function talk(run: string): string {
  return `const report = (what) => { fetch('/report/' + ${JSON.stringify(run)}, { method: 'POST', keepalive: true, body: what }) };
    const attempt = (work) => { let said = 'did'; try { work() } catch (error) { said = 'threw ' + error.name + ': ' + error.message } report(said); return said };`;
}

function html(body: string, headers: HostAnswer['headers'] = {}): HostAnswer {
  return { body: `<!doctype html><html><head><title>w</title></head><body>${body}</body></html>`, headers };
}

function escapeAttribute(text: string): string {
  return text.replace(/[&"]/g, (char) => (char === '&' ? '&amp;' : '&quot;'));
}
