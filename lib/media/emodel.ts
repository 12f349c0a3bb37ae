/** What loss and delay do to a conversation, as one figure. Pure. */

/**
 * Rating with nothing wrong: ITU-T G.107's default R for a clean handset-to-handset connection.
 */
const clean = 93.2;
/** G.711 with packet loss concealment (ITU-T G.113 appendix I: Ie 0, Bpl 25.1); Chromium conceals for every codec. */
const robustness = 25.1;

/**
 * Mean opinion score 1..4.5 by the E-model, in the simplified form of ITU-T G.107 annex B and of Cole and Rosenbluth,
 * "Voice over IP performance monitoring" (2001): R = 93.2 − Id − Ie,eff.
 * `loss` is the share of sound that is missing, 0..1, taken as random (BurstR 1); `delay` is one way from mouth to ear,
 * ms. The figures of G.711 stand in for other codecs, so Opus, which mends more, is judged a little too severely.
 */
export function mosOf(loss: number, delay: number): number {
  const beyond = Math.max(0, delay - 177.3);
  const delayed = 0.024 * delay + 0.11 * beyond;
  const percent = Math.max(0, loss) * 100;
  const damaged = (95 * percent) / (percent + robustness);
  const rating = Math.min(100, Math.max(0, clean - delayed - damaged));
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}
