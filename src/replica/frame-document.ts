/** The empty document that a replica starts from, and the looks of our own marks in it. */
import { SELECTION } from './attention.ts';
import { FOCUS_VISIBLE, FULLSCREEN } from './states.ts';

/** `assets`: origin of `/asset/`. Written as constant text: nothing of the page is ever in it. */
export function openEmpty(document: Document, quirks: boolean, assets: string): void {
  const policy = `default-src 'none'; img-src ${assets} data: blob:; style-src ${assets} 'unsafe-inline'; font-src ${assets} data:; media-src ${assets}; frame-src 'self'; base-uri 'none'; form-action 'none'`;
  document.open();
  document.write(
    `${quirks ? '' : '<!DOCTYPE html>'}<html><head><meta http-equiv="Content-Security-Policy" content="${policy}"></head><body></body></html>`,
  );
  document.close();
}

export const MASKED = 'data-samepage-masked';
export const BLOCKED = 'data-samepage-blocked';
export const BOX = 'data-samepage-box';
/** On the root element while its style sheets are on their way. */
export const UNSTYLED = 'data-samepage-unstyled';
/** On the root element where the host points with a finger: bars of such a screen take no room. */
export const TOUCHED = 'data-samepage-touched';
export const BOX_TAG = 'samepage-box';
/** The field's own list or calendar is open at the host's. */
export const PICKER = 'data-samepage-picker';

// Without scripts Chromium gives every video controls, also where the page wants none.
const MARKS = `
[${MASKED}]{background-image:repeating-linear-gradient(45deg,rgba(122,75,208,.10) 0 6px,rgba(122,75,208,.02) 6px 12px)!important;cursor:not-allowed!important}
[${BLOCKED}],[${BLOCKED}] *{cursor:not-allowed!important}
[${BLOCKED}]{opacity:.55!important;outline:1px dashed rgba(180,40,40,.7)!important;outline-offset:1px}
${BOX_TAG},canvas[${BOX}]{background:repeating-linear-gradient(45deg,#e9e6f0 0 8px,#f4f2f8 8px 16px)!important}
:where(canvas){display:inline-block}
${BOX_TAG}{display:inline-block;box-sizing:border-box;overflow:hidden;vertical-align:middle;background:repeating-linear-gradient(45deg,#e9e6f0 0 8px,#f4f2f8 8px 16px)!important;color:#5b4b7a!important;font:11px/1.4 system-ui,sans-serif!important;text-align:center}
${BOX_TAG}::after,canvas[${BOX}]::after{content:attr(${BOX});padding:2px 6px}
${BOX_TAG}::after,canvas[${BOX}]::after{font:11px/1.4 system-ui,sans-serif;color:#5b4b7a}
video:not([controls])::-webkit-media-controls{display:none!important}
html[${UNSTYLED}]{opacity:0!important}
html[${TOUCHED}],html[${TOUCHED}] *{scrollbar-width:none!important}
[${PICKER}]{outline:2px dashed #3b6fe0!important;outline-offset:1px}
:where([${FULLSCREEN}]){border:0;padding:0;overflow:visible;color:inherit;background:none}
[${FULLSCREEN}]{position:fixed!important;inset:0!important;margin:0!important;box-sizing:border-box!important;min-width:0!important;max-width:none!important;min-height:0!important;max-height:none!important;width:100%!important;height:100%!important;transform:none!important;object-fit:contain}
[${FULLSCREEN}]::backdrop{background:#000}
:where([${FOCUS_VISIBLE}]){outline:-webkit-focus-ring-color auto 1px}
::highlight(${SELECTION}){background:#b4d5fe;color:#000}`;

/** Our sheet for a document or shadow root of the replica. */
export function marksSheet(window: Window & typeof globalThis): CSSStyleSheet {
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(MARKS);
  return sheet;
}
