// What a user would pick instead: libphonenumber-js in the page, on every text.
import { findPhoneNumbersInText } from 'libphonenumber-js/max';

declare global {
  interface Window {
    findInPage(text: string): number;
  }
}

window.findInPage = (text) => findPhoneNumbersInText(text, 'US').length;
