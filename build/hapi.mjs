// HAPI FHIR as a real EHR for the tests: its modules, fetched once by Maven (as Maven is set up on this machine) into a cache
// outside the repository, and our small start class compiled beside them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, cacheFolder, ensureDebianPackages, run, say } from './setup.mjs';

const MODULES = path.join(ROOT, 'test/ehr/hapi/pom.xml');
const START = path.join(ROOT, 'test/ehr/hapi/HapiServer.java');
/** Some 290 MB in 250 files; a slow line needs a while. */
const FETCH_MS = 240_000;

const stateOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);

/** Where the modules and the start class are, or would be: a folder for each state of the two files. */
export function hapiFolders() {
  const folder = path.join(cacheFolder(), `hapi-${stateOf(MODULES)}`);
  return { modules: path.join(folder, 'lib'), classes: path.join(folder, `classes-${stateOf(START)}`) };
}

export function hasHapi() {
  const { modules, classes } = hapiFolders();
  return existsSync(modules) && existsSync(path.join(classes, 'HapiServer.class'));
}

function fetchModules(modules) {
  say('Fetching HAPI FHIR…');
  const half = `${modules}.half`;
  rmSync(half, { recursive: true, force: true });
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  const into = ['-DincludeScope=runtime', `-DoutputDirectory=${half}`];
  if (run('mvn', ['-q', '-B', '-f', MODULES, goal, ...into], { stdio: 'ignore', timeout: FETCH_MS }) !== 0)
    return false;
  // Only what is whole ever has the name.
  return run('mv', [half, modules]) === 0;
}

/** Fetches and compiles what is missing. Returns why not, or undefined. */
export function ensureHapi() {
  if (hasHapi()) return undefined;
  if (!ensureDebianPackages(['mvn', 'javac'], ['maven', 'default-jdk-headless']))
    return 'HAPI FHIR needs Maven and a JDK, which are not installed';
  const { modules, classes } = hapiFolders();
  mkdirSync(classes, { recursive: true });
  if (!existsSync(modules) && !fetchModules(modules))
    return 'HAPI FHIR is neither in the cache nor can it be downloaded';
  const compiled = run('javac', ['-cp', path.join(modules, '*'), '-d', classes, START]) === 0;
  return compiled ? undefined : 'the JDK here does not compile the start class of HAPI FHIR';
}
