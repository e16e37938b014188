// Asked by a message; also answers one address of its scope, and tells what it was asked for.
importScripts('{{pages}}/disguise/probes.js');
const asked = [];
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
self.addEventListener('fetch', (event) => {
  const { url, referrer, mode, destination } = event.request;
  // What the page asks for while it answers the rows comes in no order.
  if (/\/disguise\/scope\/|samepage/.test(url)) asked.push([url, referrer, mode, destination]);
  if (new URL(url).pathname === '/disguise/scope/answered') {
    event.respondWith(new Response(JSON.stringify([url, location.href, event.request.headers.get('x-asked')])));
  } else if (new URL(url).pathname === '/disguise/scope/sent-on') {
    event.respondWith(Response.redirect('{{other}}/cors?sent-on'));
  } else if (new URL(url).pathname === '/disguise/scope/fetched') {
    event.respondWith(fetch('{{other}}/cors?by-worker'));
  }
});
self.addEventListener('message', (event) => {
  const { run, realm } = event.data;
  const { source, origin } = event;
  event.waitUntil(
    (async () => {
      const all = await clients.matchAll({ includeUncontrolled: true });
      await report(
        run,
        realm,
        {
          'message of a client': [origin, source.url],
          clients: all.map((client) => [client.url.replace(/run=\w+/, 'run=R'), client.type, client.frameType]).sort(),
          registration: [registration.scope, registration.active?.scriptURL, self.serviceWorker?.scriptURL],
          'fetch events': asked.map((row) => row.map((text) => text.replace(/run=\w+/g, 'run=R'))).sort(),
        },
        'shapes',
      );
    })(),
  );
});
