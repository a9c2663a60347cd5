// Who it may be that waits, against a slow EHR and callers whose number changes while it is asked about.
import { describe, expect, it } from 'vitest';
import { FakeEhr, NUMBER, record } from '../../../test/fakes/ehr.ts';
import { FakeClock, FakeTopics, settle, testSite } from '../../../test/fakes/parts.ts';
import { FakeQueuePbx, waiting } from '../../../test/fakes/queue-pbx.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import { WaitingCallers } from './callers.ts';
import { QueuesService } from './queues-service.ts';

const OTHER = '6175550199';

function stage(triedBefore: (number: string) => boolean = () => false) {
  const clock = new FakeClock();
  const queues = new QueuesService({
    ...{ clock, topics: new FakeTopics(), site: () => testSite() },
    ...{ onLink: () => undefined, onChange: () => undefined },
  });
  const pbx = new FakeQueuePbx();
  const ehr = new FakeEhr();
  ehr.people = [record('p-1')];
  new WaitingCallers({ clock, queues, site: () => testSite(), ehr: () => ehr as unknown as EhrPort, triedBefore });
  queues.use(pbx);
  const comes = (entry: string, number: string) => pbx.join(waiting(entry, 1, { number }));
  return { clock, queues, pbx, ehr, comes };
}

describe('who waits', () => {
  it('is shown by initials once the EHR has answered, never by name', async () => {
    const { queues, comes } = stage();
    comes('1', NUMBER);
    await settle();
    expect(queues.waiting('1')?.match).toEqual({ count: 1, initials: 'JQ' });
  });

  it('never gets the initials of the number they had when the EHR was asked', async () => {
    const { queues, pbx, ehr, comes, clock } = stage();
    ehr.isSlow = true;
    comes('1', NUMBER);
    // A transfer is joined: another caller's channel takes the place.
    pbx.queues.get('front')!.waiting = [waiting('9', 1, { number: OTHER })];
    clock.advance(1_000);
    await settle();
    expect(queues.waiting('1')).toMatchObject({ number: OTHER });
    ehr.people = [];
    await ehr.answer();
    await settle();
    expect(queues.waiting('1')?.match).toBeUndefined();
  });

  it('says that they tried before', async () => {
    const { queues, comes } = stage((number) => number === OTHER);
    comes('1', OTHER);
    await settle();
    expect(queues.waiting('1')?.why).toEqual([{ kind: 'again' }]);
  });
});
