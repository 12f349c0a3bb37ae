/** Does what the operator asked outside of any view (a key, the context menu, a notification), and shows what came of it. Worker only. */
import type { Fault } from '../mirror/fault.ts';
import { complain } from './complaint.ts';
import type { EngineHome } from './home.ts';
import type { News } from './news.ts';
import { hasPhone, tellIn } from './page-numbers.ts';
import { frontTab, openPopup } from './tab.ts';

/** A failure is told on the page in front, else in the popup; so is a call that no page shows. */
export async function act(home: Pick<EngineHome, 'tell'>, news: News): Promise<void> {
  const fault = await failureOf(home, news);
  const tabId = await frontTab();
  if (!fault) {
    if (news.news === 'dial' && !(tabId !== undefined && (await inPage(hasPhone(tabId))))) await openPopup();
    return;
  }
  if (tabId !== undefined && (await inPage(tellIn(tabId, fault)))) return;
  await complain(fault);
  await openPopup();
}

async function failureOf(home: Pick<EngineHome, 'tell'>, news: News): Promise<Fault | undefined> {
  try {
    const heard = await home.tell(news);
    return typeof heard === 'object' ? heard.fault : undefined;
  } catch (error) {
    return {
      code: 'engine-gone',
      said: error instanceof Error ? error.message : String(error),
      at: Date.now(),
    };
  }
}

/** Pages of the browser's own let nobody in. */
const inPage = (answer: Promise<boolean>): Promise<boolean> => answer.catch(() => false);
