import type { Page } from 'playwright-core';
import { until } from '../facts.ts';
import { IsolatedWorld, type RemoteObject } from './isolated-world.ts';

/** A control as assistive technology has it, and where it is on the page. */
export interface Control {
  role: string;
  name: string;
  /** Accessible states by name: disabled, pressed, checked, expanded, focused, … */
  states: Record<string, unknown>;
  value: string | undefined;
  /** In page pixels; undefined when nothing of it is to be seen. */
  box: Box | undefined;
}

/** A rectangle in CSS pixels of the viewport. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Text to look for: a string must be the whole accessible name, a pattern may be a part of it. */
export type Name = string | RegExp;

interface Found extends Control {
  backendNodeId: number;
}

const HOST = 'ringside-overlay';
// The whole document is asked for its accessible nodes, so each must say whether it is ours.
const PLACE = `function (root) {
  if (this.getRootNode() !== root) return 'elsewhere';
  const element = this.nodeType === Node.ELEMENT_NODE ? this : this.parentElement;
  if (!element?.checkVisibility({ visibilityProperty: true })) return null;
  const { x, y, width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}`;
// Text that is styled away has no text for a reader, and innerText knows.
const VISIBLE_TEXT = `function () {
  return [...this.children].filter((child) => !child.matches('style, script, link, template'))
    .map((child) => child.checkVisibility() ? child.innerText : '').join('\\n').trim();
}`;

/** The floating phone on one page, seen through its closed shadow root as a person meets it: by role, name and mouse. */
export class Overlay {
  readonly #page: Page;
  readonly #world: IsolatedWorld;

  constructor(page: Page, extensionId: string) {
    this.#page = page;
    this.#world = new IsolatedWorld(page, `chrome-extension://${extensionId}`);
  }

  /** Whether its element is on the page, with a shadow root in it. */
  async exists(): Promise<boolean> {
    return this.#inRoot(() => Promise.resolve(true), false);
  }

  /** All that can be read in it, hidden things left out; empty when it is not there. */
  text(): Promise<string> {
    return this.#inRoot((root) => root.call<string>(VISIBLE_TEXT), '');
  }

  /** Runs a function (sent as its text) with the shadow root, for what no person could see: styles, sizes, focus. */
  evaluate<T>(code: (root: ShadowRoot) => T): Promise<T> {
    const source = `function () { return (${String(code)})(this); }`;
    return this.#inRoot<T>((root) => root.call<T>(source), undefined);
  }

  /** Everything with this role (and name) that assistive technology would find, unseen things too. */
  all(role?: string, name?: Name): Promise<Control[]> {
    return this.#query(role, name);
  }

