/** Looks policies up by HTTP, in whatever service a company has. */
import { ConnectorFault, type PolicyBook, type PolicyQuestion } from './connector.ts';
import { type Answer, type Ask, exchange, faultOfAnswer, faultOfSilence, jsonOf } from './http.ts';
import { type DateOrder, fits, type Identity } from './identity.ts';
import { oneLine } from '../receiver/clean.ts';

/** What may stand in braces in an address or a body. */
export const QUESTION_FIELDS = ['policyNumber', 'phone', 'lastName', 'dateOfBirth', 'lookupType'] as const;

/** Where things are in the answer: JSON pointers (RFC 6901). */
export interface PolicyPointers {
  status: string;
  details?: string;
  policyNumber?: string;
  /** There is a policy when this is there, and neither null, false nor empty. */
  found?: string;
  phone?: string;
  lastName?: string;
  dateOfBirth?: string;
}

export interface PolicyHttpOptions {
  /** With `{policyNumber}` and the like in its path or query. */
  url: string;
  /** GET unless told. */
  method?: 'GET' | 'POST';
  /** JSON of a POST, with `{policyNumber}` and the like in its strings; unless told the question as it is. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  answer: PolicyPointers;
  /** How dates of birth are written that do not begin with the year. */
  dates?: DateOrder;
  region: string;
  /** For the whole exchange; 5 000 unless told. */
  timeoutMs?: number;
}

const WHO = 'The policy service';

/** 404 is: there is none. */
export function policyHttp(options: PolicyHttpOptions): PolicyBook {
  const { method = 'GET', timeoutMs = 5000, dates = 'mdy', region, answer: pointers } = options;
  return {
    async find(question, signal) {
      const url = urlFor(options.url, question);
      if (url === undefined || question.policyNumber.trim() === '') return undefined;
      const ask: Ask = {
        method,
        url,
        headers: { accept: 'application/json', ...options.headers },
      };
      if (method === 'POST') {
        ask.headers = { 'content-type': 'application/json', ...ask.headers };
        ask.body = JSON.stringify(options.body === undefined ? question : filledTree(options.body, question));
      }
      let answer: Answer;
      try {
        answer = await exchange(ask, { timeoutMs, signal });
      } catch (error) {
        throw faultOfSilence(WHO, error);
      }
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw faultOfAnswer(WHO, answer);
      const body = jsonOf(answer);
      if (typeof body !== 'object' || body === null) {
        throw new ConnectorFault('again', `${WHO} answered with something that is not JSON.`);
      }
      if (pointers.found !== undefined && isNothing(at(body, pointers.found))) return undefined;
      const read = (pointer: string | undefined): string | undefined => wordsAt(body, pointer);
      const status = read(pointers.status);
      if (status === undefined) {
        throw new ConnectorFault(
          'refused',
          `The answer of the policy service has no status at ${pointers.status}.`,
        );
      }
      if (!fits(question, identityOf(read, pointers), { dates, region })) return undefined;
      const details = read(pointers.details);
      return {
        policyNumber: oneLine(read(pointers.policyNumber) ?? question.policyNumber, 100),
        status: oneLine(status, 100),
        ...(details !== undefined && { details: oneLine(details, 400) }),
      };
    },
  };
}

function identityOf(read: (pointer?: string) => string | undefined, pointers: PolicyPointers): Identity {
  const identity: Identity = {};
  for (const name of ['phone', 'lastName', 'dateOfBirth'] as const) {
    const value = read(pointers[name]);
    if (value !== undefined) identity[name] = value;
  }
  return identity;
}

/** The address for a question; undefined when what was said would lead to another place (`..` is no policy number). */
export function urlFor(template: string, question: PolicyQuestion): string | undefined {
  const write = (text: string): string => encodeURIComponent(text.toWellFormed());
  const url = new URL(filled(template, question, write));
  const stepsOf = ({ pathname }: URL): number => pathname.split('/').length;
  return stepsOf(url) === stepsOf(new URL(filled(template, question, () => 'x'))) ? url.href : undefined;
}

function filled(template: string, question: PolicyQuestion, write: (text: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const field = QUESTION_FIELDS.find((known) => known === name);
    return field === undefined ? whole : write(question[field] ?? '');
  });
}

function filledTree(tree: unknown, question: PolicyQuestion): unknown {
  if (typeof tree === 'string') return filled(tree, question, (text) => text);
  if (Array.isArray(tree)) return tree.map((branch) => filledTree(branch, question));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, filledTree(branch, question)]));
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === false || value === '';

function wordsAt(tree: unknown, pointer: string | undefined): string | undefined {
  const value = pointer === undefined ? undefined : at(tree, pointer);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** What a JSON pointer (RFC 6901) points to; undefined when there is nothing. */
export function at(tree: unknown, pointer: string): unknown {
  let place = tree;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return undefined;
    place = (place as Record<string, unknown>)[key];
  }
  return place;
}
