// @vitest-environment happy-dom
import '../../support/gallery/words.ts';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PhonePanel } from '../../../components/phone-panel.tsx';
import { badStretches, pathOf } from '../../../components/phone/quality-chart.tsx';
import { byDay } from '../../../components/phone/days.ts';
import { dayName } from '../../../components/controls/when.ts';
import { fakePhone } from '../../support/fake-phone.ts';
import { history, ready, session, trace } from '../../support/gallery/states.ts';

const hour = 3_600_000;

describe('days', () => {
  const noon = new Date(2026, 10, 20, 12).getTime();
  const midnight = (day: number) => new Date(2026, 10, day).getTime();

  it('group calls in the order they come', () => {
    const at = (startedAt: number, id: string) => ({ ...history(1)[0]!, id, startedAt });
    const days = byDay([at(noon, 'a'), at(noon - hour, 'b'), at(noon - 24 * hour, 'c')]);
    expect(days.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
    expect(days.map((day) => day.midnight)).toEqual([midnight(20), midnight(19)]);
  });

  it('are named as people name them', () => {
    expect(dayName(midnight(20), noon)).toBe('Today');
    expect(dayName(midnight(19), noon)).toBe('Yesterday');
    expect(dayName(midnight(12), noon)).toContain('12');
  });
});

describe('the chart', () => {
  const at = (seconds: number, mos: number) => ({ ...trace[0]!, at: seconds, mos });

  it('draws nothing of nothing, and ends at its right edge', () => {
    expect(pathOf([], 60)).toBe('');
    expect(pathOf([at(0, 4.5), at(30, 1)], 60)).toBe('M0 0H166V56H332');
  });

  it('joins what was a strain, to the end if it never got better', () => {
    const points = [at(0, 4.3), at(15, 3), at(30, 2.5), at(45, 4)];
    expect(badStretches(points, 60)).toEqual([{ from: 83, to: 249 }]);
    expect(badStretches([at(0, 3)], 60)).toEqual([{ from: 0, to: 332 }]);
  });
});

describe('the popup', () => {
  let host: HTMLDivElement;
  beforeEach(() => {
    host = document.createElement('div');
    document.body.append(host);
  });
  afterEach(async () => {
    await act(() => render(null, host));
    host.remove();
  });

  const show = async (missed: number, copy = vi.fn(() => Promise.resolve())) => {
    const fake = fakePhone({ session, line: ready, history: history(12), missed });
    await act(() => render(<PhonePanel phone={fake.phone} surface="popup" copy={copy} />, host));
    return fake;
  };
  const names = (fake: { sent: { name: string }[] }) => fake.sent.map(({ name }) => name);
  const press = (text: string) =>
    act(async () => {
      const buttons = [...host.querySelectorAll('button')];
      buttons.find(({ textContent }) => textContent?.includes(text))?.click();
      await Promise.resolve();
    });

  it('counts the missed calls as seen, and keeps them marked while they are looked at', async () => {
    const fake = await show(2);
    expect(names(fake)).toContain('seeMissed');
    await act(() => fake.set({ missed: 0 }));
    expect(host.querySelectorAll('.fresh')).toHaveLength(2);
    expect(host.textContent).toContain('2 missed');
  });

  it('asks for nothing where nothing was missed', async () => {
    expect(names(await show(0))).not.toContain('seeMissed');
  });

  it('asks the engine for what is typed, shows its answer, and keeps both over a look at the details', async () => {
    const old = {
      ...history(1)[0]!,
      id: 'long-ago',
      party: { number: '+442079460018', name: 'Olive Marsh' },
    };
    const fake = fakePhone(
      { session, line: ready, history: history(12) },
      { answers: { findCalls: ({ text }) => (text === 'oli' ? [old] : []) } },
    );
    await act(() => render(<PhonePanel phone={fake.phone} surface="popup" />, host));
    const typed = (text: string) =>
      act(async () => {
        const field = host.querySelector<HTMLInputElement>('input[type=search]')!;
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await Promise.resolve();
      });
    await typed('oli');
    // What is typed is asked once it rests; until then nothing jumps.
    expect(host.textContent).toContain('Ana Martínez');
    await vi.waitFor(() => expect(host.textContent).not.toContain('Ana Martínez'));
    await press('Olive Marsh');
    expect(host.textContent).toContain('Talked');
    await press('Recent calls');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Olive Marsh'));
    expect(host.querySelector<HTMLInputElement>('input[type=search]')?.value).toBe('oli');
    await typed('nobody');
    await vi.waitFor(() => expect(host.textContent).toContain('Nothing found'));
    await typed('');
    expect(host.textContent).toContain('Ana Martínez');
  });

  it('shows a call’s details, copies its number for machines, and comes back to its row', async () => {
    const copy = vi.fn(() => Promise.resolve());
    await show(0, copy);
    await press('Ana Martínez');
    expect(host.textContent).toContain('How it sounded');
    expect(host.querySelector('[role=img]')?.getAttribute('aria-label')).toContain('At worst 2.7');
    await press('Copy number');
    expect(copy).toHaveBeenCalledWith('+17865551000');
    expect(host.textContent).toContain('Copied');
    await press('Recent calls');
    expect(document.activeElement?.textContent).toContain('Ana Martínez');
  });
});
