import { t } from '../../lib/text.ts';

/** A country or territory (ISO 3166-1 alpha-2) in the language of our words. */
export function regionName(code: string): string {
  return new Intl.DisplayNames([t('language')], { type: 'region', fallback: 'code' }).of(code) ?? code;
}
