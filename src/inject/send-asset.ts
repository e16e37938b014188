/** Bytes of a picture, font or sheet of this page that the gateway cannot get by itself: read here, with the page's own cookies, and bounded. */
import type { RuntimeToRoom } from '../shared/messages.ts';
import { base64 } from './capture/samples.ts';
import type { HostPage } from './page.ts';

/** What fits a message as base64 (MAX_ASSET of shared/parse-message.ts). */
const LIMIT_BYTES = 700 * 1024;
/** How a larger picture is made smaller, in turn: part of its sides, quality. Its own size first: a page may lay it out by that. */
const SMALLER = [
  [1, 0.7],
  [1, 0.3],
  [0.5, 0.5],
] as const;

export type AssetAnswer = Extract<RuntimeToRoom, { type: 'asset' }>;

/** Never rejects. `isShown`: the page has described an element with this address. `made`: what scripts made of it. */
export async function readAsset(
  page: HostPage,
  id: number,
  address: string,
  isShown: boolean,
  made: Blob | string | undefined,
): Promise<AssetAnswer> {
  const none: AssetAnswer = { type: 'asset', id, mime: '', data: null };
  if (!isShown) return none;
  try {
    let file = typeof made === 'string' ? fromData(page, made) : (made ?? (await load(page, address)));
    if (file && file.size > LIMIT_BYTES && /^(?:blob|data):/.test(address)) file = await smaller(page, file);
    if (!file || file.size > LIMIT_BYTES) return none;
    return { type: 'asset', id, mime: file.type.slice(0, 200), data: base64(new Uint8Array(await file.arrayBuffer())) };
  } catch {
    return none; // of another origin that lets nobody read it, or gone: the guest sees a box
  }
}

async function load({ natives: n }: HostPage, address: string): Promise<Blob | undefined> {
  const response = await n.fetch(address, { credentials: 'same-origin', mode: 'cors', cache: 'force-cache', redirect: 'follow' });
  return response.ok ? response.blob() : undefined;
}

/** Not by `fetch`, which the page's policy may not let have `data:`. */
function fromData({ natives: n }: HostPage, url: string): Blob {
  const [, type = '', coded, text = ''] = /^data:([^,;]*)(?:;[^,;]*)*?(;\s*base64\s*)?,([^]*)$/i.exec(url) ?? [];
  const bytes = decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));
  return new n.Blob([coded ? Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0)) : bytes], { type });
}

async function smaller({ natives: n, document, window }: HostPage, file: Blob): Promise<Blob | undefined> {
  const picture = await window.createImageBitmap(file);
  const canvas = n.createElement(document, 'canvas') as HTMLCanvasElement; // of that tag
  let made: Blob | null = null;
  for (const [part, quality] of SMALLER) {
    canvas.width = picture.width * part;
    canvas.height = picture.height * part;
    const context = n.canvasContext(canvas, '2d');
    if (!context) return undefined;
    n.drawImage(context, picture, 0, 0, canvas.width, canvas.height);
    made = await new Promise<Blob | null>((done) => n.canvasToBlob(canvas, done, 'image/webp', quality));
    if (made && made.size <= LIMIT_BYTES) break;
  }
  return made ?? undefined;
}
