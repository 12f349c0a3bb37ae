import { MAX_NAME, MAX_TEXT, type Item } from '../inbox/item.ts';
import { type Args, parts } from '../tools/args.ts';
import type { Draft, Tool } from '../tools/tool.ts';
import { cut } from './clean.ts';

const NAMES = ['name', 'numberAsGiven', 'forPerson', 'preferredTime'] as const;

/** The item of a tool call, as it begins. Nothing that was given is lost: what is too long goes on among the fields. */
export function itemOfCall(
  tool: Tool,
  call: { tool: string; callId: string; args: Args; draft: Draft; nothingToDo: boolean },
  now: Date,
): Item {
  const { text, ...draft } = call.draft;
  const fields = call.args.rest();
  const [start, ...more] = text === undefined ? [] : Object.entries(parts('text', text));
  for (const name of NAMES) {
    const said = draft[name];
    if (said === undefined || said.length <= MAX_NAME) continue;
    draft[name] = cut(said, MAX_NAME);
    Object.assign(fields, parts(name, said));
  }
  return {
    id: crypto.randomUUID(),
    kind: tool.kind,
    tool: call.tool,
    callId: call.callId,
    at: now.toISOString(),
    urgent: false,
    needsReview: false,
    ...draft,
    ...(start && { text: start[1] }),
    fields: { ...fields, ...Object.fromEntries(more) },
    outcome: { state: 'pending', status: 'pending', spoken: '' },
    state: call.nothingToDo ? 'done' : 'open',
    ...(call.nothingToDo && { stateAt: now.toISOString() }),
    notes: [],
  };
}

/** A later call that completes an item: what is new wins, nothing is taken away. */
export function completed(before: Item, now: Item): Item {
  const added = now.text !== undefined && before.text !== undefined && now.text !== before.text;
  return {
    ...now,
    ...before,
    urgent: before.urgent || now.urgent,
    needsReview: before.needsReview || now.needsReview,
    ...(now.name !== undefined && { name: now.name }),
    ...(added && { text: cut(`${before.text}\n\n${now.text}`, MAX_TEXT) }),
    fields: { ...before.fields, ...now.fields },
    outcome: now.outcome,
  };
}
