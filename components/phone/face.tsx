import { PersonIcon } from '../controls/icons.tsx';

/** The first letters of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name.split(/[\s,;/|]+/u).filter((word) => /^\p{L}/u.test(word));
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => /^\p{L}/u.exec(word ?? '')?.[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** A person's initials; a plain figure where no name is known. Decoration: the name stands beside it. */
export function Face({ name }: { name?: string }) {
  const letters = initials(name ?? '');
  return (
    <span class={letters ? 'face' : 'face unknown'} aria-hidden="true">
      {letters || <PersonIcon />}
    </span>
  );
}
