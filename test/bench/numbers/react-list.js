// A React list of the shapes that broken click-to-call scripts break: bare texts, texts beside elements, texts that go.
import { createElement as h, Fragment } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';

function Row({ row }) {
  return h(
    'li',
    null,
    h('p', null, row.name, ': ', row.phone),
    h('p', null, row.phone, row.note && h('b', null, row.note)),
    h('p', null, row.shown ? row.phone : null, h('i', null, 'end')),
    h(Fragment, null, 'Call ', row.phone, ' now'),
  );
}

function List({ rows }) {
  return h(
    'ul',
    null,
    rows.map((row) => h(Row, { key: row.name, row })),
  );
}

const errors = [];
let tree;

window.reactList = {
  errors,
  html: (rows) => renderToString(h(List, { rows })),
  hydrate(container, rows) {
    flushSync(() => {
      tree = hydrateRoot(container, h(List, { rows }), {
        onRecoverableError: (error) => errors.push(String(error)),
      });
    });
  },
  render(rows) {
    flushSync(() => tree.render(h(List, { rows })));
  },
  /** The same rows in a tree nobody has touched. */
  fresh(rows) {
    const container = document.createElement('div');
    flushSync(() => createRoot(container).render(h(List, { rows })));
    return container.innerHTML;
  },
};
