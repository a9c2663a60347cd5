// What a correction changes in the chart, part by part: what stands there is compared with what we wrote there last. What
// nobody else touched is ours to change, what we did not change stays theirs, and where both changed the same part somebody
// has to choose. Only digests of what was written are kept beside it.
import { createHash } from 'node:crypto';
import type { Communication, DocumentReference, Resource, Task } from '@medplum/fhirtypes';
import type { WrittenParts } from '../../ports/ehr.ts';

/** The parts of a resource that a note's text ends up in. */
export type PartName = 'text' | 'owner' | 'due';
export type Parts = Readonly<Partial<Record<PartName, string>>>;

export function partsOf(resource: Resource): Parts {
  if (resource.resourceType === 'Communication') return { text: payloadOf(resource) };
  if (resource.resourceType === 'DocumentReference') return { text: attachmentOf(resource) };
  if (resource.resourceType !== 'Task') return {};
  return {
    text: resource.description ?? '',
    owner: resource.performerType?.[0]?.text ?? '',
    due: resource.restriction?.period?.end ?? '',
  };
}

const payloadOf = ({ payload = [] }: Communication): string =>
  payload.flatMap(({ contentString }) => contentString ?? []).join('\n');

const attachmentOf = ({ content }: DocumentReference): string =>
  (content ?? []).map(({ attachment }) => Buffer.from(attachment?.data ?? '', 'base64').toString('utf8')).join('\n');

/** Servers turn moments into their own zone and trim texts: neither is a change. */
function plain(name: string, value: string): string {
  const at = name === 'due' && value.includes('T') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? value.replace(/\s+/g, ' ').trim() : new Date(at).toISOString();
}

export const digestsOf = (parts: Parts): WrittenParts =>
  Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [
      name,
      createHash('sha256').update(plain(name, value)).digest('base64url').slice(0, 22),
    ]),
  );

/** Parts that stay as they are there, and parts that both changed. */
export interface Compared {
  readonly theirs: readonly PartName[];
  readonly contested: readonly PartName[];
}

/**
 * @param before what we wrote last; without it nobody can tell, and what stands there is taken for ours
 * @param seen what somebody has looked at there and chosen over
 */
export function compare(
  ours: Parts,
  there: Parts,
  before: WrittenParts | undefined,
  seen: WrittenParts = {},
): Compared {
  const [mine, theirs] = [digestsOf(ours), digestsOf(there)];
  const changed = (Object.keys(ours) as PartName[]).filter(
    (name) => before?.[name] !== undefined && theirs[name] !== before[name] && theirs[name] !== mine[name],
  );
  return {
    theirs: changed.filter((name) => mine[name] === before?.[name]),
    contested: changed.filter((name) => mine[name] !== before?.[name] && theirs[name] !== seen[name]),
  };
}

/** The resource with these parts as they stand in `there`. */
export function withTheirs<T extends Resource>(resource: T, there: Resource, names: readonly PartName[]): T {
  if (resource.resourceType !== 'Task' || there.resourceType !== 'Task') {
    if (!names.includes('text')) return resource;
    const { payload, content } = there as { readonly payload?: unknown; readonly content?: unknown };
    return { ...resource, ...(payload ? { payload } : {}), ...(content ? { content } : {}) };
  }
  const task = resource as Task;
  const { description, performerType, owner, restriction } = there;
  return {
    ...task,
    ...(names.includes('text') ? { description } : {}),
    ...(names.includes('owner') ? { performerType, owner } : {}),
    ...(names.includes('due') ? { restriction } : {}),
  } as unknown as T;
}

/** Both texts, ours first. */
export function withBoth<T extends Resource>(resource: T, there: Parts): T {
  const both = (text: string | undefined) => [text ?? '', there.text ?? ''].filter(Boolean).join('\n\n');
  switch (resource.resourceType) {
    case 'Communication':
      return { ...resource, payload: [{ contentString: both(payloadOf(resource)) }] };
    case 'DocumentReference': {
      const data = Buffer.from(both(attachmentOf(resource)), 'utf8').toString('base64');
      return {
        ...resource,
        content: resource.content.map((one) => ({ ...one, attachment: { ...one.attachment, data } })),
      };
    }
    case 'Task':
      return { ...resource, description: both(resource.description) };
    default:
      return resource;
  }
}
