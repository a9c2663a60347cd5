// Where Asterisk writes its queues down: a file this computer can read, with those it was rotated to beside it, or an https
// address, packed or not. Read in pieces from where the last reading ended; a line that is not whole yet is left for the next time.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { LogPiece, LogReading, QueueLogSource } from '../../ports/figures.ts';

/** A few hundred calls: written to the journal between two others' turns. */
const PIECE_BYTES = 32 * 1024;
/** A file is known by its first line; one longer than this is no log. */
const HEAD_BYTES = 512;
const ANSWER_MS = 10_000;

/** @param ca certificate of who may serve an https address besides those that everybody trusts, PEM */
export function queueLogAt(place: string, ca?: string): QueueLogSource {
  return /^https?:\/\//.test(place) ? logAtAddress(place, ca) : logInFolder(place);
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

const isPacked = (file: string): boolean => file.endsWith('.gz');

/** The lines of a file as they were written, from a byte on; of a packed one everything is unpacked up to there. */
function bytesOf(file: string, from: number): AsyncIterable<Uint8Array> {
  if (!isPacked(file)) return createReadStream(file, { start: from });
  const source = createReadStream(file);
  const unpacked = source.pipe(createGunzip());
  source.once('error', (error) => unpacked.destroy(error));
  return without(unpacked, from);
}

function logInFolder(file: string): QueueLogSource {
  const name = path.basename(file);
  const isRotated = (other: string) => /^[.-]/.test(other.slice(name.length)) && !/\.(bz2|xz|zst)$/.test(other);
  const files = async (): Promise<LogFile[]> => {
    const folder = path.dirname(file);
    const found: LogFile[] = [];
    for (const other of await readdir(folder)) {
      if (other !== name && !(other.startsWith(name) && isRotated(other))) continue;
      const head = await headOfFile(path.join(folder, other));
      const { mtimeMs } = await stat(path.join(folder, other));
      // While it is being packed a file is there twice. The one that is written now is the newest, whatever the clock of a
      // shared folder says.
      if (head !== undefined && !found.some((one) => one.head === head))
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
        const first = known < 0 ? 0 : (place?.offset ?? 0);
        return ok<LogReading>({ pieces: oneAfterTheOther(wanted, first), isContinued: known >= 0 });
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

/** A packed file that is broken is over where it breaks: what comes after it is not known to follow. */
async function* oneAfterTheOther(files: readonly LogFile[], first: number): AsyncGenerator<LogPiece> {
  let afterGap = false;
  for (const [index, { file, head }] of files.entries()) {
    const from = index === 0 ? first : 0;
    try {
      for await (const piece of piecesOf(bytesOf(file, from), head, from)) {
        yield afterGap ? { ...piece, afterGap } : piece;
        afterGap = false;
      }
    } catch (error) {
      if (!isPacked(file)) throw error;
      afterGap = true;
    }
  }
}

/** Undefined: no whole line yet, or a packed file that cannot be unpacked. */
async function headOfFile(file: string): Promise<string | undefined> {
  try {
    return headOf(await firstBytes(bytesOf(file, 0)));
  } catch (error) {
    if (isPacked(file)) return undefined;
    throw error;
  }
}

interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Not followed elsewhere; silent for too long is gone. `identity`: a byte is a byte of the log. */
function getFrom(address: string, headers: Record<string, string>, ca: string | undefined): Promise<Answer> {
  const ask = address.startsWith('https:') ? https.request : http.request;
  const options = { headers: { 'accept-encoding': 'identity', ...headers }, ...(ca === undefined ? {} : { ca }) };
  return new Promise((resolve, reject) => {
    const request = ask(address, options, (response) =>
      resolve({ status: response.statusCode ?? 0, etag: response.headers.etag, body: response }),
    );
    request.setTimeout(ANSWER_MS, () => request.destroy(new Error('silent')));
    request.once('error', reject);
    request.end();
  });
}

const isFine = ({ status }: Answer): boolean => status === 200 || status === 206;

function logAtAddress(address: string, ca: string | undefined): QueueLogSource {
  const get = (headers: Record<string, string>, at = address) => getFrom(at, headers, ca);
  /** The head of what an address has; undefined where there is nothing of the kind. */
  const headAt = async (at: string): Promise<string | undefined> => {
    const answer = await get({ Range: `bytes=0-${(isPacked(at) ? 4 : 1) * HEAD_BYTES - 1}` }, at);
    if (!isFine(answer)) return drained(answer);
    return headOf(await firstBytes(unpackedOf(at, answer.body)).catch(() => Buffer.alloc(0)));
  };
  async function* from(at: string, head: string, offset: number): AsyncGenerator<LogPiece> {
    const rest = await get(isPacked(at) ? {} : { Range: `bytes=${offset}-` }, at);
    // Nothing behind what is known.
    if (rest.status === 416) return void drained(rest);
    if (!isFine(rest)) throw new Error(`http${rest.status}`);
    // A server that knows no ranges sends it all again.
    const isWhole = rest.status !== 206;
    yield* piecesOf(isWhole ? without(unpackedOf(at, rest.body), offset) : rest.body, head, offset);
  }
  return {
    read: async (place) => {
      try {
        const first = await get({
          Range: `bytes=0-${HEAD_BYTES - 1}`,
          ...(place?.etag ? { 'If-None-Match': place.etag } : {}),
        });
        if (first.status === 304) return ok<LogReading>({ pieces: none(), isContinued: true });
        if (!isFine(first)) return unreadable(`http${first.status}`);
        const head = headOf(await firstBytes(first.body));
        if (head === undefined) return ok<LogReading>({ pieces: none(), isContinued: place !== undefined });
        const isSame = place?.head === head;
        const before = place && !isSame ? await rotatedTo(address, place.head, headAt) : undefined;
        const pieces = async function* () {
          if (before !== undefined && place) yield* from(before, place.head, place.offset);
          yield* from(address, head, isSame ? place.offset : 0);
        };
        const isContinued = isSame || before !== undefined;
        return ok<LogReading>({ pieces: pieces(), isContinued, etag: first.etag });
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

/** Where what was read last has been rotated to, as logrotate names it; undefined: nowhere that is served. */
async function rotatedTo(
  address: string,
  head: string,
  headAt: (address: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const ending of ['.1', '.1.gz', '.0']) if ((await headAt(address + ending)) === head) return address + ending;
  return undefined;
}

function unpackedOf(address: string, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (!isPacked(address)) return body;
  // Only the beginning may have been asked for: that it breaks off is no error.
  const unpacked = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  Readable.from(body)
    .once('error', (error) => unpacked.destroy(error))
    .pipe(unpacked);
  return unpacked;
}

function drained({ body }: Answer): undefined {
  (body as Readable).resume();
}

async function* none(): AsyncGenerator<LogPiece> {
  // Nothing is new.
}

async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= HEAD_BYTES || bytes.includes(10)) break;
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
