// Frames as a running Asterisk 22.10 sent them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmiFramer } from './framing.ts';
import { folderOf, mailboxOf, messageOf, parkedOf, translateDial, translateParking } from './translate-boards.ts';

const frame = (lines: string) => new AmiFramer().feed(`${lines.trim().split('\n').join('\r\n')}\r\n\r\n`)[0]!;

const PARKEE = `ParkeeChannel: PJSIP/trunk-00000001
ParkeeCallerIDNum: 2065550111
ParkeeCallerIDName: Parked Caller
ParkeeUniqueid: 1795296440.1
ParkeeLinkedid: 1795296440.0
ParkerDialString: PJSIP/101
Parkinglot: default
ParkingSpace: 901
ParkingTimeout: 85
ParkingDuration: 5`;

describe('parked callers', () => {
  it('who, where, by whom, since when and until when', () =>
    expect(parkedOf(frame(`Event: ParkedCall\n${PARKEE}`), 100_000)).toEqual({
      ...{ slot: '901', entry: '1795296440.1', linkedId: '1795296440.0', parkedBy: '101' },
      ...{ number: '2065550111', name: 'Parked Caller', withheld: false, parkedAt: 95_000, recallAt: 185_000 },
    }));
  it.each([
    ['ParkedCallTimeOut', 'timedOut'],
    ['ParkedCallGiveUp', 'gaveUp'],
  ])('%s', (event, how) =>
    expect(translateParking(frame(`Event: ${event}\n${PARKEE}`), 0)).toEqual([
      { type: 'left', slot: '901', entry: '1795296440.1', how },
    ]),
  );
  it('taken, and by whom', () =>
    expect(
      translateParking(frame(`Event: UnParkedCall\n${PARKEE}\nRetrieverChannel: PJSIP/102-0000000a`), 0),
    ).toMatchObject([{ how: 'retrieved', retrievedBy: '102' }]));
  it('a withheld number stays withheld', () =>
    expect(
      parkedOf(frame(`ParkingSpace: 901\nParkeeUniqueid: 1\nParkeeCallerIDNum: anonymous\nParkeeCallerIDName: X`), 0),
    ).toMatchObject({ number: '', name: '', withheld: true }));
});

const DIAL = `Channel: PJSIP/trunk-00000001
CallerIDNum: 2065550122
CallerIDName: Lost Caller
Uniqueid: 1795296510.1
Linkedid: 1795296510.1
DestChannel: PJSIP/103-00000002
DestUniqueid: 1795296510.2
DestLinkedid: 1795296510.1
DialString: 103/sip:x@127.0.0.1`;

describe('phones that ring', () => {
  it('whose, and for whom', () =>
    expect(translateDial(frame(`Event: DialBegin\n${DIAL}`), 7)).toEqual([
      {
        type: 'began',
        leg: '1795296510.2',
        caller: {
          ...{ extension: '103', number: '2065550122', name: 'Lost Caller', withheld: false, since: 7 },
          ...{ entry: '1795296510.1', linkedId: '1795296510.1' },
        },
      },
    ]));
  it('and no more', () =>
    expect(translateDial(frame(`Event: DialEnd\n${DIAL}\nDialStatus: CANCEL`), 0)).toEqual([
      { type: 'ended', leg: '1795296510.2' },
    ]));
  it('when somebody else took the call', () =>
    expect(
      translateDial(
        frame(
          'Event: Pickup\nChannel: PJSIP/101-00000003\nTargetChannel: PJSIP/103-00000002\nTargetUniqueid: 1795296510.2',
        ),
        0,
      ),
    ).toEqual([{ type: 'ended', leg: '1795296510.2' }]));
});

const BOX = { mailbox: '790', context: 'practice' };
const detail = (change: string) =>
  messageOf(
    frame(`Event: VoicemailBoxDetail\nFolder: INBOX\nCallerID: "Maria Lopez" <2065550177>
Date: Sat Nov 21 09:17:20 PM UTC 2026\nDuration: 8\nFlag: \nID: 1795295840-00000000\n${change}`),
    BOX,
  );

describe('mailboxes', () => {
  it('a message: who left it, when, how long', () =>
    expect(detail('')).toEqual({
      ...BOX,
      ...{ id: '1795295840-00000000', at: 1_795_295_840_000, durationSeconds: 8, folder: 'new', urgent: false },
      ...{ number: '2065550177', name: 'Maria Lopez', withheld: false },
    }));
  it.each([
    ['CallerID: 2065550177', { number: '2065550177', name: '' }],
    ['CallerID: "" <2065550177>', { number: '2065550177', name: '' }],
    ['CallerID: Unknown Caller', { number: '', withheld: true }],
    ['CallerID: "x" <anonymous>', { number: '', name: '', withheld: true }],
    ['Folder: Urgent', { folder: 'new', urgent: true }],
    ['Folder: Old', { folder: 'old', urgent: false }],
  ])('%s', (line, part) => expect(detail(line)).toMatchObject(part));
  it.each(['Folder: Family', 'ID: ../../etc/passwd', 'ID: '])('nothing of ours: %s', (line) =>
    expect(detail(line)).toBeUndefined(),
  );
  it('an urgent message is moved out of its own folder', () =>
    expect(folderOf(detail('Folder: Urgent')!)).toBe('Urgent'));
  it('which box has changed', () =>
    expect(mailboxOf(frame('Event: MessageWaiting\nMailbox: 790@practice\nNew: 1'))).toEqual(BOX));
});

it('takes any text for what it is', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.string()),
      fc.constantFrom('ParkedCall', 'DialBegin', 'MessageWaiting'),
      (fields, event) => {
        const message = new Map([...Object.entries(fields), ['event', event]]);
        translateParking(message, 0);
        translateDial(message, 0);
        mailboxOf(message);
        messageOf(message, BOX);
      },
    ),
  );
});
