// Words that are not written here.
const noun = 'a noun: "a caller who …", "a user whose …"';
const record = '"recorded", "reported" or "stored"';

/** Anywhere: a pattern over one sentence, and what to write instead. */
export const words = [
  [/(?<!\bcan |\bcannot |\bcould )\b(tell|tells|told|telling)\b(?! apart| to\b| (\w+ ){1,3}to\b)/gi, '"report", "say", "return", "emit" or "inform"'],
  [/\b(noted|noting|note that)\b/gi, record],
  [/\bkept\b/gi, '"stored", "retained", "left as it is" or "remains"'],
  [/\b(bring|brings|bringing|brought)\b/gi, '"move", "migrate", "install", "load", "fetch" or "upgrade"'],
  [/\banew\b/gi, '"again"'],
  [/(?<!\b[Tt]here )\b([Ii]s|are|was|were) none\b/g, '"does not exist" or "no longer exists"'],
  [/(?<!\b[Tt]here )\b(is|are|was|were) no (?!longer\b|more\b|less\b|fewer\b|later\b|earlier\b|older\b|other\b)/g, '"is not a …"'],
  [/\b(not?|nothing|none|nobody|never)\b[^.;:]*\bany ?more\b(?! than)/gi, '"no longer"'],
  [/\b(of which|of whom)\b/gi, 'a second sentence, or "whose"'],
  [/\bonce that\b/gi, '"once"'],
  [/\bworth to\b/gi, '"worth …ing"'],
  [/(?<!\b(an|the|its|this|that|each|every|one|no) )\b(answer|answers|answered|answering) with\b(?! \d)/gi, '"return"'],
  [/\bbut for\b/gi, '"except"'],
  [/\bbeside\b/gi, '"in addition to", "also" or "next to"'],
  [/\bdear(er|est)?\b/gi, '"expensive"'],
  [/\blets? (\w+ )?expire\b/gi, '"expires"'],
  [/\bsimply\b/gi, "nothing"],
  [/\bwhoever\b/gi, noun],
  [/\b(of|to|for|by|from|with|on|about|than|so|that|as|if|when|until|while|where|because|since|unless) who\b(?! (may|can|should))/gi, noun],
  [/\bwhat is (not |no longer )?there\b/gi, '"missing", "existing" or the noun'],
];

/** In sentences of paragraphs, which are neither headings nor cells of tables. */
export const subjects = [
  [/^\W*(and |but |so |or )?(who|whom|whose)\b(?!.*\?\W*$)/gi, noun],
  [/^\W*(and |but |so |or )?what (is|are|was|were|has|had|have)\b(?!.*\?\W*$)/gi, 'name it: "open tasks count", not "what is open counts"'],
];
