// Appointments written once: each carries our identifier, is looked for before it is sent again, and is changed only in the
// version that was read.
import { WRITE_ID_SYSTEM } from '../../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { EhrProfile } from '../../../../shared/domain/ehr/profile.ts';
import type { AppError, Result } from '../../../../shared/result/result.ts';
import { fail, ok } from '../../../../shared/result/result.ts';
import { identifierValue } from '../project.ts';
import { carries } from '../projection.ts';
import type { Search } from '../search.ts';
import type { AnyResource } from '../shapes.ts';
import type { PatchStep, Transport } from '../transport.ts';
import { Appointment, idIn } from './shapes.ts';
import { wasChanged } from './slots.ts';
import { isLiveStatus } from './visit-map.ts';

export interface SeenVisit {
  readonly appointment: Appointment;
  readonly raw: AnyResource;
}

export const seenIn = (resource: unknown): SeenVisit | undefined => {
  const parsed = Appointment.safeParse(resource);
  return parsed.success ? { appointment: parsed.data, raw: resource as AnyResource } : undefined;
};

export const isLive = ({ appointment }: SeenVisit): boolean => isLiveStatus(appointment.status);
export const takes = ({ appointment }: SeenVisit, slotId: string): boolean =>
  appointment.slot.some(({ reference }) => idIn(reference, 'Slot') === slotId);

/** What was to be written, for knowing it again where the server keeps no identifier of ours. */
export interface Wanted {
  readonly id: string;
  readonly patientId: string;
  readonly slots: readonly string[];
  readonly start: number;
}

export interface Visits {
  /** Errors: `visitGone`. */
  read(id: string): Promise<Result<SeenVisit>>;
  /** The live one that an earlier attempt wrote; undefined when there surely is none. */
  find(wanted: Wanted): Promise<Result<SeenVisit | undefined>>;
  byIdentifier(id: string): Promise<Result<SeenVisit | undefined>>;
  create(wanted: Wanted, resource: Record<string, unknown>): Promise<Result<SeenVisit>>;
  /** `changed`: not in the version that was read, and nothing was written. */
  put(seen: SeenVisit, changed: Record<string, unknown>): Promise<Result<SeenVisit | 'changed'>>;
  patch(seen: SeenVisit, changes: readonly PatchStep[]): Promise<Result<SeenVisit | 'changed'>>;
}

export function createVisits(transport: Transport, search: Search, profile: () => EhrProfile): Visits {
  const token = (id: string): string => `${WRITE_ID_SYSTEM}|${identifierValue(id)}`;

  async function read(id: string): Promise<Result<SeenVisit>> {
    const reply = await transport.get(`Appointment/${encodeURIComponent(id)}`);
    if (!reply.ok) return reply.error.code === 'ehrNotFound' ? fail('visitGone') : reply;
    const seen = seenIn(reply.value.body);
    return seen ? ok(seen) : fail('ehrNotFhir', 'not an Appointment');
  }

  async function byIdentifier(id: string): Promise<Result<SeenVisit | undefined>> {
    const found = await search.all('Appointment', { identifier: token(id) });
    if (!found.ok) return found;
    const ours = found.value.filter((resource) => carries(resource, id)).flatMap((one) => seenIn(one) ?? []);
    return ok(ours.find(isLive));
  }

  /** Where identifiers cannot be searched by: among the patient's visits of that day. */
  async function amongTheirs({ id, patientId, slots, start }: Wanted): Promise<Result<SeenVisit | undefined>> {
    const by = profile().visitsOfPatient;
    if (by === undefined) return fail('ehrUnknownOutcome', 'Appointment cannot be looked up');
    const [from, until] = [start - 43_200_000, start + 43_200_000].map((at) => new Date(at).toISOString());
    const found = await search.all('Appointment', { [by]: `Patient/${patientId}`, date: [`ge${from}`, `lt${until}`] });
    if (!found.ok) return found;
    const theirs = found.value.flatMap((one) => seenIn(one) ?? []).filter(isLive);
    const isIt = (seen: SeenVisit): boolean =>
      carries(seen.raw, id) || (Date.parse(seen.appointment.start ?? '') === start && takes(seen, slots[0] ?? ''));
    return ok(theirs.find(isIt));
  }

  const find = (wanted: Wanted): Promise<Result<SeenVisit | undefined>> =>
    profile().takes('Appointment', ['identifier']) ? byIdentifier(wanted.id) : amongTheirs(wanted);

  async function send(wanted: Wanted, resource: Record<string, unknown>): Promise<Result<SeenVisit>> {
    const condition = profile().conditionalCreate('Appointment')
      ? { 'if-none-exist': `identifier=${encodeURIComponent(token(wanted.id))}` }
      : {};
    const reply = await transport.create('Appointment', resource, condition);
    if (!reply.ok) return reply;
    const seen = seenIn(reply.value.body);
    if (seen) return ok(seen);
    const id = idIn(reply.value.location?.replace(/\/_history\/.*$/, ''), 'Appointment');
    return id === undefined ? fail('ehrUnknownOutcome', 'no Appointment in the answer') : read(id);
  }

  async function change(
    seen: SeenVisit,
    run: (match: Record<string, string>) => ReturnType<Transport['get']>,
  ): Promise<Result<SeenVisit | 'changed'>> {
    const { id, meta } = seen.appointment;
    const version = meta?.versionId;
    if (version === undefined) return fail('ehrCannot', 'the Appointment has no version');
    // Sent twice at most: the version lets one of the two through.
    for (let tries = 0; ; tries++) {
      const reply = await run({ 'if-match': `W/"${version}"` });
      if (reply.ok) {
        const written = seenIn(reply.value.body);
        return written ? ok(written) : read(id);
      }
      if (wasChanged(reply.error)) return ok('changed');
      if (reply.error.code !== 'ehrUnknownOutcome') return reply;
      const now = await read(id);
      if (!now.ok) return reply;
      // Ours or somebody else's: whoever asked sees what it became.
      if (now.value.appointment.meta?.versionId !== version) return ok('changed');
      if (tries > 0) return reply;
    }
  }

  return {
    ...{ read, find, byIdentifier },
    async create(wanted, resource) {
      const first = await send(wanted, resource);
      if (first.ok || first.error.code !== 'ehrUnknownOutcome') return first;
      const found = await find(wanted);
      if (!found.ok) return first;
      if (found.value) return ok(found.value);
      // Under the condition the one that may still be on its way and this one are written once together.
      return profile().conditionalCreate('Appointment') ? send(wanted, resource) : first;
    },
    put: (seen, changed) =>
      change(seen, (match) => transport.update('Appointment', seen.appointment.id, changed, match)),
    patch: (seen, changes) =>
      change(seen, (match) => transport.patch('Appointment', seen.appointment.id, changes, match)),
  };
}

/** A server that decides by itself says so with one of these: somebody has the slot. */
export const saysTaken = ({ code, detail }: AppError): boolean =>
  code === 'ehrRejected' && /^HTTP (409|412|422|423)\b/.test(detail ?? '');
