/**
 * Plans with hostile texts in all their places, found by walking through them: for what every format has to give back
 * unchanged, or refuse.
 */
import type { Json, JsonObject } from '../../../src/model/json';
import type { AnyPlan } from '../../../src/provisioning';
import type { Step, StepRequest } from '../../../src/provisioning/plan/plan';

/** What ends a text, begins code in it, or is a word of its own, in one format or another. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '"',
  "'",
  "'''",
  '"""',
  '\\',
  '\\\\ \\\' \\" \\${x} \\u0041 \\n',
  '${file("/etc/passwd")} ${',
  '$${x} $$${x} $',
  '%{if true}x%{endif} %%{x} %${x} %',
  "${resourceGroup().id}'",
  "`touch gone` $(touch gone) '; touch gone; '",
  '"; exit 8; #',
  'a\nb\r\nc\td',
  '\nJSON\nexit 7',
  'a\nEOT\n}\nresource "null_resource" "x" {}',
  '--yes',
  '@/etc/passwd',
  '!event ~ * &a=b&c %2e%2e%2f {{ x }}',
  "[concat('a', 'b')]",
  '[[x]]',
  '[',
  '# // */ /* */ <<EOT',
  'for',
  'null',
  'true',
  '__proto__',
  'constructor',
  'Ünïcödé 名前 🙂',
  '/subscriptions/s/resourceGroups/g/providers/constructor',
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/elsewhere',
];

/** With these a value would be read as another one. */
export const unseenTexts: readonly string[] = [
  '\u0000',
  'a\u0007b',
  '\u001b[2J',
  'a\u0085b',
  'a\u00adb',
  'a\u115fb',
  'a\u200bb',
  'a\u2028b',
  'a\u202eb',
  'a\u2066b',
  'a\u3164b',
  '\ufeffa',
  '\ud800',
];

/** Gives one text after the other, beginning at a place of the list, each of them once: then with a number. */
export function textsFrom(start: number, texts = hostileTexts): (was: string) => string {
  const given = new Map<string, string>();
  return (was) => {
    const known = given.get(was);
    if (known !== undefined) return known;
    const text = texts[(start + given.size) % texts.length] ?? '';
    const round = Math.floor(given.size / texts.length);
    const own = round === 0 ? text : `${text} ${round}`;
    given.set(was, own);
    return own;
  };
}

type Hostile = (was: string) => string;

/** Every sentence of a plan, which exports have in comments, and print. */
export function withSentences(plan: AnyPlan, hostile: Hostile): AnyPlan {
  const said = <T extends object>(value: T): T =>
    Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        if (['message', 'wayOut', 'command', 'mitigation', 'title', 'reason'].includes(name)) {
          return [name, typeof member === 'string' ? hostile(member) : member];
        }
        return [name, name === 'affected' ? (member as readonly string[]).map(hostile) : member];
      }),
    ) as T;
  return {
    ...plan,
    steps: plan.steps.map(said),
    hazards: plan.hazards.map(said),
    requirements: plan.requirements.map(said),
    blockers: plan.blockers.map(said),
  };
}

/** Which texts of a body: all, or those that people write, so that azurerm has arguments for the rest. */
type Which = 'all' | 'written';

const written = /\.(tags\..*|name|requestMessage|description|condition|addressPrefix|dnsServers\[\])$/;
const isTagged = ['resourceGroup', 'registry', 'replica', 'network', 'zone', 'zoneLink', 'endpoint'];

/** The texts of what is sent, and of what is looked at before; ids stay. Names of tags are texts, too. */
export function withValues(plan: AnyPlan, hostile: Hostile, which: Which): AnyPlan {
  const inJson = (value: Json, where = ''): Json => {
    if (typeof value === 'string') {
      const isWanted = which === 'all' || written.test(where);
      return isWanted && !/^\/subscriptions\//i.test(value) ? hostile(value) : value;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map((item) => inJson(item, `${where}[]`));
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const own = where.endsWith('.tags') ? hostile(`name ${name}`) : name;
        return [own, inJson(member, `${where}.${name}`)];
      }),
    );
  };
  const inObject = (value: JsonObject) => inJson(value) as JsonObject;
  const inRequest = (request: StepRequest, { kind, action }: Step): StepRequest => {
    const tags = { 'one tag': 'one', 'other tag': 'other' };
    const isWithTags = action === 'create' && isTagged.includes(kind);
    const { body, lists, query } = request;
    return {
      ...request,
      body: inObject(
        isWithTags ? { ...body, tags: { ...(body['tags'] as JsonObject | undefined), ...tags } } : body,
      ),
      ...(lists && {
        lists: lists.map((list) => ({
          ...list,
          add: list.add.map(inObject),
          remove: list.remove.map(inObject),
        })),
      }),
      ...(query && {
        query: Object.fromEntries(
          Object.entries(query).map(([name, value]) => [hostile(`query ${name}`), hostile(value)]),
        ),
      }),
    };
  };
  return {
    ...plan,
    steps: plan.steps.map((step) => ({
      ...step,
      request: step.request && inRequest(step.request, step),
      ...(step.guard && {
        guard: {
          ...step.guard,
          expected: inObject(step.guard.expected),
          ...(step.guard.unchanged && {
            unchanged: { ...step.guard.unchanged, settings: inObject(step.guard.unchanged.settings) },
          }),
        },
      }),
    })),
  };
}

/** A plan in which each name that an id has got an end more, the same in every place. */
export function withNames(plan: AnyPlan, end: string): AnyPlan {
  const inId = (id: string) => {
    const segments = id.split('/');
    const isName = (index: number) =>
      index > 0 && index % 2 === 0 && segments[index - 1]?.toLowerCase() !== 'providers';
    return segments.map((one, index) => (isName(index) ? `${one}${end}` : one)).join('/');
  };
  const inJson = (value: Json): Json => {
    if (typeof value === 'string') return /^\/subscriptions\//i.test(value) ? inId(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map(inJson);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inJson(member)]));
  };
  return inJson(plan as unknown as Json) as unknown as AnyPlan;
}
