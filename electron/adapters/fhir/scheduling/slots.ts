// One slot: read, and changed only in the version that was read. Of two desks the server lets one through; the other one's
// change is refused (412, 409 from some) and told as `slotTaken`. A lost answer is looked up before it is sent again.
// https://hl7.org/fhir/R4/http.html#concurrency
import { SLOT_CLAIM_EXTENSION } from '../../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { Claim, SlotStatus } from '../../../../shared/domain/scheduling/claim.ts';
import type { FreeSlot } from '../../../../shared/domain/scheduling/types.ts';
import type { AppError, Result } from '../../../../shared/result/result.ts';
import { fail, ok } from '../../../../shared/result/result.ts';
import type { AnyResource } from '../shapes.ts';
import type { Reply, Transport } from '../transport.ts';
import { Slot, idIn } from './shapes.ts';

export interface SeenSlot {
  readonly id: string;
  readonly status: SlotStatus;
  readonly claim: Claim | undefined;
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  readonly calendar: string;
  readonly visitTypes: readonly string[];
  readonly version: string | undefined;
  /** All of it, for putting it back. */
  readonly raw: AnyResource;
  /** What the server's clock said, epoch ms. */
  readonly at: number;
}

const STATUS: Readonly<Record<SlotStatus, string>> = { free: 'free', tentative: 'busy-tentative', busy: 'busy' };

function claimIn({ extension }: Slot): Claim | undefined {
  const parts = extension.find(({ url }) => url === SLOT_CLAIM_EXTENSION)?.extension;
  const string = (name: string) => parts?.find(({ url }) => url === name)?.valueString;
  const until = Date.parse(parts?.find(({ url }) => url === 'until')?.valueInstant ?? '');
  const [of, by] = [string('of'), string('by') ?? ''];
  return of === undefined || Number.isNaN(until) ? undefined : { of, by, until };
}

/** Undefined for anything that is no slot one can read. */
export function slotIn(resource: unknown, at: number): SeenSlot | undefined {
  const parsed = Slot.safeParse(resource);
  if (!parsed.success) return undefined;
  const { id, status, meta, schedule, serviceType } = parsed.data;
  const [start, end] = [Date.parse(parsed.data.start), Date.parse(parsed.data.end)];
  const calendar = idIn(schedule?.reference, 'Schedule');
  if (Number.isNaN(start) || Number.isNaN(end) || calendar === undefined) return undefined;
  return {
    id,
    status: status === 'free' ? 'free' : status === 'busy-tentative' ? 'tentative' : 'busy',
    claim: claimIn(parsed.data),
    ...{ start, end, calendar, at },
    visitTypes: serviceType.flatMap(({ coding, text }) => coding.find(({ code }) => code)?.code ?? text ?? []),
    version: meta?.versionId,
    raw: resource as AnyResource,
  };
}

/** What of it is for those outside: where and when. */
export const freeSlotOf = ({ id, calendar, start, end, visitTypes }: SeenSlot): FreeSlot => ({
  ...{ id, calendar, start, end, visitTypes },
});

function withState(raw: AnyResource, status: SlotStatus, claim: Claim | undefined): Record<string, unknown> {
  const { extension, ...rest } = raw;
  const others = (Array.isArray(extension) ? (extension as { url?: unknown }[]) : []).filter(
    ({ url }) => url !== SLOT_CLAIM_EXTENSION,
  );
  const ours = claim && {
    url: SLOT_CLAIM_EXTENSION,
    extension: [
      { url: 'of', valueString: claim.of },
      { url: 'by', valueString: claim.by },
      { url: 'until', valueInstant: new Date(claim.until).toISOString() },
    ],
  };
  const all = [...others, ...(ours ? [ours] : [])];
  return { ...rest, status: STATUS[status], ...(all.length > 0 ? { extension: all } : {}) };
}

/** The server's time of an answer, or ours where it does not say. */
export const serverTime = ({ date }: Reply): number => date ?? Date.now();

export const wasChanged = ({ code, detail }: AppError): boolean =>
  code === 'ehrRejected' && /^HTTP (409|412)\b/.test(detail ?? '');

export interface Slots {
  read(id: string): Promise<Result<SeenSlot>>;
  /** Errors: `slotTaken` when it is no longer as it was seen. */
  put(seen: SeenSlot, status: SlotStatus, claim?: Claim): Promise<Result<SeenSlot>>;
}

export function createSlots(transport: Transport): Slots {
  async function read(id: string): Promise<Result<SeenSlot>> {
    const reply = await transport.get(`Slot/${encodeURIComponent(id)}`);
    if (!reply.ok) return reply.error.code === 'ehrNotFound' ? fail('slotTaken', 'the slot is gone') : reply;
    const slot = slotIn(reply.value.body, serverTime(reply.value));
    return slot ? ok(slot) : fail('ehrNotFhir', 'not a Slot');
  }

  async function attempt(seen: SeenSlot, status: SlotStatus, claim: Claim | undefined): Promise<Result<SeenSlot>> {
    const match = seen.version === undefined ? undefined : { 'if-match': `W/"${seen.version}"` };
    if (match === undefined) return fail('ehrCannot', 'the Slot has no version');
    const reply = await transport.update('Slot', seen.id, withState(seen.raw, status, claim), match);
    if (!reply.ok) return reply;
    const written = slotIn(reply.value.body, serverTime(reply.value));
    // A server may answer without a body.
    return written ? ok(written) : read(seen.id);
  }

  return {
    read,
    async put(seen, status, claim) {
      const isAsWished = (now: SeenSlot): boolean => now.status === status && now.claim?.of === claim?.of;
      // Sent twice at most: the version lets one of the two through.
      for (let tries = 0; ; tries++) {
        const written = await attempt(seen, status, claim);
        if (written.ok) return written;
        const isLost = written.error.code === 'ehrUnknownOutcome';
        if (!isLost && !wasChanged(written.error)) return written;
        const now = await read(seen.id);
        if (!now.ok) return isLost ? written : now;
        // Ours, whose answer was lost or that came late. A slot given free may be anybody's, which is as good.
        const isNew = now.value.version !== seen.version;
        if (isNew && isAsWished(now.value) && (claim !== undefined || isLost)) return now;
        if (isNew || !isLost) return fail('slotTaken', written.error.detail);
        if (tries > 0) return written;
      }
    },
  };
}
