/** Words that must not be in a text that users see, with what to write instead. */
interface ForbiddenWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

const word = (pattern: string, instead: string): ForbiddenWord => ({
  pattern: new RegExp(`(?<![\\w’'./-])(?:${pattern})(?![\\w-])`, 'i'),
  instead,
});

const forbiddenWords: readonly ForbiddenWord[] = [
  // Persons: a text speaks to the user, or names a role.
  word('somebody|someone else|somebody else', '“others”, “another user”, or the role that has to act'),
  word('nobody', 'what isn’t possible, or “no client”'),
  word('everybody', '“anyone”, “all clients”, or “everyone”'),
  word('whoever|whomever', '“anyone who”, or the role, such as “an owner”'),
  word('a central team', '“your platform team”'),
  // Network access is allowed, denied or blocked.
  word('lets? (?:\\S+ ){0,4}(?:in|through)|letting in|let in', '“allow”'),
  word(
    'gets? in|get into|shut out|locked out|keeps? out|lead in|leads? nowhere',
    '“can connect”, “block”, or “lose access”',
  ),
  word('in the way|ways? out|stands? in|at stake|no way to', '“blocker”, “fix”, “warning”, or “can’t reach”'),
  word('see[ns]? to|told of|is to be|are to be', 'who does it: “Azure creates…”'),
  // English of no documentation.
  word('anew|made anew', '“again”, or “re-create”'),
  word('besides', '“also”, or “in addition to”'),
  word('by itself|by themselves|of its own|of their own', '“automatically”, “separate”, or “its own …”'),
  word('lacks?|lacking', '“is missing” or “doesn’t have”'),
  word('is gone|are gone|is there already|exists already', '“no longer exists”, “already exists”'),
  word('at work on|carries on|goes on|go on|gone on', '“is processing”, “continues”'),
  word(
    '(?:was|were|is|be|been) (?:given up|taken away|ticked|unticked)|tick|ticked|untick(?:ed)?',
    '“select”, “clear”, “stop waiting”',
  ),
  word('if it stays', '“if the problem persists”'),
  word('can(?:’t|not) be told|isn’t known|is not known|not known', '“It’s unknown whether …”'),
  word('left alone|leave alone|as it is|as they are', '“not changed”'),
  word('look (?:again|at)|looked at', '“refresh”, “check”, “inspect”'),
  word('begun|half-way', '“started”, “partially”'),
  word('make (?:it )?private anew', '“re-create”'),
  word('e\\.g\\.|i\\.e\\.', '“for example”, “that is”'),
  word('by hand', '“manually”'),
  word(
    'could not|can not|cannot|did not|does not|do not|is not|are not|was not|were not|has not|have not',
    'the contraction, such as “couldn’t”',
  ),
  // Azure’s terms.
  word('rights?(?! (?:away|side|now))', '“permission” or “role”'),
  word('zone links?', '“virtual network link”'),
  word('(?<!private )DNS zone groups?', '“private DNS zone group”'),
  {
    pattern: /\b(?:resource|object|request|client|operation|subscription) ids?\b/,
    instead: '“ID” in capitals',
  },
  word('role by|create(?:s|d)? (?:a|the) role', '“role assignment”'),
  word('raise (?:the|a) SKU', '“upgrade”'),
  word(
    'answers? (?:nobody|everybody)|was asked|is asked|be asked|asked for|asks(?! before)',
    '“is queried”, “requests”, “uses”',
  ),
  // US spelling.
  word('cancell(?:ed|ing)', '“canceled”, “canceling”'),
  word('honour(?:s|ed|ing)?|favour|colours?|behaviours?', 'US spelling: “honor”, “color”'),
  word('synchronis(?:e|es|ed|ing)|recognis\\w+|organis\\w+|authoris\\w+', 'US spelling with “z”, or “sync”'),
  word('data centres?|centres?', '“data center”'),
  word('lower-case|upper-case', '“lowercase”, “uppercase”'),
  word('look-up|clean-up|allow-list|set-up', 'one word: “lookup”, “cleanup”; or “allow list”'),
];

/** What is wrong with a text, each with the advice; empty if it may be shown. */
export function wordProblems(text: string): string[] {
  return forbiddenWords.flatMap(({ pattern, instead }) => {
    const found = pattern.exec(text);
    return found === null ? [] : [`“${found[0]}”: write ${instead}`];
  });
}
