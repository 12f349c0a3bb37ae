import '@preact/signals';
import { render } from 'preact';
import { OptionsView } from '../../components/settings/options-view.tsx';
import '../../components/style/panel.css';
import '../../components/style/pages.css';
import { connectPhone } from '../../lib/mirror/connect.ts';
import { dialString } from '../../lib/numbers/dial.ts';
import { t } from '../../lib/text.ts';
import { browserSide } from './browser-side.ts';
import './page.css';

document.documentElement.lang = t('language');
document.title = `${t('options')} · Ringside`;
const { phone } = connectPhone();
const app = document.querySelector('#app');
const side = await browserSide();
if (app) render(<OptionsView phone={phone} browser={side} preview={dialString} />, app);
// The page's sections stand only now, so the browser could not have gone to the one that was asked for.
document.getElementById(location.hash.slice(1))?.scrollIntoView();
