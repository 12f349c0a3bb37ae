/** Writes docs/states.md. */
import { writeFileSync } from 'node:fs';
import { statesPage } from '../lib/call/states-doc.ts';

writeFileSync('docs/states.md', statesPage());
