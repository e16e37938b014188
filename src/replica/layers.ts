/**
 * The top layer of the replica. A guest's screen is never filled by what the customer does, and no script asks for it
 * here: what fills the customer's screen becomes a popover of the size of the page's window.
 */
import type { Layer } from '../shared/dom-ops.ts';
import { FULLSCREEN } from './states.ts';

export function putLayer(element: HTMLElement, layer: Layer | ''): void {
  try {
    if (layer === 'fullscreen' || element.hasAttribute(FULLSCREEN)) fill(element, layer === 'fullscreen');
    if (layer === 'fullscreen') return;
    if (element.localName === 'dialog') {
      const dialog = element as HTMLDialogElement; // the name says so
      if (layer === 'modal' && !dialog.matches(':modal')) {
        dialog.removeAttribute('open');
        dialog.showModal();
      } else if (layer === '' && dialog.matches(':modal')) dialog.close();
    } else if (layer === 'popover') element.showPopover();
    else if (element.hasAttribute('popover') && element.matches(':popover-open')) element.hidePopover();
  } catch (error) {
    // Not in the document, or shown already: what is seen is the page's markup then. (A DOMException of the frame's realm.)
    if (!(error instanceof Error || (typeof error === 'object' && error !== null && 'code' in error))) throw error;
  }
}

function fill(element: HTMLElement, full: boolean): void {
  const had = element.getAttribute(FULLSCREEN);
  if (full === (had !== null)) return;
  if (full) {
    // What it was before is what it becomes again.
    element.setAttribute(FULLSCREEN, element.hasAttribute('popover') ? 'popover' : '');
    element.setAttribute('popover', 'manual');
    element.showPopover();
    return;
  }
  element.removeAttribute(FULLSCREEN);
  element.hidePopover();
  if (had !== 'popover') element.removeAttribute('popover');
}
