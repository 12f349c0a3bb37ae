/** What each ask of a page does, once the operator has let its site. */
import { effect } from '@preact/signals-core';
import type { Call } from '../../call/call.ts';
import { isOver } from '../../call/registry.ts';
import { pageRules, type PageAsk } from '../../mirror/page-api.ts';
import { FaultError } from '../../mirror/fault.ts';
import { PageRefusal, type QuestionFacts } from './consents.ts';
import type { PageActs, Visitor } from './door.ts';
import { callRowOf, pastCallRow, queueRow } from './rows.ts';
import type { PageParts } from './page-api.ts';
import type { PageSignIn } from './sign-in.ts';

export function actsOf(
  parts: Pick<PageParts, 'calls' | 'desk' | 'answer' | 'dial'>,
  signIn: PageSignIn,
): PageActs {
  const { calls, desk } = parts;
  const open = () => calls.calls.peek().filter((call) => !isOver(call));
  const rowOf = (id: string) => {
    const call = calls.find(id);
    if (!call) throw new FaultError('no-such-call');
    return callRowOf(call, desk.uuidOf(id));
  };

  /** Who rings, the first of them first. */
  function ringing(): string {
    const call = open().find(({ phase }) => phase === 'offered');
    if (!call) throw new FaultError('no-such-call');
    return call.id;
  }

  async function hold(on: boolean | undefined): Promise<{ held: boolean }> {
    const live = open().find((call) => call.phase === 'live' && call.hold.ours === 'off');
    const held = open().find((call) => call.phase === 'live' && call.hold.ours === 'on');
    if (!live && !held) throw new FaultError('no-such-call');
    const wanted = on ?? live !== undefined;
    const call = wanted ? live : held;
    // It is so already.
    if (!call) return { held: wanted };
    if (wanted) calls.hold(call.id);
    else await calls.resume(call.id);
    if ((await agreed(call.id)) !== (wanted ? 'on' : 'off')) throw new FaultError('hold-refused');
    return { held: wanted };
  }

  /** What became of a hold once the other side has spoken (DESIGN §2.5). */
  function agreed(id: string): Promise<Call['hold']['ours'] | undefined> {
    return new Promise((resolve) => {
      const stop = effect(() => {
        const ours = calls.calls.value.find((call) => call.id === id)?.hold.ours;
        if (ours === 'asking' || ours === 'releasing') return;
        resolve(ours);
        queueMicrotask(() => stop());
      });
    });
  }

  return {
    setAccessToken: ({ token }, visitor) => signIn.give(visitor, token),
    setGetAccessToken: ({ on }, visitor) => signIn.offer(visitor, on),
    setApiOrigin: ({ origin }, visitor) => signIn.name(visitor, origin),
    // The yes to its question is all: what the widget has then comes as the page's own token.
    takeOver: () => undefined,

    async call({ number }, { origin }) {
      // The caller who is in the operator's ear is not put on hold by a page.
      if (open().length > 0) throw new PageRefusal('busy');
      const { call } = await parts.dial(number, undefined, origin);
      return rowOf(call);
    },
    async answer() {
      const id = ringing();
      await parts.answer(id);
      return rowOf(id);
    },
    decline: () => calls.decline(ringing()),
    hold: ({ on }) => hold(on),

    async getQueue() {
      await desk.mustHave('queue').refresh();
      const { state, entries, fault } = desk.slices.queue.peek();
      if (state === 'failed') throw new FaultError(fault?.code ?? 'service-unreachable');
      return entries.map(queueRow);
    },
    getActiveCalls: () => open().map(({ id }) => rowOf(id)),
    async callDetails({ callUuid }) {
      const own = calls.calls.peek().find(({ id }) => id === callUuid || desk.uuidOf(id) === callUuid);
      const known = own && (desk.uuidOf(own.id) ?? undefined);
      const row = await desk.pastCall(known ?? callUuid);
      if (row) return pastCallRow(row, (await desk.callDetails(row.callUuid)).lines);
      if (own) return callRowOf(own, undefined);
      throw new FaultError('no-such-call');
    },
    subscribe({ events }, visitor) {
      visitor.events = new Set(events);
    },
  };
}

/** What the operator reads in the question: the number as we understand it, never the page's own text, or the service. */
export function factsOf(
  name: PageAsk,
  input: unknown,
  visitor: Visitor,
  parts: { signIn: Pick<PageSignIn, 'serviceOf'>; numberIn: PageParts['numberIn'] },
): QuestionFacts {
  const given = input as { number?: string; origin?: string };
  if (name === 'takeOver' && given.origin !== undefined) visitor.apiOrigin = given.origin;
  if (name === 'call') return { about: parts.numberIn(given.number ?? '') };
  if (pageRules[name].permit !== 'sign-in') return {};
  return { about: parts.signIn.serviceOf(visitor), ...(name === 'takeOver' && { widget: true }) };
}
