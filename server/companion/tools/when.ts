/** Days, times and lengths as a model writes them. Nothing is guessed: what can be read in two ways is not read. */

export interface Day {
  year: number;
  month: number;
  day: number;
}

const MONTHS: readonly RegExp[] = [
  /^(jan|ene)/,
  /^feb/,
  /^mar/,
  /^(apr|abr)/,
  /^may/,
  /^jun/,
  /^jul/,
  /^(aug|ago)/,
  /^se(p|t)/,
  /^o(c|k)t/,
  /^nov/,
  /^(dec|dic)/,
];

const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** What the clock of that time zone shows. */
export function clockIn(timeZone: string, at: Date): { day: Day; hour: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const day = { year: part('year'), month: part('month'), day: part('day') };
  return { day, hour: part('hour'), minute: part('minute') };
}

const two = (number: number): string => String(number).padStart(2, '0');

/** YYYY-MM-DD. */
export const isoDay = ({ year, month, day }: Day): string =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

function existing(year: number, month: number, day: number): Day | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? { year, month, day } : undefined;
}

function shifted({ year, month, day }: Day, days: number): Day {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/**
 * A date and perhaps a time in one text, or a date alone. `2026-03-05`, `2026-03-05T14:30`, the same with an offset
 * (brought into `timeZone`), `March 5, 2026`, `5 de marzo de 2026`, `12/31/2026` where only one order is possible,
 * `today`, `tomorrow`. Undefined for everything else.
 */
export function readDate(
  text: string,
  { timeZone, now }: { timeZone: string; now: Date },
): { day: Day; time?: string } | undefined {
  const said = plain(text);
  const instant = /^\d{4}-\d\d-\d\dt\d\d:\d\d(:\d\d(\.\d+)?)?(z|[+-]\d\d:?\d\d)$/.exec(said);
  if (instant) {
    const at = new Date(said.toUpperCase());
    if (Number.isNaN(at.getTime())) return undefined;
    const { day, hour, minute } = clockIn(timeZone, at);
    return { day, time: `${two(hour)}:${two(minute)}` };
  }
  const local = /^(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d)(:00(\.0+)?)?$/.exec(said);
  if (local) {
    const date = readDate(local[1] ?? '', { timeZone, now });
    const time = readTime(local[2] ?? '');
    return date && time ? { ...date, time } : undefined;
  }
  const today = clockIn(timeZone, now).day;
  if (/^(today|hoy)$/.test(said)) return { day: today };
  if (/^(tomorrow|manana)$/.test(said)) return { day: shifted(today, 1) };
  const day = isoLike(said) ?? named(said) ?? slashed(said);
  return day && { day };
}

function isoLike(said: string): Day | undefined {
  const found = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(said);
  return found ? existing(Number(found[1]), Number(found[2]), Number(found[3])) : undefined;
}

function named(said: string): Day | undefined {
  // A weekday before it says nothing that the date does not say.
  const bare = said.replace(
    /^(mon|tues|wednes|thurs|fri|satur|sun)day,? |^(lunes|martes|miercoles|jueves|viernes|sabado|domingo),? /,
    '',
  );
  const monthFirst = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(bare);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)? (?:of |de )?([a-z]+)\.?,? (?:de |del )?(\d{4})$/.exec(bare);
  const [word, day, year] = monthFirst
    ? [monthFirst[1], monthFirst[2], monthFirst[3]]
    : [dayFirst?.[2], dayFirst?.[1], dayFirst?.[3]];
  if (word === undefined) return undefined;
  const month = MONTHS.findIndex((name) => name.test(word)) + 1;
  return month === 0 ? undefined : existing(Number(year), month, Number(day));
}

/** `12/31/2026` or `31/12/2026`; `03/05/2026` could be either. */
function slashed(said: string): Day | undefined {
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(said);
  if (!found) return undefined;
  const [a, b, year] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (a === b || (a <= 12 && b > 12)) return existing(year, a, b);
  return a > 12 && b <= 12 ? existing(year, b, a) : undefined;
}

/** HH:MM of `14:30`, `2:30 pm`, `2 p.m.`, `noon`; undefined for `2:30`, which could be either half of the day. */
export function readTime(text: string): string | undefined {
  const said = plain(text).replace(/^(at|a las|a la) /, '');
  if (/^(12 )?(noon|midday|mediodia|del mediodia)$/.test(said)) return '12:00';
  const found =
    /^(\d{1,2})(?:[:.h](\d\d))?(?::00)? ?(?:hrs|h)? ?(a\.? ?m\.?|p\.? ?m\.?|de la manana|de la tarde|de la noche|in the morning|in the afternoon|in the evening)?$/.exec(
      said,
    );
  if (!found) return undefined;
  const [, hours = '', minutes, half] = found;
  const [hour, minute] = [Number(hours), Number(minutes ?? '0')];
  if (minute > 59) return undefined;
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    // Twelve at night and twelve "in the evening" are not the same to everybody.
    if (hour === 12 && !/^[ap]\.? ?m/.test(half)) return undefined;
    const late = /^p|tarde|noche|afternoon|evening/.test(half);
    return `${two((hour % 12) + (late ? 12 : 0))}:${two(minute)}`;
  }
  // Without a half of the day only what is written as on a clock of 24 hours.
  return minutes !== undefined && hours.length === 2 && hour < 24 ? `${hours}:${minutes}` : undefined;
}

/** Minutes of `30`, `45 minutes`, `1 hour`, `1.5 hours`, `hora y media`. */
export function readMinutes(text: string): number | undefined {
  const said = plain(text);
  if (/^(half an hour|media hora)$/.test(said)) return 30;
  if (/^(an hour and a half|(una )?hora y media)$/.test(said)) return 90;
  const found = /^(an?|una?|\d+(?:[.,]\d+)?) ?(minutes?|minutos?|mins?|m|hours?|horas?|hrs?|h)?$/.exec(said);
  if (!found) return undefined;
  const [, amount = '', unit] = found;
  const number = /^[au]/.test(amount) ? 1 : Number(amount.replace(',', '.'));
  if (unit === undefined && !/^\d/.test(amount)) return undefined;
  const minutes = Math.round(number * (unit?.startsWith('h') ? 60 : 1));
  return minutes >= 1 && minutes <= 1440 ? minutes : undefined;
}

/** The instant at which the clock of that zone shows this; undefined where it skips it. */
export function instantOf(day: Day, time: string, timeZone: string): Date | undefined {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wanted = Date.UTC(day.year, day.month - 1, day.day, hour, minute);
  // The offset is at most 14 hours; two looks find it, also beside a change of the clock.
  let guess = wanted;
  for (let look = 0; look < 3; look += 1) {
    const shown = clockIn(timeZone, new Date(guess));
    const { year, month, day: date } = shown.day;
    const difference = wanted - Date.UTC(year, month - 1, date, shown.hour, shown.minute);
    if (difference === 0) return new Date(guess);
    guess += difference;
  }
  return undefined;
}
