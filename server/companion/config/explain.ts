/** Says in plain words what is wrong with a configuration file. */
import type * as v from 'valibot';

/** The kinds of values as people call them. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list [ … ]',
  Object: 'an object { … }',
};

/** The place of an issue, e.g. `tenants[0].connectors.sms.from`, below `base`. */
function placeOf(issue: v.BaseIssue<unknown>, base: string): string {
  let place = base;
  for (const { key } of issue.path ?? []) {
    if (typeof key === 'number') place += `[${key}]`;
    else place += place === '' ? String(key) : `.${String(key)}`;
  }
  return place;
}

/** One line: the place and the mistake. No value is repeated, since it may be a secret in the wrong place. */
export function explain(issue: v.BaseIssue<unknown>, base = ''): string {
  return `${placeOf(issue, base)} ${wrong(issue)}`.trim();
}

function wrong(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'is not a property known here';
  if (issue.received === 'undefined') return 'is missing';
  // A message of our own; valibot's begin with "Invalid".
  if (!issue.message.startsWith('Invalid')) return issue.message;
  const choices = (issue.expected ?? '').replace(/^\(|\)$/g, '').split(' | ');
  return `must be ${choices.map((choice) => KINDS[choice] ?? choice.replace('\t', '\\t')).join(' or ')}`;
}

/** How far around a mistake V8 quotes the text. */
const QUOTED = 10;

/** Where JSON.parse stumbled, and over what; the text that it quotes is left out. */
export function explainJson(error: SyntaxError, text: string): string {
  const { message } = error;
  const [, what = message, dots, quote = ''] =
    /^(.*?), (\.\.\.)?"(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message) ?? [];
  const [, told] = /\(line (\d+) column/.exec(message) ?? [];
  if (told !== undefined || quote === '') return what;
  const position = dots === undefined ? 0 : text.indexOf(quote) + QUOTED;
  return `${what} in line ${text.slice(0, position).split('\n').length}`;
}
