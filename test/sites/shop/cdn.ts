/** The shop's static host, on another registrable domain: sheets, font, pictures and a module, for every origin. */
import { readSiteFile, type Handler } from '../serve.ts';
import { diamondFont } from './font.ts';

export function createCdn(): Handler {
  const font = diamondFont();
  return (exchange) => {
    exchange.header('Cache-Control', 'public, max-age=3600').header('Access-Control-Allow-Origin', '*');
    if (exchange.path === '/diamond.ttf') return exchange.send(font, 'font/ttf');
    const name = `shop/cdn${exchange.path}`;
    if (!readSiteFile(name, exchange.origins)) return exchange.notFound();
    exchange.file(name);
  };
}
