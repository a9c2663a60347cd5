// Every suite is a project of one Vitest; build/test.mjs runs them one after the other (two cores).
import { defineConfig } from 'vitest/config';

const suite = (name: string, include: string[], timeout: number) => ({
  test: {
    name,
    include,
    root: new URL('..', import.meta.url).pathname,
    testTimeout: timeout,
    hookTimeout: timeout * 2,
    // Suites with a browser, a PBX or a server of their own share two cores: one file at a time.
    fileParallelism: name === 'unit',
  },
});

const unit = suite(
  'unit',
  [
    '{shared,electron,renderer,build}/**/*.test.{ts,tsx}',
    'test/architecture/**/*.test.ts',
    'test/{situations,intent}/**/*.test.ts',
  ],
  20_000,
);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...unit.test,
          // Electron's program is not everywhere: unit tests run over a fake whose shape the compiler checks.
          alias: [{ find: /^electron$/, replacement: new URL('fakes/electron.ts', import.meta.url).pathname }],
          server: { deps: { inline: ['electron-store'] } },
        },
      },
      suite('integration', ['test/integration/**/*.test.ts'], 60_000),
      suite('ehr', ['test/ehr/**/*.test.ts'], 60_000),
      suite('e2e', ['test/e2e/**/*.e2e.ts'], 90_000),
      suite('pbx', ['test/pbx/**/*.test.ts'], 120_000),
      suite('day', ['test/day/**/*.test.ts'], 120_000),
      suite('faults', ['test/faults/**/*.test.ts'], 120_000),
      suite('devices', ['test/devices/**/*.test.ts'], 60_000),
      suite('electron', ['test/electron/**/*.test.ts'], 90_000),
    ],
  },
});
