import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './executable.ts';

/** A Chromium without our extension in it. */
export const launchPlain = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
