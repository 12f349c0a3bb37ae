import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const SECTIONS = [
  ['/', 'Contacts'],
  ['/stream', 'Activity'],
  ['/new', 'New contact'],
  ['/callers', 'Sandbox callers'],
] as const;

/** A page inside the CRM's frame. `kind` tells the script what to bring to life; `current` marks the navigation. */
export function crmPage(page: { title: string; kind: string; current: string; body: Html }): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · Larkfield CRM</title>
        <link rel="icon" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/crm.css" />
        <script type="module" src="/assets/crm.js"></script>
      </head>
      <body>
        <nav class="side" aria-label="Main">
          <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="28" height="28" />Larkfield</a>
          ${SECTIONS.map(
            ([href, label]) =>
              html`<a href="${href}" ${page.current === href ? html`aria-current="page"` : ''}>${label}</a>`,
          )}
          <p class="side-note">A demo CRM. Everybody in it is invented.</p>
        </nav>
        <main id="page" data-kind="${page.kind}">${page.body}</main>
      </body>
    </html>`;
}

/** A page of its own, with a stylesheet of its own: somebody else's web site. */
export function barePage(page: {
  title: string;
  style: string;
  body: Html;
  lang?: string;
  dir?: 'ltr' | 'rtl';
  script?: string;
}): Html {
  return html`<!doctype html>
    <html lang="${page.lang ?? 'en'}" dir="${page.dir ?? 'ltr'}" class="${page.style}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <link rel="icon" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/odd.css" />
        ${page.script === undefined ? '' : html`<script type="module" src="${page.script}"></script>`}
      </head>
      <body>
        ${page.body}
      </body>
    </html>`;
}
