// Writing once. A retried POST can write twice, and a lost answer is unknown, not failed: so everything carries our
// identifier, is looked for before it is sent again, and is sent with If-None-Exist where the server honours that
// (https://hl7.org/fhir/R4/http.html#ccreate).
import type { EhrWrite, EhrWritten } from '../../ports/ehr.ts';
import { WRITE_ID_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import { identifierValue } from './project.ts';
import { carries, projectionFor } from './projection.ts';
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

  async function create(resource: Written, write: EhrWrite): Promise<Result<EhrWritten>> {
    const type = resource.resourceType;
    const condition = profile.conditionalCreate(type)
      ? { 'if-none-exist': `identifier=${encodeURIComponent(token(write.id))}` }
      : {};
    const reply = await transport.create(type, { ...resource }, condition);
    if (!reply.ok) return reply;
    return ok({ state: 'sent', reference: referenceOf(type, reply.value) });
  }

  async function writeOnce(write: EhrWrite): Promise<Result<EhrWritten>> {
    if (write.amends) return amend(transport, profile, write, write.amends.reference);
    const resource = projectionFor(write, profile);
    if (resource === undefined) return ok({ state: 'keptHere' });
    const type = resource.resourceType;
    if (write.lookFirst) {
      const earlier = await find(type, write);
      // Where nothing can be looked up, If-None-Exist alone still keeps it to one.
      if (!earlier.ok && !(earlier.error.code === 'ehrUnknownOutcome' && profile.conditionalCreate(type)))
        return earlier;
      if (earlier.ok && earlier.value !== undefined) return ok({ state: 'sent', reference: earlier.value });
    }
    return create(resource, write);
  }

  return {
    write: (write) => plainly(write, writeOnce),
  };
}

/** From the body, or from Location where the server answers with headers alone. */
function referenceOf(type: string, { body, location }: Reply): string {
  const resource = AnyResource.safeParse(body);
  if (resource.success && resource.data.resourceType === type) return `${type}/${resource.data.id}`;
  const id = new RegExp(`${type}/([A-Za-z0-9.-]{1,64})`).exec(location ?? '')?.[1];
  return id === undefined ? type : `${type}/${id}`;
}
