import { describe, expect, it } from 'vitest';
import { FakeClock, FakeJournal, FakeTopics, settle, testSite } from '../../../test/fakes/parts.ts';
import { worklistOf } from '../../../test/fakes/work.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import { messageKey } from '../../../shared/domain/voicemail/messages.ts';
import type { MailboxMessage } from '../../../shared/domain/voicemail/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { PbxPort } from '../../ports/pbx.ts';
import { VoicemailService } from './voicemail-service.ts';

const message = (mailbox: string, id: string, part: Partial<MailboxMessage> = {}): MailboxMessage => ({
  ...{ mailbox, context: 'practice', id, number: '+12065550177', name: 'Maria', withheld: false },
  ...{ at: 5000, durationSeconds: 8, folder: 'new', urgent: false },
  ...part,
});

class Boxes implements PbxPort {
  all: MailboxMessage[] = [];
  readings = 0;
  refuses = false;
  follow = () => undefined;
  messages = async (box: { mailbox: string }): Promise<Result<MailboxMessage[]>> => {
    this.readings++;
    await settle();
    return ok(this.all.filter((each) => each.mailbox === box.mailbox));
  };
  moveMessage = async (wanted: MailboxMessage, to: MailboxMessage['folder']): Promise<Result<void>> => {
    if (this.refuses) return fail('queueRefused');
    this.all = this.all.map((each) => (each.id === wanted.id ? { ...each, folder: to } : each));
    return ok(undefined);
  };
  removeMessage = async (wanted: MailboxMessage): Promise<Result<void>> => {
    this.all = this.all.filter((each) => each.id !== wanted.id);
    return ok(undefined);
  };
}

function stage(journal = new FakeJournal(), userId = 'ana') {
  const topics = new FakeTopics();
  const clock = new FakeClock();
  const boxes = new Boxes();
  const placed: { target: string; known: unknown }[] = [];
  const voicemail = {
    playNumber: '*99',
    boxes: [
      { mailbox: '790', context: 'practice', name: 'Front desk', owner: 'Front desk' },
      { mailbox: '201', context: 'practice', name: 'Ana', owner: 'ana' },
      { mailbox: '202', context: 'practice', name: 'Sam', owner: 'sam' },
    ],
  };
  const worklist = worklistOf({ topics, clock, journal });
  const service = new VoicemailService({
    ...{ topics, clock, site: () => testSite({ voicemail }), userId: () => userId },
    nameOf: (number) => (number === '+12065550199' ? 'Dr. Patel’s office' : undefined),
    place: async (target, known) => {
      placed.push({ target, known });
      return ok({ callId: CallId.parse('c1') });
    },
    keptWork: () => worklist.kept(),
    addWork: (work) => worklist.add(work),
    onHandled: () => undefined,
  });
  const run = (name: keyof VoicemailService['handlers'], input: object) =>
    (service.handlers[name] as (input: object, caller: object) => Promise<Result<unknown>>)(input, { userId });
  const open = async (...all: MailboxMessage[]) => {
    boxes.all = all;
    service.use(boxes);
    service.changed(undefined);
    for (let round = 0; round < 5; round++) await settle();
  };
  return { topics, boxes, placed, service, worklist, journal, run, open };
}
const STEP = { text: 'Call back', owner: 'Nurse line', due: '2026-11-23' };

