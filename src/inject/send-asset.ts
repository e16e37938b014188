/** Bytes of a picture, font or sheet of this page that the gateway cannot get by itself: read here, with the page's own cookies, and bounded. */
import type { RuntimeToRoom } from '../shared/messages.ts';
import { base64 } from './capture/samples.ts';
import type { HostPage } from './page.ts';

/** What fits a message as base64 (MAX_ASSET of shared/parse-message.ts). */
const LIMIT_BYTES = 700 * 1024;

type Answer = Extract<RuntimeToRoom, { type: 'asset' }>;

/** Never rejects. `isShown`: the page has described an element with this address. */
export async function readAsset(page: HostPage, id: number, address: string, isShown: (address: string) => boolean): Promise<Answer> {
  const none: Answer = { type: 'asset', id, mime: '', data: null };
  if (!isShown(address)) return none;
  try {
    const { natives: n } = page;
    const response = await n.fetch(address, { credentials: 'same-origin', mode: 'cors', cache: 'force-cache', redirect: 'follow' });
    if (!response.ok) return none;
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > LIMIT_BYTES) return none;
    return { type: 'asset', id, mime: (response.headers.get('content-type') ?? '').slice(0, 200), data: base64(bytes) };
  } catch {
    return none; // of another origin that lets nobody read it, or gone: the guest sees a box
  }
}
