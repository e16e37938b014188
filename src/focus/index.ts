/** Where the keyboard goes on when what had the focus is gone. */
export { keepFocus } from './keep-focus.ts';
export { useOpener } from './opener.ts';
