// What the window loads: no schema library, not even by way of a module that only happens to hold a schema too. Schemas are
// built with `eval`, which the pages' content security policy forbids, and what comes in has been parsed in main already.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Imports and re-exports that are there at run time. */
const LOADED = /^(?:import|export)\s+(?!type\b)(?:[^'"]*?from\s+)?['"]([^'"]+)['"]/gm;

it('never loads zod', () => {
  const ways = new Map([['renderer/console/main.tsx', 'renderer/console/main.tsx']]);
  const found: string[] = [];
  for (const [file, way] of ways)
    for (const [, name = ''] of readFileSync(path.join(ROOT, file), 'utf8').matchAll(LOADED)) {
      if (name === 'zod') found.push(way);
      if (!name.startsWith('.') || !/\.tsx?$/.test(name)) continue;
      const next = path.normalize(path.join(path.dirname(file), name));
      if (!ways.has(next)) ways.set(next, `${way} > ${next}`);
    }
  expect(found).toEqual([]);
  expect(ways.size).toBeGreaterThan(100);
});
