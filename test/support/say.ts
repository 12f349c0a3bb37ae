/** The product's English texts, by their keys. */
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };

export const say = (key: keyof typeof messages): string => messages[key].message;
