import { expect, test } from 'vitest';
import { WayOut } from '../../src/replica/way-out.ts';

/** Keys as they are pressed, Shift+ and Ctrl+ in front; which of them led out, and which way. */
const table: readonly [keys: string, mayAct: boolean, led: readonly string[]][] = [
  ['Tab', true, []],
  ['Escape Tab', true, ['on']],
  ['Escape Shift Shift+Tab', true, ['back']],
  ['Escape a Tab', true, []],
  ['Escape Tab Tab', true, ['on']],
  ['Escape Ctrl+Tab', true, []],
  ['Tab', false, ['on']],
  ['Shift Shift+Tab', false, ['back']],
  ['a Escape', false, []],
];

test.each(table)('[O3] %s leads out of the page as it should (acts there: %s)', (keys, mayAct, led) => {
  const out: string[] = [];
  const way = new WayOut({ mayAct: () => mayAct, leave: (back) => out.push(back ? 'back' : 'on') });
  const taken = keys.split(' ').map((press) => {
    const key = press.split('+').at(-1) ?? '';
    return way.takes({
      key,
      shiftKey: press.startsWith('Shift+'),
      ctrlKey: press.startsWith('Ctrl+'),
      altKey: false,
      metaKey: false,
    } as KeyboardEvent); // what it looks at
  });
  expect(out).toEqual(led);
  expect(taken.filter(Boolean)).toHaveLength(led.length);
});
