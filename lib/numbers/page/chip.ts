// The call chip beside a number: plain DOM in a shadow root that is handed in.
import { beside, dress, pictureButton, type Deed } from './chip-parts.ts';
import { contactForm } from './chip-contact.ts';
import { CHIP_CSS } from './chip.css.ts';
import { focusedIn } from './focus.ts';
import { isIn, type Hit } from './hit.ts';

/** What the chip says; `$1` in `callNumber` stands for the number as written. */
export interface ChipTexts extends Record<Deed, string> {
  callNumber: string;
  copied: string;
  contactName: string;
  contactSaved: string;
  /** `$1` is the country's name. */
  country: string;
}

/** Who a number belongs to, as far as anybody knows. */
export interface Known {
  name?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  region?: string | undefined;
}

/** What the chip does. */
export interface ChipActions {
  call(number: string, ext?: string): void;
  copy(number: string): void;
  /** Into the dial field. */
  fill(number: string, ext?: string): void;
  contact(number: string, name: string): Promise<unknown>;
  hasContacts(): boolean;
  /** A failure in words. */
  said(error: unknown): string;
  /** This text is no number, here. */
  not(written: string): void;
  /** The keyboard was nowhere in this document before: perhaps it was in another frame. */
  back(): void;
  /** The country is wrong, or wanted to be looked at. */
  country(): void;
  /** The pointer or the keyboard rests on Call: it may be pressed in a moment. */
  prepare(): void;
  known(number: string): Promise<Known>;
  isDark(): boolean;
}

/** The chip. */
export interface Chip {
  show(target: Hit): void;
  hide(): void;
  /** The pointer is somewhere: the chip stays while it is on its way from the number to the chip. */
  pointerAt(x: number, y: number): void;
  /** Takes the keyboard; Escape gives it back to where it was. */
  focus(): void;
  /** Whether the operator opened it by keyboard. */
  readonly held: boolean;
}

const LEAVE_MS = 300;
const CORRIDOR = 6;
const COPIED_MS = 1200;
/** A pointer that only passes over does not stay this long. */
const REST_MS = 150;

