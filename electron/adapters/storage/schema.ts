// The tables of the journal, as the steps that made them: a journal of any age is brought to the newest by the steps it
// lacks. A step is never changed once a journal may have taken it.
import type { Db } from './database.ts';

/**
 * Text and facts of finished notes. It is made from the notes and can be made again at any time. Deleted entries are
 * taken out of the index at once (secure-delete) and not only marked, or a deleted note's words would stay in it.
 * https://sqlite.org/fts5.html
 */
export const INDEX_TABLES = `
   CREATE TABLE archived (doc INTEGER PRIMARY KEY, call_id TEXT NOT NULL UNIQUE, number TEXT NOT NULL);
   CREATE VIRTUAL TABLE note_text USING fts5 (text, facts, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
   INSERT INTO note_text (note_text, rank) VALUES ('secure-delete', 1);`;

export const STEPS: readonly string[] = [
  `CREATE TABLE call_event (seq INTEGER PRIMARY KEY, call_id TEXT NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, call TEXT NOT NULL);
   CREATE INDEX call_event_by_call ON call_event (call_id, seq);
   CREATE TABLE note (call_id TEXT PRIMARY KEY, state TEXT NOT NULL, saved_at INTEGER NOT NULL, note TEXT NOT NULL);
   CREATE TABLE note_version (call_id TEXT NOT NULL, version INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (call_id, version));
   CREATE TABLE outbox (id TEXT PRIMARY KEY, item TEXT NOT NULL);
   CREATE TABLE done (id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL);
   CREATE TABLE audit (seq INTEGER PRIMARY KEY, row TEXT NOT NULL, mac TEXT NOT NULL);`,
  `CREATE TABLE work (id TEXT PRIMARY KEY, item TEXT NOT NULL);`,
  `${INDEX_TABLES}
   CREATE INDEX note_by_state ON note (state, saved_at);
   CREATE TABLE hold (id TEXT PRIMARY KEY, item TEXT NOT NULL);
   CREATE TABLE audit_start (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, mac TEXT NOT NULL, seal TEXT NOT NULL);`,
  // What happens to a thing to do is only ever added to; what was ticked off before is the first of it. `done` says of each
  // whether it is closed now.
  `CREATE TABLE work_event (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL);
   CREATE INDEX work_event_by_id ON work_event (id, seq);
   UPDATE work SET item = json_set(item, '$.kind', 'voicemail') WHERE json_extract(item, '$.kind') IS NULL;
   INSERT INTO work_event (id, at, event)
     SELECT id, at, json_object('at', at, 'by', by, 'name', by, 'what', 'closed', 'how', 'done') FROM done;`,
  `CREATE INDEX outbox_by_state ON outbox (json_extract(item, '$.state'));
   CREATE INDEX outbox_by_call ON outbox (json_extract(item, '$.callId'));`,
  // Texts of the site file as they were in force, with who changed them and why.
  `CREATE TABLE site_version (id INTEGER PRIMARY KEY, facts TEXT NOT NULL, text TEXT NOT NULL);`,
  // Calls in queues as the PBX told them (`live`, `log`: when it joined as each of the two said), and this desk's own calls.
  // `seq` rises with every change: who keeps them in memory reads on from the last it saw. `matter_…` is the category with
  // the number or the patient: `is_first` and `is_again` are kept with every change of a neighbour.
  `CREATE TABLE queue_call (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, entry TEXT NOT NULL, queue TEXT NOT NULL,
     joined INTEGER NOT NULL, live INTEGER, log INTEGER, linked TEXT, number TEXT NOT NULL, position INTEGER, ended TEXT,
     waited INTEGER, agent TEXT, talk INTEGER, hold INTEGER, ended_by TEXT, unanswered TEXT);
   CREATE INDEX queue_call_by_entry ON queue_call (entry, queue, joined);
   CREATE INDEX queue_call_by_joined ON queue_call (joined);
   CREATE INDEX queue_call_by_seq ON queue_call (seq);
   CREATE TABLE desk_call (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, call_id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
     direction TEXT NOT NULL, entry TEXT, queue TEXT, number TEXT NOT NULL, agent TEXT NOT NULL, answered INTEGER NOT NULL,
     talk INTEGER, hold INTEGER, wrap_up INTEGER, transferred INTEGER NOT NULL, tried INTEGER NOT NULL,
     bounced INTEGER NOT NULL, note TEXT NOT NULL, category TEXT, outcome TEXT,
     matter_number TEXT, matter_patient TEXT, is_first INTEGER, is_again INTEGER);
   CREATE INDEX desk_call_by_entry ON desk_call (entry, queue);
   CREATE INDEX desk_call_by_at ON desk_call (at);
   CREATE INDEX desk_call_by_seq ON desk_call (seq);
   CREATE INDEX desk_call_by_number ON desk_call (matter_number, at);
   CREATE INDEX desk_call_by_patient ON desk_call (matter_patient, at);
   CREATE TABLE pbx_heard (source TEXT NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, PRIMARY KEY (source, from_at));
   CREATE TABLE queue_log_place (source TEXT PRIMARY KEY, place TEXT NOT NULL);
   CREATE TABLE figure_count (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, removals INTEGER NOT NULL);
   INSERT INTO figure_count VALUES (1, 0, 0);`,
  // What other desks' notes say of their calls, beside this desk's own; how far the EHR has been read for them.
  `ALTER TABLE desk_call ADD COLUMN source TEXT NOT NULL DEFAULT 'own';
   ALTER TABLE desk_call ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE desk_call ADD COLUMN linked TEXT;
   ALTER TABLE desk_call ADD COLUMN answered_at INTEGER;
   CREATE INDEX desk_call_apart ON desk_call (at) WHERE source = 'ehr' AND entry IS NULL;
   CREATE TABLE handled_place (source TEXT PRIMARY KEY, place TEXT NOT NULL);`,
  // What each EHR was found able to do: a start without it knows that too.
  `CREATE TABLE ehr_profile (server TEXT PRIMARY KEY, facts TEXT NOT NULL);`,
  // When people were in queues and paused (`kind`), as each source told.
  `CREATE TABLE member_span (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, source TEXT NOT NULL, agent TEXT NOT NULL,
     queue TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
     is_open INTEGER NOT NULL, UNIQUE (agent, queue, kind, from_at, source));
   CREATE INDEX member_span_by_seq ON member_span (seq);
   CREATE INDEX member_span_by_to ON member_span (to_at);
   CREATE INDEX member_span_open ON member_span (source) WHERE is_open = 1;`,
  // Whose number is whose, by EHR. in_chart: 1 the number stands in the patient's chart, 0 it was only called from.
  `CREATE TABLE phone_person (server TEXT NOT NULL, patient TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (server, patient));
   CREATE TABLE phone_link (server TEXT NOT NULL, number TEXT NOT NULL, patient TEXT NOT NULL, in_chart INTEGER NOT NULL,
     seen INTEGER NOT NULL, PRIMARY KEY (server, number, patient)) WITHOUT ROWID;
   CREATE INDEX phone_link_by_patient ON phone_link (server, patient);
   CREATE INDEX phone_link_by_seen ON phone_link (seen);`,
  // The last card of patients who were verified here, by EHR, for when it does not answer.
  `CREATE TABLE kept_card (server TEXT NOT NULL, patient TEXT NOT NULL, at INTEGER NOT NULL, card TEXT NOT NULL,
     PRIMARY KEY (server, patient));
   CREATE INDEX kept_card_by_at ON kept_card (at);`,
  // How far the audit has been told to the EHR.
  `CREATE TABLE audit_mirror (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, trying INTEGER NOT NULL);`,
  // What came of the last call to somebody on the waiting list, by EHR.
  `CREATE TABLE waiting_call (server TEXT NOT NULL, visit TEXT NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL,
     PRIMARY KEY (server, visit));`,
];

/** Journals of these steps left what was overwritten or deleted readable (to who has the key) in unused pages. */
const STEPS_WITHOUT_SECURE_DELETE = 2;

export function migrate(db: Db): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  // Newest already; or written by a newer program, whose version must not be called back.
  if (version >= STEPS.length) return;
  db.transaction(() => {
    STEPS.slice(version).forEach((step) => db.exec(step));
    db.pragma(`user_version = ${STEPS.length}`);
  })();
  if (version > 0 && version <= STEPS_WITHOUT_SECURE_DELETE) wipeUnused(db);
}

/** Writes the file anew without its unused pages. It needs as much room again: without that, opening matters more. */
function wipeUnused(db: Db): void {
  try {
    db.exec('VACUUM');
  } catch {
    return;
  }
}
