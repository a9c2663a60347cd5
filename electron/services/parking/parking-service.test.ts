import { expect, it } from 'vitest';
import { FakeTopics } from '../../../test/fakes/parts.ts';
import type { ParkedFact } from '../../../shared/domain/parking/board.ts';
import { ParkingService } from './parking-service.ts';

it('shows every parked caller with names, and tells each fact once', () => {
  const topics = new FakeTopics();
  const facts: ParkedFact[] = [];
  const names = new Map([['101', 'Chloe']]);
  const parking = new ParkingService({
    topics,
    nameOf: (number) => names.get(number),
    onParked: (fact) => facts.push(fact),
  });
  const caller = {
    ...{ slot: '901', entry: 'e', linkedId: 'l', number: '+12065550177', name: '', withheld: false },
    ...{ parkedAt: 1, recallAt: 2, parkedBy: '101' },
  };
  parking.apply({ type: 'parked', caller });
  parking.apply({ type: 'parked', caller });
  expect(topics.get('parked', '901')).toMatchObject({ parkedByName: 'Chloe' });
  expect(parking.at('901')?.linkedId).toBe('l');
  names.set('+12065550177', 'Dr. Patel’s office');
  parking.refresh();
  expect(topics.get('parked', '901')?.directoryName).toBe('Dr. Patel’s office');
  parking.apply({ type: 'left', slot: '901', entry: 'e', how: 'retrieved', retrievedBy: '102' });
  expect(topics.keys('parked')).toEqual([]);
  expect(facts.map(({ type, slot, parkedBy, retrievedBy }) => [type, slot, parkedBy, retrievedBy])).toEqual([
    ['parked', '901', '101', undefined],
    ['retrieved', '901', '101', '102'],
  ]);
  // A snapshot tells how things stand, not what happened.
  parking.apply({ type: 'snapshot', callers: [caller] });
  expect(topics.keys('parked')).toEqual(['901']);
  expect(facts).toHaveLength(2);
});
