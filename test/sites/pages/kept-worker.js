// Keeps pages and scripts for later, as most service workers do.
oninstall = (event) =>
  event.waitUntil(
    caches
      .open('kept')
      .then((cache) => cache.addAll(['/kept/page.html', '/kept/code.js']))
      .then(() => skipWaiting()),
  );
onactivate = (event) => event.waitUntil(clients.claim());
onfetch = (event) => event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
