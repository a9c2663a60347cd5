// How a call sounds, measured on a clean line to a real Asterisk; what of it stays with the call; the echo test.
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import { PassphraseVault } from '../../electron/adapters/vault/vaults.ts';
import type { Call, CallId } from '../../shared/domain/call/call.ts';
import { until } from '../support/until.ts';
import { PASSPHRASE, PbxDesk, must } from './desk.ts';

let pbx: PbxDesk;
beforeAll(async () => {
  pbx = await PbxDesk.open(undefined, ['sound']);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(() => pbx.quiet());

/** The call as it is on disk, read the way a person with the passphrase of this PC could. */
function journaled(id: CallId): Call | undefined {
  const vault = new PassphraseVault(path.join(pbx.folder, 'secrets.vault'));
  expect(vault.unlock(PASSPHRASE)).toMatchObject({ ok: true });
  const journal = openJournal(pbx.folder, vault.get('journalKey') ?? '');
  if (!journal.ok) throw new Error(journal.error.code);
  const call = journal.value.calls(100).find((entry) => entry.id === id);
  journal.value.close();
  return call;
}

it('is excellent on a clean line; worst, average, loss and codec stay with the call', async () => {
  const id = await pbx.answered();
  const quality = await until('it is judged', () => pbx.call(id)?.quality);
  expect(quality).toMatchObject({ step: 'excellent', cause: 'none', loss: 0 });
  expect(quality.mos).toBeGreaterThan(4);
  await pbx.window.getByRole('region', { name: 'Call in hand' }).getByText('Excellent sound').waitFor();
  // Long enough for an average, and for the PBX to have said what it hears of us.
  await until('ten seconds talked', () => pbx.asterisk.secondsOf('caller') > 10);
  await must(pbx.client.command('call.hangUp', { callId: id }));
  await pbx.state(id, 'ended');
  const sounded = await until('it is on disk', () => journaled(id)?.sounded);
  console.log(`clean line: ${JSON.stringify(sounded)}`);
  expect(sounded.codec).toMatch(/^audio\/(opus|PCMU)$/);
  expect(sounded.seconds).toBeGreaterThan(5);
  expect(sounded.mosAvg).toBeGreaterThan(4);
  expect(sounded.mosMin).toBeLessThanOrEqual(sounded.mosAvg);
  expect(sounded.lossIn).toBeLessThan(1);
  expect(sounded.lossOut).toBeLessThan(1);
  expect(sounded.roundTripAvg).toBeLessThan(100);
});

it('hears itself at the number for it, and how long that took', async () => {
  await must(pbx.client.command('sound.test', { kind: 'echo' }));
  const test = await until('it says how it went', () => {
    const row = pbx.client.row('sound')?.test;
    return row?.state === 'done' ? row : undefined;
  });
  expect(test).toMatchObject({ kind: 'echo', verdict: 'ok' });
  console.log(`echo of 601: ${test.roundTripMs} ms there and back`);
  expect(test.roundTripMs).toBeGreaterThan(0);
  expect(test.roundTripMs).toBeLessThan(1_500);
  expect(pbx.client.rows('calls')).toEqual([]);
});
