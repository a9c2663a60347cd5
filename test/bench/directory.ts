// How long one key takes in a directory of 5,000: every beginning of every kind of word, ranked, as the panel asks it.
import { Presence } from '../../shared/domain/queue/types.ts';
import { listings } from '../../shared/domain/directory/entries.ts';
import { DirectoryIndex } from '../../shared/domain/directory/search.ts';
import { DirectoryEntry } from '../../shared/domain/site/site.ts';
import { figure, percentile } from './figures.ts';

const FIRST = ['Iris', 'Tobe', 'Maja', 'Sara', 'Leo', 'Dana', 'An', 'José', 'Zoë', 'Priya', 'Chloe', 'Imani'];
const LAST = ['Núñez', 'Okafor', 'Lindqvist', 'Abebe', 'Hart', 'Kim', 'Vu', 'García', 'O’Brien', 'Nair', 'Sanders'];
const ROLES = ['Nurse line', 'Billing', 'Physician', 'Referrals', 'Records', 'Pharmacy', 'Front desk', 'Radiology'];
const SKILLS = ['triage', 'billing', 'referrals', 'records', 'spanish', 'insurance'];

const entries = Array.from({ length: 5000 }, (_, index) =>
  DirectoryEntry.parse({
    id: `p${index}`,
    name: `${FIRST[index % FIRST.length]} ${LAST[(index * 7) % LAST.length]}`,
    number: String(10_000 + index),
    role: ROLES[index % ROLES.length],
    skills: [SKILLS[index % SKILLS.length], SKILLS[(index * 5 + 1) % SKILLS.length]],
    languages: index % 4 === 0 ? ['en', 'es'] : ['en'],
    room: `Room ${index % 400}`,
    location: index % 2 ? 'North wing' : 'Second floor',
    ...(index % 3 === 0 ? { numbers: [`+1206555${String(index).padStart(4, '0')}`] } : {}),
  }),
);
const lamps = new Map(
  entries.map((entry, index) => [entry.number, Presence.options[index % Presence.options.length]!]),
);
const ranking = {
  favourites: new Set(entries.filter((_, index) => index % 100 === 0).map((entry) => entry.id)),
  presence: (number: string) => lamps.get(number),
};

const began = performance.now();
const index = new DirectoryIndex(listings(entries, []));
figure('directory.index', performance.now() - began, 'ms for 5000 entries');

const sentences = ['nunez iris', 'room 12', 'spanish nurse', 'north wing billing', '1206555', '10 0', 'zoë', 'x', ''];
const typed = sentences.flatMap((text) => Array.from({ length: text.length + 1 }, (_, end) => text.slice(0, end)));
const times: number[] = [];
for (let round = 0; round < 60; round++)
  for (const text of typed) {
    const at = performance.now();
    index.search(text, ranking);
    times.push(performance.now() - at);
  }
figure('directory.search.p50', percentile(times, 0.5), 'ms');
figure('directory.search.p99', percentile(times, 0.99), 'ms', 5);
