/** How long and how often a fact is looked for, and what to say when it never comes true. */
export interface UntilOptions {
  timeout?: number;
  every?: number;
  /** A function is asked when time is up, so that it can tell the state at that moment. */
  message: string | (() => string | Promise<string>);
  /** Throws when waiting on would be in vain, which ends the wait at once. */
  unless?: () => void;
}

/** Looks until `fact` gives something truthy and returns it; a throwing look counts as "not yet" and is told at the end. */
export async function until<T>(
  fact: () => T | Promise<T>,
  { timeout = 10_000, every = 20, message, unless }: UntilOptions,
): Promise<NonNullable<T>> {
  const started = Date.now();
  let lastError: Error | undefined;
  let last: T | undefined;
  do {
    unless?.();
    try {
      last = await fact();
      lastError = undefined;
      if (last) return last;
    } catch (error) {
      lastError = error instanceof Error ? error : new Error('something else was thrown', { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  } while (Date.now() - started < timeout);
  const said = typeof message === 'string' ? message : await message();
  const seen = lastError === undefined ? `last seen: ${String(last)}` : `last error: ${lastError.message}`;
  throw new Error(`${said} (waited ${Date.now() - started} ms; ${seen})`, { cause: lastError });
}
