/**
 * Files that the page makes and has saved: the gateway never sees them, so the page says that there is one. The name of one
 * that the gateway has seen is asked for here, because only here is known what must be taken out of it.
 */
import { DOWNLOAD_NAME_MAX } from '../shared/downloads.ts';
import type { RuntimeToRoom } from '../shared/messages.ts';
import type { Mask } from './mask.ts';
import type { HostPage } from './page.ts';

/** As far as we use it; the DOM types of this compiler do not know the Navigation API. */
interface NavigateEvent extends Event {
  /** The name that the link proposes, perhaps none; null: no download. */
  readonly downloadRequest?: string | null;
  readonly destination: { readonly url: string };
}

export interface DownloadsDeps {
  readonly page: HostPage;
  readonly mask: () => Mask | undefined;
  readonly send: (message: RuntimeToRoom) => void;
}

export function watchDownloads({ page, mask, send }: DownloadsDeps): void {
  const { natives: n, window } = page;
  const navigation: unknown = Reflect.get(window, 'navigation');
  if (!(navigation instanceof window.EventTarget)) return;
  n.addEventListener(navigation, 'navigate', (event: NavigateEvent) => {
    const { downloadRequest: name } = event;
    if (typeof name !== 'string') return;
    const { url } = event.destination;
    const isMade = /^(?:blob|data):/i.test(url);
    // On labels the answer passes the gateway, which tells of it.
    if (!isMade && !page.line.inPlace) return;
    const tell = (mime: string, bytes: number | null): void => {
      send({ type: 'download', of: null, mime, bytes, name: tellable(mask(), name) });
    };
    if (!isMade) return tell('', null);
    // The head alone; a page's policy may forbid to read it, and then nobody knows.
    n.fetch(url).then(
      ({ headers, body }) => {
        const length = headers.get('content-length');
        void body?.cancel();
        tell((headers.get('content-type') ?? '').slice(0, 200), length === null ? null : Number(length));
      },
      () => tell('', null),
    );
  });
}

/** Null: hidden, or there is none. */
export function tellable(mask: Mask | undefined, name: string): string | null {
  if (!mask || mask.policy.maskTitle || name === '') return null;
  return mask.clean(name, DOWNLOAD_NAME_MAX);
}
