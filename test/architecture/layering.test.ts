// The layering rule itself is tested on made-up files, and the real tree is checked to be covered by it.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { layerOf, verdict } from '../../build/lint/layering.mjs';
import { ROOT } from '../support/host.ts';

describe('the layering rule', () => {
  it.each([
    ['shared/domain/call/x.ts', 'react'],
    ['shared/domain/call/x.ts', 'node:fs'],
    ['shared/domain/call/x.ts', '../../contract/index.ts'],
    ['shared/domain/call/x.ts', '../../../electron/ports/ehr.ts'],
    ['electron/services/calls/x.ts', '../../adapters/fhir/x.ts'],
    ['electron/services/calls/x.ts', 'electron'],
    ['electron/services/calls/x.ts', 'node:fs'],
    ['electron/adapters/fhir/x.ts', '../../services/calls/calls.ts'],
    ['electron/adapters/fhir/x.ts', 'better-sqlite3-multiple-ciphers'],
    ['electron/compose.ts', 'sip.js'],
    ['electron/main.ts', 'electron'],
    ['electron/ipc/hub.ts', '../adapters/fhir/x.ts'],
    ['renderer/phone/sip/phone.ts', 'react'],
    ['renderer/phone/media/x.ts', 'sip.js'],
    ['renderer/console/views/console.tsx', 'electron'],
    ['renderer/console/views/console.tsx', 'node:fs'],
    ['renderer/console/views/console.tsx', '../../phone/sip/phone.ts'],
    ['renderer/console/features/note/x.tsx', '../patient/x.tsx'],
    ['electron/clinic/pbx/x.ts', '../../services/calls/calls.ts'],
    ['renderer/bridge/x.ts', '../console/main.tsx'],
  ])('%s may not import %s', (from, source) => expect(verdict(from, source)).toBeTypeOf('string'));

  it.each([
    ['shared/domain/call/x.ts', 'zod'],
    ['shared/contract/x.ts', '../domain/call/call.ts'],
    ['electron/services/calls/x.ts', '../../../shared/contract/index.ts'],
    ['electron/services/calls/x.ts', '../../ports/ehr.ts'],
    ['electron/adapters/fhir/x.ts', 'fhir-kit-client'],
    ['electron/platform/windows.ts', 'electron'],
    ['electron/compose.ts', './adapters/fhir/x.ts'],
    ['renderer/phone/sip/phone.ts', 'sip.js'],
    ['renderer/phone/sip/phone.ts', '../media/x.ts'],
    ['renderer/console/features/note/x.tsx', '../../store/x.ts'],
    ['renderer/console/features/note/x.tsx', './y.tsx'],
  ])('%s may import %s', (from, source) => expect(verdict(from, source)).toBeUndefined());

  it('covers every source file of the product', () => {
    const uncovered = ['shared', 'electron', 'renderer']
      .flatMap((top) =>
        readdirSync(path.join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((file) => `${top}/${file}`),
      )
      .filter((file) => /\.tsx?$/.test(file) && layerOf(file) === undefined);
    expect(uncovered).toEqual([]);
  });
});