describe('voicemail', () => {
  it('shows shared boxes and one’s own, never another person’s', async () => {
    const { topics, open, run } = stage();
    await open(message('790', '1-a'), message('201', '2-a'), message('202', '3-a'));
    expect(topics.keys('voicemail')).toEqual(['790@practice/1-a', '201@practice/2-a']);
    expect(topics.get('voicemailLamp', 'it')).toEqual({ newCount: 2, oldCount: 0 });
    const foreign = { message: messageKey(message('202', '3-a')) };
    expect(await run('voicemail.play', foreign)).toMatchObject(fail('voicemailGone'));
    expect(await run('voicemail.remove', foreign)).toMatchObject(fail('voicemailGone'));
  });

  it('plays by the message’s own name, and nothing else', async () => {
    const { open, run, placed } = stage();
    await open(message('790', '1-a'));
    await run('voicemail.play', { message: '790@practice/1-a' });
    await run('voicemail.play', { message: '790@practice/2-b' });
    expect(placed).toEqual([{ target: '*99', known: { headers: { 'X-Voicemail-Message': '790@practice/1-a' } } }]);
  });

  it('hands over once a message, to the first who was named, and knows it after a restart', async () => {
    const first = stage();
    await first.open(message('790', '1-a'));
    const key = { message: '790@practice/1-a' };
    expect((await first.run('voicemail.handOver', { ...key, ...STEP })).ok).toBe(true);
    expect((await first.run('voicemail.handOver', { ...key, ...STEP, owner: 'Billing' })).ok).toBe(true);
    const id = 'voicemail/790@practice/1-a';
    expect(first.topics.keys('worklist')).toEqual([id]);
    const second = stage(first.journal);
    second.worklist.restore();
    await second.open(message('790', '1-a'));
    expect(second.topics.get('worklist', id)).toMatchObject({ ...STEP, about: 'Maria', number: '+12065550177' });
    expect(second.topics.get('voicemail', key.message)?.handedTo).toEqual({ owner: 'Nurse line', due: STEP.due });
  });

  it('what is done stays done, and still says who had it', async () => {
    const { open, run, worklist, topics, journal } = stage();
    await open(message('790', '1-a'));
    await run('voicemail.handOver', { message: '790@practice/1-a', ...STEP });
    await worklist.handlers['work.done']!(
      { id: 'voicemail/790@practice/1-a' },
      { page: 'console', userId: 'ana', role: 'receptionist' },
    );
    worklist.restore();
    expect(topics.get('worklist', topics.keys('worklist')[0]!)).toMatchObject({ state: 'done' });
    expect(journal.work()).toHaveLength(1);
    expect(topics.get('voicemail', '790@practice/1-a')?.handedTo?.owner).toBe('Nurse line');
  });

  it('says when the disk did not take it', async () => {
    const { open, run, topics, journal } = stage();
    await open(message('790', '1-a'));
    journal.failure = 'journalDiskFull';
    const answer = await run('voicemail.handOver', { message: '790@practice/1-a', ...STEP });
    expect(answer).toMatchObject(fail('journalDiskFull'));
    expect(topics.keys('worklist')).toEqual([]);
    expect(topics.get('voicemail', '790@practice/1-a')?.handedTo).toBeUndefined();
  });

  it('moves and removes, and says when the PBX does not let it', async () => {
    const { open, run, topics, boxes } = stage();
    await open(message('790', '1-a'));
    const key = { message: '790@practice/1-a' };
    await run('voicemail.markDone', key);
    for (let round = 0; round < 3; round++) await settle();
    expect(topics.get('voicemail', key.message)?.folder).toBe('old');
    expect(topics.get('voicemailLamp', 'it')).toEqual({ newCount: 0, oldCount: 1 });
    boxes.refuses = true;
    expect(await run('voicemail.markNew', key)).toMatchObject(fail('voicemailRefused'));
    await run('voicemail.remove', key);
    for (let round = 0; round < 3; round++) await settle();
    expect(topics.keys('voicemail')).toEqual([]);
  });

  it('reads a box that changes ten times at once no more than twice', async () => {
    const { open, boxes, service } = stage();
    await open();
    boxes.readings = 0;
    for (let turn = 0; turn < 10; turn++) service.changed({ mailbox: '790', context: 'practice' });
    for (let round = 0; round < 5; round++) await settle();
    expect(boxes.readings).toBe(2);
  });

  it('forgets everything when the PBX is given up', async () => {
    const { open, topics, service } = stage();
    await open(message('790', '1-a'));
    service.use(undefined);
    expect(topics.keys('voicemail')).toEqual([]);
    expect(topics.keys('voicemailLamp')).toEqual([]);
  });
});
