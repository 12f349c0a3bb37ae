/** Operator tokens that a page offers (protocol sheet §7: `setAccessToken`, `setGetAccessToken`); the page API stands at the other end. */

/** Asks the page at `origin` for a newer token; undefined when it gives none. */
export type AskPage = (origin: string) => Promise<string | undefined>;

export function createPageTokens(deps: {
  /** Whether the account in use takes tokens from pages. */
  wanted(): boolean;
  take(token: string): Promise<void>;
}) {
  let origin: string | undefined;
  let asker: AskPage | undefined;
  return {
    /** A page, whose origin the operator has consented to, gives a token. False when nobody wants one. */
    async offer(from: string, token: string): Promise<boolean> {
      if (!deps.wanted()) return false;
      origin = from;
      await deps.take(token);
      return true;
    },
    /** How pages are asked; set by the page API. */
    askThrough(ask: AskPage): void {
      asker = ask;
    },
    /** The page that last offered one is asked again. */
    ask: async (): Promise<string | undefined> => (origin !== undefined && asker ? asker(origin) : undefined),
  };
}
