/** WCAG 2.2 AA over the tokens: every pair of colours that text is written in. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../components/style/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const texts: [string, string[]][] = [
  ['ink', ['paper', 'paper-2', 'paper-3', 'ground', 'accent-wash', 'warn-wash']],
  ['ink-2', ['paper', 'paper-2', 'paper-3', 'ground', 'accent-wash', 'warn-wash']],
  ['ink-3', ['paper', 'paper-2']],
  ['accent', ['paper', 'paper-2', 'accent-wash']],
  ['accent-ink', ['accent']],
  ['go', ['paper', 'paper-2', 'go-wash']],
  ['go-ink', ['go']],
  ['stop', ['paper', 'paper-2', 'stop-wash']],
  ['stop-ink', ['stop']],
  ['warn', ['paper', 'warn-wash']],
];

describe.each(['light', 'dark'] as const)('%s colours', (theme) => {
  const color = (name: string) => tokens.get(name)?.[theme] ?? '';

  it.each(texts)('%s can be read on %s', (text, grounds) => {
    for (const ground of grounds) {
      expect(contrast(color(text), color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('the edge of a field can be seen', () => {
    expect(contrast(color('edge'), color('paper'))).toBeGreaterThanOrEqual(3);
  });
});
