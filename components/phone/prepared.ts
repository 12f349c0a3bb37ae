import type { Phone } from '../../lib/mirror/phone.ts';

/** Gets ready what a call needs, where one is likely. */
export const prepared = (phone: Phone) => (): void => void phone.prepare({}).catch(() => undefined); // The call itself says what is wrong.
