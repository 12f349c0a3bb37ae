// A Vue 3 list of the shapes that broken click-to-call scripts break.
import { createSSRApp, Fragment, h, nextTick, reactive, type App, type VNode } from 'vue';
import { renderToString } from 'vue/server-renderer';
import type { Row } from './react-list.ts';

declare global {
  interface Window {
    vueList: {
      errors: string[];
      html(rows: Row[]): Promise<string>;
      hydrate(container: Element, rows: Row[]): void;
      render(rows: Row[]): Promise<void>;
    };
  }
}

const state = reactive<{ rows: Row[] }>({ rows: [] });
const errors: string[] = [];

function line(row: Row): VNode {
  return h('li', { key: row.name }, [
    h('p', [row.name, ': ', row.phone]),
    h('p', [row.phone, row.note === undefined ? undefined : h('b', row.note)]),
    h('p', [row.shown ? row.phone : undefined, h('i', 'end')]),
    h(Fragment, ['Call ', row.phone, ' now']),
  ]);
}

function makeApp(rows: () => readonly Row[]): App {
  const app = createSSRApp({
    render: () => h('ul', rows().map(line)),
  });
  app.config.errorHandler = (error) => errors.push(String(error));
  app.config.warnHandler = (message) => errors.push(message);
  return app;
}

window.vueList = {
  errors,
  html: (rows) => renderToString(makeApp(() => rows)),
  hydrate(container, rows) {
    state.rows = rows;
    makeApp(() => state.rows).mount(container);
  },
  async render(rows) {
    state.rows = rows;
    await nextTick();
  },
};
