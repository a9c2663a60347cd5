import { describe, expect, it } from 'vitest';
import { FakeTopics, testSite } from '../../../test/fakes/parts.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { DirectoryService } from './directory-service.ts';

const phone = { servers: ['wss://pbx.test/ws'], domain: 'pbx.test' };

function stage(pickupPrefix: string | undefined = '**') {
  const topics = new FakeTopics();
  const placed: unknown[] = [];
  const directory = new DirectoryService({
    topics,
    site: () => testSite({ phone: pickupPrefix === undefined ? phone : { ...phone, pickupPrefix } }),
    nameOf: (number) => (number === '301' ? 'Nurse line' : undefined),
    isColleague: (extension) => ['201', '202'].includes(extension),
    waiting: (entry) => (entry === 'q1' ? ({ queue: 'front' } as WaitingCaller) : undefined),
    place: async (...order) => {
      placed.push(order);
      return ok({ callId: CallId.parse('c1') });
    },
    onPickUp: () => undefined,
  });
  const rings = (leg: string, extension: string, number: string, entry = 'e1') =>
    directory.apply({
      type: 'began',
      leg,
      caller: { extension, number, name: 'Maria', withheld: false, since: 1, entry, linkedId: 'l1' },
    });
  const pickUp = (extension: string) =>
    directory.handlers['directory.pickUp']!({ extension }, { page: 'console', userId: 'ana', role: 'receptionist' });
  return { topics, placed, directory, rings, pickUp };
}

describe('who rings at a colleague', () => {
  it('is shown by extension with queue and name, and only for colleagues', () => {
    const { topics, rings, directory } = stage();
    rings('a', '202', '301', 'q1');
    rings('b', 'trunk', '5551234567');
    expect(topics.keys('ringing')).toEqual(['202']);
    expect(topics.get('ringing', '202')).toMatchObject({ directoryName: 'Nurse line', queueName: 'Front desk' });
    directory.apply({ type: 'ended', leg: 'a' });
    expect(topics.keys('ringing')).toEqual([]);
  });

  it('is picked up as who it is, with the queue it came from', async () => {
    const { placed, rings, pickUp } = stage();
    rings('a', '202', '+12065550177', 'q1');
    expect(await pickUp('202')).toEqual(ok({ callId: 'c1' }));
    expect(placed).toEqual([
      [
        '**202',
        {
          remote: { number: '+12065550177', name: 'Maria', withheld: false },
          queue: { queue: 'front', entry: 'q1', linkedId: 'l1' },
        },
      ],
    ]);
  });

  it('cannot be picked up when nothing rings, when the site has no number for it, or with nonsense', async () => {
    const { rings, pickUp, placed } = stage();
    expect(await pickUp('202')).toMatchObject(fail('callGone'));
    rings('a', '202', '1');
    expect(await pickUp('202;x=1')).toMatchObject(fail('pickUpNotSet'));
    const unset = stage('');
    expect(placed).toEqual([]);
    expect(unset.placed).toEqual([]);
  });
});
