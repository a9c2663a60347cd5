// Writing once. A retried POST can write twice, and a lost answer is unknown, not failed: so everything carries our
// identifier, is looked for before it is sent again, and is sent with If-None-Exist where the server honours that
// (https://hl7.org/fhir/R4/http.html#ccreate).
import type { EhrWrite, EhrWritten } from '../../ports/ehr.ts';
import { WRITE_ID_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import { digestsOf, partsOf } from './contested.ts';
import { identifierValue } from './project.ts';
import { carries, projectionsFor } from './projection.ts';
import type { Written } from './projection.ts';
import type { Search } from './search.ts';
import { amend } from './amend.ts';
import { AnyResource } from './shapes.ts';
import type { Reply, Transport } from './transport.ts';

const token = (id: string): string => `${WRITE_ID_SYSTEM}|${identifierValue(id)}`;

export interface Writer {
  write(write: EhrWrite): Promise<Result<EhrWritten>>;
}

export function createWriter(transport: Transport, search: Search, profile: EhrProfile): Writer {
  /** Types that the server says it takes, and refuses all the same (405, 501, 404 "not supported"): never tried again. */
  const refused = new Set<string>();

  /** The reference of an earlier attempt, undefined when there surely was none. */
  async function find(type: string, write: EhrWrite): Promise<Result<string | undefined>> {
    const { patientId } = write.note;
    const byPatient = profile.parameter(type, ['patient', 'subject']);
    const parameters = profile.parameter(type, ['identifier'])
      ? { identifier: token(write.id) }
      : byPatient !== undefined && patientId !== undefined
        ? { [byPatient]: `Patient/${patientId}` }
        : undefined;
    if (parameters === undefined || !profile.canSearch(type))
      return fail('ehrUnknownOutcome', `${type} cannot be looked up`);
    const found = await search.all(type, parameters);
    if (!found.ok) return found;
    const first = found.value.find((resource) => carries(resource, write.id));
    return ok(first && `${type}/${first.id}`);
  }

  /** Some servers refuse extensions that they do not know: the note matters, the figures of other desks do not. */
  let takesHandled = true;

  /** Refused for what it is, nothing was written: tried once more without the extension, and if that is taken, never with it again. */
  async function plainly(write: EhrWrite, attempt: (write: EhrWrite) => Promise<Result<EhrWritten>>) {
    const { handled, ...plain } = write;
    const written = await attempt(takesHandled ? write : plain);
    if (written.ok || written.error.code !== 'ehrRejected' || !handled || !takesHandled) return written;
    const again = await attempt(plain);
    if (again.ok) takesHandled = false;
    return again.ok ? again : written;
  }

  const sent = (resource: Written, reference: string): Result<EhrWritten> =>
    ok({ state: 'sent', reference, wrote: digestsOf(partsOf(resource)) });

  async function create(resource: Written, write: EhrWrite): Promise<Result<EhrWritten>> {
    const type = resource.resourceType;
    const condition = profile.conditionalCreate(type)
      ? { 'if-none-exist': `identifier=${encodeURIComponent(token(write.id))}` }
      : {};
    const reply = await transport.create(type, { ...resource }, condition);
    if (reply.ok) return sent(resource, referenceOf(type, reply.value));
    // Another request with the same condition was a moment earlier, or met this one: what is there is looked for.
    if (isConflict(reply.error)) return fail('ehrUnknownOutcome', reply.error.detail);
    return reply;
  }

  async function createOnce(resource: Written, write: EhrWrite): Promise<Result<EhrWritten>> {
    const type = resource.resourceType;
    if (write.lookFirst) {
      const earlier = await find(type, write);
      // Where nothing can be looked up, If-None-Exist alone still keeps it to one.
      if (!earlier.ok && !(earlier.error.code === 'ehrUnknownOutcome' && profile.conditionalCreate(type)))
        return earlier;
      if (earlier.ok && earlier.value !== undefined) return sent(resource, earlier.value);
    }
    return create(resource, write);
  }

  async function writeOnce(write: EhrWrite): Promise<Result<EhrWritten>> {
    if (write.amends) return amend(transport, profile, write, write.amends.reference);
    const resources = projectionsFor(write, (type) => profile.canCreate(type) && !refused.has(type));
    const earlier = write.lookFirst ? await writtenInstead(resources.slice(1), write) : undefined;
    if (earlier) return earlier;
    let forbidden: Result<EhrWritten> | undefined;
    for (const resource of resources) {
      const written = await createOnce(resource, write);
      if (written.ok || !isAnotherWorthTrying(written.error)) return written;
      if (written.error.code === 'ehrCannot') refused.add(resource.resourceType);
      else forbidden ??= written;
    }
    return forbidden ?? ok({ state: 'keptHere' });
  }

  /** An earlier attempt may have become what comes later in the chain: whoever wrote it may have been let write less. */
  async function writtenInstead(resources: readonly Written[], write: EhrWrite) {
    for (const resource of resources) {
      const earlier = await find(resource.resourceType, write);
      if (earlier.ok && earlier.value !== undefined) return sent(resource, earlier.value);
    }
    return undefined;
  }

  return {
    write: (write) => plainly(write, writeOnce),
  };
}

/** This type is not taken, or not from this person: nothing was written, and what comes next in the chain may be. */
const isAnotherWorthTrying = ({ code }: AppError): boolean => code === 'ehrCannot' || code === 'ehrNotPermitted';

const isConflict = ({ code, detail }: { readonly code: string; readonly detail?: string | undefined }): boolean =>
  code === 'ehrRejected' && /^HTTP (409|412)\b/.test(detail ?? '');

/** From the body, or from Location where the server answers with headers alone. */
function referenceOf(type: string, { body, location }: Reply): string {
  const resource = AnyResource.safeParse(body);
  if (resource.success && resource.data.resourceType === type) return `${type}/${resource.data.id}`;
  const id = new RegExp(`${type}/([A-Za-z0-9.-]{1,64})`).exec(location ?? '')?.[1];
  return id === undefined ? type : `${type}/${id}`;
}
