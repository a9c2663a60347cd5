import { describe, expect, it } from 'vitest';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { CALLER_ROSTER, UNKNOWN_CALLERS, birthDateOf } from './roster.ts';

describe('the roster', () => {
  it('has only numbers that libphonenumber accepts and that are reserved for fiction', () => {
    for (const e164 of [...CALLER_ROSTER.map((entry) => entry.e164), ...UNKNOWN_CALLERS]) {
      expect(parsePhoneNumberFromString(e164)?.isValid(), e164).toBe(true);
      expect(e164).toMatch(/^\+1\d{3}55501\d\d$/);
    }
  });

  it('spells the number on file so that it is still the same number', () => {
    for (const entry of CALLER_ROSTER)
      expect(parsePhoneNumberFromString(entry.onFile, 'US')?.number, entry.id).toBe(entry.e164);
  });

  it('names households from every side', () => {
    for (const entry of CALLER_ROSTER) {
      const others = CALLER_ROSTER.filter((other) => other.e164 === entry.e164 && other.id !== entry.id);
      expect([...(entry.sharedWith ?? [])].sort()).toEqual(others.map((other) => other.id).sort());
    }
  });

  it('keeps the infant an infant', () => {
    const baby = CALLER_ROSTER.find((entry) => 'ageDays' in entry.birth);
    expect(baby && birthDateOf(baby, new Date('2026-03-01T12:00:00Z'))).toBe('2026-01-06');
  });
});
