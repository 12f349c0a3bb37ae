/** What the operator said about numbers on single sites: their country, and texts that are none. Bounded; oldest first to go. */
import type { SettingsSlice, SiteNumbers } from '../mirror/slices.ts';

type Sites = SettingsSlice['siteNumbers'];

const mostSites = 300;
const mostTexts = 200;
const blank: SiteNumbers = { not: [] };

/** With the country of a site's numbers; null leaves it to the page and the operator's own. */
export function withRegion(sites: Sites, origin: string, region: string | null): Sites {
  const { not } = sites[origin] ?? blank;
  return put(sites, origin, region === null ? { not } : { not, region });
}

/** With or without a text among those that are no numbers there. */
export function withNot(sites: Sites, origin: string, text: string, on: boolean): Sites {
  const site = sites[origin] ?? blank;
  const rest = site.not.filter((one) => one !== text);
  return put(sites, origin, { ...site, not: (on ? [...rest, text] : rest).slice(-mostTexts) });
}

function put(sites: Sites, origin: string, site: SiteNumbers): Sites {
  const others = Object.entries(sites).filter(([name]) => name !== origin);
  const own: [string, SiteNumbers][] =
    site.not.length > 0 || site.region !== undefined ? [[origin, site]] : [];
  return Object.fromEntries([...others, ...own].slice(-mostSites));
}
