/** One colour of a company, and what follows from it: readable in light and dark, or refused with one that is. */
import { describe, expect, test } from 'vitest';
import { checkColor, contrastOf, darkPalette, lightPalette } from '../../src/shared/brand.ts';

describe('colours of a company', () => {
  test.each(['#0b6b5d', '#1a237e', '#000000', '#b3261e', '#5a2d82'])('%s is taken', (color) => {
    expect(checkColor(color)).toEqual({ ok: true });
  });

  test.each(['#ffcc00', '#4ccbb2', '#ffffff', '#ff0000', '#7f7f7f'])('[R1] %s is refused, with the nearest that is not', (color) => {
    const checked = checkColor(color);
    if (checked.ok) throw new Error('it was taken');
    expect(checked.ratio).toBeLessThan(4.5);
    expect(checkColor(checked.proposal)).toEqual({ ok: true });
  });

  test('contrast is that of WCAG', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
  });

  test('[R1] every text that stands in or on the colour is readable, whatever the colour', () => {
    for (let step = 0; step < 512; step++) {
      const color = `#${[step & 7, (step >> 3) & 7, step >> 6]
        .map((part) =>
          Math.round(part * 36.4)
            .toString(16)
            .padStart(2, '0'),
        )
        .join('')}`;
      const dark = darkPalette(color);
      expect(contrastOf(dark.ink, dark.accent), `${color} dark button`).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(dark.accent, '#1b2220'), `${color} dark text`).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(dark.text, dark.wash), `${color} dark wash`).toBeGreaterThanOrEqual(4.4);
      if (!checkColor(color).ok) continue;
      const light = lightPalette(color);
      expect(contrastOf(light.ink, light.accent), `${color} button`).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(light.ink, light.hover), `${color} button under the pointer`).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(light.text, light.wash), `${color} wash`).toBeGreaterThanOrEqual(4.4);
    }
  });
});
