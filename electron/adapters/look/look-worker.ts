// Looks through good settings for what is probably not meant. A week of half hours times every category takes a moment:
// done here, beside the calls and not between them.
import { parentPort, workerData } from 'node:worker_threads';
import { doubtsOf } from '../../../shared/domain/practice/doubts.ts';
import type { Site } from '../../../shared/domain/site/site.ts';

const { site, now } = workerData as { site: Site; now: string };
parentPort?.postMessage(doubtsOf(site, now));
