// Serves the bare SIP.js page: the yardstick of the benches, and a colleague with a real phone for the tests.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './host.ts';

export async function serveBarePages(): Promise<{ origin: string; close(): void }> {
  const bundle = await build({
    entryPoints: [path.join(ROOT, 'test/bench/bare/page.ts')],
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'error',
  });
  const script = bundle.outputFiles[0]!.text;
  const worklet = readFileSync(path.join(ROOT, 'test/bench/bare/first-sound.js'), 'utf8');
  const server = http.createServer((request, response) => {
    const isScript = request.url?.endsWith('.js') ?? false;
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(
      request.url === '/bare.js'
        ? script
        : isScript
          ? worklet
          : '<!doctype html><script src="/bare.js"></script><body></body>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: () => server.close(),
  };
}
