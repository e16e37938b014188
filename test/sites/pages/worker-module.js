import { word } from './words.mjs';
onmessage = () => postMessage({ href: self.location.href, word, meta: import.meta.url });
