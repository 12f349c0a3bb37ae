/** One board of scenes: ?board=calls&theme=dark&dir=rtl&lang=de&width=320 */
import './words.ts';
import '@preact/signals';
import { render, type FunctionComponent } from 'preact';
import '../../../components/style/panel.css';
import '../../../components/style/pages.css';
import './gallery.css';
import { Calls, Ended, Idle } from './scenes/phone.tsx';
import { Accounts } from './scenes/accounts.tsx';
import { Past, People, Queues, Talk } from './scenes/desk.tsx';
import { Inboxes } from './scenes/inbox.tsx';
import { Options, OptionsEmpty, OptionsMore, WelcomeSteps } from './scenes/pages.tsx';
import { PagesAsk } from './scenes/pages-ask.tsx';
import { Popups } from './scenes/popup.tsx';
import { Switched } from './scenes/switch.tsx';
import { Sounds } from './scenes/sound.tsx';

const boards: Record<string, FunctionComponent> = {
  calls: Calls,
  ended: Ended,
  idle: Idle,
  popup: Popups,
  'pages-ask': PagesAsk,
  queue: Queues,
  inbox: Inboxes,
  people: People,
  past: Past,
  talk: Talk,
  accounts: Accounts,
  options: Options,
  'options-empty': OptionsEmpty,
  'options-more': OptionsMore,
  sound: Sounds,
  switch: Switched,
  welcome: WelcomeSteps,
};

const asked = new URLSearchParams(location.search);
const Board = boards[asked.get('board') ?? 'calls'] ?? Calls;
const width = asked.get('width');
if (width) document.body.style.setProperty('--width', `${width}px`);
document.documentElement.classList.toggle('dark', asked.get('theme') === 'dark');
document.body.dataset['board'] = asked.get('board') ?? '';
const board = document.querySelector('#board');
if (board) render(<Board />, board);
