/** Gives `browser.i18n` outside an extension. Import it before anything that says a word. */
import de from '../../../public/_locales/de/messages.json' with { type: 'json' };
import en from '../../../public/_locales/en/messages.json' with { type: 'json' };
import es from '../../../public/_locales/es/messages.json' with { type: 'json' };

type Messages = Record<string, { message: string }>;

const locales: Record<string, Messages> = { en, de, es };

const asked = typeof location === 'undefined' ? null : new URLSearchParams(location.search);
const messages = locales[asked?.get('lang') ?? 'en'] ?? en;

function getMessage(key: string, parts: string[] = []): string {
  if (key === 'direction' && asked?.get('dir') === 'rtl') return 'rtl';
  const text = (messages as Messages)[key]?.message ?? '';
  return text.replace(/\$(\d)/g, (_all, digit: string) => parts[Number(digit) - 1] ?? '');
}

const world = globalThis as unknown as { chrome?: Record<string, unknown> };
world.chrome = { ...world.chrome, i18n: { getMessage, getUILanguage: () => 'en' } };
