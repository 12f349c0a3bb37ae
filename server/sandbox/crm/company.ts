import { html } from 'hono/html';
import type { Html } from './layout.ts';
import { companyId, type Contact, contacts } from './people.ts';

/** A company's page: facts, and prose with numbers between words, in links, split over elements and beside decoys. */
export function companyBody(contact: Contact): Html {
  const index = contacts.indexOf(contact);
  const neighbour = contacts[(index + 1) % contacts.length] ?? contact;
  // Two digits that differ from page to page and stay inside the ranges for fiction.
  const two = String((index * 7) % 100).padStart(2, '0');
  return html`<header class="head">
      <p class="crumb"><a href="/">Contacts</a> / ${contact.company}</p>
      <h1>${contact.company}</h1>
      <p>${contact.city} · customer since ${contact.since}</p>
    </header>
    <div class="columns">
      <article class="sheet prose">
        <h2>Notes</h2>
        <p>
          Spoke with ${contact.name} on ${contact.since}. The best number is ${contact.phone}; if nobody picks
          up, the office on +44 20 7946 01${two} takes messages until 17:30. Invoice ${contact.invoice} over
          ${contact.amount} is still open, our reference 4021-7786-0155-${two}.
        </p>
        <p>
          They work closely with
          <a href="/companies/${companyId(neighbour.company)}">${neighbour.company}</a> (${neighbour.phone}).
          In an emergency ring <b>(786)</b>&nbsp;<b>555-01${two}</b>, or write to
          office@${companyId(contact.company)}.example. Do not use the old fax from 2019.
        </p>
        <p>
          Contract 20${two}-118 runs from 01.04.2025 to 31.03.2027, 24 months at 1 249,00 a month; coordinates
          of the site are 52.520008, 13.404954, the server is 192.0.2.${index + 1}.
        </p>
        <h2>History</h2>
        <ul>
          <li>2026-11-18 14:05 · Missed call from ${contact.phone}</li>
          <li>2026-11-12 09:30 · Sent offer 20261112-${two}</li>
          <li>2026-10-30 16:47 · Called back on <a href="tel:+442079460018">the boat yard's line</a></li>
        </ul>
      </article>
      <aside class="sheet facts">
        <h2>${contact.name}</h2>
        <dl>
          <dt>Phone</dt>
          <dd class="phone">${contact.phone}</dd>
          <dt>Invoice</dt>
          <dd>${contact.invoice}</dd>
          <dt>Open</dt>
          <dd>${contact.amount}</dd>
          <dt>Next step</dt>
          <dd>${contact.next}</dd>
        </dl>
      </aside>
    </div>`;
}
