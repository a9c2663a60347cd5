// The site in force: the last good reading. A bad file changes nothing and shows what to write instead.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import { redFlagPhrases } from '../../../shared/domain/red-flags/site.ts';
import type { SiteProblem } from '../../../shared/contract/session.ts';
import { ownersOf } from '../../../shared/domain/note/owners.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { Log } from '../../ports/runtime.ts';
import type { SiteSource } from '../../ports/site.ts';
import type { Topics } from '../../ports/topics.ts';

export interface SiteDeps {
  readonly source: SiteSource;
  readonly topics: Topics;
  readonly log: Log;
  /** Whether closures can be written from the window. */
  readonly canClose?: boolean;
  readonly onChange: (site: Site, state: 'ok' | 'lastGood') => void;
}

export class SiteService {
  readonly #deps: SiteDeps;
  #site: Site | undefined;
  #version = 0;
  #readings = 0;
  #stop: (() => void) | undefined;

  constructor(deps: SiteDeps) {
    this.#deps = deps;
  }

  readonly current = (): Site | undefined => this.#site;

  /** Reads once and then follows the file. Returns the problems when there is no good file to start with. */
  async start(): Promise<SiteProblem[]> {
    const problems = await this.reload();
    if (this.#site) this.#stop = this.#deps.source.watch(() => void this.reload());
    return problems;
  }

  async reload(): Promise<SiteProblem[]> {
    const mine = ++this.#readings;
    const reading = await this.#deps.source.read();
    // A newer reading was begun meanwhile: what this one saw is out of date.
    if (mine !== this.#readings) return [];
    if (reading.ok) {
      this.#site = reading.site;
      this.#version++;
      this.#deps.log.info('site.loaded', { version: this.#version });
    } else this.#deps.log.warn('site.refused', { count: reading.problems.length, line: reading.problems[0]?.line });
    const problems = reading.ok ? [] : reading.problems;
    if (this.#site) {
      this.#publish(this.#site, problems);
      this.#deps.onChange(this.#site, reading.ok ? 'ok' : 'lastGood');
    }
    return problems;
  }

  stop(): void {
    this.#stop?.();
  }

  #publish(site: Site, problems: SiteProblem[]): void {
    this.#deps.topics.set('site', ONLY_KEY, {
      clinic: site.clinic,
      queues: site.queues,
      pauseReasons: site.pauseReasons,
      canTake: site.pbx?.takenContext !== undefined,
      directory: site.directory,
      categories: site.notes.categories,
      outcomes: site.notes.outcomes,
      owners: site.notes.owners,
      require: site.notes.require,
      ownerChoices: ownersOf(site),
      dueWhenClosed: site.notes.dueWhenClosed,
      wrapUpSeconds: site.notes.wrapUpSeconds,
      hours: site.hours,
      locations: site.locations,
      onCall: site.onCall,
      rota: site.rota,
      escalations: site.escalations,
      canClose: this.#deps.canClose ?? false,
      scripts: site.scripts,
      supervision: site.supervision,
      recording: site.recording,
      work: site.work,
      emergencyNumbers: site.phone.emergencyNumbers,
      redFlagPhrases: site.rules.redFlags ? redFlagPhrases(site.rules.redFlags, site.clinic.specialty) : [],
      transfers: site.rules.transfers,
      pickupPrefix: site.phone.pickupPrefix,
      intercomPrefix: site.phone.intercomPrefix,
      parking: site.parking,
      voicemail: site.voicemail,
      lockAfterMinutes: site.privacy.lockAfterMinutes,
      breakGlass: site.privacy.breakGlass,
      version: this.#version,
      problems,
    });
  }
}
