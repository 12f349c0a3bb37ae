import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const SECTIONS = [
  ['/', 'Contacts'],
  ['/stream', 'Activity'],
  ['/new', 'New contact'],
  ['/callers', 'Sandbox callers'],
] as const;

/** Who may sign in at the sandbox's company; what they are called is what Sippet calls them. */
const OPERATORS = [
  ['one', 'Operator One'],
  ['two', 'Operator Two'],
] as const;

/**
 * A page inside the CRM's frame. `kind` tells the script what to bring to life; `current` marks the navigation;
 * `operator` is the e-mail of whoever is signed in.
 */
export function crmPage(page: {
  title: string;
  kind: string;
  current: string;
  operator: string | undefined;
  body: Html;
}): Html {
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
          ${signedIn(page)}
          <p class="side-note">A demo CRM. Everybody in it is invented.</p>
        </nav>
        <main id="page" data-kind="${page.kind}">${page.body}</main>
      </body>
    </html>`;
}

function signedIn({ operator, current }: { operator: string | undefined; current: string }): Html {
  const path = (what: string) => `/companion/${what}${what.includes('?') ? '&' : '?'}to=${current}`;
  const name = OPERATORS.find(([id]) => operator?.startsWith(`${id}@`))?.[1] ?? operator;
  if (name !== undefined)
    return html`<p class="side-who">
      Signed in as <b>${name}</b> <a href="${path('sign-out')}">Sign out</a>
    </p>`;
  return html`<p class="side-who">
    ${OPERATORS.map(([id, who]) => html`<a href="${path(`sign-in?as=${id}`)}">Sign in as ${who}</a>`)}
  </p>`;
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
