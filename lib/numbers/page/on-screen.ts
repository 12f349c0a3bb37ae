/** The parts of the page that are being looked at, when it is scrolled away from its beginning. */
export function onScreen(root: Document): Element[] {
  const view = root.defaultView;
  if (!view || view.scrollY === 0) return [];
  const middle = view.innerWidth / 2;
  const parts = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) =>
    root.elementFromPoint(middle, view.innerHeight * share),
  );
  const rows = parts.map((part) => part?.closest('tr,li,p,article,section') ?? part);
  return [...new Set(rows)].filter((part): part is Element => part !== null && part !== root.body);
}
