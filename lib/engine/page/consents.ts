/** What sites may do through the page API: what the operator said of each, and the questions that wait for an answer. */
import { computed, signal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Host } from '../../host/host.ts';
import type { PageCode, PageConsent, PageQuestion, Permit, PermitWord } from '../../mirror/page-words.ts';
import { stored } from '../stored.ts';

/** An ask that came to nothing, with the code its page is told. */
export class PageRefusal extends Error {
  readonly code: PageCode;
  constructor(code: PageCode) {
    super(code);
    this.code = code;
  }
}

const word = v.optional(v.picklist(['allowed', 'never']));
const schema = v.record(
  v.string(),
  v.object({ 'sign-in': word, see: word, call: word, apiOrigin: v.optional(v.string()) }),
);
type Kept = v.InferOutput<typeof schema>;

/** What a question is about, beside the site and its permit. */
export type QuestionFacts = Pick<PageQuestion, 'about' | 'widget'>;
export type QuestionAnswer = 'allow' | 'later' | 'never';

/** How long an ask waits for the operator, in ms. */
const patience = 60_000;
/** After "not now", a site is not asked about again for this long, in ms. */
const rest = 600_000;
/** So many asks of a site may wait, and so many sites may have a question. */
const mostWaiting = 20;
const mostQuestions = 8;

interface Waiting {
  resolve: () => void;
  reject: (why: PageRefusal) => void;
}
interface Open {
  question: PageQuestion;
  waiting: Set<Waiting>;
}

export type Consents = ReturnType<typeof createConsents>;

