// Names in the rules and in the rota that point nowhere: found when the file is read, not at the first call.
import type { PlainCondition } from './conditions.ts';
import type { TargetSelector } from './policy.ts';
import type { Rules, Target } from './rules.ts';

type Path = readonly (string | number)[];
type Report = (path: (string | number)[], message: string) => void;

interface NameLists {
  readonly directory: readonly {
    readonly id: string;
    readonly kind: string;
    readonly skills: readonly string[];
    readonly location?: string | undefined;
  }[];
  readonly notes: {
    readonly categories: readonly { readonly id: string; readonly fields?: readonly { readonly id: string }[] }[];
  };
  readonly queues: readonly {
    readonly id: string;
    readonly number?: string | undefined;
    readonly location?: string | undefined;
  }[];
  readonly onCall: readonly { readonly entry: string }[];
  readonly escalations: readonly { readonly id: string }[];
  readonly rules: Rules;
}

class Names {
  readonly #site: NameLists;
  readonly #report: Report;
  readonly #entries: ReadonlyMap<string, NameLists['directory'][number]>;
  readonly #queues: ReadonlyMap<string, NameLists['queues'][number]>;
  readonly #skills: ReadonlySet<string>;
  readonly #categories: ReadonlySet<string>;
  readonly #locations: ReadonlySet<string>;
  readonly #fields: ReadonlySet<string>;

  constructor(site: NameLists, report: Report) {
    this.#site = site;
    this.#report = report;
    this.#entries = new Map(site.directory.map((entry) => [entry.id, entry]));
    this.#queues = new Map(site.queues.map((queue) => [queue.id, queue]));
    this.#skills = new Set(site.directory.flatMap((entry) => entry.skills));
    this.#categories = new Set(site.notes.categories.map((category) => category.id));
    this.#locations = new Set([...site.directory, ...site.queues].flatMap(({ location }) => location ?? []));
    this.#fields = new Set(site.notes.categories.flatMap(({ fields }) => (fields ?? []).map(({ id }) => id)));
  }

