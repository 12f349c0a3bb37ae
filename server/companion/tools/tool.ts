import type { Connectors } from '../connectors/connector.ts';
import type { Tenant } from '../config/tenant.ts';
import type { Item, ItemKind, Outcome } from '../inbox/item.ts';
import type { Args } from './args.ts';

/** The languages callers are spoken to in. */
export const LANGUAGES = ['en', 'es'] as const;

export type Language = (typeof LANGUAGES)[number];

/** A sentence in every language. */
export type Sentence = Readonly<Record<Language, string>>;

/** The first tag of `en`, `es-MX`, `es_MX:es` and the like; undefined where there are no sentences in it. */
export function languageIn(text: string): Language | undefined {
  const tag = /^[a-z]{2,3}(?![a-z])/i.exec(text)?.[0].toLowerCase();
  return LANGUAGES.find((language) => language === tag);
}

export const languageOf = (tenant: Pick<Tenant, 'language'>): Language => languageIn(tenant.language) ?? 'en';

/** What the AI is answered: a status (protocol sheet §10.2) and what it says to the caller. */
export interface Told {
  status: string;
  spoken: string;
  /** Further members of the answer, e.g. `lead_id`. */
  more?: Readonly<Record<string, string>>;
}

/** What an item holds that a tool can know. */
export type Draft = Partial<
  Pick<
    Item,
    | 'urgent'
    | 'needsReview'
    | 'number'
    | 'numberAsGiven'
    | 'name'
    | 'forPerson'
    | 'preferredTime'
    | 'text'
    | 'appointment'
  >
>;

/** What a tool makes of its arguments. What it has not asked for by name is kept in the item's `fields`. */
export type Reading =
  /**
   * Something is missing: a question that can be asked aloud. What was said so far (`draft`) is kept for the operators, in
   * case the caller hangs up, and completed by the next call of the same tool in the same call.
   */
  | { ask: Sentence; draft?: Draft }
  | {
      draft: Draft;
      /** Another call of the same tool with the same one, in the same call, brings the item up to date. */
      merge?: string;
      /** Nobody has to look at it. */
      nothingToDo?: boolean;
      /** It is done with being kept. */
      told: (item: Pick<Item, 'id'>) => Told & Partial<Pick<Outcome, 'state' | 'problem'>>;
    }
  | {
      draft: Draft;
      merge?: string;
      /** It is done by this errand; what that needs to know is JSON. */
      errand: string;
      payload: unknown;
    };

/** Without what nobody has said. */
export const onlySaid = <Given extends object>(
  given: Given,
): { [Name in keyof Given]?: Exclude<Given[Name], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Given]?: Exclude<Given[Name], undefined>;
  };

/** One of the functions an AI agent can call. */
export interface Tool {
  kind: ItemKind;
  read(args: Args, context: { tenant: Tenant; now: Date }): Reading;
}

/** Something that is done outside for a tool call, tried again until it is done or given up. */
export interface Errand {
  /** How often it is tried, and how far apart at most. */
  tries: number;
  apartMs: number;
  /** How long one try may take, if that is something of its own. */
  tryMs?: number;
  /** Rejects with a ConnectorFault, or with a bug. */
  run(payload: unknown, context: ErrandContext): Promise<Told>;
  /** What is said when the first try failed and it is tried again, and when it was refused for good. Without it nobody waits. */
  sayings?: { later: Saying; refused: Saying };
  /** What its failure is to an operator, before the reason. */
  problem: string;
}

export interface ErrandContext {
  connectors: Connectors;
  tenant: Tenant;
  item: Item;
  /** The same for every try. */
  key: string;
  /** Whether an earlier try may have done it. */
  mayBeDone: boolean;
  /** Aborted when the try has taken too long. */
  signal: AbortSignal;
}

/** A status and its sentence in every language. */
export interface Saying {
  status: string;
  spoken: Sentence;
}
