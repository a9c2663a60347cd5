// clinic.yaml → Site, or a list of problems with line, column and what to write instead.
import { LineCounter, isMap, isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import type { SiteProblem } from '../../../shared/contract/session.ts';
import { Site } from '../../../shared/domain/site/site.ts';
import type { SiteReading } from '../../ports/site.ts';

const MAX_BYTES = 2_000_000;
const MAX_PROBLEMS = 50;

/** Reads the text of a site file. Never throws: a broken file is a list of problems. */
export function parseSite(text: string): SiteReading {
  if (text.length > MAX_BYTES) return problem('The file is larger than 2 MB. Is it the right file?');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    maxAliasCount: 0,
  } as never);
  if (document.errors.length > 0) {
    const problems = document.errors.slice(0, MAX_PROBLEMS).map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return { line, column: col, path: '', message: `This is not valid YAML: ${firstSentence(error.message)}` };
    });
    return { ok: false, problems };
  }
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 50 });
  } catch {
    return problem('The file refers to itself too often.');
  }
  const parsed = Site.safeParse(raw);
  if (parsed.success) return { ok: true, site: parsed.data };
  const problems = parsed.error.issues.slice(0, MAX_PROBLEMS).map((issue) => describe(document, lines, issue));
  return { ok: false, problems };
}

const problem = (message: string): SiteReading => ({
  ok: false,
  problems: [{ line: 1, column: 1, path: '', message }],
});
const firstSentence = (message: string) => (message.split('\n')[0] ?? '').replace(/ at line.*$/, '');

function describe(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): SiteProblem {
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [
    ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    ...(unknownKey ? [unknownKey] : []),
  ];
  const { line, column } = positionOf(document, lines, path);
  const isMissing = !document.hasIn(issue.path);
  return { line, column, path: path.join('.'), message: messageFor(issue, isMissing) };
}

/** The key that is wrong, or the nearest parent that exists when something is missing. */
function positionOf(
  document: Document,
  lines: LineCounter,
  path: readonly (string | number)[],
): { line: number; column: number } {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isNode(item.key) && item.key.toJSON() === name)
      : undefined;
    const node = pair ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

function messageFor(issue: z.core.$ZodIssue, isMissing: boolean): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `'${issue.keys.join("', '")}' is not known here. Check the spelling or take it out.`;
    case 'invalid_type':
      return isMissing
        ? `This is missing: write ${article(issue.expected)}.`
        : `Write ${article(issue.expected)} here.`;
    case 'invalid_value':
      return `Write one of: ${issue.values.map(String).join(', ')}.`;
    case 'invalid_key':
      return `'${String(issue.path.at(-1) ?? '')}' cannot stand here as a name. A text with a comma needs quotes.`;
    case 'too_big':
    case 'too_small':
      return sizeMessage(issue) ?? issue.message;
    case 'invalid_union':
      return 'Write one of: skill, entry, onCall, queue, room, outside, answeringService or message, each with its value.';
    default:
      return issue.message;
  }
}

type SizeIssue = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall;

/** A message of ours in the schema says more; the library's own is replaced. */
function sizeMessage(issue: SizeIssue): string | undefined {
  if (!/^Too (?:big|small):/.test(issue.message)) return undefined;
  const isMost = issue.code === 'too_big';
  const limit = String(isMost ? issue.maximum : issue.minimum);
  switch (issue.origin) {
    case 'number':
    case 'int':
      return isMost ? `Write a number up to ${limit}.` : `Write a number from ${limit}.`;
    case 'string':
      if (!isMost && limit === '1') return 'Write something here.';
      return isMost ? `Write at most ${limit} letters.` : `Write at least ${limit} letters.`;
    case 'array':
      return isMost ? `Write at most ${limit} of them.` : `Write at least ${limit} of them.`;
    default:
      return undefined;
  }
}

const article = (expected: string) => (/^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`);
