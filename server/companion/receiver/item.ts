import { MAX_NAME, MAX_TEXT, type Item } from '../inbox/item.ts';
import { addText, type Args } from '../tools/args.ts';
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
  const start = text === undefined ? undefined : cut(text, MAX_TEXT);
  if (text !== undefined && start !== text) addText(fields, 'text', text.slice(start?.length), 2);
  for (const name of NAMES) {
    const said = draft[name];
    if (said === undefined || said.length <= MAX_NAME) continue;
    draft[name] = cut(said, MAX_NAME);
    addText(fields, name, said);
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
    ...(start !== undefined && { text: start }),
    fields,
    outcome: { state: 'pending', status: 'pending', spoken: '' },
    state: call.nothingToDo ? 'done' : 'open',
    ...(call.nothingToDo && { stateAt: now.toISOString() }),
    notes: [],
  };
}

/** What a call was that had to be asked for more: what was said so far, for somebody to see. */
export const unfinished = (item: Item, question: string): Item => ({
  ...item,
  needsReview: true,
  outcome: {
    state: 'failed',
    status: 'error',
    spoken: question,
    problem: 'It is not complete: the caller was asked for more, and this is what was said before.',
  },
});

/** Whether there is more to it than a name: something a person could do something with. */
export const saysSomething = ({ text, number, numberAsGiven, appointment, preferredTime, fields }: Item) =>
  [text, number, numberAsGiven, appointment, preferredTime].some((said) => said !== undefined) ||
  Object.keys(fields).some((name) => name !== 'source');

/** A later call that completes an item: what is new wins, nothing is taken away. */
export function completed(before: Item, now: Item): Item {
  return before.outcome.status === 'error' ? finished(before, now) : added(before, now);
}

/** The same once more, with what was missing. */
function finished(before: Item, now: Item): Item {
  const fields = fieldsOf(before, now);
  if (before.text !== undefined && now.text?.includes(before.text) === false)
    addText(fields, 'said_before', before.text);
  return {
    ...before,
    ...now,
    id: before.id,
    at: before.at,
    urgent: before.urgent || now.urgent,
    fields,
    state: before.state,
    notes: before.notes,
  };
}

/** All that either has; what they say differently is kept from both. */
function fieldsOf(before: Item, now: Item): Item['fields'] {
  const fields = { ...before.fields, ...now.fields };
  for (const [name, said] of Object.entries(before.fields))
    if (fields[name] !== said) addText(fields, name, said);
  return fields;
}

function added(before: Item, now: Item): Item {
  const fields = fieldsOf(before, now);
  const isMore = now.text !== undefined && before.text !== undefined && now.text !== before.text;
  const text = isMore ? `${before.text}\n\n${now.text}` : (before.text ?? now.text);
  const start = text === undefined ? undefined : cut(text, MAX_TEXT);
  if (text !== undefined && start !== text) addText(fields, 'text', text.slice(start?.length), 2);
  return {
    ...now,
    ...before,
    urgent: before.urgent || now.urgent,
    needsReview: before.needsReview || now.needsReview,
    ...(now.name !== undefined && { name: now.name }),
    ...(start !== undefined && { text: start }),
    fields,
    outcome: now.outcome,
  };
}
