/** Opens a page about the caller, once per incoming call, where the operator wants it. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Call } from '../../call/call.ts';
import type { SettingsSlice } from '../../mirror/slices.ts';

/** The template filled in; undefined when it is no https URL, whatever was put into it. */
export function popUrl(
  template: string,
  fields: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const text = template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(fields[name] ?? ''),
  );
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A field may stand in the path or the query, but nobody calling may choose the site.
  const site = URL.canParse(template.replaceAll(/\{\w+\}/g, ''))
    ? new URL(template.replaceAll(/\{\w+\}/g, ''))
    : undefined;
  return url?.protocol === 'https:' && url.origin === site?.origin ? url.href : undefined;
}

export interface ScreenPopDeps {
  calls: ReadonlySignal<Call[]>;
  settings: ReadonlySignal<SettingsSlice>;
  contactOf(number: string): string | undefined;
  openTab(url: string): Promise<void>;
  log(line: string): void;
}

export function keepScreenPop(deps: ScreenPopDeps): void {
  const done = new Set<string>();
  effect(() => {
    const { on, url } = deps.settings.value.screenPop;
    const calls = deps.calls.value;
    for (const id of done) if (!calls.some((call) => call.id === id)) done.delete(id);
    if (on === 'never' || url === '') return;
    for (const call of calls) {
      const due = on === 'ring' ? call.phase !== 'closed' : call.phase === 'live';
      if (call.direction !== 'incoming' || !due || done.has(call.id)) continue;
      done.add(call.id);
      open(call, url);
    }
  });

  function open({ id, party, direction }: Call, template: string): void {
    const fields = { number: party.number, name: party.name, direction, call: id };
    const url = popUrl(template, { ...fields, contact: deps.contactOf(party.number) });
    if (!url) return deps.log('the screen pop is no https address');
    deps.openTab(url).catch((error: unknown) => deps.log(`screen pop: ${String(error)}`));
  }
}
