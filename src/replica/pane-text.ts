/**
 * Text under a pane (pane.ts) that is in no field: a guest's keys and input method in edited content, which is the host's to change,
 * what the guest selects with the mouse, and the clipboard.
 */
import { isField, isText } from './fields.ts';

/** Something before the caret and something behind it: browsers tell of no deletion where there is nothing. */
const FILLING = '  ';

/** What lies at a point of the pane, and where that is in its own document. */
export interface Hit {
  readonly element: Element;
  readonly x: number;
  readonly y: number;
}

export class PaneText {
  readonly #tell: (event: Event, target: Node) => boolean;
  readonly #sink = document.createElement('textarea');
  readonly #caret = document.createElement('div');
  #isComposing = false;
  #from: Range | undefined;

  constructor(root: HTMLElement, tell: (event: Event, target: Node) => boolean) {
    this.#tell = tell;
    this.#sink.dataset['testid'] = 'sink';
    this.#sink.tabIndex = -1;
    this.#sink.spellcheck = false;
    this.#sink.autocapitalize = 'off';
    // Where the caret is: there an input method shows its words.
    this.#sink.style.cssText =
      'position:absolute;width:2px;height:1em;padding:0;border:0;outline:0;resize:none;overflow:hidden;opacity:0;pointer-events:none';
    this.#caret.style.cssText = 'position:absolute;width:1px;background:currentColor;pointer-events:none';
    this.#caret.hidden = true;
    root.append(this.#caret, this.#sink);
    this.#fill();
  }

  focus(): void {
    this.#fill();
    this.#sink.focus({ preventScroll: true });
  }

  /** An event of the sink; `at` has the keys. */
  written(event: Event, at: Element): void {
    if (event.target !== this.#sink) return;
    switch (event.type) {
      case 'beforeinput':
        // What is composed is told when it is done.
        if (!this.#isComposing) this.#tell(event, at);
        return;
      case 'compositionstart':
        this.#isComposing = true;
        this.#tell(event, at);
        return;
      case 'compositionend':
        this.#isComposing = false;
        this.#tell(event, at);
        this.#fill();
        return;
      case 'input':
        if (!this.#isComposing) this.#fill();
    }
  }

  /** Where the host's caret is in what the guest writes in, too: a document without the keys shows none. */
  showCaret(edited: Element | undefined, corner: { readonly x: number; readonly y: number }): void {
    const selection = edited?.ownerDocument.getSelection();
    const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
    this.#caret.hidden = !edited || range?.collapsed !== true || !edited.contains(range.startContainer);
    if (!edited || this.#caret.hidden || !range) return;
    const { startContainer } = range;
    const around = startContainer.nodeType === 1 ? (startContainer as Element) : (startContainer.parentElement ?? edited); // type 1
    // A caret where nothing is written yet has no box of its own.
    const { left, top, height } = range.getClientRects()[0] ?? around.getBoundingClientRect();
    for (const { style } of [this.#caret, this.#sink]) {
      style.left = `${corner.x + left}px`;
      style.top = `${corner.y + top}px`;
    }
    this.#caret.style.height = `${height}px`;
    this.#caret.style.color = edited.ownerDocument.defaultView?.getComputedStyle(around).color ?? '';
  }

  /** The mouse goes down: what was selected is so no longer. */
  begin({ element, x, y }: Hit): void {
    const page = element.ownerDocument;
    page.getSelection()?.removeAllRanges();
    const style = page.defaultView?.getComputedStyle(element);
    this.#from = style?.getPropertyValue('-webkit-user-select') === 'none' ? undefined : (placeAt(page, x, y) ?? undefined);
    if (this.#from && isText(element)) page.getSelection()?.collapse(this.#from.startContainer, this.#from.startOffset);
  }

  extend({ element, x, y }: Hit): void {
    const page = element.ownerDocument;
    const to = placeAt(page, x, y);
    if (!this.#from || !to || this.#from.startContainer.ownerDocument !== page) return;
    const { startContainer, startOffset } = this.#from;
    page.getSelection()?.setBaseAndExtent(startContainer, startOffset, to.startContainer, to.startOffset);
  }

  /** What is selected in the picture goes to the guest's clipboard; what is hidden is hidden in it. */
  copy(event: ClipboardEvent, at: Element): void {
    if (isField(event.target as Node) && event.target !== this.#sink) return; // events of the pane go to elements; a field's own
    event.preventDefault();
    const selection = at.ownerDocument.getSelection();
    const text = selection?.toString() ?? '';
    if (text !== '') event.clipboardData?.setData('text/plain', text);
    if (event.type === 'cut' && text !== '' && event.target === this.#sink)
      this.#tell(new InputEvent('beforeinput', { cancelable: true, inputType: 'deleteByCut' }), at);
  }

  selectAll(edited: Element): void {
    edited.ownerDocument.getSelection()?.selectAllChildren(edited);
  }

  #fill(): void {
    this.#sink.value = FILLING;
    this.#sink.setSelectionRange(1, 1);
  }
}

function placeAt(page: Document, x: number, y: number): Range | null {
  // Of WebKit and Chromium; the standard's own caretPositionFromPoint came to WebKit later.
  return 'caretRangeFromPoint' in page ? page.caretRangeFromPoint(x, y) : null;
}