/** Makes a chip; it enters the shadow root when it is first shown. `step` is asked for the next or the previous number. */
export function createChip(
  chipRoot: () => ShadowRoot,
  actions: ChipActions,
  texts: ChipTexts,
  step: (by: 1 | -1) => void,
  signal: AbortSignal,
): Chip {
  const box = document.createElement('div');
  box.className = 'ringside-chip';
  box.hidden = true;
  box.setAttribute('role', 'toolbar');
  const call = pictureButton('call', texts.call);
  call.append(texts.call);
  const copy = pictureButton('copy', texts.copy);
  const contact = pictureButton('contact', texts.contact);
  const who = document.createElement('span');
  who.className = 'who';
  const country = document.createElement('button');
  country.type = 'button';
  country.className = 'country';
  const fill = pictureButton('fill', texts.fill);
  const not = pictureButton('not', texts.not);
  const parts = [call, copy, fill, contact, not, country, who];
  let target: Hit | undefined;
  let focusBack: HTMLElement | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const rest = () => {
    clearTimeout(resting);
    resting = setTimeout(() => target && actions.prepare(), REST_MS);
  };
  const unrest = () => clearTimeout(resting);
  // A page can make events as well; only a person's may make us do anything.
  call.addEventListener('pointerenter', (event) => event.isTrusted && rest());
  call.addEventListener('focus', (event) => event.isTrusted && rest());
  call.addEventListener('pointerleave', unrest);
  call.addEventListener('blur', unrest);

  act(call, ({ number, ext }) => {
    hide();
    actions.call(number, ext);
  });
  act(fill, ({ number, ext }) => {
    hide();
    actions.fill(number, ext);
  });
  act(contact, ({ number }) => askForName(number));
  act(not, ({ written }) => {
    hide();
    actions.not(written);
  });
  act(country, () => {
    hide();
    actions.country();
  });
  act(copy, ({ number }) => {
    actions.copy(number);
    dress(copy, 'done', texts.copied);
    clearTimeout(settling);
    settling = setTimeout(() => dress(copy, 'copy', texts.copy), COPIED_MS);
  });
  box.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (!event.isTrusted) return;
    if (event.key === 'Escape') hide();
    else if (event.target instanceof HTMLInputElement) return;
    else if (event.key === 'ArrowRight') shift(box.dir === 'rtl' ? -1 : 1);
    else if (event.key === 'ArrowLeft') shift(box.dir === 'rtl' ? 1 : -1);
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else return;
    event.preventDefault();
  });
  // A number in a link or a row must not be opened, dragged or deselected by a press on the chip.
  for (const type of ['pointerdown', 'mousedown', 'mouseup', 'pointerup', 'click', 'dblclick'] as const) {
    box.addEventListener(type, (event) => {
      event.stopPropagation();
      if (type === 'mousedown') event.preventDefault();
    });
  }
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(settling);
      hide();
      box.remove();
    },
    { once: true },
  );

  function act(control: HTMLButtonElement, does: (match: Hit['match']) => void): void {
    control.addEventListener('click', (event) => {
      // A page may find a way to click for the operator; it cannot make a click the browser trusts.
      if (event.isTrusted && target) does(target.match);
    });
  }

  function askForName(number: string): void {
    const held = (focusBack ??= focusedIn(chipRoot()));
    const form = contactForm(
      {
        name: texts.contactName,
        save: texts.contact,
        saved: texts.contactSaved,
        create: (to, name) => actions.contact(to, name),
        said: (error) => actions.said(error),
      },
      number,
      hide,
    );
    box.replaceChildren(form);
    form.querySelector('input')?.focus();
    focusBack = held;
    if (target) put(target.box);
  }

  /** To the next button in the chip, around its ends. */
  function shift(by: 1 | -1): void {
    const buttons = [...box.querySelectorAll('button')].filter((button) => !button.hidden);
    const at = buttons.findIndex((button) => button.matches(':focus'));
    buttons.at((at + by) % buttons.length)?.focus();
  }

  function enter(): void {
    const root = chipRoot();
    if (box.getRootNode() === root) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CHIP_CSS);
    root.adoptedStyleSheets.push(sheet);
    root.append(box);
  }

  function put(at: DOMRect): void {
    const rightToLeft = getComputedStyle(document.documentElement).direction === 'rtl';
    box.dir = rightToLeft ? 'rtl' : 'ltr';
    const { x, y, fromRight } = beside(at, box.offsetWidth, rightToLeft);
    box.style.transform = `translate(${x}px, ${y}px)${fromRight ? ' translateX(-100%)' : ''}`;
  }

  /** Who it is comes a moment later; what the pointer is on its way to stays where it is. */
  async function introduce(shown: Hit): Promise<void> {
    try {
      const { name, region } = await actions.known(shown.match.number);
      if (target !== shown) return;
      who.textContent = name ?? '';
      who.hidden = name === undefined;
      contact.hidden ||= name !== undefined;
      country.hidden = region === undefined;
      if (region !== undefined) {
        const named = new Intl.DisplayNames([navigator.language], { type: 'region', fallback: 'code' });
        country.textContent = region;
        country.title = texts.country.replace('$1', named.of(region) ?? region);
        country.setAttribute('aria-label', country.title);
      }
      if (box.getBoundingClientRect().right > innerWidth) put(shown.box);
    } catch {
      return; // Nobody is there to say: the number can still be called, or says itself why not.
    }
  }

  function stay(): void {
    clearTimeout(leaving);
    leaving = undefined;
  }

  function hide(): void {
    stay();
    unrest();
    target = undefined;
    const back = box.matches(':focus-within') ? focusBack : undefined;
    focusBack = undefined;
    box.hidden = true;
    if (back === document.body) actions.back();
    else if (back?.isConnected) back.focus({ preventScroll: true });
  }

  return {
    show(next) {
      stay();
      const same =
        target?.match === next.match && target.box.top === next.box.top && target.box.left === next.box.left;
      if (same) return;
      enter();
      target = next;
      box.dataset['theme'] = actions.isDark() ? 'dark' : 'light';
      dress(call, 'call', texts.callNumber.replace('$1', next.match.written));
      dress(copy, 'copy', texts.copy);
      box.replaceChildren(...parts);
      contact.hidden = !actions.hasContacts();
      who.hidden = country.hidden = true;
      box.hidden = false;
      put(next.box);
      void introduce(next);
    },
    hide,
    pointerAt(x, y) {
      if (!target || focusBack) return;
      const chip = box.getBoundingClientRect();
      const left = Math.min(chip.left, target.box.left);
      const top = Math.min(chip.top, target.box.top);
      const way = new DOMRect(
        left,
        top,
        Math.max(chip.right, target.box.right) - left,
        Math.max(chip.bottom, target.box.bottom) - top,
      );
      if (isIn(way, x, y, CORRIDOR)) stay();
      else leaving ??= setTimeout(hide, LEAVE_MS);
    },
    focus() {
      focusBack ??= focusedIn(chipRoot());
      call.focus();
    },
    get held() {
      return target !== undefined && box.matches(':focus-within');
    },
  };
}
