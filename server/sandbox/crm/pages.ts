import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { CallerReport } from '../sandbox.ts';
import { companyBody } from './company.ts';
import { crmPage, type Html } from './layout.ts';
import { oddPages } from './odd-pages.ts';
import { companyId, type Contact, contacts } from './people.ts';

/** What the CRM tells about the sandbox it is served by. */
export interface CrmFacts {
  /** The e-mail of whoever is signed in. */
  signedInAs: (request: Request) => Promise<string | undefined>;
  callers: readonly CallerReport[];
  operators: readonly { user: string; password: string }[];
  wsUrl: string;
  domain: string;
}

const ASSETS: Readonly<Record<string, readonly [file: URL, type: string]>> = {
  'crm.css': [new URL('./assets/crm.css', import.meta.url), 'text/css'],
  'odd.css': [new URL('./assets/odd.css', import.meta.url), 'text/css'],
  'crm.js': [new URL('./assets/crm.js', import.meta.url), 'text/javascript'],
  'modal.js': [new URL('./assets/modal.js', import.meta.url), 'text/javascript'],
  'icon.svg': [new URL('./assets/icon.svg', import.meta.url), 'image/svg+xml'],
};

/** The demo CRM and the odd pages, as a web application of their own. */
export function crmPages(facts: CrmFacts): Hono {
  const app = new Hono();
  const page = async (
    context: Context,
    title: string,
    kind: string,
    current: string,
    body: Html,
  ): Promise<Response> => {
    const operator = await facts.signedInAs(context.req.raw);
    return context.html(crmPage({ title, kind, current, operator, body }));
  };
  app.get('/', (context) => page(context, 'Contacts', 'contacts', '/', contactsBody()));
  app.get('/companies/:id', (context) => {
    const found = contacts.find(({ company }) => companyId(company) === context.req.param('id'));
    if (found === undefined) return context.notFound();
    return page(context, found.company, 'company', '/', companyBody(found));
  });
  app.get('/stream', (context) => page(context, 'Activity', 'stream', '/stream', streamBody()));
  app.get('/new', (context) => page(context, 'New contact', 'form', '/new', formBody()));
  app.get('/callers', (context) =>
    page(context, 'Sandbox callers', 'callers', '/callers', callersBody(facts)),
  );
  app.get('/assets/:name', (context) => {
    const asset = ASSETS[context.req.param('name')];
    if (asset === undefined) return context.notFound();
    const [file, type] = asset;
    const headers = { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' };
    return context.body(readFileSync(file, 'utf8'), 200, headers);
  });
  app.route('/', oddPages());
  return app;
}

function phoneCell({ phone, tel }: Contact): Html {
  return tel === undefined ? html`${phone}` : html`<a href="tel:${tel}">${phone}</a>`;
}

function contactsBody(): Html {
  return html`<header class="head">
      <h1>Contacts</h1>
      <p>${contacts.length} people · updated 2026-11-20 09:41</p>
      <label class="search">
        <span class="hidden">Search contacts</span>
        <input type="search" id="filter" placeholder="Search name, company or number" autocomplete="off" />
      </label>
    </header>
    <div class="sheet">
      <table>
        <thead>
          <tr>
            ${['Name', 'Company', 'Phone', 'City', 'Since', 'Invoice', 'Amount', 'Next step'].map(
              (title) => html`<th scope="col">${title}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${contacts.map(
            (contact) =>
              html`<tr>
                <td class="name">${contact.name}</td>
                <td><a href="/companies/${companyId(contact.company)}">${contact.company}</a></td>
                <td class="phone">${phoneCell(contact)}</td>
                <td>${contact.city}</td>
                <td>${contact.since}</td>
                <td>${contact.invoice}</td>
                <td class="amount">${contact.amount}</td>
                <td class="next">${contact.next}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function streamBody(): Html {
  return html`<header class="head">
      <h1>Activity</h1>
      <p id="stream-count" role="status">0 entries</p>
    </header>
    <ol class="sheet stream" id="stream"></ol>`;
}

function formBody(): Html {
  return html`<header class="head"><h1>New contact</h1></header>
    <form class="sheet form" id="contact-form">
      <label>Name <input name="name" autocomplete="off" value="Robin Placeholder" /></label>
      <label>Phone <input name="phone" type="tel" autocomplete="off" value="(786) 555-0144" /></label>
      <label>
        Time zone
        <select name="zone">
          <option>Europe/London</option>
          <option>America/New_York</option>
          <option>Australia/Sydney</option>
        </select>
      </label>
      <label
        >Notes <textarea name="notes" rows="4">Ask for extension 12, or 020 7946 0181 after six.</textarea>
      </label>
      <div class="field">
        <span id="rich-label">Rich note</span>
        <div
          class="rich"
          contenteditable="true"
          role="textbox"
          aria-multiline="true"
          aria-labelledby="rich-label"
        >
          Call <b>+44 161 496</b> 0190 <i>before</i> noon.
        </div>
      </div>
      <div class="actions"><button class="primary" type="submit">Save contact</button></div>
      <output id="form-result"></output>
    </form>`;
}

function callersBody(facts: CrmFacts): Html {
  return html`<header class="head">
      <h1>Sandbox callers</h1>
      <p>
        ${facts.wsUrl} · domain ${facts.domain} ·
        ${facts.operators.map(({ user, password }) => `${user} / ${password}`).join(' · ')}
      </p>
    </header>
    <ul class="callers">
      ${facts.callers.map(
        ({ id, name, company, number, extension, about }) =>
          html`<li class="sheet">
            <h2>${name}</h2>
            <p class="quiet">${company}</p>
            <p>${about}</p>
            <p class="phone">${number} <span class="quiet">or ${extension}</span></p>
            <button type="button" data-call-me="${id}">Have ${name} call 1001</button>
          </li>`,
      )}
    </ul>
    <output id="call-result"></output>`;
}
