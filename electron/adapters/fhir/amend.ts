// A corrected note: what an earlier version wrote is read, changed and put back, once. Putting the same again changes nothing,
// and our identifier for the version says whether it has arrived, so a lost answer is only asked about.
// https://hl7.org/fhir/R4/http.html#update
import { z } from 'zod';
import type { EhrWrite, EhrWritten } from '../../ports/ehr.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import { identifierOf, owedStep } from './project.ts';
import { extensionsIn, withHandled } from './handled-extension.ts';
import { carries, projectionFor } from './projection.ts';
import { AnyResource } from './shapes.ts';
import type { Transport } from './transport.ts';

const Versioned = z.object({ meta: z.object({ versionId: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/) }) });

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
  if (carries(current.data, write.id)) return ok({ state: 'sent', reference });
  const changed = corrected(current.data, write, profile);
  if (changed === undefined) return ok({ state: 'keptHere' });
  const version = Versioned.safeParse(current.data);
  const put = await transport.update(
    type,
    id,
    changed,
    // Somebody else's change in between is not overwritten: the next attempt reads it first.
    version.success && profile.hasVersions(type) ? { 'if-match': `W/"${version.data.meta.versionId}"` } : {},
  );
  if (!put.ok && put.error.code === 'ehrRejected' && /HTTP (409|412)/.test(put.error.detail ?? ''))
    return fail('ehrBusy', put.error.detail, 1000);
  return put.ok ? ok({ state: 'sent', reference }) : put;
}

function corrected(current: AnyResource, write: EhrWrite, profile: EhrProfile): Record<string, unknown> | undefined {
  const known = Array.isArray(current['identifier']) ? (current['identifier'] as unknown[]) : [];
  const identifier = [...known, identifierOf(write.id)];
  if (write.kind === 'task' && owedStep(write) === undefined) {
    // Nothing is owed any more. What somebody has done already stays done.
    const isOver = ['completed', 'cancelled', 'rejected', 'failed'].includes(String(current['status']));
    return { ...current, identifier, ...(isOver ? {} : { status: 'cancelled' }) };
  }
  const projected = projectionFor(write, profile);
  if (projected?.resourceType !== current.resourceType) return undefined;
  // How far the work on a task has come is not ours to change.
  const status = write.kind === 'task' ? { status: current['status'] } : {};
  // Extensions of others stay; ours becomes that of the new version.
  const others = extensionsIn(current);
  const kept = others.length > 0 ? { extension: others } : {};
  const changed = { ...current, ...projected, ...kept, identifier, ...status };
  return withHandled(changed, write.kind === 'communication' ? write.handled : undefined);
}
