// Whether a call may be handed to somebody: the practice's policy over one target. The order of the policy's rules does not
// matter, and numbers for help are never refused. The window asks the same: no schema stands here.
import { LONGEST_EXTENSION } from '../phone-number/extension.ts';
import type { TargetSelector, TransferRule } from '../site/policy.ts';
import type { DirectoryEntry, Role, Site, TransferPolicy } from '../site/site.ts';
import { digitsOf, fitsPattern } from './number-pattern.ts';
import { step } from './step.ts';
import type { TraceStep } from './types.ts';

export interface PolicySite {
  readonly directory: readonly DirectoryEntry[];
  readonly transfers: readonly TransferRule[];
  readonly emergencyNumbers: readonly string[];
  readonly country: string;
}

export const policySiteOf = (site: Pick<Site, 'clinic' | 'directory' | 'rules' | 'phone'>): PolicySite => ({
  directory: site.directory,
  transfers: site.rules.transfers,
  emergencyNumbers: site.phone.emergencyNumbers,
  country: site.clinic.country,
});

export interface TransferQuestion {
  /** As dialled. */
  readonly number: string;
  readonly entry?: DirectoryEntry | undefined;
  readonly category?: string | undefined;
  readonly role?: Role | undefined;
}

export interface TransferVerdict {
  /** `none`: not to this one. */
  readonly allowed: TransferPolicy;
  readonly why?: TraceStep | undefined;
  readonly because?: TransferRule['because'];
}

const ALLOWED: TransferVerdict = { allowed: 'any' };

export function appliesTo(rule: TransferRule, question: Pick<TransferQuestion, 'category' | 'role'>): boolean {
  const { category, role } = question;
  return (
    (!rule.category || (category !== undefined && rule.category.includes(category))) &&
    (!rule.role || (role !== undefined && rule.role.includes(role)))
  );
}

type About = TransferQuestion & { readonly country: string };

function selects(selector: TargetSelector, { number, entry, country }: About): boolean {
  if ('anybody' in selector) return true;
  if ('entry' in selector) return entry?.id === selector.entry;
  if ('skill' in selector) return entry?.skills.includes(selector.skill) ?? false;
  if ('location' in selector) return entry?.location === selector.location;
  if ('number' in selector) return fitsPattern(selector.number, digitsOf(number, country));
  return selector.kind === (entry?.kind ?? kindOf(number));
}

const kindOf = (number: string): DirectoryEntry['kind'] =>
  number.replace(/\D/g, '').length > LONGEST_EXTENSION ? 'outside' : 'person';

/** What the policy says about handing a call to this target. */
export function judgeTransfer(site: PolicySite, question: TransferQuestion): TransferVerdict {
  if (site.transfers.length === 0 || site.emergencyNumbers.includes(question.number)) return ALLOWED;
  const entry = question.entry ?? entryOf(site.directory, question.number);
  const about = { ...question, entry, country: site.country };
  const label = entry?.name ?? question.number;
  let verdict = ALLOWED;
  for (const rule of site.transfers) {
    if (!appliesTo(rule, question)) continue;
    const found = judge(rule, about, label);
    if (found && isStricter(found, verdict)) verdict = found;
  }
  return verdict;
}

const entryOf = (directory: readonly DirectoryEntry[], number: string) =>
  directory.find((entry) => entry.number === number || entry.numbers?.includes(number));

function judge(rule: TransferRule, about: About, label: string): TransferVerdict | undefined {
  const some = (list: readonly TargetSelector[] | undefined) => list?.some((selector) => selects(selector, about));
  const say = (allowed: TransferPolicy, code: string): TransferVerdict => ({
    allowed,
    why: step(rule.id, true, `policy.${code}`, { label }),
    because: rule.because,
  });
  if (some(rule.forbid)) return say('none', 'forbidden');
  if (rule.require && !some(rule.require)) return say('none', 'notRequired');
  return some(rule.warmOnly) ? say('warmOnly', 'warmTarget') : undefined;
}

const STRICTNESS: Record<TransferPolicy, number> = { any: 0, warmOnly: 1, none: 2 };

/** Of equally strict ones the first by name, so that the order in the file changes nothing. */
function isStricter(found: TransferVerdict, than: TransferVerdict): boolean {
  const more = STRICTNESS[found.allowed] - STRICTNESS[than.allowed];
  return more > 0 || (more === 0 && (found.why?.rule ?? '') < (than.why?.rule ?? ''));
}

export const stricter = (a: TransferPolicy, b: TransferPolicy): TransferPolicy =>
  STRICTNESS[a] >= STRICTNESS[b] ? a : b;
