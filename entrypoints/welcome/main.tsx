import '@preact/signals';
import { render } from 'preact';
import { isStep, WelcomeView } from '../../components/welcome/welcome-view.tsx';
import '../../components/style/panel.css';
import '../../components/style/pages.css';
import { connectPhone } from '../../lib/mirror/connect.ts';
import { dialString } from '../../lib/numbers/dial.ts';
import { t } from '../../lib/text.ts';
import { browserSide } from '../options/browser-side.ts';
import '../options/page.css';

document.documentElement.lang = t('language');
const { phone } = connectPhone();
const app = document.querySelector('#app');
const side = await browserSide();
const asked = location.hash.slice(1);
if (app) {
  render(
    <WelcomeView
      phone={phone}
      browser={side}
      preview={dialString}
      start={isStep(asked) ? asked : undefined}
      turned={(step) => history.replaceState(null, '', `#${step}`)}
    />,
    app,
  );
}
