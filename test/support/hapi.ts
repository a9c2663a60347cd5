// A real HAPI FHIR server for a suite or a bench. build/hapi.mjs fetches what it runs on.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { hapiFolders } from '../../build/hapi.mjs';

export { hasHapi } from '../../build/hapi.mjs';

export interface Hapi {
  /** FHIR base address. */
  readonly url: string;
  close(): Promise<void>;
}

interface HapiOptions {
  /** A folder to keep the data in; in memory unless told. */
  readonly keepIn?: string;
  readonly heapMib?: number;
}

/** Ready in about 13 s: interpreting and compiling once is faster than optimising what runs for a minute. */
export async function startHapi({ keepIn, heapMib = 1024 }: HapiOptions = {}): Promise<Hapi> {
  const { modules, classes } = hapiFolders();
  const database =
    keepIn === undefined ? 'jdbc:h2:mem:clinic' : `jdbc:h2:file:${path.join(keepIn, 'clinic')};CACHE_SIZE=1000000`;
  const classPath = [classes, path.join(modules, '*')].join(path.delimiter);
  const quick = keepIn === undefined ? ['-XX:TieredStopAtLevel=1'] : [];
  const child = spawn(
    'java',
    [`-Xmx${heapMib}m`, '-XX:+UseSerialGC', ...quick, '-cp', classPath, 'HapiServer', '0', database],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const port = /^ready (\d+)$/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`HAPI FHIR ended with ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${await ready}/fhir`,
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
