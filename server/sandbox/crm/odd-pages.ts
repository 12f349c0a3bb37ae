import { Hono } from 'hono';
import { html } from 'hono/html';
import { barePage, type Html } from './layout.ts';

/** Pages that are hard on anything laid over them: each is one way in which a web site can be hostile or just different. */
export function oddPages(): Hono {
  const app = new Hono();
  app.get('/plain', (context) =>
    context.html(barePage({ title: 'Plain', style: 'plain', body: words('A white page') })),
  );
  app.get('/dark', (context) =>
    context.html(barePage({ title: 'Dark', style: 'dark', body: words('A dark page') })),
  );
  app.get('/big-root', (context) =>
    context.html(barePage({ title: 'Big root', style: 'big-root', body: words('A root size of 40 px') })),
  );
  app.get('/strict', (context) => {
    context.header('Content-Security-Policy', "default-src 'self'; require-trusted-types-for 'script'");
    return context.html(barePage({ title: 'Strict', style: 'plain', body: words('A strict page') }));
  });
  app.get('/modal', (context) =>
    context.html(barePage({ title: 'Modal', style: 'plain', script: '/assets/modal.js', body: modalBody() })),
  );
  app.get('/rtl', (context) =>
    context.html(
      barePage({ title: 'صفحة عربية', style: 'plain', lang: 'ar', dir: 'rtl', body: arabicBody() }),
    ),
  );
  return app;
}

function words(title: string): Html {
  return html`<main>
    <h1>${title}</h1>
    <p>Call Eve Reed on +44 20 7946 0018 or the tuning fork on (786) 555-0101.</p>
    <p>
      Invoice 20260311 of 2024-03-15 over 4,812.50 is paid.
      <a href="tel:+493023125012">Ring the gardener</a> or type here:
      <input aria-label="Anything" />
    </p>
    <p><button type="button">A button of the page</button></p>
  </main>`;
}

function modalBody(): Html {
  return html`${words('A page under a modal dialog')}
    <dialog id="modal">
      <h2>Everything else is inert</h2>
      <p>This dialog is in the top layer and fills the screen. Its number is 030 23125 034.</p>
      <label>Reason <input name="reason" /></label>
      <form method="dialog"><button>Close</button></form>
    </dialog>`;
}

function arabicBody(): Html {
  return html`<main>
    <h1>صفحة من اليمين إلى اليسار</h1>
    <p>اتصل بالمكتب على الرقم <bdi>+44 20 7946 0018</bdi> أو على <bdi>(786) 555-0101</bdi>.</p>
    <p>رقم الفاتورة 20260311 بتاريخ 2024-03-15 والمبلغ 4,812.50.</p>
    <p><input aria-label="ملاحظة" placeholder="ملاحظة" /></p>
  </main>`;
}
