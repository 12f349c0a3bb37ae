import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** The gallery is a page of its own and no part of the extension. `npx vite test/support/gallery` opens it. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact()],
  server: { fs: { allow: ['../../..'] } },
  cacheDir: '../../../node_modules/.vite-gallery',
});
