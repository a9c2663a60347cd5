// Callers who give up in a queue of the embedded clinic: one thing to do a person, told by the PBX alone.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ClinicControl } from '../support/clinic.ts';
import { ContractClient, Host } from '../support/host.ts';
import { until } from '../support/until.ts';

let host: Host;
let desk: ContractClient;
beforeAll(async () => {
  host = await Host.start(['--quiet']);
  desk = await ContractClient.open(host.info.window, host.info.origin, ['worklist', 'waiting', 'health']);
  await until('the queues are told', () => desk.row('health')?.queues === 'ok');
});
afterAll(async () => {
  desk.close();
  await host.stop();
});

it('gave up twice is one item with a number to call and an owner', async () => {
  const clinic = new ClinicControl(host.info.clinic);
  for (const count of [1, 2]) {
    const id = await clinic.call({ queue: 'front-desk', number: '+12065550177', name: 'Somebody' });
    await until('the caller waits', () => desk.rows('waiting').length === 1);
    await clinic.hangUp(id);
    await until('it is on the list', () => desk.rows('worklist').some((item) => item.count === count));
  }
  const all = desk.rows('worklist');
  expect(all).toMatchObject([{ kind: 'abandoned', number: '+12065550177', state: 'open', attempts: [], count: 2 }]);
  expect(all[0]?.owner).toBe(all[0]?.queue);
});
