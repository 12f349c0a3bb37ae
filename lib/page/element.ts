/** An element of ours with a class. Nodes are made one by one: a page's Trusted Types never allow markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}