  /** The first of these that can be seen. */
  async find(role: string, name?: Name): Promise<Control | undefined> {
    return (await this.#query(role, name)).find((control) => control.box);
  }

  /** Waits until it can be seen. */
  waitFor(role: string, name?: Name, timeout?: number): Promise<Control> {
    return until(() => this.find(role, name), {
      ...(timeout !== undefined && { timeout }),
      message: () => this.#missing(`no ${described(role, name)} in the overlay`),
    });
  }

  /** Waits until none can be seen. */
  async waitGone(role: string, name?: Name, timeout?: number): Promise<void> {
    await until(async () => !(await this.find(role, name)), {
      ...(timeout !== undefined && { timeout }),
      message: () => this.#missing(`${described(role, name)} stays in the overlay`),
    });
  }

  /** Waits until the visible text holds this, and gives all of it. */
  waitForText(wanted: Name, timeout?: number): Promise<string> {
    return until(
      async () => {
        const text = await this.text();
        return (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) ? text : undefined;
      },
      {
        ...(timeout !== undefined && { timeout }),
        message: () => this.#missing(`the overlay does not say ${String(wanted)}`),
      },
    );
  }

  /** A real mouse click in its middle, once it is there, enabled, at rest and not covered. */
  async click(role: string, name?: Name): Promise<void> {
    await until(async () => (await this.find(role, name))?.states['disabled'] !== true, {
      message: () => this.#missing(`${described(role, name)} stays disabled`),
    });
    const { x, y } = await this.#pointAt(role, name);
    await this.#page.mouse.click(x, y);
  }

  /** Moves the mouse over it. */
  async hover(role: string, name?: Name): Promise<void> {
    const { x, y } = await this.#pointAt(role, name);
    await this.#page.mouse.move(x, y);
  }

  /** Clicks into a field and types with real keys, adding to what stands there. */
  async type(role: string, name: Name | undefined, text: string): Promise<void> {
    await this.click(role, name);
    await this.#page.keyboard.type(text);
  }

  /** A picture of what it covers, and no more of the page. */
  async screenshot(path: string): Promise<void> {
    const clip = await this.evaluate((root) => {
      const boxes = [...root.querySelectorAll('*')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .map((element) => element.getBoundingClientRect())
        .filter(({ width, height }) => width > 0 && height > 0);
      const x = Math.max(0, Math.min(...boxes.map((box) => box.left)));
      const y = Math.max(0, Math.min(...boxes.map((box) => box.top)));
      const right = Math.min(innerWidth, Math.max(...boxes.map((box) => box.right)));
      const bottom = Math.min(innerHeight, Math.max(...boxes.map((box) => box.bottom)));
      return boxes.length > 0 ? { x, y, width: right - x, height: bottom - y } : undefined;
    });
    if (!clip) throw new Error('nothing of the overlay is to be seen');
    await this.#page.screenshot({ path, clip });
  }

  async #pointAt(role: string, name?: Name): Promise<{ x: number; y: number }> {
    let before: string | undefined;
    return until(
      async () => {
        const found = (await this.#query(role, name)).find((control) => control.box);
        if (!found?.box) return undefined;
        const now = JSON.stringify(found.box);
        const rests = now === before;
        before = now;
        const point = { x: found.box.x + found.box.width / 2, y: found.box.y + found.box.height / 2 };
        return rests && (await this.#isHit(found.backendNodeId, point)) ? point : undefined;
      },
      { message: () => this.#missing(`${described(role, name)} cannot be clicked: gone, moving or covered`) },
    );
  }

  /** Whether a click at the point would reach the control (or its label), not something over it. */
  #isHit(backendNodeId: number, { x, y }: { x: number; y: number }): Promise<boolean> {
    const source = `function (root) {
      const hit = root.elementFromPoint(${x}, ${y});
      return hit !== null && (this.contains(hit) || (hit.matches('label') && hit.contains(this)));
    }`;
    return this.#inRoot((root) => root.callOnNode<boolean>(backendNodeId, source), false);
  }

  #query(role: string | undefined, name: Name | undefined): Promise<Found[]> {
    return this.#inRoot<Found[]>(async (root) => {
      const found: Found[] = [];
      for (const node of await root.accessibleNodes(role, typeof name === 'string' ? name : undefined)) {
        const called = String(node.name?.value ?? '');
        if (node.ignored || node.backendDOMNodeId === undefined) continue;
        if (name instanceof RegExp && !name.test(called)) continue;
        const { backendDOMNodeId: backendNodeId } = node;
        const place = await root.callOnNode<Box | 'elsewhere' | null>(backendNodeId, PLACE);
        if (place === 'elsewhere') continue;
        const states = Object.fromEntries((node.properties ?? []).map((own) => [own.name, own.value.value]));
        const value = node.value === undefined ? undefined : String(node.value.value);
        const box = place ?? undefined;
        found.push({ role: String(node.role?.value), name: called, states, value, box, backendNodeId });
      }
      return found;
    }, []);
  }

  async #missing(what: string): Promise<string> {
    const controls = (await this.#query(undefined, undefined)).filter(
      ({ name, role, box }) => name && box && role !== 'StaticText' && role !== 'InlineTextBox',
    );
    const there = controls.map((control) => described(control.role, control.name)).join(', ');
    return `${what}; there is ${there || 'nothing with a name'}; it says: ${JSON.stringify(await this.text())}`;
  }

  /** Gives the shadow root to `work`, or `otherwise` (throwing when undefined) when there is none. */
  async #inRoot<T>(work: (root: RemoteObject) => Promise<T>, otherwise: T | undefined): Promise<T> {
    const root = `(() => {
      const host = document.querySelector('${HOST}');
      return host && chrome.dom.openOrClosedShadowRoot(host);
    })()`;
    return this.#world.withObject(root, async (remote) => {
      if (remote) return work(remote);
      if (otherwise === undefined) throw new Error('the overlay is not on the page');
      return otherwise;
    });
  }
}

function described(role: string, name: Name | undefined): string {
  return name === undefined ? role : `${role} ${typeof name === 'string' ? `"${name}"` : String(name)}`;
}
