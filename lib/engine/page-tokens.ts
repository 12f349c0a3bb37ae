/** Operator tokens that a page offers (protocol sheet §7: `setAccessToken`, `setGetAccessToken`); the page API stands at the other end. */

/** Asks the pages at `origin` for a newer token for a service; undefined when they give none. */
export type AskPage = (origin: string, service: string) => Promise<string | undefined>;

export type PageTokens = ReturnType<typeof createPageTokens>;

export function createPageTokens(deps: {
  /** The service (an origin) for which the account in use takes tokens from pages, if it does. */
  wanted(): string | undefined;
  take(token: string): Promise<void>;
}) {
  /** Which site's tokens are whose: by service. */
  const sites = new Map<string, string>();
  let asker: AskPage | undefined;
  return {
    /** Tokens for this service come from this site from now on. */
    know(site: string, service: string): void {
      sites.set(service, site);
    },
    /** A page, whose origin the operator has consented to, gives a token for a service. False when nobody wants one. */
    async offer(from: string, token: string, service: string): Promise<boolean> {
      if (deps.wanted() !== service) return false;
      sites.set(service, from);
      await deps.take(token);
      return true;
    },
    /** How pages are asked; set by the page API. */
    askThrough(ask: AskPage): void {
      asker = ask;
    },
    /** The site that last offered one for the service in use is asked again. */
    async ask(): Promise<string | undefined> {
      const service = deps.wanted();
      const site = service === undefined ? undefined : sites.get(service);
      return service !== undefined && site !== undefined && asker ? asker(site, service) : undefined;
    },
  };
}
