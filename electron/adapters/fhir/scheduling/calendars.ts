// Whose calendars there are, with the languages of whoever they belong to, and what can be booked in them.
import type { EhrProfile } from '../../../../shared/domain/ehr/profile.ts';
import type { Calendar, VisitType } from '../../../../shared/domain/scheduling/types.ts';
import { ok } from '../../../../shared/result/result.ts';
import type { Result } from '../../../../shared/result/result.ts';
import type { Calendars } from '../../../ports/scheduling.ts';
import type { Search } from '../search.ts';
import { wordsOf } from '../shapes.ts';
import type { AnyResource } from '../shapes.ts';
import type { Transport } from '../transport.ts';
import { Practitioner, Schedule, idIn } from './shapes.ts';

/** Rotas change by the day, not by the call. */
const FRESH_MS = 10 * 60_000;
/** More calendars than any desk books for. */
const MOST = 200;

type Languages = ReadonlyMap<string, readonly string[]>;

export interface CalendarBook {
  all(): Promise<Result<Calendars>>;
  /** Those of these ids; `along` came with the slots. */
  of(ids: readonly string[], along: readonly AnyResource[]): Promise<Result<Calendar[]>>;
}

const parsedSchedules = (resources: readonly unknown[]): Schedule[] =>
  resources.flatMap((one) => {
    const parsed = Schedule.safeParse(one);
    return parsed.success && parsed.data.active !== false ? [parsed.data] : [];
  });

const codeIn = ({ coding, text }: Schedule['serviceType'][number]): VisitType | undefined => {
  const coded = coding.find(({ code }) => code);
  const code = coded?.code ?? text;
  if (!code) return undefined;
  return {
    code: code.slice(0, 200),
    ...(coded?.system ? { system: coded.system.slice(0, 300) } : {}),
    name: (wordsOf({ coding, text }) ?? code).slice(0, 300),
  };
};

function calendarOf({ id, actor, serviceType }: Schedule, languages: Languages): Calendar {
  const who = actor.find(({ reference }) => /(^|\/)Practitioner(Role)?\//.test(reference ?? ''));
  const where = actor.find(({ reference }) => idIn(reference, 'Location') !== undefined);
  const practitioner = idIn(who?.reference, 'Practitioner');
  return {
    id,
    providerId: practitioner === undefined ? (who?.reference ?? '').slice(0, 200) : `Practitioner/${practitioner}`,
    provider: (who?.display ?? '').slice(0, 300),
    placeId: where?.reference === undefined ? '' : `Location/${idIn(where.reference, 'Location')}`,
    place: (where?.display ?? '').slice(0, 300),
    languages: [...(languages.get(practitioner ?? '') ?? [])],
    visitTypes: serviceType.flatMap((type) => codeIn(type)?.code ?? []),
  };
}

export function createCalendarBook(transport: Transport, search: Search, profile: () => EhrProfile): CalendarBook {
  const known = new Map<string, { readonly calendar: Calendar; readonly schedule: Schedule; readonly at: number }>();
  let listedAt = 0;

  async function read<T>(type: string, ids: readonly string[]): Promise<unknown[]> {
    if (ids.length === 0) return [];
    if (profile().takes(type, ['_id'])) {
      const found = await search.all(type, { _id: ids.join(','), _count: String(MOST) });
      if (found.ok) return found.value;
    }
    if (!profile().canRead(type)) return [];
    const replies = await Promise.all(ids.map((id) => transport.get(`${type}/${encodeURIComponent(id)}`)));
    return replies.flatMap((reply) => (reply.ok ? [reply.value.body as T] : []));
  }

  /** Who cannot be read speaks whatever they speak: the filter then leaves them out. */
  async function languagesOf(schedules: readonly Schedule[]): Promise<Languages> {
    const ids = schedules.flatMap(({ actor }) =>
      actor.flatMap(({ reference }) => idIn(reference, 'Practitioner') ?? []),
    );
    const people = await read('Practitioner', [...new Set(ids)]);
    return new Map(
      people.flatMap((one) => {
        const parsed = Practitioner.safeParse(one);
        if (!parsed.success) return [];
        const tags = parsed.data.communication.flatMap(({ coding }) => coding.flatMap(({ code }) => code ?? []));
        return [[parsed.data.id, [...new Set(tags.map((tag) => tag.toLowerCase().split(/[-_]/)[0] ?? tag))]] as const];
      }),
    );
  }

  async function keep(schedules: readonly Schedule[]): Promise<void> {
    const languages = await languagesOf(schedules);
    const at = Date.now();
    for (const schedule of schedules)
      known.set(schedule.id, { calendar: calendarOf(schedule, languages), schedule, at });
  }

  const isFresh = (id: string): boolean => Date.now() - (known.get(id)?.at ?? 0) < FRESH_MS;

  function typesIn(schedules: readonly Schedule[]): VisitType[] {
    const types = schedules.flatMap(({ serviceType }) => serviceType.flatMap((type) => codeIn(type) ?? []));
    return [...new Map(types.map((type) => [type.code, type])).values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  return {
    async all() {
      // A server that lists no calendars names them with their slots.
      if (profile().takes('Schedule', []) && Date.now() - listedAt >= FRESH_MS) {
        const found = await search.all('Schedule', { _count: String(MOST) });
        if (!found.ok) return found;
        known.clear();
        await keep(parsedSchedules(found.value));
        listedAt = Date.now();
      }
      const all = [...known.values()];
      return ok({
        calendars: all.map(({ calendar }) => calendar),
        visitTypes: typesIn(all.map(({ schedule }) => schedule)),
      });
    },
    async of(ids, along) {
      const unknown = (): string[] => [...new Set(ids)].filter((id) => !isFresh(id));
      await keep(parsedSchedules(along).filter(({ id }) => unknown().includes(id)));
      await keep(parsedSchedules(await read('Schedule', unknown().slice(0, MOST))));
      return ok([...new Set(ids)].flatMap((id) => known.get(id)?.calendar ?? []));
    },
  };
}