  entry(id: string, path: Path): void {
    if (!this.#entries.has(id)) this.#report([...path], `The directory has no entry '${id}'`);
  }

  skill(id: string, path: Path): void {
    if (!this.#skills.has(id)) this.#report([...path], `Nobody in the directory has the skill '${id}'`);
  }

  category(id: string, path: Path): void {
    if (!this.#categories.has(id)) this.#report([...path], `There is no note category '${id}'`);
  }

  queue(id: string, path: Path): void {
    if (!this.#queues.has(id)) this.#report([...path], `There is no queue '${id}'`);
  }

  location(name: string, path: Path): void {
    if (!this.#locations.has(name))
      this.#report([...path], `Neither the directory nor a queue has the location '${name}'`);
  }

  fields(ids: readonly string[] | undefined, path: Path): void {
    ids?.forEach((id, at) => {
      if (!this.#fields.has(id)) this.#report([...path, at], `No note category has the field '${id}'`);
    });
  }

  escalation(id: string, path: Path): void {
    if (!this.#site.escalations.some((each) => each.id === id))
      this.#report([...path], `There is no escalation '${id}'`);
  }

  targets(targets: readonly Target[] | undefined, path: Path): void {
    targets?.forEach((target, at) => this.target(target, [...path, at]));
  }

  target(target: Target, path: Path): void {
    if ('entry' in target) this.entry(target.entry, [...path, 'entry']);
    if ('skill' in target) {
      this.skill(target.skill, [...path, 'skill']);
      if (target.location !== undefined) this.location(target.location, [...path, 'location']);
    }
    if ('room' in target && this.#entries.get(target.room)?.kind !== 'room')
      this.#report([...path, 'room'], `The directory has no entry '${target.room}' of kind room`);
    if ('queue' in target) {
      this.queue(target.queue, [...path, 'queue']);
      if (this.#queues.get(target.queue)?.number === undefined)
        this.#report([...path, 'queue'], `The queue '${target.queue}' has no number to send a call to`);
    }
    if ('answeringService' in target && !this.#site.rules.answeringService)
      this.#report([...path, 'answeringService'], 'There is no answering service: write rules.answeringService');
  }

  redirect(target: Target | undefined, path: Path): void {
    if (!target) return;
    this.target(target, path);
    if ('message' in target)
      this.#report([...path, 'message'], 'A call cannot be sent on to a message: use decline: voicemail');
  }

  condition(condition: PlainCondition | undefined, path: Path): void {
    condition?.queue?.forEach((id, at) => this.queue(id, [...path, 'queue', at]));
    condition?.category?.forEach((id, at) => this.category(id, [...path, 'category', at]));
    condition?.location?.forEach((name, at) => this.location(name, [...path, 'location', at]));
    condition?.staff?.entries?.forEach((id, at) => this.entry(id, [...path, 'staff', 'entries', at]));
    const skill = condition?.staff?.skill;
    if (skill !== undefined) this.skill(skill, [...path, 'staff', 'skill']);
    const queue = condition?.waiting?.queue;
    if (queue !== undefined) this.queue(queue, [...path, 'waiting', 'queue']);
  }

  selectors(selectors: readonly TargetSelector[] | undefined, path: Path): void {
    selectors?.forEach((selector, at) => {
      if ('entry' in selector) this.entry(selector.entry, [...path, at, 'entry']);
      if ('skill' in selector) this.skill(selector.skill, [...path, at, 'skill']);
      if ('location' in selector) this.location(selector.location, [...path, at, 'location']);
    });
  }
}

export function checkRules(site: NameLists, report: Report): void {
  const names = new Names(site, report);
  const { rules } = site;
  checkIds(rules, report);
  rules.routes.forEach((route, index) => {
    const path = ['rules', 'routes', index];
    names.category(route.category, [...path, 'category']);
    if (route.queue) names.queue(route.queue, [...path, 'queue']);
    if (route.location) names.location(route.location, [...path, 'location']);
  });
  for (const group of ['routes', 'time', 'general'] as const)
    rules[group].forEach((rule, index) => {
      const path = ['rules', group, index];
      names.targets(rule.to, [...path, 'to']);
      names.condition(rule.if, [...path, 'if']);
      names.condition(rule.if?.not, [...path, 'if', 'not']);
      rule.if?.any?.forEach((each, at) => names.condition(each, [...path, 'if', 'any', at]));
      names.fields(rule.require, [...path, 'require']);
      if (rule.escalate !== undefined) names.escalation(rule.escalate, [...path, 'escalate']);
      if ('redirect' in rule) names.redirect(rule.redirect, [...path, 'redirect']);
    });
  checkPolicy(rules, names, report);
  names.targets(rules.redFlags?.reach, ['rules', 'redFlags', 'reach']);
  site.onCall.forEach((turn, at) => names.entry(turn.entry, ['onCall', at, 'entry']));
}

/** One name, one rule, in whichever group: the trace, the note and the figures name rules by it. */
function checkIds(rules: Rules, report: Report): void {
  const known = new Set<string>();
  for (const group of ['routes', 'time', 'general', 'transfers'] as const)
    rules[group].forEach(({ id }, index) => {
      if (known.has(id)) report(['rules', group, index, 'id'], `'${id}' is used twice`);
      known.add(id);
    });
}

function checkPolicy(rules: Rules, names: Names, report: Report): void {
  rules.transfers.forEach((rule, index) => {
    const path = ['rules', 'transfers', index];
    rule.category?.forEach((id, at) => names.category(id, [...path, 'category', at]));
    for (const kind of ['warmOnly', 'forbid', 'require'] as const) names.selectors(rule[kind], [...path, kind]);
  });
  rules.cover.forEach((cover, index) => {
    const path = ['rules', 'cover', index];
    names.entry(cover.for, [...path, 'for']);
    cover.by.forEach((id, at) => {
      names.entry(id, [...path, 'by', at]);
      if (id === cover.for) report([...path, 'by', at], `'${id}' cannot stand in for '${id}'`);
    });
    if (rules.cover.findIndex((other) => other.for === cover.for) !== index)
      report([...path, 'for'], `'${cover.for}' is used twice: write everybody who covers into one list`);
  });
}
