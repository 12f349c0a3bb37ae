/** Notices that nothing comes from the far end although something should. */

export interface SilenceDeps {
  /** Packets received so far. */
  packets(): Promise<number>;
  /** Whether the far end ought to be sending. */
  expected(): boolean;
  /** Nothing has come for a while; told again as long as it goes on. */
  onSilence(): void;
}

/** How often packets are counted, how long none may come, and how often that is told again; ms. */
const lookEvery = 2500;
const silentAfter = 10_000;
const toldEvery = 30_000;

/** Watches until the returned function is called. */
export function watchSilence(deps: SilenceDeps): () => void {
  let seen = -1;
  let heardAt = Date.now();
  let tellAt = silentAfter;
  async function look(): Promise<void> {
    const packets = await deps.packets();
    if (packets !== seen || !deps.expected()) {
      seen = packets;
      heardAt = Date.now();
      tellAt = silentAfter;
    } else if (Date.now() - heardAt >= tellAt) {
      tellAt += toldEvery;
      deps.onSilence();
    }
  }
  const timer = setInterval(() => void look(), lookEvery);
  return () => clearInterval(timer);
}
