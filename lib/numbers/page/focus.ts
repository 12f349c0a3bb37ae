/** The focused element of our own root, else the page's, looking into its open components. */
export function focusedIn(own: ShadowRoot): HTMLElement | undefined {
  let focused = own.activeElement ?? document.activeElement;
  for (let inner = focused; inner; inner = inner.shadowRoot?.activeElement ?? null) focused = inner;
  return focused instanceof HTMLElement ? focused : undefined;
}
