/** Sippet's own phone in the page: found once the page has defined it, taken over once the operator has said so. */
import { after, apply, bare, bound, get, resultOf } from './primordials.ts';

const tag = 'sippetai-voip-widget';

export interface WidgetDeps {
  /** Asks the operator; resolves when Ringside is to take over. */
  takeOver(origin: string | undefined): Promise<unknown>;
  setApiOrigin(origin: string): unknown;
  setAccessToken(token: string): unknown;
  setGetAccessToken(read: () => unknown): unknown;
}

/** Waits for the widget. Costs nothing where there is none. */
export function watchWidget(deps: WidgetDeps): void {
  const { whenDefined } = CustomElementRegistry.prototype;
  const { querySelector } = Document.prototype;
  const { getAttribute } = Element.prototype;
  const Observer = MutationObserver;
  const { observe, disconnect } = MutationObserver.prototype;
  let taken = false;

  const find = () => apply(querySelector, document, [tag] as never) as Element | null;
  const attribute = (of: Element, name: string): unknown => apply(getAttribute, of, [name]);
  /** A property, read by the language itself: a getter of the page's has none of our functions beneath it. */
  const property = (of: Element, name: string): Promise<unknown> =>
    resultOf(bound(get, [undefined, of, name]));

  function look(): boolean {
    const widget = find();
    if (widget) meet(widget);
    return widget !== null;
  }

  function watch(): void {
    if (look()) return;
    const observer: MutationObserver = new Observer(() => {
      if (look()) apply(disconnect, observer, []);
    });
    apply(observe, observer, [document, bare({ childList: true, subtree: true })]);
  }

  function meet(widget: Element): void {
    if (taken) return;
    taken = true;
    withOrigin(widget, (origin) => {
      void after(
        deps.takeOver(origin),
        () => adopt(widget),
        () => undefined,
      );
    });
  }

  function withOrigin(widget: Element, then: (origin: string | undefined) => void): void {
    const written = attribute(widget, 'api-origin');
    if (typeof written === 'string') return then(written);
    void after(property(widget, 'apiOrigin'), (origin) =>
      then(typeof origin === 'string' ? origin : undefined),
    );
  }

  /** The page's own way to tokens, asked as the widget would ask it; else whatever token stands there now. */
  function adopt(widget: Element): void {
    follow(widget);
    void after(property(widget, 'getAccessToken'), (read) => {
      if (typeof read === 'function') deps.setGetAccessToken(bound(apply, [undefined, read, widget, []]));
      else deps.setGetAccessToken(() => tokenOf(widget));
    });
  }

  function tokenOf(widget: Element): unknown {
    const written = attribute(widget, 'access-token');
    return typeof written === 'string' && written !== '' ? written : property(widget, 'accessToken');
  }

  /** What the page changes later holds for us as it would for the widget. */
  function follow(widget: Element): void {
    const observer: MutationObserver = new Observer(() => {
      const origin = attribute(widget, 'api-origin');
      const token = attribute(widget, 'access-token');
      if (typeof origin === 'string') deps.setApiOrigin(origin);
      if (typeof token === 'string' && token !== '') deps.setAccessToken(token);
    });
    const names = bare({ attributes: true, attributeFilter: ['access-token', 'api-origin'] });
    apply(observe, observer, [widget, names]);
  }

  void after(apply(whenDefined, customElements, [tag]) as Promise<unknown>, watch);
}
