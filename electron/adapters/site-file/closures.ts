// A closure that is added to the site file from the window: one line more, nothing beside it changes, and nothing is written
// that the console would not read. Wherever the file is kept.
import { isSameClosure } from '../../../shared/domain/schedule/closing.ts';
import { Closure } from '../../../shared/domain/site/hours.ts';
import type { PracticeChange } from '../../../shared/domain/practice/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { ClosureBook, SiteStore } from '../../ports/site.ts';
import { dataOf, edited, readYaml } from './edit.ts';
import { parseSite } from './parse.ts';

const PLACE = ['hours', 'closures'];
/** Somebody else saved between reading and writing: a closure goes beside whatever they wrote. */
const TRIES = 4;

function placesOf(text: string, closure: Closure): { readonly count: number; readonly at: number } {
  const document = readYaml(text);
  const hours = document && (dataOf(document)?.['hours'] as { closures?: unknown } | undefined);
  const list: unknown[] = Array.isArray(hours?.closures) ? hours.closures : [];
  const at = list.findIndex((item) => {
    const parsed = Closure.safeParse(item);
    return parsed.success && isSameClosure(parsed.data, closure);
  });
  return { count: list.length, at };
}

/** The one that is there already is not written twice. */
export function withClosure(text: string, closure: Closure): string | undefined {
  const { count, at } = placesOf(text, closure);
  return at >= 0 ? text : edited(text, change('insert', count, closure));
}

/** Without it, or as it was where it is not there any more. */
export function withoutClosure(text: string, closure: Closure): string | undefined {
  const { at } = placesOf(text, closure);
  return at < 0 ? text : edited(text, change('remove', at, closure));
}

const change = (what: 'insert' | 'remove', at: number, value: Closure): PracticeChange =>
  what === 'insert'
    ? { do: 'insert', path: [...PLACE, at], value: JSON.parse(JSON.stringify(value)) as never }
    : { do: 'remove', path: [...PLACE, at] };

export function closuresIn(store: Pick<SiteStore, 'text' | 'write'>): ClosureBook {
  // One change after the other: each begins with what the one before it has written.
  let last: Promise<unknown> = Promise.resolve();
  const rewrite = (edit: (text: string) => string | undefined): Promise<Result<void>> => {
    const next = last.then(() => written(store, edit));
    last = next;
    return next;
  };
  return {
    add: (closure) => rewrite((text) => withClosure(text, closure)),
    remove: (closure) => rewrite((text) => withoutClosure(text, closure)),
  };
}

async function written(
  store: Pick<SiteStore, 'text' | 'write'>,
  edit: (text: string) => string | undefined,
): Promise<Result<void>> {
  for (let turn = 1; ; turn++) {
    const now = await store.text();
    if (!now.ok) return now;
    // A file that is being mended by hand is not touched from here.
    if (!parseSite(now.value.text).ok) return fail('siteInvalid');
    const after = edit(now.value.text);
    if (after === undefined) return fail('siteTextOnly');
    if (after === now.value.text) return ok(undefined);
    if (!parseSite(after).ok) return fail('siteInvalid');
    const result = await store.write(after, now.value.version);
    if (result.ok) return ok(undefined);
    if (result.error.code !== 'siteChangedMeanwhile' || turn === TRIES) return result;
  }
}
