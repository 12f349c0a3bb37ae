// Bundles a module for a bare page, the way the extension's own build does.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The module `name` beside this file as one classic script. */
export async function bundle(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      target: 'esnext',
      lib: { entry: fileURLToPath(new URL(name, import.meta.url)), formats: ['iife'], name: 'bundled' },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error(`nothing was built from ${name}`);
  return chunk.code;
}
