// The chip's little form for a new contact: a name, and Enter.

/** What the form says and does. */
export interface ContactForm {
  name: string;
  save: string;
  saved: string;
  create(number: string, name: string): Promise<unknown>;
  /** Why it was not saved. */
  said(error: unknown): string;
}

/** Makes the form; `done` hears when it is over. */
export function contactForm(texts: ContactForm, number: string, done: () => void): HTMLFormElement {
  const { name, save, saved } = texts;
  const form = document.createElement('form');
  const field = document.createElement('input');
  field.type = 'text';
  field.maxLength = 120;
  field.placeholder = name;
  field.setAttribute('aria-label', name);
  field.autocomplete = 'off';
  const button = document.createElement('button');
  button.className = 'call';
  button.textContent = save;
  const told = document.createElement('span');
  told.className = 'who';
  told.setAttribute('role', 'status');
  form.append(field, button, told);
  let sending = false;

  async function send(): Promise<void> {
    sending = true;
    try {
      await texts.create(number, field.value.trim());
      told.textContent = saved;
      setTimeout(done, 1200);
    } catch (error) {
      told.textContent = told.title = texts.said(error);
      sending = false;
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (event.isTrusted && !sending && field.value.trim() !== '') void send();
  });
  return form;
}
