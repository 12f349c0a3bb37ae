/** A browser with the lab in it, a site to visit, and what every test of the overlay does there. */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Overlay } from '../chromium/overlay.ts';
import { until } from '../facts.ts';
import { openLab, type Done, type Lab } from './lab.ts';
import { pages } from './pages.ts';
import { serveSite } from './site.ts';

/** The launcher's name begins so in every state. */
export const launcher = /^Ringside phone/;

/** One page with the overlay on it. */
export interface Visit {
  page: Page;
  overlay: Overlay;
  /** Where the launcher stands and how big it is shown. */
  launcherBox: () => Promise<{ x: number; y: number; width: number; height: number }>;
  /** Opens the panel by a click on the launcher. */
  openPanel: () => Promise<void>;
  /** Takes a picture for the gallery once everything rests. */
  picture: (name: string) => Promise<void>;
  /** What the field for the number holds. */
  typed: () => Promise<string | undefined>;
}

export interface Stage {
  lab: Lab;
  url(path: string): string;
  /** Opens a page and waits for the launcher, unless it is not to come. */
  visit(
    path: string,
    how?: { width?: number; height?: number; launcher?: boolean; host?: string },
  ): Promise<Visit>;
  /** The commands of this name that the phone got. */
  done(name: string): Promise<Done[]>;
  /** Closes the pages and makes the phone idle. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const gallery = '.output/gallery';

/** Starts it all. */
export async function openStage(): Promise<Stage> {
  mkdirSync(gallery, { recursive: true });
  const site = await serveSite(pages);
  const lab = await openLab();
  const open: Page[] = [];
  return {
    lab,
    url: (path) => site.url(path),
    async visit(path, { width = 1280, height = 800, launcher: expected = true, host } = {}) {
      const page = await lab.browser.context.newPage();
      open.push(page);
      await page.setViewportSize({ width, height });
      await page.goto(host ? site.url(path).replace('127.0.0.1', host) : site.url(path));
      const visit = visited(page, lab.browser.overlay(page));
      if (expected) await visit.overlay.waitFor('button', launcher);
      return visit;
    },
    async done(name) {
      return (await lab.done()).filter((one) => one.name === name);
    },
    async clear() {
      for (const page of open.splice(0)) await page.close();
      await lab.reset();
    },
    async close() {
      await lab.close();
      await site.close();
    },
  };
}

function visited(page: Page, overlay: Overlay): Visit {
  return {
    page,
    overlay,
    async launcherBox() {
      const { box } = await overlay.waitFor('button', launcher);
      if (!box) throw new Error('the launcher has no box');
      return box;
    },
    async openPanel() {
      await overlay.click('button', launcher);
      await overlay.waitFor('dialog', 'Ringside phone');
    },
    async picture(name) {
      await until(() => overlay.evaluate(isAtRest), { message: 'the overlay does not come to rest' });
      await page.screenshot({ path: `${gallery}/overlay-${name}.png` });
    },
    typed: async () => (await overlay.waitFor('textbox', 'Number to call')).value,
  };
}

/** Nothing moves but what moves for ever, such as the ring of a ringing phone. */
function isAtRest(root: ShadowRoot): boolean {
  const moving = root.getAnimations().filter((one) => one.playState === 'running');
  return moving.every((one) => one.effect?.getTiming().iterations === Infinity);
}
