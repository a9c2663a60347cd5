// Where Asterisk writes its queues down: a file this computer can read, with those it was rotated to beside it, or an https
// address. Read in pieces from where the last reading ended; a line that is not whole yet is left for the next time.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { LogPiece, LogReading, QueueLogSource } from '../../ports/figures.ts';

/** A few hundred calls: written to the journal between two others' turns. */
const PIECE_BYTES = 32 * 1024;
/** A file is known by its first line; one longer than this is no log. */
const HEAD_BYTES = 512;
const ANSWER_MS = 10_000;

export function queueLogAt(place: string): QueueLogSource {
  return /^https?:\/\//.test(place) ? logAtAddress(place) : logInFolder(place);
}

/** Undefined while there is no whole line yet. */
function headOf(bytes: Buffer): string | undefined {
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  return createHash('sha256').update(bytes.subarray(0, end)).digest('hex');
}

/** Bytes into whole lines, each piece with the byte at which it ends. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>, head: string, from: number): AsyncGenerator<LogPiece> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = from;
  for await (const chunk of bytes) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const limit = Math.min(rest.length, PIECE_BYTES);
      let end = rest.lastIndexOf(10, limit - 1);
      if (end < 0) end = rest.indexOf(10);
      if (end < 0) break;
      const lines = linesOf(rest.subarray(0, end + 1), offset);
      offset += end + 1;
      rest = rest.subarray(end + 1);
      yield { head, lines, offset };
      if (rest.length < PIECE_BYTES) break;
    }
    // No line is that long: whatever this is, it is passed over without being kept.
    if (rest.length > 4 * PIECE_BYTES) {
      offset += rest.length;
      rest = Buffer.alloc(0);
    }
  }
  const last = rest.lastIndexOf(10);
  if (last >= 0) yield { head, lines: linesOf(rest.subarray(0, last + 1), offset), offset: offset + last + 1 };
}

function linesOf(bytes: Buffer, from: number): LogPiece['lines'] {
  const lines: { text: string; offset: number }[] = [];
  for (let begin = 0; begin < bytes.length;) {
    const end = bytes.indexOf(10, begin);
    lines.push({ text: bytes.toString('utf8', begin, end), offset: from + begin });
    begin = end + 1;
  }
  return lines;
}

interface LogFile {
  readonly file: string;
  readonly head: string;
  readonly changedAt: number;
}

function logInFolder(file: string): QueueLogSource {
  const name = path.basename(file);
  const isRotated = (other: string) => /^[.-]/.test(other.slice(name.length)) && !/\.(gz|bz2|xz|zst)$/.test(other);
  const files = async (): Promise<LogFile[]> => {
    const folder = path.dirname(file);
    const found: LogFile[] = [];
    for (const other of await readdir(folder)) {
      if (other !== name && !(other.startsWith(name) && isRotated(other))) continue;
      const head = await headOfFile(path.join(folder, other));
      const { mtimeMs } = await stat(path.join(folder, other));
      // The one that is written now is the newest, whatever the clock of a shared folder says.
      if (head !== undefined)
        found.push({ file: path.join(folder, other), head, changedAt: other === name ? Infinity : mtimeMs });
    }
    return found.sort((a, b) => a.changedAt - b.changedAt);
  };
  return {
    read: async (place) => {
      try {
        await stat(file);
        const all = await files();
        const known = place ? all.findIndex(({ head }) => head === place.head) : -1;
        const wanted = known < 0 ? all : all.slice(known);
        const pieces = async function* () {
          for (const [index, each] of wanted.entries()) {
            const from = index === 0 && known >= 0 ? (place?.offset ?? 0) : 0;
            yield* piecesOf(createReadStream(each.file, { start: from }), each.head, from);
          }
        };
        return ok<LogReading>({ pieces: pieces(), isContinued: known >= 0 });
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

async function headOfFile(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return headOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function logAtAddress(address: string): QueueLogSource {
  const get = (headers: Record<string, string>) =>
    fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) });
  return {
    read: async (place) => {
      try {
        const first = await get({
          Range: `bytes=0-${HEAD_BYTES - 1}`,
          ...(place?.etag ? { 'If-None-Match': place.etag } : {}),
        });
        if (first.status === 304) return ok<LogReading>({ pieces: none(), isContinued: true });
        if (!first.ok || !first.body) return unreadable(`http${first.status}`);
        const head = headOf(await firstBytes(first.body));
        if (head === undefined) return ok<LogReading>({ pieces: none(), isContinued: place !== undefined });
        const isContinued = place?.head === head;
        const from = isContinued ? place.offset : 0;
        const rest = await get({ Range: `bytes=${from}-` });
        // Nothing behind what is known.
        if (rest.status === 416) return ok<LogReading>({ pieces: none(), isContinued });
        if (!rest.ok || !rest.body) return unreadable(`http${rest.status}`);
        // A server that knows no ranges sends it all again.
        const body = rest.status === 206 ? rest.body : without(rest.body, from);
        const etag = first.headers.get('etag') ?? undefined;
        return ok<LogReading>({ pieces: piecesOf(body, head, from), isContinued, etag });
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

async function* none(): AsyncGenerator<LogPiece> {
  // Nothing is new.
}

async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= HEAD_BYTES) break;
  }
  return bytes.subarray(0, HEAD_BYTES);
}

async function* without(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of body) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

function unreadable(error: unknown): Result<never> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return fail('queueLogUnreadable', code ?? (typeof error === 'string' ? error : 'unreachable'));
}
