/** What has to wait until no call is going on. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Call } from '../call/call.ts';
import { isOver } from '../call/registry.ts';

/** Runs `work` once: now, or when the last call is over. */
export function whenIdle(calls: ReadonlySignal<Call[]>, work: () => void): void {
  let done = false;
  const stop = effect(() => {
    const going = calls.value.some((call) => !isOver(call));
    if (done || going) return;
    done = true;
    work();
    // Not from within itself.
    queueMicrotask(() => stop());
  });
}

/** Tells whenever a call has come to its end. */
export function onCallEnd(calls: ReadonlySignal<Call[]>, tell: () => void): void {
  let before = new Set<string>();
  effect(() => {
    const going = new Set(calls.value.filter((call) => call.phase !== 'closed').map((call) => call.id));
    const ended = [...before].some((id) => !going.has(id));
    before = going;
    if (ended) tell();
  });
}
