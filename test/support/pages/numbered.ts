/** Pages full of numbers: a table, prose, a right-to-left page, frames. */

const style =
  'body{font:15px/24px system-ui,sans-serif;margin:40px;max-width:900px} table{border-collapse:collapse} ' +
  'td,th{text-align:start;padding:9px 22px 9px 0;border-bottom:1px solid #8884}';

function page(body: string, more = '', attributes = 'lang="en"'): string {
  return `<!doctype html><html ${attributes}><head><title>CRM</title><style>${style}${more}</style></head><body>${body}</body></html>`;
}

/** A table of contacts with a country each. */
export const contacts = (more = ''): string =>
  page(
    `<h1>Contacts</h1><table><tr><th>Name<th>Company<th>Phone<th>Country<th>Invoice</tr>
    <tr><td>Ana Martínez<td>Bayside Marine<td>+1 786 555 0198<td>United States<td>20150198
    <tr><td>Peter Weiss<td>Weiss GmbH<td>+49 30 901820<td>Germany<td>30901820
    <tr><td>Jana Weiss<td>Weiss GmbH<td>030 901821<td>Germany<td>30901821
    <tr><td>Joana Brito<td>Casa Brito<td>+351 912 345 678<td>Portugal<td>91234567
    <tr><td>Tom Reed<td>Reed &amp; Sons<td>(201) 555-0142<td>USA<td>2015550142</table>`,
    more,
  );

/** A letter with numbers among other things that have digits. */
export const prose = (more = ''): string =>
  page(
    `<h1>Note of 12.03.2026</h1><p>Spoke to Ms. Reed about invoice 2015550123, due 2026-04-30, 1,250.00 USD.
    She is best reached under <span>(201) 555-0123</span> until 17:30, or through her office,
    <b>+1</b> <i>201</i> 555-0124 ext. 12.</p>
    <p>The London branch gives 020 7946 0018; their fax is <a href="tel:+442079460019">7946 0019</a>.</p>`,
    more,
  );

/** Arabic, from right to left. */
export const rightToLeft = (): string =>
  page(
    `<h1>جهات الاتصال</h1><table><tr><th>الاسم<th>الهاتف<th>الفاتورة</tr>
    <tr><td>أحمد علي<td>+971 4 555 0123<td>45550123<tr><td>سارة حسن<td>‎+971 50 123 4567<td>501234567</table>
    <p>اتصل بنا على الرقم +971 4 555 0199 من الأحد إلى الخميس.</p>`,
    '',
    'lang="ar-AE" dir="rtl"',
  );

/** More text with digits than anyone looks at; the browser itself does not lay it out. */
export const endless = (): string =>
  page(
    `<h1>Log</h1><p>On call: +1 786 555 0198</p><div style="height:5000px"></div><pre style="content-visibility:auto;contain-intrinsic-size:900px 9000px"></pre>
    <script>
      const lines = Array.from({ length: 20000 }, (_, at) => '2026-03-15 10:30:11 line ' + at + ' of order 2015550' + (at % 1000));
      for (let part = 0; part < 24; part++) document.querySelector('pre').append(part + lines.join('\\n'), document.createElement('hr'));
    </script>`,
  );

/** Frames of the same origin, written by the page, and of another origin. */
export const frames = (): string =>
  page(
    `<p>Main office +1 786 555 0198</p><iframe name="same" src="/inner" width="600" height="200"></iframe>
    <iframe name="written" width="600" height="80" srcdoc="<p>Branch +1 201 555 0150</p>"></iframe>
    <iframe name="other" width="600" height="80"></iframe>
    <script>
      document.querySelector('[name=other]').src = location.href.replace('127.0.0.1', 'localhost').replace('/frames', '/contacts');
    </script>`,
  );
