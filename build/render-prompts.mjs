// Renders what the simulated callers and colleagues say: espeak-ng speaks, sox makes it 8 kHz µ-law mono without a header.
// The results are committed, so only who changes a line needs the two programs: `node build/render-prompts.mjs`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HOUSE_PROMPTS, SCENARIOS } from '../electron/clinic/callers/scenarios.ts';

const FOLDER = path.join(import.meta.dirname, '..', 'electron', 'clinic', 'callers', 'sounds');
const MAX_BYTES = 40_000;
const WORDS_PER_MINUTE = 172;

function render(name, says, voice, scratch) {
  const wav = path.join(scratch, `${name}.wav`);
  const out = path.join(FOLDER, `${name}.ulaw`);
  const speed = ['-s', String(WORDS_PER_MINUTE), '-p', String(voice.pitch)];
  execFileSync('espeak-ng', ['-v', voice.name, ...speed, '-w', wav, says]);
  // Cut the silence at both ends and bring every voice to the same loudness.
  const trim = ['silence', '1', '0.02', '0.5%', 'reverse', 'silence', '1', '0.02', '0.5%', 'reverse'];
  const raw = ['-r', '8000', '-c', '1', '-t', 'raw', '-e', 'mu-law', '-b', '8', out];
  execFileSync('sox', ['-D', wav, ...raw, 'highpass', '200', ...trim, 'norm', '-4']);
  const { size } = statSync(out);
  if (size > MAX_BYTES) throw new Error(`${name}: ${size} bytes, more than ${MAX_BYTES}: say it shorter`);
  console.log(`${name} ${(size / 8000).toFixed(1)} s`);
}

const prompts = [
  ...SCENARIOS.map(({ id, says, voice }) => [id, says, voice]),
  ...Object.entries(HOUSE_PROMPTS).map(([id, { says, voice }]) => [id, says, voice]),
];
mkdirSync(FOLDER, { recursive: true });
const scratch = mkdtempSync(path.join(tmpdir(), 'prompts-'));
for (const [id, says, voice] of prompts) render(id, says, voice, scratch);
rmSync(scratch, { recursive: true });
const names = new Set(prompts.map(([id]) => `${id}.ulaw`));
for (const file of readdirSync(FOLDER)) if (!names.has(file)) console.log(`${file} belongs to no scenario`);
