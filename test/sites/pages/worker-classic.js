// A classic worker: its address, a relative fetch, importScripts by absolute address.
importScripts('{{pages}}/worker-part.js');
onmessage = async () => {
  const answer = await fetch('/echo?from=worker');
  const { url, referer } = await answer.json();
  postMessage({ href: self.location.href, origin: self.origin, part: self.part, url, referer, answer: answer.url });
};
