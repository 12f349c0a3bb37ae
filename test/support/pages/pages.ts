/** Pages that are unlike our own taste, or against us. */
import type { SitePage } from './site.ts';

const table = `<h1>Contacts</h1><table><tr><th>Name<th>Company<th>Phone<th>Next step</tr>
<tr><td>Ana Martínez<td>Bayside Marine<td>+1 786 555 0198<td>Renewal</tr>
<tr><td>Peter Weiss<td>Weiss GmbH<td>+49 30 901820<td>Call back</tr>
<tr><td>Joana Brito<td>Casa Brito<td>+351 912 345 678<td>Claim 20261120</tr></table>
<p><label>Note <input id="note"></label></p>`;
const plain = 'body{font:15px/24px Georgia,serif;margin:40px} td,th{text-align:left;padding:8px 24px 8px 0}';

function made(style: string, body = table, headers?: Record<string, string>): SitePage {
  return {
    html: `<!doctype html><html lang="en"><head><title>CRM</title><style>${plain}${style}</style></head><body>${body}</body></html>`,
    ...(headers && { headers }),
  };
}

/** By path. */
export const pages: Record<string, SitePage> = {
  '/white': made(''),
  '/dark': made('html{color-scheme:dark;background:#101114;color:#ddd}'),
  '/root-40px': made('html{font-size:40px;letter-spacing:4px;text-transform:uppercase;line-height:3}'),
  '/hostile-css': made(`
    * { display: none !important; }
    html, head, body, body * { display: revert !important; }
    ringside-overlay, html > :not(head, body) {
      display: none !important; opacity: 0 !important; visibility: hidden !important; pointer-events: none !important;
      transform: scale(.1) !important; zoom: 3 !important; filter: blur(9px) !important; clip-path: inset(100%) !important;
      position: static !important; inset: 50% !important; width: 1px !important; overflow: hidden !important; z-index: -1 !important;
      animation: gone 1s infinite !important; --along: 7 !important; font: 60px cursive !important; color: red !important;
      direction: rtl !important; content-visibility: hidden !important; contain: strict !important; user-select: none !important;
    }
    ::backdrop { background: #000 !important; display: block !important; opacity: 1 !important; }
    @keyframes gone { to { opacity: 0; translate: -2000px 0; } }
  `),
  '/csp': made('', table, {
    'content-security-policy':
      "default-src 'none'; style-src 'sha256-none' 'unsafe-inline'; require-trusted-types-for 'script'; trusted-types 'none'",
  }),
  '/zoomed': made('html{zoom:2} body{zoom:1.5}'),
  '/transformed': made(
    'html{transform:rotate(3deg) scale(.5);perspective:100px;will-change:transform;contain:paint} body{transform:translateX(200px)}',
  ),
  '/filtered': made(
    'html{filter:invert(1) hue-rotate(180deg);opacity:.4;mix-blend-mode:difference} body{clip-path:circle(30%)}',
  ),
  '/dialog': made(
    'dialog{opacity:.99;transform:translateY(10px);overflow:hidden;contain:paint} dialog *{zoom:.5!important}',
    `${table}<dialog id="modal"><p>Sure?</p><input id="inside"></dialog><x-modal></x-modal>
    <script>
      const root = document.querySelector('x-modal').attachShadow({ mode: 'closed' });
      root.innerHTML = '<dialog style="inset:0;width:100vw;height:100vh;max-width:none;max-height:none">In a component</dialog>';
      window.component = root.querySelector('dialog');
    </script>`,
  ),
  '/popover': made(
    '#cover{position:fixed;inset:0;width:100vw;height:100vh;border:0;margin:0;background:#fe9}',
    `${table}<div id="cover" popover="manual">Over everything</div><div id="stage" style="background:#def">A film</div>`,
  ),
  '/watching': made(
    '',
    `${table}<script>
      window.seen = { bubble: [], capture: [], nodes: [], messages: 0 };
      const types = ['keydown','keypress','keyup','input','beforeinput','paste','click','pointerdown','pointermove','mousedown','mouseup','wheel','focusin','contextmenu'];
      for (const target of [window, document, document.documentElement]) for (const type of types) {
        target.addEventListener(type, (event) => seen.bubble.push(type + (event.key ? ' ' + event.key : '')));
        target.addEventListener(type, (event) => seen.capture.push(type + ' ' + event.target.nodeName), true);
      }
      addEventListener('message', () => seen.messages++);
      new MutationObserver((records) => {
        for (const { type, target, addedNodes, removedNodes } of records)
          seen.nodes.push([type, target.nodeName, ...[...addedNodes].map((node) => '+' + node.nodeName), ...[...removedNodes].map((node) => '-' + node.nodeName)].join(' '));
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    </script>`,
  ),
  '/claims-our-name': made(
    '',
    `<script>
      window.loot = [];
      customElements.define('ringside-overlay', class extends HTMLElement {
        constructor() { super(); try { loot.push(this.attachInternals()); } catch (error) { loot.push(error.name); } }
        connectedCallback() { loot.push('connected'); }
      });
      document.addEventListener('beforetoggle', (event) => event.preventDefault(), true);
    </script>${table}`,
  ),
  '/removes-us': made(
    '',
    `${table}<script>
      window.removed = 0;
      setInterval(() => {
        const ours = document.querySelector('ringside-overlay');
        if (ours) { removed++; ours.remove(); }
      }, 30);
    </script>`,
  ),
};
