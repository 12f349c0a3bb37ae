import { cleanLine } from './clean.ts';

/** What a voice says at once at most. */
const MAX_SPOKEN = 240;

/**
 * A text fit to be spoken: at most 240 characters in at most two sentences; no markup, addresses, ids or pictures.
 * Undefined when nothing is left.
 */
export function speakable(text: string): string | undefined {
  const known = spoken.get(text);
  if (known !== undefined) return known;
  const found = makeSpeakable(text);
  if (spoken.size >= MAX_REMEMBERED) spoken.clear();
  if (found !== undefined) spoken.set(text, found);
  return found;
}

/** Most of what is said are the same few sentences. */
const spoken = new Map<string, string>();
const MAX_REMEMBERED = 200;

function makeSpeakable(text: string): string | undefined {
  const plain = cleanLine(
    text
      // Tags of HTML and SSML, then what is left of broken ones.
      .replace(/<[^<>]*>/g, ' ')
      .replace(/&(?:[a-z]+|#\d+|#x[\da-f]+);/gi, ' ')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/\b(?:[a-z][a-z\d+.-]*:\/\/|www\.)\S+/gi, ' ')
      .replace(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, ' ')
      .replace(/\b(?=\w*\d)\w{20,}\b/g, ' ')
      .replace(/[<>{}[\]|\\^~`*_#=]/g, ' ')
      .replace(
        /\p{Extended_Pictographic}|\ufe0f|\u20e3|[\u200b-\u200f\u2028\u2029]|[\u{1f1e6}-\u{1f1ff}]/gu,
        ' ',
      ),
  )
    .replace(/ +(?=[.,;:!?])/g, '')
    .trim();
  const short = ended(firstSentences(plain, 2));
  return /[\p{L}\p{N}]/u.test(short) ? short : undefined;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * What a full stop is part of: titles, initials, halves of the day, companies. One that ends a sentence all the same is
 * not told from one within it: better a sentence too many is said than half of one.
 */
const ABBREVIATED =
  /(?<![\p{L}\p{N}])(?:dr|dra|mr|mrs|ms|sr|sra|srta|prof|jr|st|ave|av|apt|ste|inc|ltd|co|corp|ud|uds|[ap]\.? ?m|\p{L})\.\s*$/iu;

function firstSentences(text: string, count: number): string {
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATED.test(last)) sentences.splice(-1, 1, last + segment);
    else if (sentences.length < count) sentences.push(segment);
    else break;
  }
  return sentences.join('').trim();
}

/** Ends at a sentence, else at a word, where it is too long. */
function ended(text: string): string {
  if (text.length <= MAX_SPOKEN) return text;
  const whole = firstSentences(text, 1);
  if (whole.length <= MAX_SPOKEN) return whole;
  const cut = text.slice(0, MAX_SPOKEN - 1);
  const words = cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_SPOKEN / 2)).toWellFormed();
  return `${words.replace(/[\s,;:\ufffd]+$/, '')}.`;
}
