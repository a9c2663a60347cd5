// How a call went, as an extension of the Communication that its note was written as, and back. Codes, ids of the PBX and
// seconds; nothing that says more of the patient than the note. https://hl7.org/fhir/R4/extensibility.html
import type { Extension } from '@medplum/fhirtypes';
import { z } from 'zod';
import {
  CATEGORY_SYSTEM,
  HANDLED_CALL_EXTENSION,
  OUTCOME_SYSTEM,
  WRITE_ID_SYSTEM,
} from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { HandledCall } from '../../../shared/domain/figures/handled.ts';
import { clean } from './project.ts';
import { Coding, Identifier, list } from './shapes.ts';

const MOST = 150;
const text = (url: string, value: string | undefined): Extension[] =>
  value === undefined || clean(value) === '' || value.length > MOST ? [] : [{ url, valueString: clean(value) }];
const count = (url: string, value: number | undefined): Extension[] =>
  value === undefined ? [] : [{ url, valueInteger: value }];
const moment = (url: string, value: number | undefined): Extension[] =>
  value === undefined ? [] : [{ url, valueInstant: new Date(value).toISOString() }];

/** The parts: ids as the PBX names them, moments as instants, durations in whole seconds. */
export function handledExtension(handled: HandledCall): Extension {
  const { transfers } = handled;
  return {
    url: HANDLED_CALL_EXTENSION,
    extension: [
      ...[...text('direction', handled.direction), ...text('agent', handled.agent)],
      ...[...text('queue', handled.queue), ...text('queueEntry', handled.entry), ...text('linkedId', handled.linkedId)],
      ...text('callerNumber', handled.key),
      ...[...moment('began', handled.at), ...moment('answered', handled.answeredAt)],
      ...[...count('talk', handled.talk), ...count('hold', handled.hold), ...count('wrapUp', handled.wrapUp)],
      ...(transfers ? [{ url: 'handedOn', valueBoolean: transfers.reached }] : []),
      ...[...count('transfersTried', transfers?.tried), ...count('transfersBack', transfers?.bounced)],
    ],
  };
}

/** A Communication with the extension; on one that has others, those stay. */
export function withHandled<T extends { extension?: Extension[] }>(resource: T, handled: HandledCall | undefined): T {
  if (!handled) return resource;
  const others = (resource.extension ?? []).filter(({ url }) => url !== HANDLED_CALL_EXTENSION);
  return { ...resource, extension: [...others, handledExtension(handled)] };
}

const Part = z.object({
  url: z.string(),
  valueString: z.string().max(MOST).optional().catch(undefined),
  valueInteger: z.number().int().min(0).max(604_800).optional().catch(undefined),
  valueInstant: z.iso.datetime({ offset: true }).optional().catch(undefined),
  valueBoolean: z.boolean().optional().catch(undefined),
});
const Coded = z.object({ coding: list(Coding) });
const Noted = z.object({
  identifier: list(Identifier),
  status: z.string().optional().catch(undefined),
  category: list(Coded),
  reasonCode: list(Coded),
  subject: z
    .object({ reference: z.string().max(300) })
    .optional()
    .catch(undefined),
  sent: z.iso.datetime({ offset: true }),
  extension: list(z.object({ url: z.string(), extension: list(Part) })),
});

const WRITTEN = /^(.+)\/communication(?:\/(\d{1,9}))?$/;

/** Undefined: not a call's note of ours, or taken back. */
export function handledIn(resource: unknown): HandledCall | undefined {
  const parsed = Noted.safeParse(resource);
  if (!parsed.success || parsed.data.status === 'entered-in-error') return undefined;
  const { identifier, category, reasonCode, subject, sent, extension } = parsed.data;
  const ids = identifier.flatMap(({ system, value }) =>
    system === WRITE_ID_SYSTEM ? (WRITTEN.exec(value ?? '') ?? []) : [],
  );
  const [, callId] = ids;
  if (callId === undefined) return undefined;
  const parts = new Map(
    extension
      .filter(({ url }) => url === HANDLED_CALL_EXTENSION)
      .flatMap((one) => one.extension.map((part) => [part.url, part] as const)),
  );
  const string = (url: string) => parts.get(url)?.valueString;
  const integer = (url: string) => parts.get(url)?.valueInteger;
  const instant = (url: string) =>
    parts.get(url)?.valueInstant === undefined ? undefined : Date.parse(parts.get(url)!.valueInstant!);
  const codeIn = (concepts: typeof category, system: string) =>
    concepts
      .flatMap(({ coding }) => coding)
      .find((coding) => coding.system === system)
      ?.code?.slice(0, 100);
  const handedOn = parts.get('handedOn')?.valueBoolean;
  return {
    ...{ callId: decoded(callId), version: versionIn(identifier) },
    ...{ at: instant('began') ?? Date.parse(sent), answeredAt: instant('answered') },
    ...{ agent: string('agent') ?? '', direction: string('direction') === 'outgoing' ? 'outgoing' : 'incoming' },
    ...{
      queue: string('queue'),
      entry: string('queueEntry'),
      linkedId: string('linkedId'),
      key: string('callerNumber'),
    },
    ...{ talk: integer('talk'), hold: integer('hold'), wrapUp: integer('wrapUp') },
    ...(handedOn === undefined
      ? {}
      : {
          transfers: {
            reached: handedOn,
            tried: integer('transfersTried') ?? 0,
            bounced: integer('transfersBack') ?? 0,
          },
        }),
    ...{ category: codeIn(category, CATEGORY_SYSTEM), outcome: codeIn(reasonCode, OUTCOME_SYSTEM) },
    patientId: /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(subject?.reference ?? '')?.[1],
  };
}

const versionIn = (identifiers: readonly { system?: string | undefined; value?: string | undefined }[]): number =>
  Math.max(
    0,
    ...identifiers.map(({ system, value }) =>
      system === WRITE_ID_SYSTEM ? Number(WRITTEN.exec(value ?? '')?.[2] ?? 0) : 0,
    ),
  );

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

export const extensionsIn = (resource: { readonly [key: string]: unknown }): Extension[] =>
  Array.isArray(resource['extension']) ? (resource['extension'] as Extension[]) : [];
