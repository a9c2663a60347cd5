// A corrected note: what an earlier version wrote is read, changed and put back, once. Putting the same again changes nothing,
// and our identifier for the version says whether it has arrived, so a lost answer is only asked about. Where somebody has
// changed in the EHR what the correction changes too, nothing is put: both versions are handed back for somebody to choose.
// https://hl7.org/fhir/R4/http.html#update
import type { Communication, Resource, Task } from '@medplum/fhirtypes';
import { z } from 'zod';
import type { EhrWrite, EhrWritten } from '../../ports/ehr.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import { WORK_STATE_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import { compare, digestsOf, partsOf, withBoth, withTheirs } from './contested.ts';
import type { Parts } from './contested.ts';
import { identifierOf, owedStep } from './project.ts';
import { extensionsIn, withHandled } from './handled-extension.ts';
import { carries, projectionAs } from './projection.ts';
import type { Written } from './projection.ts';
import { AnyResource } from './shapes.ts';
import type { Transport } from './transport.ts';

const Versioned = z.object({
  meta: z.object({
    versionId: z
      .string()
      .regex(/^[A-Za-z0-9.-]{1,64}$/)
      .optional()
      .catch(undefined),
    lastUpdated: z.string().optional().catch(undefined),
  }),
});

/** @returns `keptHere` where the server takes no changes, or what was written has become something else */
export async function amend(
  transport: Transport,
  profile: EhrProfile,
  write: EhrWrite,
  reference: string,
): Promise<Result<EhrWritten>> {
  const [type = '', id] = reference.split('/');
  if (id === undefined || !profile.canUpdate(type)) return ok({ state: 'keptHere' });
  const read = await transport.get(reference);
  if (!read.ok) return read;
  const current = AnyResource.safeParse(read.value.body);
  if (!current.success || current.data.resourceType !== type) return fail('ehrNotFhir', 'not the resource asked for');
  const there = current.data as unknown as Written;
  if (carries(current.data, write.id)) return ok({ state: 'sent', reference, wrote: digestsOf(partsOf(there)) });
  const wanted = wantedOf(there, write, profile);
  if (wanted === undefined) return ok({ state: 'keptHere' });
  const { settle, wrote } = write.amends ?? {};
  const { contested, theirs } = compare(partsOf(wanted), partsOf(there), wrote, settle?.seen);
  if (contested.length > 0) return ok({ state: 'conflict', reference, ...sideBySide(there, wanted) });
  const chosen = settle?.how === 'both' ? withBoth(wanted, partsOf(there)) : withTheirs(wanted, there, theirs);
  const changed = joined(there, chosen, write);
  const version = Versioned.safeParse(current.data);
  const versionId = version.success ? version.data.meta.versionId : undefined;
  const put = await transport.update(
    type,
    id,
    changed,
    // Somebody else's change in between is not overwritten: the next attempt reads it first.
    versionId !== undefined && profile.hasVersions(type) ? { 'if-match': `W/"${versionId}"` } : {},
  );
  if (!put.ok && put.error.code === 'ehrRejected' && /HTTP (409|412)/.test(put.error.detail ?? ''))
    return fail('ehrBusy', put.error.detail, 1000);
  return put.ok ? ok({ state: 'sent', reference, wrote: digestsOf(partsOf(chosen)) }) : put;
}

const OVER = ['completed', 'cancelled', 'rejected', 'failed'];

/** What the new version wants to stand there; undefined where what is there is of another kind. */
function wantedOf(there: Written, write: EhrWrite, profile: EhrProfile): Written | undefined {
  if (write.kind === 'task' && owedStep(write) === undefined) {
    if (there.resourceType !== 'Task') return undefined;
    // Nothing is owed any more. What somebody has done already stays done.
    return OVER.includes(there.status) ? there : { ...there, status: 'cancelled' };
  }
  return projectionAs(write, there.resourceType, (type) => profile.canCreate(type));
}

/** What we want in what is there: everything of others stays, and so does how far the work has come. */
function joined(there: Written, wanted: Written, write: EhrWrite): Record<string, unknown> {
  const known = Array.isArray(there.identifier) ? there.identifier : [];
  const identifier = [...known, identifierOf(write.id)];
  if (write.kind === 'task' && owedStep(write) === undefined) return { ...wanted, identifier };
  const others = extensionsIn(there as unknown as AnyResource);
  const kept = others.length > 0 ? { extension: others } : {};
  const changed = { ...there, ...wanted, ...kept, identifier, ...workIn(there, wanted) };
  return { ...withHandled(changed, write.kind === 'communication' ? write.handled : undefined) };
}

/** Status, whoever has taken it and that they have: not the note's to change. */
function workIn(there: Written, wanted: Written): Partial<Task> {
  if (there.resourceType !== 'Task' || wanted.resourceType !== 'Task') return {};
  const claims = (there.businessStatus?.coding ?? []).filter(({ system }) => system === WORK_STATE_SYSTEM);
  const ours = wanted.businessStatus ?? there.businessStatus;
  const coding = [...(ours?.coding ?? []).filter(({ system }) => system !== WORK_STATE_SYSTEM), ...claims];
  return {
    status: there.status,
    ...(ours ? { businessStatus: { ...ours, ...(coding.length > 0 ? { coding } : {}) } } : {}),
    ...(claims.length > 0 && there.owner ? { owner: there.owner } : {}),
  };
}

const readable = ({ text = '', owner, due }: Parts): string =>
  [text, ...[owner, due].filter((part) => part !== undefined && part !== '')].join('\n');

function sideBySide(there: Resource, wanted: Resource) {
  const meta = Versioned.safeParse(there);
  const at = Date.parse((meta.success ? meta.data.meta.lastUpdated : undefined) ?? '');
  const by = (there as Communication).sender?.display ?? '';
  return {
    theirs: { text: readable(partsOf(there)), by, ...(Number.isNaN(at) ? {} : { at }) },
    ours: readable(partsOf(wanted)),
    seen: digestsOf(partsOf(there)),
  };
}
