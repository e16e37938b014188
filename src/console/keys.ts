/**
 * Keys of the console: single ones, heard while nobody writes. WCAG 2.2, 2.1.4 asks that such keys can be turned off; that is
 * remembered on this machine.
 */
import { signal } from '@preact/signals';
import { joined, openBoard, opened, openId, setBoard } from './open-sessions.ts';
import { control, showList, showSession } from './state.ts';

export const keysShown = signal(false);

const STORED = 'samepage.keys';
export const keysInUse = signal(localStorage.getItem(STORED) !== 'off');

export function useKeys(on: boolean): void {
  keysInUse.value = on;
  localStorage.setItem(STORED, on ? 'on' : 'off');
}

export type Deed =
  'help' | 'list' | 'start' | 'search' | 'check' | 'tab' | 'address' | 'page' | 'chat' | 'notes' | 'board' | 'control' | 'end';

/** `inSession`: only where a session is looked at. */
export const keys: readonly { readonly key: string; readonly deed: Deed; readonly inSession: boolean }[] = [
  { key: '?', deed: 'help', inSession: false },
  { key: 'l', deed: 'list', inSession: false },
  { key: 's', deed: 'start', inSession: false },
  { key: '/', deed: 'search', inSession: false },
  { key: 'w', deed: 'check', inSession: false },
  { key: '1 – 6', deed: 'tab', inSession: false },
  { key: 'a', deed: 'address', inSession: true },
  { key: 'p', deed: 'page', inSession: true },
  { key: 'c', deed: 'chat', inSession: true },
  { key: 'n', deed: 'notes', inSession: true },
  { key: 'b', deed: 'board', inSession: true },
  { key: 'g', deed: 'control', inSession: true },
  { key: 'e', deed: 'end', inSession: true },
];

export function listenToKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (!keysInUse.value || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(event.target)) return;
    // A dialog has keys of its own.
    if (document.querySelector('dialog[open]')) return;
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : undefined;
    const deed = digit === undefined ? keys.find(({ key }) => key === event.key.toLowerCase())?.deed : 'tab';
    const row = keys.find((one) => one.deed === deed);
    if (deed === undefined || (row?.inSession && openId.value === undefined)) return;
    if (perform(deed, digit)) event.preventDefault();
  });
}

/** False: there is nothing to do it to. */
function perform(deed: Deed, digit: number | undefined): boolean {
  switch (deed) {
    case 'help':
      keysShown.value = true;
      return true;
    case 'list':
      showList();
      return true;
    case 'start':
      return afterList('#url');
    case 'search':
      return afterList('#session-search');
    case 'check':
      location.hash = '#/check';
      return true;
    case 'tab': {
      const id = [...opened.value.keys()][(digit ?? 0) - 1];
      if (id !== undefined) showSession(id);
      return id !== undefined;
    }
    case 'address':
      return focusOn('.address-bar .field');
    case 'page':
      return focusOn('[data-testid=viewer]');
    case 'chat':
      return inPanel('[data-testid=chat-input]');
    case 'notes':
      document.querySelector('details.notes')?.setAttribute('open', '');
      return inPanel('#notes');
    case 'board':
      setBoard(!openBoard.value);
      return true;
    case 'control': {
      const me = joined.value?.people.find(({ id }) => id === joined.value?.you);
      control(!(me?.control === 'granted' || me?.control === 'requested'));
      return true;
    }
    case 'end':
      return pressOn('[data-testid=end-session]');
    default:
      return deed satisfies never;
  }
}

/** What the first page gives the focus to once it is drawn: its own field, unless a key asked for another. */
let wish: string | undefined;

export function focusOnArrival(own: HTMLElement | null): void {
  const wished = wish === undefined ? null : document.querySelector<HTMLElement>(wish);
  wish = undefined;
  (wished ?? own)?.focus({ preventScroll: true });
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** On the list, once it is shown. */
function afterList(selector: string): boolean {
  if (focusOn(selector)) return true;
  wish = selector;
  showList();
  return true;
}

/** On a phone the panel is folded away until it is asked for. */
function inPanel(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  if (found && found.offsetParent === null) pressOn('.panel-toggle[aria-expanded=false]');
  window.setTimeout(() => focusOn(selector));
  return true;
}

function focusOn(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.focus();
  return found !== null;
}

function pressOn(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.click();
  return found !== null;
}