export function createConsents(host: Pick<Host, 'local' | 'log'>, now: () => number = Date.now) {
  const file = stored({
    store: host.local,
    key: 'pageConsents',
    version: 1,
    schema,
    fallback: {},
    log: (line) => host.log(line),
  });
  const kept = signal<Kept>({});
  const open = signal<readonly Open[]>([]);
  /** Until when a site is left in peace, by site and permit. */
  const resting = new Map<string, number>();
  const listeners = new Set<(origin: string) => void>();

  const consents = computed<PageConsent[]>(() =>
    Object.entries(kept.value)
      .map(([origin, { apiOrigin, ...permits }]) => ({
        origin,
        permits,
        ...(apiOrigin !== undefined && { apiOrigin }),
      }))
      .toSorted((a, b) => a.origin.localeCompare(b.origin)),
  );
  const questions = computed<PageQuestion[]>(() => open.value.map(({ question }) => question));

  /** What was said; a sign-in counts for the one service it was asked for. */
  function said(origin: string, permit: Permit, about?: string): PermitWord | undefined {
    const site = Object.hasOwn(kept.peek(), origin) ? kept.peek()[origin] : undefined;
    const one = site?.[permit];
    if (permit === 'sign-in' && one === 'allowed' && site?.apiOrigin !== about) return undefined;
    return one;
  }

  async function keep(origin: string, part: Kept[string]): Promise<void> {
    const next = { ...kept.peek(), [origin]: part };
    const empty = permitsOf(part).every((one) => one === undefined);
    if (empty) delete next[origin];
    kept.value = next;
    for (const tell of listeners) tell(origin);
    await file.save(next);
  }

  function close(one: Open, end: (waiting: Waiting) => void): void {
    open.value = open.peek().filter((other) => other !== one);
    for (const waiting of one.waiting) end(waiting);
  }

  function questionFor(origin: string, permit: Permit, facts: QuestionFacts): Open {
    const asked = open
      .peek()
      .find(
        ({ question }) =>
          question.origin === origin &&
          question.permit === permit &&
          (permit !== 'sign-in' || question.about === facts.about),
      );
    if (asked) return asked;
    if (open.peek().length >= mostQuestions) throw new PageRefusal('consent-needed');
    const made: Open = {
      question: { id: crypto.randomUUID(), origin, permit, ...facts, at: now() },
      waiting: new Set(),
    };
    open.value = [...open.peek(), made];
    return made;
  }

  return {
    consents,
    questions,
    async load(): Promise<void> {
      kept.value = await file.load();
    },
    /** Told of each site about which something else was said. */
    onChange: (tell: (origin: string) => void) => void listeners.add(tell),
    /** Whether it may, without asking. */
    allows: (origin: string, permit: Permit, about?: string): boolean =>
      said(origin, permit, about) === 'allowed',
    /** The service a site may sign us in at. */
    apiOriginOf: (origin: string): string | undefined =>
      consents.peek().find((one) => one.origin === origin)?.apiOrigin,

    /**
     * Resolves when the site may, with whether the operator said so only now; asks where nothing was said yet. Rejects
     * with a PageRefusal. `gone` ends the wait, and the question with the last one that waits for it.
     */
    async need(
      origin: string,
      permit: Permit,
      facts: QuestionFacts,
      gone: AbortSignal,
    ): Promise<'known' | 'asked'> {
      const word = said(origin, permit, facts.about);
      if (word === 'allowed') return 'known';
      if (word === 'never') throw new PageRefusal('consent-denied');
      if ((resting.get(`${permit} ${origin}`) ?? 0) > now()) throw new PageRefusal('consent-needed');
      const asked = questionFor(origin, permit, facts);
      const crowd = open.peek().filter(({ question }) => question.origin === origin);
      if (crowd.reduce((sum, { waiting }) => sum + waiting.size, 0) >= mostWaiting)
        throw new PageRefusal('rate-limited');
      let waiting: Waiting | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const leave = (): void => waiting?.reject(new PageRefusal('consent-needed'));
      try {
        await new Promise<void>((resolve, reject) => {
          waiting = { resolve, reject };
          asked.waiting.add(waiting);
          timer = setTimeout(leave, patience);
          gone.addEventListener('abort', leave);
        });
        return 'asked';
      } finally {
        clearTimeout(timer);
        gone.removeEventListener('abort', leave);
        if (waiting) asked.waiting.delete(waiting);
        // A question nobody waits for any more would promise what does not happen.
        if (asked.waiting.size === 0) open.value = open.peek().filter((one) => one !== asked);
      }
    },

    /** The operator's answer; one to a question that is gone does nothing. */
    async answer(id: string, answer: QuestionAnswer): Promise<void> {
      const asked = open.peek().find(({ question }) => question.id === id);
      if (!asked) return;
      const { origin, permit, about } = asked.question;
      if (answer === 'later') {
        resting.set(`${permit} ${origin}`, now() + rest);
        return close(asked, ({ reject }) => reject(new PageRefusal('consent-needed')));
      }
      const before = kept.peek()[origin] ?? {};
      const allowed = answer === 'allow';
      const part = {
        ...before,
        [permit]: allowed ? 'allowed' : 'never',
        ...(permit === 'sign-in' && allowed && { apiOrigin: about }),
      };
      const saved = keep(origin, part);
      close(asked, ({ resolve, reject }) =>
        allowed ? resolve() : reject(new PageRefusal('consent-denied')),
      );
      await saved;
    },

    /** Changes what was said, or forgets it (null); what the site had going ends at once. */
    async set(origin: string, permit: Permit, next: PermitWord | null): Promise<void> {
      resting.delete(`${permit} ${origin}`);
      const before = kept.peek()[origin];
      // A sign-in is for one service, which only the page can name.
      if (!before || (permit === 'sign-in' && next === 'allowed' && before.apiOrigin === undefined)) return;
      await keep(origin, { ...before, [permit]: next ?? undefined });
    },

    /** An account of this service was removed: whoever may sign in there is asked about anew. */
    async forgetService(service: string): Promise<void> {
      for (const { origin, permits, apiOrigin } of consents.peek())
        if (apiOrigin === service && permits['sign-in'] === 'allowed')
          await this.set(origin, 'sign-in', null);
    },

    /** The question with this id, if it still stands. */
    questionOf: (id: string): PageQuestion | undefined => questions.peek().find((one) => one.id === id),
  };
}

const permitsOf = ({ 'sign-in': signIn, see, call }: Kept[string]): (PermitWord | undefined)[] => [
  signIn,
  see,
  call,
];
