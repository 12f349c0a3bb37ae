// The CRM's script: moves between pages without a reload, streams the activity list, filters, and takes the form.

/** Stops what the page being left has running. */
let leave = () => undefined;

const page = () => document.querySelector('#page');

/** Rows made from their number alone, so that every visit shows the same list. */
function activity(index) {
  const two = String(index % 100).padStart(2, '0');
  const phones = [
    `(786) 555-01${two}`,
    `+44 20 7946 01${two}`,
    `030 23125 1${two}`,
    `01 99 00 ${two} ${two}`,
    `+1.212.555.01${two}`,
  ];
  const minutes = index % 1440;
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const cells = [
    `2026-11-20 ${time}`,
    phones[index % phones.length],
    `Note ${20260000 + index}`,
    `${index * 3}.50`,
  ];
  const row = document.createElement('li');
  row.append(
    ...cells.map((text) => {
      const cell = document.createElement('span');
      cell.textContent = text;
      return cell;
    }),
  );
  return row;
}

/** Streams rows in: `rows`, `batch` and `every` (ms) in the address change 6000, 200 and 100. */
function stream() {
  const wanted = new URLSearchParams(location.search);
  const setting = (name, usual) => Number(wanted.get(name) ?? usual);
  const list = document.querySelector('#stream');
  const count = document.querySelector('#stream-count');
  const timer = setInterval(
    () => {
      const missing = Math.min(setting('batch', 200), setting('rows', 6000) - list.children.length);
      const first = list.children.length;
      list.append(...Array.from({ length: missing }, (_, offset) => activity(first + offset)));
      count.textContent = `${list.children.length} entries`;
      if (list.children.length >= setting('rows', 6000)) clearInterval(timer);
    },
    setting('every', 100),
  );
  return () => clearInterval(timer);
}

function filterContacts() {
  const field = document.querySelector('#filter');
  const rows = [...document.querySelectorAll('tbody tr')];
  field.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}

function takeForm() {
  document.querySelector('#contact-form').addEventListener('submit', (event) => {
    event.preventDefault();
    document.querySelector('#form-result').textContent = `Saved ${event.target.elements.name.value}.`;
  });
}

async function haveCalled(persona) {
  const body = JSON.stringify({ user: '1001', persona });
  const response = await fetch('/sandbox/call-operator', { method: 'POST', body });
  const { error } = await response.json();
  document.querySelector('#call-result').textContent = error ?? 'Calling.';
}

function callMeButtons() {
  page().addEventListener('click', ({ target }) => {
    const persona = target.dataset?.callMe;
    if (persona !== undefined) void haveCalled(persona);
  });
}

const kinds = { stream, contacts: filterContacts, form: takeForm, callers: callMeButtons };

function enter() {
  leave = kinds[page().dataset.kind]?.() ?? (() => undefined);
}

/** Shows another page of the CRM in place: new content and title, same document. */
async function show(url) {
  const response = await fetch(url);
  const next = new DOMParser().parseFromString(await response.text(), 'text/html');
  leave();
  document.title = next.title;
  for (const selector of ['.side', '#page']) {
    document.querySelector(selector).replaceWith(next.querySelector(selector));
  }
  enter();
  document.dispatchEvent(new CustomEvent('crm:shown', { detail: url }));
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/"]');
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  scrollTo(0, 0);
  void show(link.href);
});
addEventListener('popstate', () => void show(location.href));
enter();
