// A React list of the shapes that broken click-to-call scripts break: bare texts, texts beside elements, texts that go.
import { createElement as h, Fragment, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';

/** A row of the list. */
export interface Row {
  name: string;
  phone: string;
  note?: string;
  shown: boolean;
}

declare global {
  interface Window {
    reactList: {
      errors: string[];
      html(rows: Row[]): string;
      hydrate(container: Element, rows: Row[]): void;
      render(rows: Row[]): void;
      /** The same rows in a tree nobody has touched. */
      fresh(rows: Row[]): string;
    };
  }
}

function Line({ row }: { row: Row }): ReactElement {
  return h(
    'li',
    null,
    h('p', null, row.name, ': ', row.phone),
    h('p', null, row.phone, row.note && h('b', null, row.note)),
    h('p', null, row.shown ? row.phone : null, h('i', null, 'end')),
    h(Fragment, null, 'Call ', row.phone, ' now'),
  );
}

function List({ rows }: { rows: Row[] }): ReactElement {
  return h(
    'ul',
    null,
    rows.map((row) => h(Line, { key: row.name, row })),
  );
}

const errors: string[] = [];
let tree: Root | undefined;

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
    flushSync(() => tree?.render(h(List, { rows })));
  },
  fresh(rows) {
    const container = document.createElement('div');
    flushSync(() => createRoot(container).render(h(List, { rows })));
    return container.innerHTML;
  },
};
